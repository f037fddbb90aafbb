"""The errors of the websocket streams, as `threecommas.errors` offers them. None holds a key."""

from threecommas_rest.errors import ThreeCommasError

_INSTEAD = "Watch with via='polling' in its place, or with via='either', which changes over by itself."


class StreamUnavailableError(ThreeCommasError):
    """No stream can be had: nobody answers there, or not as 3Commas did until February 2025.

    `url` is the address, `reason` what happened. The documents of 3Commas name no stream since then, and no
    end of it either.
    """

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return (
            f"No stream can be had at {self.url}: {self.reason}. The documents of 3Commas name no stream any "
            f"more, so there may be none. {_INSTEAD}"
        )


class StreamRefusedError(ThreeCommasError):
    """The server wants no subscription of this key, or no connection at all, and not to be asked again.

    `channel` is the one that was rejected, "" if the whole connection was; `reason` is the server's.
    """

    def __init__(self, url: str, channel: str, reason: str) -> None:
        super().__init__(url, channel, reason)
        self.url, self.channel, self.reason = url, channel, reason

    def __str__(self) -> str:
        what = f"a subscription to {self.channel}" if self.channel else "the connection"
        return (
            f"The stream at {self.url} refused {what}: {self.reason}. Check the key, its secret, and its "
            f"permission: BOTS_READ for deals, SMART_TRADES_READ for SmartTrades. {_INSTEAD}"
        )
