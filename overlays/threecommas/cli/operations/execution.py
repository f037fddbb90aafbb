"""The run of an operation's command: ask if orders are touched, send, and show what is answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import typer
from threecommas_rest.operations import Operation

from threecommas.cli.context import command_session
from threecommas.cli.operations.bodies import body_given
from threecommas.cli.operations.described import Described, Pages, Parameter
from threecommas.cli.operations.resources import bound_method
from threecommas.cli.options import confirmed
from threecommas.cli.output import Output
from threecommas.cli.tables import flat, pairs_table
from threecommas.cli.tables.any_answer import Answers
from threecommas.client import ThreeCommas


def execute(of: Described, context: typer.Context, given: Mapping[str, Any]) -> None:
    """Send the requests of one command, after a question if it touches orders, and show the answer.

    `given` are the values that were typed, by the variables of their parameters.
    """
    as_lines = bool(given.get("as_lines"))
    with command_session(context, as_json=given["as_json"] or as_lines) as (client, out):
        asks = must_ask(of.operation) and not given["yes"]
        run = _Run(of, given, dict(_arguments(of.parameters, given)), client, out)
        if of.body:
            body = body_given(of.body, given, asks=asks and _would_send(context))
            run.arguments.update({} if body is None else {"body": body})
        if asks:
            run.ask(context)
        if of.pages:
            run.show_pages(of.pages)
        else:
            run.show()


def must_ask(operation: Operation) -> bool:
    """Tell whether a command has to be confirmed: it touches orders, or what it removes is gone.

    A write of which the document does not say what it does to orders may do anything.
    """
    if operation.retry == "safe":
        return False
    return operation.order is None or operation.order.effect != "none" or operation.method == "DELETE"


def _arguments(parameters: tuple[Parameter, ...], given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the arguments of the client that were given."""
    for each in parameters:
        # An option that may be repeated is an empty list if it is not given at all.
        if (value := given[each.variable]) not in (None, [], ()):
            yield each.argument, each.type.argument(value, each.flag)


def _would_send(context: typer.Context) -> bool:
    return not (context.obj.dry_run or context.obj.read_only)


@dataclass(frozen=True, slots=True)
class _Run:
    """One command with what was typed, and the `arguments` of the client's method."""

    of: Described
    given: Mapping[str, Any]
    arguments: dict[str, Any]
    client: ThreeCommas
    out: Output

    @property
    def _answers(self) -> Answers:
        return Answers(self.of.answers, self.of.columns)

    def ask(self, context: typer.Context) -> None:
        """Ask whether to send it, with its whole body before people's eyes."""
        of, open_ = self.of, (each for each in self.of.parameters if each.type.kind != "secret")
        typed = (each for each in open_ if each.argument in self.arguments)
        places = ", ".join(f"{each.name} {self.arguments[each.argument]}" for each in typed)
        if of.body and "body" in self.arguments and _would_send(context):
            self.out.remarks.print(pairs_table(flat(self.arguments["body"].to_dict()), title="The body"))
        what = f"{of.summary}: {places}?" if places else f"{of.summary}?"
        confirmed(what, context, self.client.mode, yes=False)

    def show(self) -> None:
        """Send one request and show its answer."""
        with self.out.remarks.status("Asking 3Commas"):
            answer = bound_method(self.client, self.of.method)(**self.arguments)
        self._answers.show(answer, self.out, as_lines=bool(self.given.get("as_lines")))

    def show_pages(self, pages: Pages) -> None:
        """Show the elements of as many pages as it takes."""
        limit = None if self.given["all_"] else self.given["limit"]
        self.arguments.update(_steady_order(self.of.parameters, self.arguments))
        self.arguments[pages.size] = pages.max_size if limit is None else min(limit, pages.max_size)
        found = _Counted(islice(bound_method(self.client, pages.method)(**self.arguments), limit))
        if self.given["as_lines"]:
            self._answers.show(found, self.out, as_lines=True)
        else:
            with self.out.remarks.status("Asking 3Commas"):
                elements = list(found)
            self._answers.show(elements, self.out, as_lines=False)
        if found.count == limit:
            self.out.info(f"These are the first {limit}; --all shows whether there are more.")


def _steady_order(parameters: tuple[Parameter, ...], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the order of a list for which none was asked: by what does not change, the newest first.

    Otherwise some elements would move to another page in between.
    """
    known = {each.name: each for each in parameters}
    by, direction = known.get("order_by"), known.get("order_direction")
    if by is None or by.argument in arguments or "created_at" not in by.type.choices:
        return {}
    if direction is None or direction.argument in arguments or "desc" not in direction.type.choices:
        return {by.argument: "created_at"}
    return {by.argument: "created_at", direction.argument: "desc"}


class _Counted:
    """Goes through elements and counts them."""

    def __init__(self, elements: Iterator[Any]) -> None:
        self._elements, self.count = elements, 0

    def __iter__(self) -> Iterator[Any]:
        for element in self._elements:
            self.count += 1
            yield element
