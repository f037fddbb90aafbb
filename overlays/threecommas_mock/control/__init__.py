"""The control API of a served exchange and its live page."""
