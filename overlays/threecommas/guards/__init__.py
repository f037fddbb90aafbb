"""Guards that refuse a request before it leaves: writes, real accounts, orders that are too large."""
