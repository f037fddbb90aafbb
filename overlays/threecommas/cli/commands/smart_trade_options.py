"""A new order out of options, or out of a JSON file: the builders of `threecommas.orders` do the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import typer
from threecommas_rest.models import CreateSmartTrade

from threecommas import orders
from threecommas.undocumented_fields import documented_body

_STEP = ("value", "percent", "volume", "order_type", "price_type", "trailing")
_STOP_LOSS = ("value", "percent", "price", "price_type", "trailing", "timeout", "breakeven")
_LEVERAGE = ("type", "value")
_SIMPLE = ("simple_buy", "simple_sell")
_HELD = ("smart_sell", "smart_buy")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOptions:
    """The options of ``smart-trades create`` as they were typed; amounts are text, so nothing is rounded."""

    type: str | None
    account_id: int | None
    pair: str | None
    units: str | None
    price: str | None
    conditional: str | None
    price_type: str | None
    trailing: str | None
    take_profit: Sequence[str]
    stop_loss: str | None
    leverage: str | None
    note: str | None

    def given(self) -> list[str]:
        """Return the names of the options that were given."""
        return [
            name.replace("_", "-") for name in self.__slots__ if getattr(self, name) not in (None, [], ())
        ]

    def order(self) -> CreateSmartTrade:
        """Return the order; raise a usage error for options that do not go together, else `EncodeError`."""
        kind = _required("type", self.type)
        common: dict[str, Any] = {
            "account_id": _required("account-id", self.account_id),
            "pair": _required("pair", self.pair),
            "note": self.note,
        }
        units = _required("units", self.units)
        if kind in _HELD:
            self._refuse(kind, "conditional", "price_type", "trailing", "leverage")
            common |= {"units": units, "price": _required("price", self.price)}
        else:
            common |= {"position": self._entry(units), "leverage": self._leverage()}
        if kind in _SIMPLE:
            self._refuse(kind, "take_profit", "stop_loss")
        else:
            common |= {"take_profit": self._take_profit(), "stop_loss": self._stop_loss()}
        build: Callable[..., CreateSmartTrade] = getattr(orders, kind)
        return build(**common)

    def _entry(self, units: str) -> orders.Entry:
        if self.conditional is None:
            self._refuse("an entry without --conditional", "price_type", "trailing")
            return (
                orders.Market(units=units)
                if self.price is None
                else orders.Limit(units=units, price=self.price)
            )
        watched: Any = self.price_type
        if self.price is None:
            return orders.ConditionalMarket(
                units=units, conditional=self.conditional, price_type=watched, trailing=self.trailing
            )
        self._refuse("an entry with --price", "trailing")
        return orders.ConditionalLimit(
            units=units, conditional=self.conditional, price=self.price, price_type=watched
        )

    def _take_profit(self) -> list[orders.TakeProfitStep]:
        needed = ("order_type", "price_type")
        return [
            orders.TakeProfitStep(**_members(step, "take-profit", _STEP, needed)) for step in self.take_profit
        ]

    def _stop_loss(self) -> orders.StopLoss | None:
        if self.stop_loss is None:
            return None
        members: dict[str, Any] = _members(self.stop_loss, "stop-loss", _STOP_LOSS, ("price_type",))
        for switch in {"breakeven", "trailing"} & members.keys():
            members[switch] = {"true": True, "false": None}.get(members[switch], members[switch])
        if members.get("breakeven") not in (None, True):
            raise typer.BadParameter("breakeven is true or false", param_hint="--stop-loss")
        members["breakeven"] = bool(members.get("breakeven"))
        return orders.StopLoss(**members)

    def _leverage(self) -> orders.Leverage | None:
        if self.leverage is None:
            return None
        members: dict[str, Any] = _members(self.leverage, "leverage", _LEVERAGE, _LEVERAGE)
        return orders.Leverage(**members)

    def _refuse(self, what: str, *names: str) -> None:
        """Refuse options that would have no effect."""
        for name in names:
            if getattr(self, name) not in (None, [], ()):
                option = name.replace("_", "-")
                raise typer.BadParameter(f"{what} has no --{option}", param_hint=f"--{option}")


def order_of_json(content: bytes) -> CreateSmartTrade:
    """Return the order a JSON text describes, checked; raise `EncodeError` naming the wrong field."""
    order = documented_body(CreateSmartTrade, content)
    orders.check_order(order)
    return order


def _members(given: str, option: str, known: Sequence[str], needed: Sequence[str]) -> dict[str, Any]:
    """Return the members of an option such as ``value=63000,volume=50``."""
    pairs = [member.partition("=") for member in given.split(",")]
    members = {name.strip(): value.strip() for name, _, value in pairs}
    bad = [name for name, equals, value in pairs if name.strip() not in known or not equals or not value]
    if bad or len(members) < len(pairs):
        names = ", ".join(known)
        raise typer.BadParameter(
            f"{given!r} is not name=value,…, each of {names} once at most", param_hint=f"--{option}"
        )
    for name in needed:
        if name not in members:
            raise typer.BadParameter(f"{name} is missing in {given!r}", param_hint=f"--{option}")
    return members


def _required(option: str, value: Any) -> Any:
    if value is None:
        raise typer.BadParameter(
            "is missing; give it, or the whole order with --body", param_hint=f"--{option}"
        )
    return value
