"""The document under test: its operations and its schemas."""
