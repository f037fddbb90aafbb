"""The operations on SmartTrades, and how a SmartTrade lives."""
