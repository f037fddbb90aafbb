"""The way from one message of the stream to the next, with looks by REST at the start and after each break.

A look follows each subscription, so what happened before it and during a break is seen as polling sees it. As
nobody promises that no message is lost, another look follows each five minutes. No stream tells of bots.
Where they are watched too, looks are as far apart as those of polling while nothing changes.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import Any

from threecommas.changes.change import by_moment
from threecommas.changes.poll import Ids, Watched
from threecommas.changes.stream_poll import StreamPoll, is_later
from threecommas.changes.watch import Changes, Pace, Watch, next_pause
from threecommas.errors import StreamUnavailableError, ThreeCommasError
from threecommas.flow import OperationFlow, Sleep
from threecommas.kill_switch.context import FlowContext
from threecommas.streams.connection import Closed, CloseStream, OpenStream, ReceiveText, SendText, StreamFlow
from threecommas.streams.protocol import Broken, Ended, Live, Message, Output, StreamProtocol, Transmit

LOG = logging.getLogger("threecommas")

# Seconds, and frames.
_OPENING = 10.0
_LOOKS = 300.0
_MOST_AT_ONCE = 100
# Less than that is no wait: a clock that counts in floats might never get there.
_TICK = 0.001


class StreamWatch(Watch):
    """A `Watch` that is told. If it `may_poll` it polls where there is no stream, which is an error else."""

    def __init__(
        self,
        kinds: Sequence[tuple[Watched[Any], Ids]],
        context: FlowContext,
        pace: Pace,
        *,
        may_poll: bool,
    ) -> None:
        super().__init__(kinds, context, pace, poll=StreamPoll)
        self._source, self._clock, self._may_poll = context.stream, context.timing.clock, may_poll
        polls = zip(kinds, self._polls, strict=True)
        going = [(watched.channel, poll) for (watched, _), poll in polls if not poll.has_ended]
        told = {channel: poll for channel, poll in going if channel is not None}
        self._told = {channel.name: poll for channel, poll in told.items() if isinstance(poll, StreamPoll)}
        # Of what no stream tells of only looks can.
        self._looks = _LOOKS if len(told) == len(going) else min(_LOOKS, pace.max_interval)
        subscriptions = self._source.subscriptions(told)
        self._stream: StreamProtocol | None = StreamProtocol(
            self._source.name, subscriptions, random=context.timing.random, now=self._clock()
        )
        self._look_at = math.inf
        self._is_troubled = False

    def next_changes(self) -> StreamFlow[Changes | None]:
        """Return the steps to the next changes, as `Watch.next_changes`."""
        while self._failure is None and not self._is_done() and self._stream is not None:
            changes = yield from self._go_on(self._stream)
            if changes:
                return changes
        yield CloseStream()
        return (yield from super().next_changes())

    def _is_done(self) -> bool:
        if self._stream is not None and not self._left() and not self._has_seen:
            self._give_up(
                StreamUnavailableError(self._source.name, "the time was up before it was confirmed")
            )
        return not self._left() or all(poll.has_ended for poll in self._polls)

    def _go_on(self, stream: StreamProtocol) -> StreamFlow[Changes]:
        """Do what is due next: open, listen, or wait, and then look if that is due."""
        now, outputs = self._clock(), list[Output]()
        if stream.is_connected:
            outputs = yield from self._listen(stream)
        elif stream.connect_at <= now:
            failure = yield OpenStream(max(0.1, min(_OPENING, self._left())))
            now = self._clock()
            outputs = stream.failed(failure, now) if failure is not None else stream.opened(now)
        else:
            yield Sleep(max(_TICK, min(stream.connect_at - now, self._look_in(stream), self._left())))
        changes = yield from self._take(outputs)
        for output in outputs:
            yield from self._follow(output)
        if self._failure is None and not self._look_in(stream) and self._left():
            changes += yield from self._reconcile()
        return changes

    def _listen(self, stream: StreamProtocol) -> StreamFlow[list[Output]]:
        """Wait for a frame, and read those that wait behind it: they may have come out of order."""
        until = min(stream.deadline - self._clock(), self._look_in(stream), self._left())
        outputs: list[Output] = []
        for count in range(_MOST_AT_ONCE):
            received = yield ReceiveText(0.0 if count else max(_TICK, until))
            if isinstance(received, Closed):
                return outputs + stream.lost(received, self._clock())
            if received is None:
                return outputs + stream.silent(self._clock())
            outputs += stream.received(received, self._clock())
            if not stream.is_connected:
                break
        return outputs

    def _take(self, outputs: Sequence[Output]) -> OperationFlow[Changes]:
        """Return the changes that messages tell of, in the order of their moments."""
        told = []
        for output in outputs:
            if isinstance(output, Message):
                poll = self._told[output.channel.name]
                seen = poll.read(output.channel, output.body, self._source)
                told += [] if seen is None else [(poll, seen)]
        changes: Changes = ()
        told.sort(key=lambda each: by_moment(each[1]))
        for index, (poll, seen) in enumerate(told):
            behind = told[index + 1 :]
            is_overtaken = any(other is poll and is_later(each, seen) for other, each in behind)
            taken = yield from poll.take(seen, is_overtaken=is_overtaken)
            changes += taken.changes
            if taken.error is not None:
                delay = max(self._delay_after(taken.error), self._pace.interval)
                self._look_at = min(self._look_at, self._clock() + delay)
            if taken.needs_look:
                self._look_at = self._clock()
        return changes

    def _follow(self, output: Output) -> StreamFlow[None]:
        """Do what the machine asks for."""
        match output:
            case Transmit(text):
                # If the connection is closed by now, the next frame that is waited for will say so.
                yield SendText(text)
            case Live():
                self._look_at = self._clock()
            case Broken(reason):
                LOG.info("The stream is interrupted, and opened again: %s", reason)
                yield CloseStream()
                self._look_at = self._clock()
            case Ended(error):
                yield CloseStream()
                self._give_up(error)

    def _give_up(self, error: ThreeCommasError) -> None:
        """Go on by polling, or fail."""
        if self._may_poll:
            LOG.warning("watch polls from here on: %s", error)
            self._stream, self._pause = None, 0.0
        else:
            self._failure = self._failure or error

    def _look_in(self, stream: StreamProtocol) -> float:
        """Return the seconds to the next look, 0 if it is due. In a break only a watch that polls looks."""
        may_look = stream.is_live or (self._may_poll and not stream.has_ended)
        return max(0.0, self._look_at - self._clock()) if may_look else math.inf

    def _reconcile(self) -> OperationFlow[Changes]:
        """Look at all of it by REST, and say when to do so next."""
        self._is_troubled = False
        changes, asked = yield from self._look()
        self._pause = next_pause(self._pause, bool(changes), self._pace) if self._is_troubled else 0.0
        self._look_at = self._clock() + (max(asked, self._pause) if self._is_troubled else self._looks)
        return changes

    def _delay_after(self, error: ThreeCommasError) -> float:
        self._is_troubled = True
        return super()._delay_after(error)
