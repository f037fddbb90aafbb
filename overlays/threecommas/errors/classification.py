"""The error that an answer becomes: a table, and the function that reads it.

The bodies behind each row are documented examples or recorded answers; a row without one says so.
"""

import re
from collections.abc import Container
from typing import NamedTuple

from threecommas.errors import (
    ApiStatusError,
    AuthenticationError,
    BannedError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    WrongStateError,
)
from threecommas.messages.response import ReceivedResponse, error_fields


class ErrorRule(NamedTuple):
    """A row of the table: answers of these statuses whose code or description `pattern` something."""

    statuses: Container[int]
    pattern: str
    """Regular expression for the beginning of code or description, whatever the case; "" fits all."""

    error: type[ApiStatusError]
    advice: str
    of_object: bool = False
    """Whether it is about requests alone that name an object in their path."""

    def fits(self, answer: ReceivedResponse, status: int, texts: tuple[str, ...]) -> bool:
        """Tell whether the row is about this answer, if it is taken for one of this status."""
        return (
            status in self.statuses
            and any(re.match(self.pattern, text, re.IGNORECASE) for text in texts)
            and (not self.of_object or _names_object(answer))
        )


_ANYTHING = ""

# The first row that fits decides, so the special comes before the general.
RULES = (
    # Recorded for a path that the API does not have; a SmartTrade it does not know has the words below.
    ErrorRule(
        (404,),
        r"not_found$",
        NotFoundError,
        "The API has no such path, or nothing at it. Check base_url, and the id or code in the path.",
    ),
    # The documents file this body under 400 for get and cancel, under 404 elsewhere.
    ErrorRule(
        (400, 404),
        r"not?[ _]found$",
        NotFoundError,
        "Nothing with this id belongs to the key. Check the id, and that the key is the owner's.",
    ),
    ErrorRule(
        (413,),
        _ANYTHING,
        InvalidRequestError,
        "The body of the request is too long. Send less at once.",
    ),
    ErrorRule(
        (404,),
        _ANYTHING,
        NotFoundError,
        "Check the id in the path, and base_url if the answer is not from the API.",
    ),
    # "unprocessable_entity" is the documented answer to cancelling a closed simple trade. A request without
    # an object, such as a create, has none whose state could be wrong: then it is the request that is.
    ErrorRule(
        (400,),
        r"wrong param|unprocessable_entity$",
        WrongStateError,
        "Read the object again: its status and its *_available flags say what is possible now.",
        of_object=True,
    ),
    # What is documented of accounts alone.
    ErrorRule(
        (422,),
        r"invalid_api_key$",
        InvalidRequestError,
        "The exchange takes the keys of the account no longer; they are not the key of 3Commas. Make new "
        "ones there, and give them to the account.",
    ),
    ErrorRule(
        (422,),
        r"account_not_deletable$",
        InvalidRequestError,
        "Something still trades on the account: stop its bots, and close its deals and SmartTrades first.",
    ),
    ErrorRule(
        (422,),
        r"bnb_dust_limit_error$",
        InvalidRequestError,
        "The exchange does this only once in 6 hours. Try again later.",
    ),
    ErrorRule(
        (422,),
        r"unknown_market_api_error$",
        InvalidRequestError,
        "The words are those of the exchange, which refused it. Correct what they name, or try again later.",
    ),
    ErrorRule(
        (400, 422),
        _ANYTHING,
        InvalidRequestError,
        "Correct the request; sent again unchanged it is refused again.",
    ),
    ErrorRule(
        (401,),
        r"signature_invalid$",
        AuthenticationError,
        "Likely causes: the secret or private key is not the one of this API key; an RSA key needs RsaSigner "
        "and a system-generated one HmacSigner; something on the way changes path, query or body; or the "
        "server joins path and JSON body otherwise (see threecommas.BodySeparator). "
        "client.explain_signature shows the signed text, byte for byte.",
    ),
    ErrorRule(
        (401,),
        _ANYTHING,
        AuthenticationError,
        "Check that the API key exists and has not expired, and that its white list has this IP address.",
    ),
    ErrorRule(
        (403,),
        r"account not owned|forbidden\. unavailable for this account",
        PermissionDeniedError,
        "The account must belong to the key's owner, and its exchange and kind must allow this; "
        "client.accounts.list shows the key's own. The key needs the permission {permission}.",
    ),
    ErrorRule(
        (403,),
        _ANYTHING,
        PermissionDeniedError,
        "The key needs the permission {permission}, and the account must belong to the key's owner. "
        "Some things are forbidden for a time: a bot that is enabled cannot be deleted.",
    ),
    # Recorded: the message is the body's only field. Waiting would not help, so this is no rate limit.
    ErrorRule(
        (429,),
        r".*subscription plan",
        PermissionDeniedError,
        "The plan of the key's owner does not allow this. Waiting changes nothing, another plan does.",
    ),
    # No body of a real rate limit was ever published, so none is asked for; the same goes for a ban.
    ErrorRule(
        (429,),
        _ANYTHING,
        RateLimitError,
        "Send less: going on after 429 ends in a ban of the IP address.",
    ),
    ErrorRule(
        (418,),
        _ANYTHING,
        BannedError,
        "Stop sending: the IP address is banned for going on after 429, for 2 minutes up to 3 days.",
    ),
    ErrorRule(
        range(500, 1000),
        _ANYTHING,
        ServerError,
        "A read can be repeated after a pause. Before a write is repeated, look whether it was carried out.",
    ),
    ErrorRule(
        range(300, 400),
        _ANYTHING,
        ApiStatusError,
        "Redirects are not followed, because the API key would travel with them. Check base_url.",
    ),
    ErrorRule(
        range(200, 300),
        _ANYTHING,
        ApiStatusError,
        "Nobody knows this answer. Before a write is repeated, look whether it was carried out.",
    ),
    ErrorRule(
        range(1000),
        _ANYTHING,
        ApiStatusError,
        "3Commas documents no such answer. Check base_url, and look for a newer version of the client.",
    ),
)


# Unproven, but other services do it: a status of success over a body that says it is none. Its words are
# taken as under the status they belong to.
STATUS_OF_WORDS = (
    (r"not?[ _]found$", 404),
    (r"record_invalid$|wrong param|unprocessable_entity$", 400),
    (r"signature_invalid$|api_key_", 401),
    (r"forbidden$", 403),
    (r".*subscription plan", 429),
    (r"unknown_error$", 500),
)


def _names_object(answer: ReceivedResponse) -> bool:
    """Tell whether the request has the id of something in its path."""
    if answer.operation is not None:
        return "{" in answer.operation.path
    return any(step.isdecimal() for step in answer.path.split("/"))


def classify(answer: ReceivedResponse) -> ApiStatusError:
    """Return the error for an answer that is no success. Pure: it neither reads nor raises."""
    fields = error_fields(answer.content)
    texts = (fields.code or "", fields.description or "")
    status = _status_said(texts, answer.status) if 200 <= answer.status < 300 else answer.status
    rule = next(rule for rule in RULES if rule.fits(answer, status, texts))
    permission = answer.operation.permission if answer.operation else "of the operation"
    return rule.error(answer, rule.advice.format(permission=permission))


def _status_said(texts: tuple[str, ...], otherwise: int) -> int:
    """Return the status that these words belong to."""
    for pattern, status in STATUS_OF_WORDS:
        if any(re.match(pattern, text, re.IGNORECASE) for text in texts):
            return status
    return otherwise
