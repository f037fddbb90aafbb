"""What a client refuses before a request leaves: writes, accounts that are not paper, or too large orders."""
