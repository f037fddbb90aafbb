"""The exchange behind 3Commas: markets, accounts, balances, orders, fills, matching."""
