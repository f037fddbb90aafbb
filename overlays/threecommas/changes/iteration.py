"""The changes as an iterator: by which way they come, what is known meanwhile, and what is closed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence
from typing import Any, Literal, TypeAlias, TypeVar

from threecommas.arguments import wrong
from threecommas.changes.change import Change
from threecommas.changes.history import Seen
from threecommas.changes.poll import Ids, Watched
from threecommas.changes.watch import Pace, Watch
from threecommas.flow import async_items_of, items_of
from threecommas.kill_switch.context import FlowContext
from threecommas.streams.connection import AsyncStreamSteps, StreamSteps

T = TypeVar("T")
S = TypeVar("S")

Via: TypeAlias = Literal["polling", "stream", "either"]
"""The way of changes: by asking, over the websocket, or over that where it works and by asking otherwise."""

Kinds: TypeAlias = Sequence[tuple[Watched[Any], Ids]]


class Changes(Iterator[Change[T, S]]):
    """The changes of what is watched, one after the other; `close` ends it early."""

    def __init__(self, watch: Watch, steps: StreamSteps) -> None:
        self._watch = watch
        self._items: Generator[Change[T, S], None, None] = _until_closed(
            items_of(watch.next_changes, steps), steps
        )

    @property
    def latest(self) -> tuple[Seen[Any, Any], ...]:
        """What goes on, as it was last seen; another thread may ask for it too."""
        return self._watch.latest

    def __next__(self) -> Change[T, S]:
        return next(self._items)

    def close(self) -> None:
        """End it, and close the stream if there is one."""
        self._items.close()


class AsyncChanges(AsyncIterator[Change[T, S]]):
    """The changes of what is watched, for ``async for``, as `Changes`; `aclose` ends it early."""

    def __init__(self, watch: Watch, steps: AsyncStreamSteps) -> None:
        self._watch = watch
        self._items: AsyncGenerator[Change[T, S], None] = _until_closed_async(
            async_items_of(watch.next_changes, steps), steps
        )

    @property
    def latest(self) -> tuple[Seen[Any, Any], ...]:
        """What goes on, as it was last seen."""
        return self._watch.latest

    async def __anext__(self) -> Change[T, S]:
        return await anext(self._items)

    async def aclose(self) -> None:
        """End it, and close the stream if there is one."""
        await self._items.aclose()


def changes_of(
    kinds: Kinds, context: FlowContext, pace: Pace, via: Via, perform: Callable[[Any], Any]
) -> Changes[Any, Any]:
    """Return the changes of these kinds; raise `ConfigurationError` for a watch that cannot be."""
    watch = _watch_of(kinds, context, pace, via)
    steps = StreamSteps(perform, context.stream.open)
    return Changes(watch, steps)


def async_changes_of(
    kinds: Kinds, context: FlowContext, pace: Pace, via: Via, perform: Callable[[Any], Awaitable[Any]]
) -> AsyncChanges[Any, Any]:
    """Return the changes as `changes_of`, for ``async for``."""
    watch = _watch_of(kinds, context, pace, via)
    steps = AsyncStreamSteps(perform, context.stream.open_async)
    return AsyncChanges(watch, steps)


def _watch_of(kinds: Kinds, context: FlowContext, pace: Pace, via: Via) -> Watch:
    if via not in ("polling", "stream", "either"):
        raise wrong("via", "polling, stream or either", via)
    if via == "stream" and _has_no_channel(kinds):
        raise wrong("via", "polling or either, as no stream tells of bots", via)
    # A dry run sends nothing, and no subscription either: the first look says so.
    if via == "polling" or context.stream.is_dry_run or _has_no_channel(kinds):
        return Watch(kinds, context, pace)
    from threecommas.changes.stream_watch import StreamWatch  # noqa: PLC0415

    context.stream.check()
    return StreamWatch(kinds, context, pace, may_poll=via == "either")


def _has_no_channel(kinds: Kinds) -> bool:
    """Tell whether no stream tells of anything that is watched."""
    channels = [each.channel for each, ids in kinds if ids is None or isinstance(ids, int) or ids]
    return bool(channels) and not any(channels)


def _until_closed(changes: Iterator[Any], steps: StreamSteps) -> Generator[Any, None, None]:
    try:
        yield from changes
    finally:
        steps.close()


async def _until_closed_async(
    changes: AsyncIterator[Any], steps: AsyncStreamSteps
) -> AsyncGenerator[Any, None]:
    try:
        async for change in changes:
            yield change
    finally:
        await steps.close()
