"""The document as OpenAPI 3.0.3."""
