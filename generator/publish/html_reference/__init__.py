"""The reference of operations and schemas as one HTML page."""
