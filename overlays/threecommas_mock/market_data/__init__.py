"""The operations on markets, pairs and rates."""
