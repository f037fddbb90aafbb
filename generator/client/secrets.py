"""Members and arguments that are secrets: text like any other, which no repr and no error shows."""

from dataclasses import replace

from generator.client.codecs import Codec

REPR = "repr=masked"
"""How a field of a model is shown that is one."""
# What reads or writes text, and what does so without ever showing it.
_UNSHOWN = {"check_text": "check_secret", "write_text": "write_secret"}


def concealed(how: Codec) -> Codec:
    """Return the expressions for a secret, in place of those for text."""
    added = {("..scalars", name) for name in (*_UNSHOWN.values(), "masked")}
    return replace(
        how, read=_without_text(how.read), write=_without_text(how.write), imports=how.imports | added
    )


def _without_text(expression: str) -> str:
    for plain, unshown in _UNSHOWN.items():
        expression = expression.replace(plain, unshown)
    return expression
