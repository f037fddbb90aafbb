"""Checks of every answer: schemas, pages, rules of SmartTrades."""
