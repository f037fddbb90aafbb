"""Places a SmartTrade on an exchange in process; prints where the packages are, and how the trade stands."""

import threecommas
import threecommas_mock
import threecommas_rest
from threecommas import HmacSigner, ThreeCommas, models
from threecommas_mock import MockExchange

BODY = {
    "account_id": 32455218,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "units": {"value": "0.01"}, "order_type": "market"},
    "take_profit": {"enabled": False},
    "stop_loss": {"enabled": False},
}

exchange = MockExchange()
credential = exchange.credentials[0]
signer = HmacSigner(credential.secret or "")
with ThreeCommas(
    credential.key, signer, base_url=exchange.base_url, transport=exchange.transport()
) as client:
    trade = client.smart_trades.create(models.CreateSmartTrade.from_dict(BODY))
    for _ in range(3):
        trade = client.smart_trades.get(trade.id)

for package in (threecommas, threecommas_mock, threecommas_rest):
    print(package.__file__)
print(trade.status.type)
