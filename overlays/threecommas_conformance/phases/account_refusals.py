"""Fields of a valid request about accounts that a server may refuse all the same: no schema can say the rule.

Judged are the field that a 400 names and what was sent, never the words of the answer. Which exchanges there
are, and which keys each needs, market_list tells. A key connects one account. What is small enough to be
converted is known to the account.
"""

from collections.abc import Mapping
from typing import Any

_KEYS = frozenset({"api_key", "secret", "passphrase", "customer_id"})
_FIELDS: Mapping[str, frozenset[str]] = {
    "/ver1/accounts/new": _KEYS | {"type", "types_to_create"},
    "/ver1/accounts/types_to_connect": _KEYS | {"type"},
    "/ver1/accounts/update": _KEYS,
    "/ver1/accounts/{account_id}/convert_dust_to_bnb": frozenset({"codes"}),
}


def is_undecidable(path: str, field: str, sent: Any) -> bool:
    """Whether no schema says that this field of a request is wrong."""
    if field == "name" and path in _FIELDS and isinstance(sent, Mapping):
        return not str(sent.get("name", "")).strip()
    return field.partition("[")[0] in _FIELDS.get(path, ())
