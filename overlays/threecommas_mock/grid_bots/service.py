"""Grid bots of one exchange: what users do with them, and what the venue asks about one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from threecommas_mock.api.assumptions import STANDARD, Assumptions
from threecommas_mock.api.body_values import Body, get_integer
from threecommas_mock.api.errors import LimitExceeded, NotFound, Refusal
from threecommas_mock.grid_bots import creation, grid, lifecycle, rules, texts
from threecommas_mock.grid_bots.balancing import Required, invested, needed_order, required
from threecommas_mock.grid_bots.entity import GridBot, GridSettings
from threecommas_mock.grid_bots.funds import funds_difference, traded_orders
from threecommas_mock.grid_bots.placing import stop
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.balances import Balances
from threecommas_mock.venue.decimal_math import format_decimal
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import Side
from threecommas_mock.venue.tradable import NewId

_FIRST_BOT = 2_400_001
_FIRST_ORDER = 2_500_000_001


class LinesNotMarked(Refusal):
    """A stopped bot has lines without sides (docs, Required balances for launch)."""

    status = 500

    def __init__(self) -> None:
        super().__init__("grid_lines_not_marked", "Grid lines empty or not marked")


class GridLifecycle:
    """What the venue asks about a grid bot (see `venue.tradable`).

    *balances_of* tells what an account has; *new_order_id* is that of the store, set once there is one.
    """

    is_pending = staticmethod(lifecycle.is_pending)
    price_levels = staticmethod(lifecycle.watched_prices)
    fail_for_missing_funds = staticmethod(lifecycle.fail_for_missing_funds)
    funds = staticmethod(funds_difference)
    traded = staticmethod(traded_orders)

    def __init__(self, balances_of: Callable[[int], Balances]) -> None:
        self._balances_of = balances_of
        self.new_order_id: NewId = int

    def is_timed(self, bot: GridBot) -> bool:
        """Tell whether time alone can change something, which it never does."""
        return False

    def observe(self, bot: GridBot, view: MarketView, new_order_id: NewId) -> GridBot:
        """Let *bot* see the market; the same object if nothing came of it."""
        return lifecycle.observe(bot, view)

    def advance(self, bot: GridBot, view: MarketView) -> GridBot:
        """Take *bot* one transition further."""
        return lifecycle.advance(bot, view, self._needs, self.new_order_id)

    def _needs(self, bot: GridBot, view: MarketView) -> tuple[Side, Decimal] | None:
        return needed_order(bot, view, self._balances_of(bot.account.id))


class GridBots:
    """The grid bots of all users, on the accounts of *desk*."""

    def __init__(self, desk: TradingDesk, assumptions: Assumptions = STANDARD) -> None:
        self.desk = desk
        self.assumptions = assumptions
        self.lifecycle = GridLifecycle(desk.balances)
        self.store = desk.open_store(self.lifecycle, first_id=_FIRST_BOT, first_order_id=_FIRST_ORDER)
        self.lifecycle.new_order_id = self.store.new_order_id

    def find(self, number: int, user: int) -> GridBot:
        """Return one grid bot as it stands, or raise NotFound."""
        bot = self.store.get(number, user)
        if bot is None or bot.is_deleted:
            raise NotFound.path()
        return bot

    def poll(self, number: int, user: int) -> GridBot:
        """Return one grid bot, after one due transition."""
        return self.desk.poll(self.store, self.find(number, user))

    def create(self, body: Body, user: int) -> GridBot:
        """Create a grid bot, which is disabled, or raise the reason why not."""
        rules.check_body(body)
        account = self.desk.account(get_integer(body, "account_id") or 0, user)
        if account is None:
            raise NotFound.path()  # docs, Create Grid Bot, 404
        market = self.desk.market
        if body["pair"] not in market or market[body["pair"]].contract != account.is_futures:
            raise LimitExceeded({"pair": ["is invalid"]})
        view = self.desk.view(body["pair"], account)
        settings = self._settings(body, account, view)
        bot = GridBot(
            id=self.store.new_id(),
            account=account,
            pair=view.pair.symbol,
            settings=settings,
            created_at=view.now,
            updated_at=view.now,
            lines=grid.new_lines(settings, view, self.store.new_order_id),
        )
        return self.store.put(bot, view)

    def update(self, number: int, body: Body, user: int) -> GridBot:
        """Replace the settings; a bot that runs starts anew with them."""
        rules.check_body(body)
        bot = self.find(number, user)
        view = self.desk.view_of(bot)
        kept = bot.settings if self.assumptions.grid_update == "keeps" else None
        settings = self._settings(body, bot.account, view, kept)
        runs = bot.is_enabled
        if runs:
            bot = stop(bot, view, texts.STOP)
        lines = grid.new_lines(settings, view, self.store.new_order_id)
        changed = replace(bot, settings=settings, lines=lines, updated_at=view.now)
        return self._start(changed, view) if runs else self.store.put(changed, view)

    def enable(self, number: int, user: int) -> GridBot:
        """Start a grid bot; one that runs goes on as it does (inferred)."""
        bot = self.find(number, user)
        view = self.desk.view_of(bot)
        if bot.is_enabled:
            return bot
        return self._start(replace(bot, lines=grid.mark(bot.lines, bot.settings, view)), view)

    def disable(self, number: int, user: int) -> GridBot:
        """Stop a grid bot: its orders are cancelled at once."""
        bot = self.find(number, user)
        view = self.desk.view_of(bot)
        return self.store.put(stop(bot, view, texts.STOP), view) if bot.is_enabled else bot

    def set_note(self, number: int, note: str, user: int) -> GridBot:
        """Replace the note."""
        bot, view = self.find(number, user), self.desk.view_of(self.find(number, user))
        changed = replace(bot, settings=replace(bot.settings, note=note), updated_at=view.now)
        return self.store.put(changed, view)

    def delete(self, number: int, user: int) -> None:
        """Delete a grid bot; one that runs is stopped first, or refused, as assumed."""
        bot = self.find(number, user)
        if bot.is_enabled and self.assumptions.delete_running_grid_bot == "refused":
            raise LimitExceeded({"is_enabled": ["must be false: disable the bot first"]})
        bot = self.disable(number, user)
        # It is kept, so that what its orders moved stays in the books.
        self.store.put(replace(bot, is_deleted=True), self.desk.view_of(bot))

    def required_balances(self, number: int, user: int) -> tuple[GridBot, Required]:
        """Return what a bot needs to start; futures have no such answer (docs: spot only)."""
        bot = self.find(number, user)
        if bot.account.is_futures:
            raise LimitExceeded({"account_id": ["is a futures account"]})
        if all(line.side is None for line in bot.lines):
            raise LinesNotMarked
        return bot, required(bot, self.desk.view_of(bot), self.desk.balances(bot.account.id))

    def _settings(
        self, body: Body, account: Account, view: MarketView, present: GridSettings | None = None
    ) -> GridSettings:
        settings = creation.settings_of(body, account, present)
        rules.check_settings(settings, account, view)
        return settings

    def _start(self, bot: GridBot, view: MarketView) -> GridBot:
        """Let *bot* start, unless its account cannot pay for that."""
        base, quote = invested(bot, view, self.desk.balances(bot.account.id))
        starting = replace(
            bot.with_event(texts.START, view.now),
            is_enabled=True,
            is_starting=True,
            start_price=view.quote.last,
            invested_base=base,
            invested_quote=quote,
        )
        # The start is only tried here: funds that are missing refuse the request itself.
        shortage = self.store.shortage(self.lifecycle.advance(starting, view))
        if shortage is not None:
            needed, free = format_decimal(shortage.needed), format_decimal(max(shortage.free, Decimal(0)))
            words = f"not enough {shortage.currency}: {needed} needed, {free} free"
            raise LimitExceeded({"quantity_per_grid": [words]})
        return self.store.put(starting, view)
