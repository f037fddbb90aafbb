"""A value that no traceback, log line or repr shows. It holds a key, a secret or a password.

Error trackers, rich and ``pytest --showlocals`` print local variables. They do so for every frame that an
error came through. A function that is given such a value wraps it, forgets its argument, and works with the
wrapper.
"""

from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Hidden(Generic[T_co]):
    """Holds `value` and does not show it. It is no text itself, so nobody cuts it in pieces to print them."""

    __slots__ = ("value",)

    def __init__(self, value: T_co) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<hidden>"
