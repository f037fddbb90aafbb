"""Names in the client for members whose own names cannot be one: foreign letters, or two that would be alike.

The client makes an attribute of a key by itself; where that fails the document has to choose one with
`x-attribute`. What is chosen here is a start, for a person knows what the member is.
"""

import keyword
import re
import unicodedata
from collections.abc import Iterable

from openapi_python_client.strings import PythonIdentifier

from generator.client.names import MODEL_WORDS

# Letters of Cyrillic are called by their sound, those of Greek by longer names.
_LONGEST = 3


def attributes(new: Iterable[str], present: Iterable[str], chosen: dict[str, str]) -> dict[str, str]:
    """Return the attribute of each new key that needs one, beside the keys that are present.

    A key that was given one elsewhere keeps it; what is given here is added to *chosen*.
    """
    taken = {chosen.get(key) or _stock_name(key) for key in present}
    named: dict[str, str] = {}
    # A key that is its own name keeps it, whatever came first.
    for key in sorted(new, key=lambda key: key != _stock_name(key)):
        name = chosen.get(key) or _stock_name(key)
        if key in chosen or not key.isascii() or not re.search("[A-Za-z0-9]", key) or name in taken:
            name = named[key] = chosen.setdefault(key, _free(key, taken))
        taken.add(name)
    return named


def _free(key: str, taken: set[str]) -> str:
    """Return a name that is not taken; is_finished for a `finished?` beside `finished`."""
    base = _latin(key)
    names = [base, *([f"is_{base}"] if key.endswith("?") else [])]
    names += [f"{base}_{number}" for number in range(2, len(taken) + 3)]
    usable = (each for each in names if not keyword.iskeyword(each) and each not in MODEL_WORDS)
    return next(each for each in usable if each not in taken)


def _latin(key: str) -> str:
    # Letters with marks come apart into both; the marks have no ASCII form and go.
    parts = unicodedata.normalize("NFKD", "".join(map(_spelled, key)))
    plain = parts.encode("ascii", "ignore").decode()
    name = _stock_name(plain).strip("_") if re.search("[A-Za-z]", plain) else ""
    return re.sub("_+", "_", name) if re.match("[a-z]", name) else "member"


def _spelled(character: str) -> str:
    """Return the Latin letter of one from another alphabet, by its name: CYRILLIC SMALL LETTER TE gives t."""
    alphabet, letter, name = unicodedata.name(character, "").rpartition(" LETTER ")
    if character.isascii() or not letter or "LATIN" in alphabet:
        return character
    spelled = name[0] if len(name) > _LONGEST else re.sub(r"(?<=.)[AEU]$|^E(?=[^AEIOU])", "", name)
    return spelled if character.isupper() else spelled.lower()


def _stock_name(key: str) -> str:
    return str(PythonIdentifier(key, "field_"))
