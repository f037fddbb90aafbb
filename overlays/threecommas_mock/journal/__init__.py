"""Requests and answers of an exchange, kept and exported as HAR."""
