"""Objects of answers as tables see them: a member that is not as documented is a mark, and is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar, cast

import attrs
from rich.table import Table

from threecommas.errors import DeviationError

T = TypeVar("T")


class Gap:
    """What stands for such a member, and for all that would have been inside of it.

    It is no text, of which a method such as `title` would pass for the member of that name.
    """

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def __str__(self) -> str:
        return self._mark

    def __getattr__(self, name: str) -> Gap:
        return self

    def __iter__(self) -> Iterator[Gap]:
        yield self


class View:
    """An object whose members are all there. Those that are not as documented are added to `missed`."""

    def __init__(self, model: object, missed: list[DeviationError]) -> None:
        self._model, self._missed = model, missed

    def __getattr__(self, name: str) -> Any:
        value = self._found(partial(getattr, self._model, name))
        if isinstance(value, list):
            return [self._found(partial(value.__getitem__, index)) for index in range(len(value))]
        return value

    def _found(self, get: Callable[[], Any]) -> Any:
        try:
            return viewed(get(), self._missed)
        except DeviationError as error:
            if str(error) not in map(str, self._missed):
                self._missed.append(error)
            return Gap(f"? ({error.came})")


def viewed(value: T, missed: list[DeviationError]) -> T:
    """Return an object as a table sees it, and any other value as it is."""
    return cast("T", View(value, missed)) if attrs.has(type(value)) else value


class EntityTable(Table):
    """A table of objects; `missed` are the members that it needs and that are not as documented."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.missed: list[DeviationError] = []
