"""The operations on accounts, and what becomes of accounts."""
