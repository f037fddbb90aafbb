"""Requests and responses as plain values: the lowest floor, without logic of its own."""
