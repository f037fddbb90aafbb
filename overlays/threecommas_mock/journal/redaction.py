"""Requests without the secrets of an exchange that they hold in their query or body."""

from __future__ import annotations

from dataclasses import replace

from threecommas_openapi.masking import mask_body, mask_query

from threecommas_mock.http.messages import Request


def without_secrets(request: Request) -> Request:
    """Return *request* with the values of secret names masked; the same object if there are none."""
    query, body = request.query.decode("latin-1"), request.body.decode("utf-8", "replace")
    shown = mask_query(query), mask_body(body)
    if shown == (query, body):
        return request
    return replace(request, query=shown[0].encode("latin-1"), body=shown[1].encode("utf-8"))
