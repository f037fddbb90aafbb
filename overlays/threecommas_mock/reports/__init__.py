"""The report of a replay: fills, fees, profits, worth and drawdown, as values, as JSON and as a page."""
