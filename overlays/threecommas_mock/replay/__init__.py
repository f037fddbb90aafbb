"""The replay of candles on an exchange: prices, time and what they set off."""
