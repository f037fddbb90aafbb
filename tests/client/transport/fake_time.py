"""Time that passes when somebody sleeps, for the client and for the exchange alike."""

from datetime import UTC, datetime, timedelta

from threecommas import Timing


class FakeTime:
    """A clock at rest. Sleeping moves it, and is remembered in `slept`, in seconds."""

    def __init__(self, *, chance: float = 0.5) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []
        self.chance = chance

    def clock(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def advance(self, seconds: float) -> None:
        self.seconds += seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)

    async def async_sleep(self, seconds: float) -> None:
        self.sleep(seconds)

    def timing(self) -> Timing:
        return Timing(
            clock=self.clock,
            now=self.now,
            sleep=self.sleep,
            async_sleep=self.async_sleep,
            random=lambda: self.chance,
        )
