"""The whole state of an exchange as a value and as a file."""
