"""The operations on simple trades, and how a simple trade lives."""
