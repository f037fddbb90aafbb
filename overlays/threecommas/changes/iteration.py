"""The changes as an iterator: by which way they come, and what is closed at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any, Literal, TypeAlias

from threecommas.arguments import wrong
from threecommas.changes.change import Change
from threecommas.changes.poll import Ids, Watched
from threecommas.changes.watch import Pace, Watch
from threecommas.flow import async_items_of, items_of
from threecommas.kill_switch.context import FlowContext
from threecommas.streams.connection import AsyncStreamSteps, StreamSteps

Via: TypeAlias = Literal["polling", "stream", "either"]
"""The way of changes: by asking, over the websocket, or over that where it works and by asking otherwise."""

Kinds: TypeAlias = Sequence[tuple[Watched[Any], Ids]]


def changes_of(
    kinds: Kinds, context: FlowContext, pace: Pace, via: Via, perform: Callable[[Any], Any]
) -> Iterator[Change[Any, Any]]:
    """Return the changes of these kinds; raise `ConfigurationError` for a watch that cannot be."""
    watch = _watch_of(kinds, context, pace, via)
    steps = StreamSteps(perform, context.stream.open)
    return _until_closed(items_of(watch.next_changes, steps), steps)


def async_changes_of(
    kinds: Kinds, context: FlowContext, pace: Pace, via: Via, perform: Callable[[Any], Awaitable[Any]]
) -> AsyncIterator[Change[Any, Any]]:
    """Return the changes as `changes_of`, for ``async for``."""
    watch = _watch_of(kinds, context, pace, via)
    steps = AsyncStreamSteps(perform, context.stream.open_async)
    return _until_closed_async(async_items_of(watch.next_changes, steps), steps)


def _watch_of(kinds: Kinds, context: FlowContext, pace: Pace, via: Via) -> Watch:
    if via not in ("polling", "stream", "either"):
        raise wrong("via", "polling, stream or either", via)
    # A dry run sends nothing, and no subscription either: the first look says so.
    if via == "polling" or context.stream.is_dry_run:
        return Watch(kinds, context, pace)
    from threecommas.changes.stream_watch import StreamWatch  # noqa: PLC0415

    context.stream.check()
    return StreamWatch(kinds, context, pace, may_poll=via == "either")


def _until_closed(changes: Iterator[Any], steps: StreamSteps) -> Iterator[Any]:
    try:
        yield from changes
    finally:
        steps.close()


async def _until_closed_async(changes: AsyncIterator[Any], steps: AsyncStreamSteps) -> AsyncIterator[Any]:
    try:
        async for change in changes:
            yield change
    finally:
        await steps.close()
