"""The streams of 3Commas as three-commas listens to them: peer_stream.py ADDRESS KEY SECRET.

The client is unchanged but for its address. Prints a line of JSON for each message that it hands on.
"""

import asyncio
import json
import sys
from typing import Any

# It starts its stream in the event loop that runs while it is set up.
from three_commas.streams import streams

EVERY = {
    "SmartTradesChannel": streams.smart_trades_stream_decorator,
    "DealsChannel": streams.deals_stream_decorator,
}


async def main(address: str, key: str, secret: str) -> None:
    """Listen until the process is ended."""
    streams.BASE_URL = address
    for channel, decorator in EVERY.items():

        @decorator(api_key=key, api_secret=secret)
        def tell(entity: Any, channel: str = channel) -> None:
            print(json.dumps([channel, type(entity).__name__, dict(entity)]), flush=True)

    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
