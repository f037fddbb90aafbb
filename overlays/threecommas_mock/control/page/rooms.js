// The rooms of the exchange: what each column of their tables says.
import { amount, money, percent, price, signed, tone } from "./numbers.js";

const quote = (row) => row.pair.split("_")[0];
const number = { number: true };
const exactly = (field) => ({ number: true, exact: (row) => row[field] });
const toned = (field) => ({ number: true, exact: (row) => row[field], tone: (row) => tone(row[field]) });

const id = ["Number", (row) => String(row.id)];
const pair = ["Pair", (row) => row.pair];
const account = ["Account", (row) => row.account];
const side = ["Side", (row) => row.side, { tone: (row) => (/long|buy/.test(row.side) ? "gain" : "loss") }];
const status = ["Status", (row) => row.status];
const size = ["Size", (row) => amount(row.size), exactly("size")];
const cost = ["Cost", (row) => money(row.cost, quote(row)), exactly("cost")];
const average = ["Average", (row) => price(row.average), exactly("average")];
const profit = ["Profit", (row) => row.profit && `${signed(money(row.profit, quote(row)))} ${quote(row)}\n${percent(row.profit_percent)}`, toned("profit")];
const target = ["Target", (row) => row.target && `${price(row.target)}\n${percent(row.to_target)}`, exactly("target")];
const stop = ["Stop", (row) => row.stop && `${price(row.stop)}\n${percent(row.to_stop)}`, exactly("stop")];
const remark = ["Note", (row) => row.error ?? row.note, { grows: true }];

// A rung of a ladder: its label, price, and amount; one that rests has a dot.
function rung([kind, label, at, units]) {
  const size = units === undefined ? "" : ` × ${amount(units)}`;
  return `${kind === "safety" ? "●" : "○"} ${label} ${price(at)}${size}`;
}

export const ROOMS = [
  {
    name: "deals",
    title: "Deals",
    empty: "No deals yet. Enable a DCA bot, and it opens one as soon as its conditions hold. In the tab Bots the number of a bot says what it waits for.",
    columns: [
      id, ["Bot", (row) => row.bot, { grows: true }], pair, side, status, size, cost,
      ["Safety orders", (row) => `${row.safety_used} of ${row.safety_max}${row.open ? `\n${row.safety_resting} resting` : ""}`, number],
      average, profit, target, stop, remark,
    ],
  },
  {
    name: "smart_trades",
    title: "SmartTrades",
    empty: "No SmartTrades yet. Create one through the API: POST /public/api/v2/smart_trades.",
    columns: [
      id, pair, ["Kind", (row) => row.kind], side, status, size, cost, average, profit, target, stop,
      remark,
    ],
  },
  {
    name: "dca_bots",
    title: "Bots",
    empty: "No DCA bots yet. Create one through the API: POST /public/api/ver1/bots/create_bot, then enable it.",
    columns: [
      id, ["Name", (row) => row.name, { grows: true }],
      ["Pairs", (row) => row.pairs.slice(0, 4).join(", ") + (row.pairs.length > 4 ? ` and ${row.pairs.length - 4} more` : ""), { grows: true }],
      side, status, ["Starts by", (row) => row.starts_by.join(", "), { grows: true }],
      ["Deals", (row) => `${row.active_deals} of ${row.max_active_deals}`],
      ["Finished", (row) => String(row.finished_deals), number],
      ["Profit", (row) => `${signed(money(row.profit_usd, "USD"))} USD`, toned("profit_usd")],
      ["Ladder of", (row) => (row.ladder_deal ? `deal ${row.ladder_deal}` : `the next deal on ${row.ladder_pair}`)],
      ["Ladder", (row) => row.ladder.slice(0, 8).map(rung).join("\n") || "no safety orders", { ladder: true }],
    ],
  },
  {
    name: "grid_bots",
    title: "Grids",
    empty: "No grid bots yet. Create one through the API: POST /public/api/ver1/grid_bots/manual, then enable it.",
    columns: [
      id, ["Name", (row) => row.name, { grows: true }], pair, status, ["Kind", (row) => row.kind],
      ["Lower", (row) => price(row.lower), number], ["Upper", (row) => price(row.upper), number],
      ["Lines", (row) => `${row.buys} buy, ${row.sells} sell`],
      ["Per line", (row) => amount(row.quantity), number],
      ["Pairs closed", (row) => String(row.profits), number], profit, remark,
    ],
  },
  {
    name: "simple_trades",
    title: "Simple trades",
    empty: "No simple trades yet. Create one through the API: POST /public/api/ver1/trades.",
    columns: [
      id, pair, side, ["Kind", (row) => row.kind], status, size,
      ["Waits at", (row) => price(row.price), exactly("price")],
      ["Distance", (row) => percent(row.to_price), number],
      ["Filled at", (row) => price(row.filled_at), exactly("filled_at")], cost, account,
      ["Error", (row) => row.error, { grows: true }],
    ],
  },
];
