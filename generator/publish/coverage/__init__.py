"""What the document says of each fact of its sources."""
