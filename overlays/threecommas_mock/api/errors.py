"""The refusals of the exchange, in the bodies 3Commas answers with.

Raised anywhere below the ASGI shell, which turns it into an answer; nothing here knows about HTTP libraries.
Every class is one decision a caller can take:

    Refusal            the request is refused: .status .error .description .attributes
      InvalidParameters     400 record_invalid: a parameter is missing or has a bad value
      MalformedBody         400 the body is not a JSON object at all
      WrongState            400 Wrong param(s): right request, wrong moment
      Unauthorized          401 unknown key or wrong signature
      Forbidden             403 missing permission, or somebody else's account
      NotFound              404 no such path, SmartTrade or trade
      MethodNotAllowed      405 the path exists, the method does not: .allowed
      Banned                418 the address went on after a 429
      BodyTooLarge          413 the body is longer than anything the API takes
      LimitExceeded         422 well formed, but the exchange or the model forbids the numbers
      NotCancellable        422 an order of a deal that is no open manual safety order
      TooManyRequests       429 a rate limit is exceeded
"""

from __future__ import annotations

from collections.abc import Sequence

FieldErrors = dict[str, list[str]]
"""Parameter in bracket form (400) or dotted form (422) -> what is wrong with it, one sentence each."""


class Refusal(Exception):  # noqa: N818  (an answer that 3Commas gives, not a failure)
    """An answer other than success; *attributes* holds what is wrong with each parameter, if any.

    *decided_by* is the field of `api.assumptions` that holds the status, None where it is not disputed.
    """

    status = 400
    decided_by: str | None = None

    def __init__(self, error: str, description: str, *, attributes: FieldErrors | None = None) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.attributes = attributes

    def body(self) -> dict[str, object]:
        """Make the JSON object of the answer; error_attributes is there for validation only."""
        document: dict[str, object] = {"error": self.error, "error_description": self.description}
        if self.attributes is not None:
            document["error_attributes"] = {key: list(messages) for key, messages in self.attributes.items()}
        return document

    def headers(self) -> dict[str, str]:
        """Return the headers this answer needs beside the usual ones."""
        return {}


class InvalidParameters(Refusal):
    """Parameters refused before anything is looked up (docs: Edit SmartTrade, 400; recorded: bots list)."""

    def __init__(self, attributes: FieldErrors) -> None:
        super().__init__("record_invalid", "Invalid parameters", attributes=attributes)


class MalformedBody(Refusal):
    """The body cannot be read as a JSON object; 3Commas' own words for this are unknown (inferred)."""

    def __init__(self, description: str) -> None:
        super().__init__("invalid_request", description)


class WrongState(Refusal):
    """The SmartTrade's status forbids the action.

    Documented for reducing funds only ("Reduce funds is not allowed in the current status"); the same words
    for every other action are inferred from it.
    """

    decided_by = "wrong_state"

    def __init__(self, action: str) -> None:
        super().__init__("Wrong param(s)", f"{action} is not allowed in the current status")


class Unauthorized(Refusal):
    """Key or signature refused."""

    status = 401

    @classmethod
    def unknown_key(cls) -> Unauthorized:
        """Answer as recorded from the real API for a key it does not know; also without a key (inferred)."""
        return cls("api_key_invalid_or_expired", "Unauthorized. Invalid or expired api key.")

    @classmethod
    def wrong_signature(cls) -> Unauthorized:
        """Answer as documented on most endpoint pages."""
        return cls("signature_invalid", "Provided signature is invalid")


class Forbidden(Refusal):
    """The key may not do this."""

    status = 403

    @classmethod
    def permission_missing(cls) -> Forbidden:
        """Answer as documented for simple trading; used for every endpoint (inferred)."""
        return cls("Forbidden", "Api key not authorized for this action")

    @classmethod
    def foreign_account(cls) -> Forbidden:
        """Answer as documented for creating a SmartTrade; also for accounts nobody owns (inferred)."""
        return cls("Forbidden", "Account not owned by current user.")


class NotFound(Refusal):
    """Nothing there; each room has words of its own for what it does not find."""

    status = 404

    def __init__(self, error: str, description: str, *, decided_by: str | None = None) -> None:
        super().__init__(error, description)
        self.decided_by = decided_by

    @classmethod
    def path(cls) -> NotFound:
        """Answer as recorded from the real API."""
        return cls("not_found", "Not Found")


class MethodNotAllowed(Refusal):
    """The path has other methods; the words are reported in the docs' issue #119, the status is inferred."""

    status = 405

    def __init__(self, allowed: Sequence[str]) -> None:
        methods = ", ".join(allowed)
        super().__init__(
            "invalid_request_method",
            f"Your request method is not supported by this endpoint. Please use one of [{methods}].",
        )
        self.allowed = tuple(allowed)

    def headers(self) -> dict[str, str]:
        """Return `Allow`, which HTTP requires of a 405."""
        return {"Allow": ", ".join(self.allowed)}


class BodyTooLarge(Refusal):
    """The body is longer than `LONGEST_BODY`; limit and words are inferred from web servers."""

    status = 413

    def __init__(self) -> None:
        super().__init__("request_entity_too_large", "Request body is too large")


class Banned(Refusal):
    """The address is banned; the status is documented, no body of it was ever published (inferred)."""

    status = 418

    def __init__(self) -> None:
        super().__init__("ip_banned", "Too many requests were sent after the rate limit was exceeded")


class LimitExceeded(Refusal):
    """Numbers outside what the exchange takes (docs: Create SmartTrade, Add funds, Reduce funds; 422)."""

    status = 422

    def __init__(self, attributes: FieldErrors) -> None:
        super().__init__("record_invalid", "Invalid parameters", attributes=attributes)


class NotCancellable(Refusal):
    """An order of a deal that cannot be cancelled (docs: Cancel manual safety order; 422 of one field)."""

    status = 422

    def __init__(self) -> None:
        super().__init__("Cant be cancelled", "")

    def body(self) -> dict[str, object]:
        """Make the JSON object of the answer, which has no description."""
        return {"error": self.error}


class TooManyRequests(Refusal):
    """A rate limit is exceeded; the status is documented, no body of it was ever published (inferred)."""

    status = 429

    def __init__(self) -> None:
        super().__init__("rate_limit_exceeded", "Too many requests")
