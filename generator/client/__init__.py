"""From a lowered document to the Python package: openapi-python-client parses, our templates write."""

# The name of the package, if a build is not told another.
PACKAGE = "threecommas_rest"
