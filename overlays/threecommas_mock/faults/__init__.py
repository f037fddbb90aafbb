"""Faults that a test lets happen: what they do, when they strike, how they are written as JSON."""
