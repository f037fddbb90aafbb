"""The list of conditions that bots may have: the 13 of the older document with their options.

*payed* and *beta* are false for all of them there. `nonstop`, `qfl` and `trading_view` are in no such answer,
but can be used. An indicator names the kinds of account that have it; where only others are asked about, it
is left out (inferred).
"""

from __future__ import annotations

from typing import Any

_LENGTHS = {
    "3m": "3 minutes",
    "5m": "5 minutes",
    "15m": "15 minutes",
    "30m": "30 minutes",
    "1h": "1 hour",
    "4h": "4 hours",
    "1d": "1 day",
}
_MORE_LENGTHS = {"2h": "2 hours", "8h": "8 hours", "3d": "3 days", "1w": "1 week"}
# Key and label contradict each other in the document; both are as printed there.
_CROSSINGS = {"crossing_above": "crossing_down", "crossing_below": "crossing_up"}
_BOUNDS = {"less": "less", "greater": "greater"}
_TRIGGERS = {**_BOUNDS, **_CROSSINGS}
_ACCOUNTS = (
    "Account::BinanceFuturesAccount",
    "Accounts::BinanceFuturesEeaAccount",
    "Accounts::BinanceFuturesCoin",
    "Accounts::Ftx",
    "Accounts::FtxFutures",
    "Account::BybitAccount",
    "Accounts::BybitUsdtPerpetualAccount",
    "Account::GdaxAccount",
    "Account::KrakenAccount",
    "Account::BinanceUsAccount",
    "Account::GateIoAccount",
    "Accounts::BybitSpotAccount",
    "Accounts::GateIoBtcPerpetualAccount",
    "Accounts::GateIoUsdtPerpetualAccount",
    "Account::BinanceAccount",
    "Account::BinanceJerseyAccount",
    "Account::BinanceMarginAccount",
    "Account::PaperTradingAccount",
    "Account::OkexAccount",
    "Accounts::OkexFuturesAccount",
    "Accounts::CoinbaseAdvancedAccount",
    "Accounts::BitgetUsdtFuturesAccount",
)
_SIGNALS = {
    "manual": "Manually/API (Bot won't open new trades automatically)",
    "tv_custom_signal": "Trading View custom signal",
}
_NAMES = {
    "rsi": "RSI",
    "ult": "Ultimate Oscillator",
    "b_bands_percent": "Bollinger Bands %B",
    "ma_cross": "Moving Average (MA)",
    "adx": "Average Directional Index",
    "stochastic": "Stochastic",
    "macd": "MACD",
    "parabolic_sar": "Parabolic SAR",
    "mfi": "Money Flow Index",
    "cci": "Commodity Channel Index",
    "heikin_ashi": "Heikin Ashi",
}
_OPTIONS: dict[str, dict[str, Any]] = {
    "rsi": {
        "time": _LENGTHS | _MORE_LENGTHS,
        "points": None,
        "trigger_condition": _TRIGGERS,
        "time_period": None,
    },
    "ult": {
        "time": _LENGTHS,
        "trigger_condition": _TRIGGERS,
        "points": None,
        "first_period": None,
        "second_period": None,
        "third_period": None,
    },
    "b_bands_percent": {
        "time": _LENGTHS,
        "points": None,
        "trigger_condition": _TRIGGERS,
        "time_period": None,
        "deviation": None,
    },
    "ma_cross": {
        "indicator_type": {"ema": "ema", "sma": "sma"},
        "time": _LENGTHS,
        "trigger_condition": _TRIGGERS,
        "time_period_first": None,
        "time_period_second": None,
    },
    "adx": {"time": _LENGTHS, "trigger_condition": _TRIGGERS, "points": None, "time_period": None},
    "stochastic": {
        "time": _LENGTHS,
        "points": None,
        "trigger_condition": _TRIGGERS,
        "line_trigger_condition": _CROSSINGS,
        "fast_k_period": None,
        "slow_k_period": None,
        "slow_d_period": None,
    },
    "macd": {
        "time": _LENGTHS,
        "trigger_condition": _CROSSINGS,
        "line_trigger_condition": _BOUNDS,
        "fast_period": None,
        "slow_period": None,
        "signal_period": None,
    },
    "parabolic_sar": {
        "time": _LENGTHS,
        "acceleration_factor": None,
        "af_maximum": None,
        "trigger_condition": _CROSSINGS,
    },
    "mfi": {"time": _LENGTHS, "time_period": None, "points": None, "trigger_condition": _TRIGGERS},
    "cci": {"time": _LENGTHS, "trigger_condition": _TRIGGERS, "points": None, "time_period": None},
    "heikin_ashi": {
        "time": _LENGTHS,
        "candles_count": {str(count): str(count) for count in range(1, 11)},
    },
}
CONDITIONS = ("nonstop", *_SIGNALS, *_NAMES, "qfl", "trading_view")
"""The names of all conditions that a bot can have."""


def strategies(account_type: str | None = None) -> dict[str, Any]:
    """Write the conditions by name, for all accounts or for one of a type such as ``binance_us``."""
    signals = {
        name: {"strategy_type": "signal", "payed": False, "beta": False, "name": words}
        for name, words in _SIGNALS.items()
    }
    if account_type is not None and not _is_listed(account_type):
        return signals
    return signals | {name: _indicator(name) for name in _NAMES}


def _indicator(name: str) -> dict[str, Any]:
    return {
        "name": _NAMES[name],
        "payed": False,
        "beta": False,
        "strategy_type": "indicator",
        "options": _OPTIONS[name],
        "accounts_whitelist": list(_ACCOUNTS),
    }


def _is_listed(account_type: str) -> bool:
    name = "".join(part.capitalize() for part in account_type.split("_"))
    return any(each.endswith((f"::{name}Account", f"::{name}")) for each in _ACCOUNTS)
