"""Requests and answers on their way to the server: pace, redaction and what was recorded."""
