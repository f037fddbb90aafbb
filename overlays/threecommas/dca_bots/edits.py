"""From an answered DCA bot to the update that leaves it as it is, with changes.

An update replaces the whole bot: what is not sent goes to its default (a report tells of a leverage that was
lost so). So all settings that the answer shows are sent back.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from threecommas_rest.decimals import to_amount
from threecommas_rest.json_text import JsonNumber
from threecommas_rest.models import Bot, UpdateBot
from threecommas_rest.types import Unset

from threecommas.dca_bots.rules import check_settings, check_words
from threecommas.errors import EncodeError
from threecommas.orders.field_checks import error_path, fail

# Settings of a bot that an update has no field for.
_FIXED = ("strategy",)
# What an answer never shows of a bot.
_HIDDEN = "sl_to_breakeven_enabled"
# What answers have besides settings: facts about the bot and its deals.
_FACTS = frozenset(
    {
        *("id", "account_id", "account_name", "is_enabled", "type", "url_secret", "deletable?", "strategy"),
        *("created_at", "updated_at", "active_deals", "bot_events", "active_deals_count", "deals_counter"),
        *("finished_deals_count", "finished_deals_profit_usd", "active_deals_usd_profit"),
        *("easy_form_supported", "reinvested_volume_usd"),
    }
)
# What no current page says that an update takes, and the values that an update need not send.
_UNPROVEN: Mapping[str, Sequence[Any]] = {
    "btc_price_limit": ("0.0", "0"),
    "safety_order_calculation_mode": ("base",),
    "safety_strategy_list": ([],),
}
_WHOLE_NUMBERS = frozenset({"cooldown"})
_STEPS_WITH_BREAKEVEN = 2
# A bot of a list has its place there before the path of each member.
_ELEMENT = re.compile(r"^\[\d+\]\.")


def update_of(bot: Bot, *, may_lose: Collection[str] = (), **changes: Any) -> UpdateBot:
    """Return the update that leaves a bot as it is, but for *changes*, which are fields of `UpdateBot`.

        client.dca_bots.update(bot.id, update_of(bot, take_profit="2.5", max_safety_orders=5))

    `bot` should be fresh, as settings that were changed since it was read are set back. Values are taken as
    the API has them: a change of ``take_profit_steps`` needs ``take_profit=None`` too. Amounts are Decimal,
    int or text.

    The answer does not show whether the stop loss of a bot with several take profit steps goes to
    break-even. For such a bot it has to be said: ``sl_to_breakeven_enabled=False``, or True with
    ``sl_to_breakeven_data``. `may_lose` names settings of the answer that no document knows, which are
    refused otherwise, as the update would lose them. A setting that may be null, and is, goes unsent.
    ``safety_strategy_list``, `min_price`, `max_price`, `btc_price_limit` and
    ``safety_order_calculation_mode`` are sent where they are set, although no current page says that an
    update takes them (unproven; unsent they might be lost). Direction and account stay.

    Raises:
        EncodeError: A change is no field of an update, a float, a word that no document knows, or breaks a
            rule, or something that is set cannot be sent: `path` says what. Nothing has left.
        DecodeError: A setting of the answer is not as documented, such as absent where it has to be there:
            the update would set it to its default. Give it among *changes* to go on.
    """
    if isinstance(may_lose, str):
        fail("may_lose", f"must be a list of names, got text {may_lose!r}")
    unknown = sorted(changes.keys() - {each.name for each in UpdateBot.__attrs_attrs__})
    if unknown:
        kept = "cannot be changed" if unknown[0] in _FIXED else "is not a field of an update"
        fail(unknown[0], kept)
    for name, value in bot.additional_properties.items():
        if value is not None and name not in may_lose and name not in changes:
            fail(name, "is not a documented field, and would be lost: name it in may_lose to let it go")
    sent = _fields() - changes.keys()
    _check_answer(bot, sent)
    settings = _settings(bot, sent)
    if _HIDDEN not in changes and _HIDDEN not in settings and _may_go_to_breakeven(settings | changes):
        fail(_HIDDEN, "is not shown by the answer, and would be lost: say True or False")
    for name, value in changes.items():
        _check_exact(value, name)
    update = UpdateBot.from_dict(settings | _as_json(changes))
    check_settings(update)
    check_words(update, changes)
    return update


def _check_answer(bot: Bot, sent: Collection[str]) -> None:
    """Raise for a setting that is not as documented: unsent it would go to its default."""
    for each in bot.deviations:
        name = re.split(r"[.\[]", _ELEMENT.sub("", each.path), maxsplit=1)[0]
        if name in sent:
            raise each.error()


def _settings(bot: Bot, sent: Collection[str]) -> dict[str, Any]:
    """Return the settings of a bot that are sent back by name, those that are null left out."""
    shown = bot.to_dict()
    known = {name: value for name, value in shown.items() if name not in _FACTS}
    settings = {name: value for name, value in known.items() if name in sent and value is not None}
    for name in _WHOLE_NUMBERS & settings.keys():
        settings[name] = _whole(settings[name], name)
    if settings.get("take_profit_steps"):
        parts = ("amount_percentage", "profit_percentage")
        steps = settings["take_profit_steps"]
        settings["take_profit_steps"] = [{part: step[part] for part in parts} for step in steps]
    for index, step in enumerate(settings.get("custom_safety_steps", ())):
        step.pop("editable", None)
        for part in ("deviation", "size"):
            if step.get(part) is None:
                fail(f"custom_safety_steps[{index}].{part}", "is missing in the answer, and would be lost")
    # Unproven fields go along only where they say more than nothing.
    for name, nothing in _UNPROVEN.items():
        if name in settings and settings[name] in nothing:
            del settings[name]
    # It is demanded, and null beside steps.
    return {"take_profit": shown.get("take_profit"), **settings}


def _fields() -> frozenset[str]:
    return frozenset(each.name for each in UpdateBot.__attrs_attrs__)


def _may_go_to_breakeven(settings: dict[str, Any]) -> bool:
    steps = settings.get("take_profit_steps") or ()
    stop = settings.get("stop_loss_percentage")
    is_on = not (stop is None or isinstance(stop, Unset) or Decimal(stop) == 0)
    return is_on and not isinstance(steps, Unset) and len(steps) >= _STEPS_WITH_BREAKEVEN


def _whole(value: Any, name: str) -> int:
    try:
        number = Decimal(value)
    except (TypeError, ArithmeticError):
        raise EncodeError(f"is {value!r}, which is no number of seconds", path=name) from None
    if number != int(number):
        fail(name, f"is {value!r}, which is no whole number of seconds")
    return int(number)


def _check_exact(value: Any, path: str) -> None:
    """Refuse a float, also one inside of a list; a number of an answer or of a body as JSON is none."""
    if isinstance(value, float) and not isinstance(value, JsonNumber):
        with error_path(path):
            to_amount(value)
    members = value.items() if isinstance(value, Mapping) else ()
    for name, each in members:
        _check_exact(each, f"{path}.{name}")
    for index, each in enumerate(value if isinstance(value, list | tuple) else ()):
        _check_exact(each, f"{path}[{index}]")


def _as_json(changes: dict[str, Any]) -> dict[str, Any]:
    """Return changes as a body has them: models become their objects; what is unset is left out."""
    return {name: _plain(value) for name, value in changes.items() if not isinstance(value, Unset)}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "model"):
        value = value.model()
    return value.to_dict() if hasattr(value, "to_dict") else value
