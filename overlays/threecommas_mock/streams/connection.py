"""One connection of a client, as a state machine: frames in, frames out, at moments that are passed in.

    opened ----- welcome at once -----> greeted -- a ping each 3 seconds, no answer is expected
      subscribe, right signatures       confirm_subscription with the very text that was sent
      subscribe, a wrong one            reject_subscription (ActionCable; never recorded)
      subscribe to the same again       nothing
      unsubscribe                       nothing, and no message more (ActionCable)
      anything else                     nothing: an identifier as an object, an unknown channel, no JSON
      a change that is subscribed to    the entity, under the text of each subscription to it
      the client closes                 closed
      the server ends it (faults)       disconnect and a close, or a close without a word: code 1006

The handshake needs no key. Nothing survives a connection: a client subscribes after each welcome. What
happens meanwhile is not told again (inferred). Left out: the check of `Origin` that ActionCable can make,
and `"command":"message"`, which no channel takes.

Which accounts a stream covers is unknown: real and paper accounts of the key's user are both told (unproven).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from threecommas_mock.api.credentials import Keyring
from threecommas_mock.faults.schedule import Injections
from threecommas_mock.faults.stream_faults import Delivery
from threecommas_mock.faults.stream_schedule import StreamInjection
from threecommas_mock.http import actioncable
from threecommas_mock.http.actioncable import NORMAL_CLOSE, Frame, FrameKind
from threecommas_mock.streams.outbox import Outbox
from threecommas_mock.streams.subscriptions import Channel, Subscription, channel_of, subscription_of

PING_EVERY = timedelta(seconds=3)


class Connection:
    """A connection that was opened *now*; *faults* strike its frames, *wake* is told of each that is put."""

    def __init__(
        self,
        number: int,
        keyring: Keyring,
        faults: Injections[StreamInjection],
        now: datetime,
        wake: Callable[[], object] = lambda: None,
    ) -> None:
        self.number = number
        self.opened_at = now
        self.messages_sent = 0
        self.frames_received = 0
        self._keyring = keyring
        self._faults = faults
        self._wake = wake
        self._subscriptions: dict[str, Subscription] = {}
        self._outbox = Outbox()
        self._next_ping = now + PING_EVERY
        self._silent_until = now
        self._put(actioncable.welcome(), now)

    @property
    def code(self) -> int | None:
        """The code that the connection was closed with, None while it is open."""
        return self._outbox.code

    @property
    def is_ending(self) -> bool:
        """Tell whether nothing more will be sent than what waits already."""
        return self._outbox.ends

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """What is subscribed to, oldest first."""
        return tuple(self._subscriptions.values())

    @property
    def next_at(self) -> datetime:
        """When there may be something to send."""
        waiting = self._outbox.next_at
        return self._next_ping if waiting is None else min(waiting, self._next_ping)

    def receive(self, text: str, now: datetime) -> None:
        """Take a frame of the client."""
        self._catch_up(now)
        self.frames_received += 1
        command = actioncable.read_command(text)
        if command is None or self.is_ending:
            return
        if command.name == "unsubscribe":
            self._subscriptions.pop(command.identifier, None)
        elif command.name == "subscribe" and command.identifier not in self._subscriptions:
            self._subscribe(command.identifier, now)

    def is_subscribed(self, channel: Channel, owner: int) -> bool:
        """Tell whether a change of *owner* has to be told here."""
        return any(each.channel is channel and owner in each.owners for each in self.subscriptions)

    def publish(self, channel: Channel, owner: int, entity: bytes, now: datetime) -> None:
        """Tell of a change to every subscription that covers it."""
        self._catch_up(now)
        for each in self.subscriptions:
            if each.channel is channel and owner in each.owners:
                self._put(actioncable.message(each.identifier, channel.name, entity), now)

    def take(self, now: datetime) -> str | None:
        """Take the next frame to send; None if none is due, or the connection is closed."""
        self._catch_up(now)
        return self._outbox.take(now)

    def restart(self, now: datetime) -> None:
        """End the connection as a server does that starts anew."""
        if not self.is_ending:
            self._outbox.put(actioncable.disconnection("server_restart", reconnect=True).text, now)
            self._end(NORMAL_CLOSE, now)
            self._wake()

    def close(self, now: datetime) -> None:
        """Take notice that the client has closed the connection."""
        self._end(NORMAL_CLOSE, now)
        self._outbox.code = NORMAL_CLOSE

    def _subscribe(self, identifier: str, now: datetime) -> None:
        channel = channel_of(identifier)
        if channel is None:
            return
        found = subscription_of(identifier, channel, self._keyring)
        if found is None:
            self._put(actioncable.rejection(identifier, channel.name), now)
            return
        self._subscriptions[identifier] = found
        self._put(actioncable.confirmation(identifier, channel.name), now)

    def _catch_up(self, now: datetime) -> None:
        """Put the pings that are due."""
        while self._next_ping <= now and not self.is_ending:
            self._put(actioncable.ping(self._next_ping), self._next_ping)
            self._next_ping += PING_EVERY

    def _put(self, frame: Frame, now: datetime) -> None:
        """Let a frame leave, or whatever a fault makes of it."""
        if self.is_ending or now < self._silent_until:
            return
        age = (now - self.opened_at).total_seconds()
        drawn = self._faults.draw(lambda each: each.concerns(frame, self.messages_sent, age))
        delivery = Delivery((frame,)) if drawn is None else drawn[1].fault.apply(frame)
        if drawn is not None:
            self._faults.record_hit(drawn[0])
        self._deliver(delivery, now)

    def _deliver(self, delivery: Delivery, now: datetime) -> None:
        for frame in delivery.frames:
            if frame.kind is FrameKind.REJECTION:
                self._subscriptions.pop(frame.identifier, None)
            self.messages_sent += frame.kind is FrameKind.MESSAGE
            if delivery.is_overtaken:
                self._outbox.put_after_next(frame.text)
            else:
                self._outbox.put(frame.text, _later(now, delivery.delay))
        self._silent_until = max(self._silent_until, _later(now, delivery.silence))
        if delivery.code is not None:
            self._end(delivery.code, now)
        self._wake()

    def _end(self, code: int, now: datetime) -> None:
        self._subscriptions.clear()
        self._outbox.end(code, now)


def _later(moment: datetime, seconds: float) -> datetime:
    """Return the moment so many seconds later; for ever is the last moment there is."""
    try:
        return moment + timedelta(seconds=seconds)
    except OverflowError:
        return datetime.max.replace(tzinfo=moment.tzinfo)
