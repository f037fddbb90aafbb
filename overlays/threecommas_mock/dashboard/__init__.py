"""The state that the live page shows: short rows of all that trades, the lines of its chart, and changes."""
