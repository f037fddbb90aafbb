"""The document of an API: its files, their bundle, and what every part of the generator reads there."""
