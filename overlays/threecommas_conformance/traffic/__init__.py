"""Requests and answers on their way to the server: pace, redaction, record."""
