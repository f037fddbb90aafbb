"""What every answer is held against: schemas, pages, the rules of SmartTrades."""
