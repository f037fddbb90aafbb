"""The rules of the document: OpenAPI's own, by openapi-spec-validator, and ours.

`whole.lint` runs them all, `usable.usable_bundle` those a client cannot be made without.
"""
