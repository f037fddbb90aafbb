"""Creating something exactly once, for each kind whose note can hold a key: SmartTrades and grid bots.

The rooms say how their kind is created, listed and told apart (`threecommas.create_once.creatable`).
"""
