"""A terminal behind which SmartTrades of two currencies and a deal were closed."""

import json

from tests.cli.terminal import Terminal

BOT = {
    "name": "Slow & <b>steady",
    "account_id": 32455218,
    "pairs": ["USDT_ETH"],
    "base_order_volume": "20",
    "take_profit": "1.5",
    "safety_order_volume": "15",
    "martingale_volume_coefficient": "1",
    "martingale_step_coefficient": "1",
    "max_safety_orders": 0,
    "active_safety_orders_count": 0,
    "safety_order_step_percentage": "1",
    "take_profit_type": "total",
    "strategy_list": [{"strategy": "nonstop", "options": {}}],
}
TRADE = "smart-trades create --type smart_trade --account-id 32455218 --units 0.1 --yes --json --pair"


def closed_trades() -> Terminal:
    """Return the terminal; another SmartTrade and another deal are still open."""
    terminal = Terminal(columns=120)
    for pair in ("USDT_BTC", "BTC_ETH"):
        close(terminal, "smart-trades close-by-market", number(terminal, f"{TRADE} {pair}"))
    bot = number(terminal, "dca-bots create --yes --json --body -", json.dumps(BOT))
    assert terminal.run(f"dca-bots enable {bot} --yes").exit_code == 0
    terminal.exchange.advance(100)
    (deal,) = json.loads(terminal.run("deals list --json").stdout)
    close(terminal, "deals panic-sell", deal["id"])
    number(terminal, f"{TRADE} USDT_BTC")
    return terminal


def number(terminal: Terminal, line: str, stdin: str | None = None) -> int:
    result = terminal.run(line, stdin=stdin)
    assert result.exit_code == 0, result.output
    return int(json.loads(result.stdout)["id"])


def close(terminal: Terminal, command: str, number: int) -> None:
    terminal.exchange.advance(100)
    assert terminal.run(f"{command} {number} --yes").exit_code == 0
    terminal.exchange.advance(100)
