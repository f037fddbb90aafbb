"""From a lowered document to the Python package: openapi-python-client parses, our templates write."""
