"""A patch of the document, proposed by recorded traffic."""
