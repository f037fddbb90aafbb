"""The place in the document of each fact of its sources."""
