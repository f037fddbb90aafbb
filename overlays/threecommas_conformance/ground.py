"""What there is on a server to work with: an account, a market, prices and SmartTrades in a known status.

Without these nearly every generated call ends as 404 and proves nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any, Literal
from urllib.parse import urlencode

from threecommas_conformance.gateway import Gateway, asking
from threecommas_conformance.interactions import Interaction

Json = dict[str, Any]
Waits = Literal["targets", "position"]
"""What an order waits for when it has come to rest."""

PAPER = "paper_trading"

# Stand for a SmartTrade, and for a trade of it, until a call is made; no id of 3Commas is as long.
_STAND_INS: dict[Waits, int] = {"targets": 999_999_999_000_001, "position": 999_999_999_000_002}
_STEP = 999_999_999_000_003

# How often a new SmartTrade is looked at until it has come to rest.
_LOOKS = 3
# An order of so many smallest ones, so that parts of it can be added and taken away.
_SIZE = 5_000_000
# An order of somebody else's money stays small.
_MODEST_SIZE = 1000
# Of the largest order a market takes; what is added to one must fit in too.
_PARTS = 4


class GroundError(Exception):
    """The server does not answer what a run has to begin with; the text says what was asked and answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The account and market that calls are led to, and the orders that wait for something."""

    account_id: int
    market_code: str
    pair: str
    orders: Mapping[Waits, Json]


class Surveyor:
    """Finds out what there is, and makes what is missing where that is permitted."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._base = gateway.target.base_url.path.rstrip("/")

    def survey(self, *, account_id: int | None, pair: str | None) -> Ground:
        """Return the ground to stand on.

        Raises `GroundError` if there is none, `LostError` if there is no answer.
        """
        try:
            return self._survey(account_id, pair)
        # Not the document's schemas: what is wrong with the shape of an answer is for the checks to find.
        except (KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise GroundError(
                f"The answers about accounts and prices lack what orders need: {error!r}"
            ) from None

    def _survey(self, account_id: int | None, pair: str | None) -> Ground:
        self.ask("GET", "/ver1/validate")
        account = self._account(account_id)
        market = account["market_code"]
        pairs = self.ask("GET", "/ver1/accounts/market_pairs", {"market_code": market})
        chosen = pair or ("USDT_BTC" if "USDT_BTC" in pairs else next(iter(pairs), None))
        if chosen is None or chosen not in pairs:
            raise GroundError(f"The market {market} has no pair {chosen or 'at all'}. Say --pair.")
        path = "/ver1/accounts/currency_rates_with_leverage_data"
        rates = self.ask("GET", path, {"market_code": market, "pair": chosen})
        size = _SIZE if self._gateway.target.is_own else _MODEST_SIZE
        return Ground(
            account_id=account["id"],
            market_code=market,
            pair=chosen,
            orders=_orders(account["id"], chosen, rates, size),
        )

    def trade(self, order: Json) -> Json:
        """Return a new SmartTrade, in the status in which it stops by itself."""
        created = self.ask("POST", "/v2/smart_trades", body=order)
        for _ in range(_LOOKS):
            trade: Json = self.ask("GET", f"/v2/smart_trades/{created['id']}")
        return trade

    def listed(self) -> Json | None:
        """Return the newest SmartTrade there is, None without one."""
        found = self._of_each_mode("/v2/smart_trades", {"per_page": "1", "status": "all"})
        return max(found, key=lambda trade: trade["id"], default=None)

    def ask(
        self,
        method: str,
        path: str,
        query: Json | None = None,
        body: Json | None = None,
        mode: str | None = None,
    ) -> Any:
        """Return the JSON of a success; raise `GroundError` for anything else. Lists are those of `mode`."""
        target = f"{self._base}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Content-Type": "application/json"} if body else {}
        headers |= {"Forced-Mode": mode} if mode else {}
        content = json.dumps(body).encode() if body else b""
        answer = self._gateway.send(method, target.encode(), headers=asking(headers), body=content)
        try:
            value = answer.json() if answer.is_success else None
        except ValueError:
            value = None
        if value is None:
            told = self._gateway.redacted(answer.text[:200])
            raise GroundError(f"{method} {path} was answered {answer.status_code} {told}")
        return value

    def _of_each_mode(self, path: str, query: Json | None = None) -> list[Json]:
        """Return what the lists of both modes have; that of the simulator alone where it is forced."""
        # Without a mode only the list of the switch in the web application would be seen.
        modes = ("paper",) if self._gateway.target.forces_paper else ("paper", "real")
        return [each for mode in modes for each in self.ask("GET", path, query, mode=mode)]

    def _account(self, wanted: int | None) -> Json:
        accounts = self._of_each_mode("/ver1/accounts")
        if wanted is not None:
            accounts = [account for account in accounts if account["id"] == wanted]
        elif self._gateway.target.forces_paper:
            accounts = [account for account in accounts if account["market_code"] == PAPER]
        if not accounts:
            which = "that is one of the simulator" if wanted is None else f"with the id {wanted}"
            raise GroundError(f"The key has no account {which}.")
        # Paper first, wherever there is a choice.
        return min(accounts, key=lambda account: account["market_code"] != PAPER)


def stand_ins(path: str, ground: Ground) -> dict[str, int]:
    """Return path parameters that lead a call of this path to something it can work on.

    The ids of SmartTrades and their trades are stand-ins, which `Nursery.arrive` replaces.
    """
    waits: Waits = "position" if path.endswith("force_start") else "targets"
    trade = _STAND_INS[waits]
    if "{smart_trade_id}" in path:
        return {"smart_trade_id": trade, "id": _STEP}
    return {"account_id": ground.account_id, "id": trade}


class Nursery:
    """Has a SmartTrade ready for each call that needs one, and makes the next when one is used up.

    `troubles` says why none is there for what they wait for, if making one failed; it is tried once.
    """

    def __init__(self, surveyor: Surveyor, ground: Ground, *, only_reads: bool) -> None:
        self._surveyor, self._ground, self._only_reads = surveyor, ground, only_reads
        self._ready: dict[Waits, Json] = {}
        self.troubles: dict[Waits, str] = {}
        self._is_growing = False

    def arrive(self, target: bytes) -> bytes:
        """Return path and query with the ids of what exists in place of stand-ins.

        A stand-in stays where nothing exists and nothing may be made.
        """
        for waits, stand_in in _STAND_INS.items():
            if b"/%d" % stand_in in target and (trade := self._trade(waits)) is not None:
                steps = trade.get("take_profit", {}).get("steps") or [{}]
                target = target.replace(b"%d" % stand_in, b"%d" % trade["id"])
                target = target.replace(b"%d" % _STEP, b"%d" % steps[0].get("id", trade["id"]))
        return target

    def notice(self, interaction: Interaction) -> None:
        """Let go of a SmartTrade that a call has changed, so that the next call finds one as it should be."""
        if interaction.method == "GET" or not 200 <= interaction.status < 300 or self._is_growing:
            return
        for waits, trade in tuple(self._ready.items()):
            if f"/smart_trades/{trade['id']}" in interaction.url:
                del self._ready[waits]

    def _trade(self, waits: Waits) -> Json | None:
        if waits not in self._ready and waits not in self.troubles:
            try:
                found = self._found(waits)
            except GroundError as error:
                self.troubles[waits] = str(error)
            else:
                self._ready |= {} if found is None else {waits: found}
        return self._ready.get(waits)

    def _found(self, waits: Waits) -> Json | None:
        if self._only_reads:
            return self._surveyor.listed()
        self._is_growing = True
        try:
            return self._surveyor.trade(self._ground.orders[waits])
        finally:
            self._is_growing = False


def _orders(account_id: int, pair: str, rates: Json, size: int) -> dict[Waits, Json]:
    """Return orders whose targets and entry lie too far away to be met during a run."""
    last, step, lot = (Decimal(str(rates[name])) for name in ("last", "priceStep", "lotStep"))
    units = {"value": _text(_amount(rates, last, size).quantize(lot, ROUND_UP))}

    def price(factor: str) -> str:
        return _text((last * Decimal(factor)).quantize(step, ROUND_HALF_UP))

    targets = [
        {"order_type": "limit", "price": {"value": price(factor), "type": "last"}, "volume": "50"}
        for factor in ("1.6", "1.7")
    ]
    shared = {
        "account_id": account_id,
        "pair": pair,
        "take_profit": {"enabled": True, "steps": targets},
        "stop_loss": {"enabled": False},
        **_leverage(rates),
    }
    market = {"type": "buy", "units": units, "order_type": "market"}
    limit = {"type": "buy", "units": units, "order_type": "limit", "price": {"value": price("0.35")}}
    return {"targets": {**shared, "position": market}, "position": {**shared, "position": limit}}


def _amount(rates: Json, last: Decimal, size: int) -> Decimal:
    """Return so many times the smallest order in base currency, but no more than a part of the largest."""
    least = max(Decimal(str(rates["minLotSize"])), Decimal(str(rates["minTotal"])) / last)
    most = {"maxLotSize": Decimal(1), "maxMarketBuyAmount": Decimal(1), "maxTotal": last}
    bounds = [Decimal(str(rates[name])) / per / _PARTS for name, per in most.items() if name in rates]
    return max(least, min([least * size, *bounds]))


def _leverage(rates: Json) -> Json:
    """Return the leverage of an order where the market has some, as little as it allows."""
    for kind in rates.get("leverage_data") or ():
        value = max(Decimal(1), Decimal(str((kind.get("valid") or {}).get("min") or 1)))
        return {"leverage": {"enabled": True, "type": kind["code"], "value": _text(value)}}
    return {}


def _text(number: Decimal) -> str:
    return f"{number:f}"
