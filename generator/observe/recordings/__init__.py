"""Recorded traffic in the forms it comes in: HAR, cassettes, plain JSON, bare bodies."""
