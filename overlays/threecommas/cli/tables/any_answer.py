"""Answers of any operation for people's eyes: by the table of their model, or one that fits any object."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import attrs
from rich.console import RenderableType
from rich.text import Text
from threecommas_rest.answered import Answered
from threecommas_rest.undecoded import Undecoded

from threecommas.cli.operations.column_choice import column_value
from threecommas.cli.output import Output
from threecommas.cli.tables import add_row, columns, text, whole_table
from threecommas.cli.tables.entities import EntityTable
from threecommas.cli.terminal_text import printable

# The models that have a table made by hand, and its module. `ONE` and `MANY` of the module hold the tables.
_MODULES = {
    "Account": "accounts",
    "Bot": "dca_bots",
    "CurrencyBalance": "accounts",
    "Deal": "deals",
    "GridBot": "grid_bots",
    "MarketOrder": "deals",
    "SimpleTrade": "simple_trades",
    "SimpleTradeAnswer": "simple_trades",
    "SmartTrade": "smart_trades",
    "Trade": "smart_trades",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """How to show the answers of an operation: the model that it answers, and columns for a list of them."""

    model: str
    columns: Sequence[str]

    def show(self, answer: Any, out: Output, *, as_lines: bool) -> None:
        """Print any answer: an object, a list of objects or of texts, a text, or nothing."""
        if as_lines:
            out.show_lines(answer)
        elif isinstance(answer, list):
            out.show_all(answer, self._list_table)
            self._tell_of_more(answer, out)
        elif hasattr(answer, "to_dict"):
            out.show(answer.to_dict(), self._object_table(answer))
        else:
            out.show(answer, printable("Done." if answer in (None, True) else text(answer)))

    def _object_table(self, answer: Answered) -> RenderableType:
        """Return the table of an object; one that only wraps a list is shown as that list."""
        if table := _table("ONE", type(answer).__name__):
            return table(answer)
        elements = None if answer.deviations else _wrapped(answer)
        return whole_table(answer) if elements is None else self._list_table(elements)

    def _list_table(self, elements: Iterable[Any]) -> RenderableType:
        found = list(elements)
        objects = _objects(found)
        if not objects and found:
            return Text("\n").join(map(printable, map(text, found)))
        table = _table("MANY", self.model)
        return table(objects) if table else elements_table(objects, self.columns)

    def _tell_of_more(self, answer: Sequence[Any], out: Output) -> None:
        shown = {column.partition(".")[0] for column in self.columns}
        left = {name for each in _objects(answer) for name in each.to_dict()} - shown
        if left and not out.as_json and _table("MANY", self.model) is None:
            out.info(f"{len(left)} more members of each are not shown. --json shows them.")


def elements_table(elements: Iterable[Answered], names: Sequence[str]) -> EntityTable:
    """Return a row for each element of a list; what is not as documented is shown as it came."""
    table = columns(names)
    for element in elements:
        members: dict[str, Any] = element.to_dict()
        add_row(table, *(_cell(column_value(members, name)) for name in names))
        shown = {*names, *(name.partition(".")[0] for name in names)}
        table.missed += [each.error() for each in element.deviations if each.path in shown]
    return table


def _cell(value: object) -> object:
    return ", ".join(map(text, value)) if isinstance(value, list) else value


def _table(form: str, model: str) -> Callable[[Any], RenderableType] | None:
    """Return the table that was made by hand for one or many objects of a model."""
    if model not in _MODULES:
        return None
    tables: dict[str, Callable[[Any], RenderableType]] = getattr(
        import_module(f"threecommas.cli.tables.{_MODULES[model]}"), form
    )
    return tables.get(model)


def _wrapped(answer: Answered) -> list[Any] | None:
    """Return the list of objects that is all an object has, None for any other object."""
    kind: Any = type(answer)
    names = [each.name for each in attrs.fields(kind) if each.name != "additional_properties"]
    if len(names) != 1 or len(answer.to_dict()) != 1:
        return None
    value = getattr(answer, names[0])
    return value if isinstance(value, list) and len(_objects(value)) == len(value) else None


def _objects(elements: Iterable[Any]) -> list[Any]:
    return [each for each in elements if hasattr(each, "to_dict") and not isinstance(each, Undecoded)]
