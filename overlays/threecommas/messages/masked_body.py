"""The body of a request as it may be shown: without secrets of an exchange, of which most have none."""

from threecommas_rest.masking import mask_body


def masked(body: bytes) -> bytes:
    """Return the body with each secret masked; bytes that are no UTF-8 stay as they are."""
    return mask_body(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
