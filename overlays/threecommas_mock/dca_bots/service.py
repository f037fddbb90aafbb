"""The DCA bots of one exchange: what users do with them, and how they go on by themselves.

The deals they open live in a room of their own (see `deals`). Bots look around after each price, when time
has passed, before each request, and upon a signal; at each look a bot opens one deal on a pair at most.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.api.body_values import Body, get_integer
from threecommas_mock.api.errors import InvalidParameters, NotFound
from threecommas_mock.dca_bots import calling, copying, lifecycle, limits, rules
from threecommas_mock.dca_bots.black_lists import BlackLists
from threecommas_mock.dca_bots.creation import BotBody, read_body
from threecommas_mock.dca_bots.deals import DealFacts, Deals
from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.dca_bots.indicator_watch import IndicatorWatch, next_close
from threecommas_mock.dca_bots.lifecycle import Surroundings
from threecommas_mock.dca_bots.record import Record
from threecommas_mock.dca_bots.refusals import ForbiddenInState
from threecommas_mock.dca_bots.resting import FOREVER, RestingBots
from threecommas_mock.dca_bots.state import FIRST_BOT, BotsState
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.tradable import Lifecycle, Tradable


class DcaBots:
    """The bots of all users, on the accounts of *desk*; *assumptions* decide open questions."""

    def __init__(self, desk: TradingDesk, deals: Deals, assumptions: Callable[[], Assumptions]) -> None:
        self.desk = desk
        self.deals = deals
        self.watch = IndicatorWatch()
        self._assumptions = assumptions
        self._bots: dict[int, Bot] = {}
        self._next_id = FIRST_BOT
        self.black_lists = BlackLists()
        self._records: dict[int, Record] = {}
        self._resting = RestingBots()
        self._decided: Assumptions | None = None
        desk.books.followers.append(self._stir)

    @property
    def assumptions(self) -> Assumptions:
        """How open questions are decided."""
        return self._assumptions()

    @property
    def state(self) -> BotsState:
        """Everything, as a value."""
        return BotsState(tuple(self._bots.values()), self._next_id, self.black_lists.state, self.watch.state)

    def restore(self, state: BotsState) -> None:
        """Hold what *state* says, and nothing else; the deals must be there already."""
        self._bots = {bot.id: bot for bot in state.items}
        self._next_id = state.next_id
        self.black_lists.restore(state.black_lists)
        self._records.clear()
        self._resting.clear()
        for bot in state.items:
            self.put(bot)
        self.watch.restore(state.candles)

    def all(self) -> Sequence[Bot]:
        """Return the bots of all users, oldest first."""
        return tuple(self._bots.values())

    def of_user(self, user: int) -> Iterable[Bot]:
        """Return the bots of a user, oldest first."""
        return (bot for bot in self._bots.values() if bot.account.owner == user)

    def find(self, number: int, user: int) -> Bot:
        """Return one bot, or raise NotFound."""
        bot = self._bots.get(number)
        # Somebody else's is as good as none.
        if bot is None or bot.account.owner != user:
            raise NotFound.path()
        return bot

    def shared(self, number: int) -> Bot | None:
        """Return the bot of anybody, which only its secret opens."""
        return self._bots.get(number)

    def deals_of(self, bots: Iterable[Bot]) -> list[DealFacts]:
        """Return all deals of some bots."""
        return [deal for bot in bots for deal in self.deals.of_bot(bot.id)]

    def record(self, bot: Bot) -> Record:
        """Return what the deals of *bot* have come to."""
        if bot.id not in self._records:
            self._records[bot.id] = Record.of(self.deals, bot.id)
        return self._records[bot.id]

    def create(self, body: Body, user: int) -> Bot:
        """Create a bot, which is disabled, or raise the reason why not."""
        account = self._account(get_integer(body, "account_id") or 0, user)
        return self._add(self._checked(body, account), account)

    def update(self, number: int, body: Body, user: int) -> Bot:
        """Replace all settings of a bot; deals that run keep theirs."""
        bot = self.find(number, user)
        account = bot.account
        if "account_id" in body and self.assumptions.update_account == "moves":
            account = self._account(get_integer(body, "account_id") or 0, user)
        # The direction is no parameter of an update, so it stays.
        given = self._checked({**body, "strategy": bot.settings.strategy.value}, account)
        changed = replace(
            bot,
            account=account,
            name=given.name,
            pairs=given.pairs,
            settings=given.settings,
            start=given.start,
            min_profit_percentage=given.min_profit_percentage,
            deals_counter=0 if given.start.disable_after_deals_count is None else bot.deals_counter,
            saved_prices=lifecycle.prices_of(given.pairs, self.desk.market),
            waiting={pair: since for pair, since in bot.waiting.items() if pair in given.pairs},
        )
        return self._follow(lifecycle.with_event(changed, "Bot settings changed", self.desk.clock.now()))

    def copy(self, number: int, body: Body, user: int) -> tuple[Bot, Decimal]:
        """Make a bot of a shared one; gives it and the funds it needs."""
        source = self.shared(number)
        # One answer for both, so that a wrong secret does not tell that the bot exists.
        if source is None or not copying.opens(source, body["secret"]):
            raise NotFound.path()
        account = copying.account_for(source, self.desk.accounts, user)
        if account is None:
            raise NotFound.path()
        scales = self.assumptions.copy_amount == "scales"
        given, needed = copying.copied(source, body, self.desk.market, scales=scales)
        limits.check_limits(given, [self.desk.market[pair] for pair in given.pairs])
        rules.check_bot(given, account, self.desk.market)
        return self._add(given, account), needed

    def delete(self, number: int, user: int) -> None:
        """Remove a bot that is disabled and has no active deal."""
        bot = self.find(number, user)
        record = self.record(bot)
        record.update(self.deals)
        if bot.is_enabled or record.active:
            raise ForbiddenInState
        del self._bots[number]
        self._records.pop(number, None)
        self._resting.forget(number)

    def enable(self, number: int, user: int) -> Bot:
        """Let a bot open deals, the first at once if its conditions hold."""
        bot = self.find(number, user)
        record = self.record(bot)
        record.update(self.deals)
        self.put(lifecycle.enable(bot, record, self.around(bot)))
        self.look_at(number)
        return self._bots[number]

    def disable(self, number: int, user: int) -> Bot:
        """Keep a bot from opening deals."""
        return self.put(lifecycle.disable(self.find(number, user), self.desk.clock.now()))

    def stop(self, bot_id: int) -> None:
        """Disable a bot, if it still exists, because one of its deals asks for it."""
        bot = self._bots.get(bot_id)
        if bot is not None and bot.is_enabled:
            self.put(lifecycle.disable(bot, self.desk.clock.now()))

    def end_deals(self, number: int, user: int, end: Callable[[int], None], why: str) -> Bot:
        """Disable a bot and end all of its active deals."""
        bot = self.find(number, user)
        end(bot.id)
        return self.put(lifecycle.disable(bot, self.desk.clock.now(), why))

    def around(self, bot: Bot) -> Surroundings:
        """Return what stands around *bot* now."""
        black_list = self.black_lists.of(bot.account.owner)
        return Surroundings(self.desk.clock.now(), self.desk.market, black_list, self.assumptions)

    def price_moved(self, pair: str) -> None:
        """Let the bots of *pair* see its price."""
        self.watch.price_moved(pair, self.desk.market[pair].quote.last, self.desk.clock.now())
        self.look(pair)

    def look(self, pair: str | None = None) -> None:
        """Let every bot do what is to be done, on one pair or on all; those that rest are passed over."""
        # What made a bot rest may not hold under other assumptions.
        if self._decided is not self.assumptions:
            self._decided = self.assumptions
            self._resting.stir_all()
        for number in self._resting.due(self.desk.clock.now()):
            if pair is None or pair in self._bots[number].pairs:
                self.look_at(number, pair)
                until = self._rests_until(self._bots[number])
                if until is not None:
                    self._resting.rest(number, until)

    def rest_until(self) -> datetime | None:
        """Tell until when no look can do anything, unless a deal or a bot changes; None if one may now."""
        return self._resting.until() if self._decided is self.assumptions else None

    def look_at(self, number: int, pair: str | None = None, signals: Collection[str] = ()) -> list[int]:
        """Let one bot open deals, and its deals see their conditions; gives the deals that were opened."""
        bot = self._noted(self._bots[number], pair)
        around, opened = self.around(bot), list[int]()
        for symbol in (pair,) if pair is not None else bot.pairs:
            self._call_deals(self._bots[number], symbol, around, signals)
            bot = self._bots[number]
            if bot.is_enabled and self._is_due(bot, symbol, around, signals):
                opened.append(self.open_deal(self._bots[number], symbol))
        return opened

    def starts(self, bot: Bot, pair: str, around: Surroundings, signals: Collection[str] = ()) -> bool:
        """Tell whether the start conditions of *bot* hold on *pair*."""
        conditions, long = bot.start.strategy_list, bot.settings.is_long
        return self.watch.all_hold(
            conditions, pair, around.now, around.assumptions, long=long, signals=signals
        )

    def open_deal(self, bot: Bot, pair: str) -> int:
        """Open a deal of *bot*; one that was the last it may open disables it."""
        record = self.record(bot)
        settings = lifecycle.settings_of_next_deal(bot, pair, record)
        number = self.deals.start(settings, bot_id=bot.id, bot_name=bot.name, account=bot.account, pair=pair)
        record.opened(pair, number)
        counts = self.assumptions.deals_counter == "started"
        waiting = {symbol: since for symbol, since in bot.waiting.items() if symbol != pair}
        started = replace(bot, waiting=waiting, deals_counter=bot.deals_counter + counts)
        self._noted(
            self.put(lifecycle.with_event(started, f"Deal {number} started: {pair}", self.desk.clock.now()))
        )
        return number

    def put(self, bot: Bot) -> Bot:
        """Keep *bot* as it is."""
        self._bots[bot.id] = bot
        self.desk.books.changes += 1
        # A disabled bot opens nothing, but its deals still wait for their conditions.
        if bot.is_enabled or calling.has_conditions(self.record(bot), self.deals):
            self._resting.keep(bot.id)
        else:
            self._resting.forget(bot.id)
        return bot

    def _stir(self, lifecycle: Lifecycle[Any], before: Any, item: Tradable) -> None:
        """Look again at the bot whose deal has changed."""
        number = getattr(item, "bot_id", None)
        if number is not None:
            self._resting.stir(number)

    def _rests_until(self, bot: Bot) -> datetime | None:
        """Tell until when *bot* has nothing to do, unless it or a deal of it changes; None if it may have."""
        record = self.record(bot)
        known = [number for numbers in record.open.values() for number in numbers]
        # A deal that ended, but is not noted yet, makes room for another.
        if any(map(self.deals.is_finished, known)) or calling.has_conditions(record, self.deals):
            return None
        free = [pair for pair in bot.pairs if lifecycle.crowded(bot, pair, record) is None]
        # Only a deal or the user changes that, and either wakes the bot.
        if not free or not bot.is_enabled:
            return FOREVER
        around = self.around(bot)
        # An open candle changes with every price; a start delay may end between candles.
        if around.assumptions.indicator_candles != "closed" or bot.waiting:
            return None
        if any(self.starts(bot, pair, around) for pair in free):
            return None
        # Until the next candle closes the conditions see what they have just seen.
        return next_close(bot.start.strategy_list, around.now)

    def _call_deals(self, bot: Bot, pair: str, around: Surroundings, signals: Collection[str]) -> None:
        record = self.record(bot)
        called = calling.call_deals(
            bot, pair, record=record, deals=self.deals, watch=self.watch, around=around, signals=signals
        )
        if called is not bot:
            self.put(called)

    def _is_due(self, bot: Bot, pair: str, around: Surroundings, signals: Collection[str]) -> bool:
        """Tell whether a deal on *pair* is to be opened now; a delay that begins is noted."""
        record = self.record(bot)
        # The cheapest question first: most looks end here.
        if lifecycle.crowded(bot, pair, record) is not None:
            return False
        if pair not in bot.waiting:
            if not self.starts(bot, pair, around, signals):
                return False
            if bot.start.deal_start_delay_seconds:
                self.put(replace(bot, waiting=bot.waiting | {pair: around.now}))
                return False
        over = lifecycle.delay_is_over(bot, pair, around.now)
        return over and lifecycle.obstacle(bot, pair, record, around) is None

    def _noted(self, bot: Bot, pair: str | None = None) -> Bot:
        """Note which deals have ended, and disable the bot if that is what follows."""
        record = self.record(bot)
        record.update(self.deals, pair)
        ended = record.finished - bot.finished_seen
        if ended:
            counted = ended if self.assumptions.deals_counter == "finished" else 0
            counter = bot.deals_counter + counted
            bot = self.put(replace(bot, finished_seen=record.finished, deals_counter=counter))
        why = lifecycle.ends(bot, record) if bot.is_enabled else None
        return bot if why is None else self.put(lifecycle.disable(bot, self.desk.clock.now(), why))

    def _account(self, number: int, user: int) -> Account:
        account = self.desk.account(number, user)
        # Documented for create: 404 where there is no such account.
        if account is None:
            raise NotFound.path()
        return account

    def _checked(self, body: Body, account: Account) -> BotBody:
        given = read_body(body, futures=account.is_futures)
        if errors := rules.check_pairs(given.pairs, account, self.desk.market):
            raise InvalidParameters(errors)
        limits.check_limits(given, [self.desk.market[pair] for pair in given.pairs])
        rules.check_bot(given, account, self.desk.market)
        return given

    def _add(self, given: BotBody, account: Account) -> Bot:
        now = self.desk.clock.now()
        bot = Bot(
            id=self._next_id,
            account=account,
            name=given.name,
            pairs=given.pairs,
            settings=given.settings,
            start=given.start,
            created_at=now,
            updated_at=now,
            min_profit_percentage=given.min_profit_percentage,
            saved_prices=lifecycle.prices_of(given.pairs, self.desk.market),
        )
        self._next_id += 1
        return self._follow(lifecycle.with_event(bot, "Bot created", now))

    def _follow(self, bot: Bot) -> Bot:
        prices = lifecycle.prices_of(bot.pairs, self.desk.market)
        self.watch.follow(bot, prices, self.desk.clock.now())
        return self.put(bot)
