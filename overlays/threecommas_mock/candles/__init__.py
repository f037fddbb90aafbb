"""Candles of a pair: files of the usual exchanges, checked, and the way of a price inside each candle."""
