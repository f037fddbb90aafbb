"""Every documented SmartTrade, lives of bots and every operation, by the typed client on a local exchange.

Half of it is done by the sync client with a system-generated key (HMAC), half by the async client with an
RSA key of the same user. Exits 0 if every answer is as the documents describe it, and otherwise 1 after a
line for each difference.
"""

import asyncio
import sys

from rich.console import Console
from rich.markup import escape
from threecommas import ThreeCommasError

from tests.existing_objects import ExistingObjects
from tests.programs.demo import bots, scenes
from tests.programs.demo.documents import request_examples
from tests.programs.demo.examples import documented_calls
from tests.programs.demo.exchange import Exchange, running_exchange
from tests.programs.demo.flow import perform, perform_async, play
from tests.programs.demo.journal import Journal
from tests.programs.demo.report import faults, show
from tests.programs.demo.story import Story

# Narrower, the tables of a build log without a terminal would be cut into pieces.
LOG_WIDTH = 170


def main() -> int:
    """Play all scenes, show what happened and return the exit code."""
    journal = Journal()
    stopped = play_all(journal)
    console = Console(width=None if sys.stdout.isatty() else LOG_WIDTH)
    show(journal, console)
    found = [*stopped, *faults(journal, request_examples("create_smart_trade"))]
    for fault in found:
        console.print(f"[red]Differs:[/] {escape(fault)}")
    if not found:
        console.print(f"[green]{len(journal.calls)} answers, all as documented.")
    return 1 if found else 0


def play_all(journal: Journal) -> list[str]:
    """Play the scenes of both clients; return the error that stopped them, if one did."""
    one_life = Story()
    try:
        with running_exchange(journal) as exchange:
            play_sync_half(exchange, one_life)
            asyncio.run(play_async_half(exchange, one_life))
            play_documented_calls(exchange)
    except ThreeCommasError as error:
        return [str(error)]
    return []


def play_sync_half(exchange: Exchange, one_life: Story) -> None:
    """Send every other create body, live half of the one life, force a trade to start, let a bot trade."""
    journal = exchange.journal
    with exchange.client() as client:
        perform(client, play(scenes.documented_creates()[::2], Story(), journal, journal.bodies))
        perform(client, play(scenes.first_half(), one_life, journal, journal.actions))
        perform(client, play(scenes.forced_then_cancelled(), Story(), journal, journal.actions))
        perform(client, play(bots.bot_with_a_deal(exchange.move), Story(), journal, journal.bots))


async def play_async_half(exchange: Exchange, one_life: Story) -> None:
    """Send the other create bodies, live the rest of the one life, cancel what waits, let a grid trade."""
    journal = exchange.journal
    async with exchange.async_client() as client:
        await perform_async(client, play(scenes.documented_creates()[1::2], Story(), journal, journal.bodies))
        await perform_async(client, play(scenes.second_half(), one_life, journal, journal.actions))
        await perform_async(client, play(scenes.cancelled_while_waiting(), Story(), journal, journal.actions))
        await perform_async(client, play(bots.grid_that_earns(exchange.move), Story(), journal, journal.bots))
        await perform_async(client, play(bots.simple_trade_taken_back(), Story(), journal, journal.bots))


def play_documented_calls(exchange: Exchange) -> None:
    """Call what no scene has called, each operation once, with both clients in turn."""
    journal = exchange.journal
    steps = documented_calls({call.operation for call in journal.calls}, ExistingObjects(exchange.mock))

    async def play_the_others() -> None:
        async with exchange.async_client() as client:
            await perform_async(client, play(steps[1::2], Story(), journal, journal.examples))

    with exchange.client() as client:
        perform(client, play(steps[::2], Story(), journal, journal.examples))
    asyncio.run(play_the_others())


if __name__ == "__main__":
    sys.exit(main())
