"""Limits that a client holds its orders to, before anything leaves.

What an operation does to orders, and where its messages say so, stands in `x-order` of the document. A write
of which that is not said is refused, and so is every order of which something cannot be determined: a price
that is absent or not above zero, an order type that nobody knows, a body that is not plain JSON.

What an order is judged at, in quote currency, without its commission. What is filled counts with the
commission that was paid on top, as for a long:

    a buy limit that stays one      its own price: it cannot cost more
    everything else                 the highest of every price that it states and of bid, ask and last now
    own funds (smart_sell and       the same, and the prices of their targets count: those are the orders
    smart_buy), and shorts

    create                          the order
    add_funds                       the order, on top of what the SmartTrade has
    update, force_start             the order as it will be; a forced one at the market
    close, reduce of a smart_buy    the order, as it buys
    close, reduce of anything else  not judged: it takes down what was let in, and must always be possible
    cancel, note                    not judged
    enable or update of a bot       refused: it places orders by itself, where no limit sees them
    closing all deals of a bot      not judged
    create of a bot                 not judged, as a new bot is disabled; its account and pairs are checked
    add_funds of a deal             the order, on top of what the deal has and may still place
    update of a deal                what more or larger safety orders come to, if it asks for them
    close of a deal                 not judged

An update of a filled position is judged only if it asks for more units. One that moves the targets of own
funds or of a short is judged only if the highest price rises. Both would otherwise be refused in the moment
at which the market makes them urgent.

`open_total` and `per_day` add up SmartTrades alone, so a client with one of them adds nothing to deals. What
a bot places by itself is no write of this client, and no limit covers it.

What no limit covers: commission; what the market does between the look at its prices and the fill, be it a
millisecond later or, for a trigger, days; and orders of other programs that come between look and order.
Contracts that stand for less than a coin are judged as whole coins, so their limits are too tight.

Each order is claimed before it leaves, and released if it certainly did not arrive or was refused. One whose
outcome nobody knows keeps its claim (`threecommas.guards.limits.claims`). The claims live as long as the
client.
"""

from threecommas.guards.limits.limits import Limits

__all__ = ["Limits"]
