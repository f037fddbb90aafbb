"""The document that is tested: its operations and its schemas."""
