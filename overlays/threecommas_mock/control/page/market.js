// The market: the pair, its price, the chart, and a table of what the chart draws.
import { Chart } from "./chart.js";
import { EVERYTHING, chosenOf, drawings, linesOf, marksOf } from "./drawings.js";
import { at, element, keyed, setOptions, setText } from "./elements.js";
import { AUTOMATIC, INTERVALS, candlesOf, suitable } from "./intervals.js";
import { amount, money, percent, price } from "./numbers.js";

export class Market {
  pair = "";
  chosen = "";

  constructor(onChange) {
    this.chart = new Chart(at("chart"));
    setOptions(at("interval"), [[AUTOMATIC, "automatic"], ...INTERVALS.map(([seconds, title]) => [String(seconds), title])]);
    at("pair").addEventListener("change", () => {
      this.choose(at("pair").value, "");
      onChange();
    });
    at("draw").addEventListener("change", () => {
      this.chosen = at("draw").value;
      onChange();
    });
    at("interval").addEventListener("change", onChange);
  }

  // Lets the chart show *pair*, and draw one item of it.
  choose(pair, chosen) {
    this.pair = pair;
    this.chosen = chosen;
  }

  show(state) {
    const pairs = Object.keys(state.quotes);
    setOptions(at("pair"), pairs.map((pair) => [pair, pair]));
    at("pair").value = state.pair;
    const quote = state.quotes[state.pair];
    setText(at("last"), price(quote.last));
    setText(at("spread"), `bid ${price(quote.bid)} · ask ${price(quote.ask)}`);
    const items = drawings(state);
    const drawn = chosenOf(items, this.chosen);
    this.#showChoice(items, drawn, state);
    const lines = linesOf(drawn);
    this.#draw(state, drawn, lines, items);
    this.#list(lines, quote.last);
    return drawn;
  }

  #showChoice(items, drawn, state) {
    const options = items.map(({ key, title, open }) => [key, open ? title : `${title}, ended`]);
    setOptions(at("draw"), [...options, [EVERYTHING, `Everything open on ${state.pair}`]]);
    at("draw").value = this.chosen === EVERYTHING ? EVERYTHING : (drawn[0]?.key ?? EVERYTHING);
    setText(at("about"), drawn.length === 1 ? about(drawn[0], state) : `${drawn.length} open on ${state.pair}`);
  }

  #draw(state, drawn, lines, items) {
    const interval = Number(at("interval").value) || suitable(state.candles);
    const texts = Object.values(state.candles).flat();
    const item = drawn.map(({ key }) => key).join(" ");
    const bars = candlesOf(state.candles, interval);
    this.chart.draw({ pair: state.pair, item, interval, texts, bars, lines, marks: marksOf(drawn, items) });
    const last = price(state.quotes[state.pair].last);
    at("chart").setAttribute("aria-label", `Chart of ${state.pair}: ${bars.length} candles, last price ${last}, ${lines.length} lines`);
  }

  #list(lines, last) {
    const named = lines.map((line, index) => ({ ...line, key: `${line.kind} ${line.label} ${index}` }))
      .sort((one, other) => Number(other.price) - Number(one.price));
    keyed(at("drawn"), named, (line) => line.key, makeLine, (row, line) => {
      setText(row.cells[0].lastChild, line.label);
      setText(row.cells[1], price(line.price));
      setText(row.cells[2], percent(String((Number(line.price) / Number(last) - 1) * 100)));
      setText(row.cells[3], amount(line.units));
    });
  }
}

function about(item, { accounts, pair }) {
  const parts = [item.title, item.status, item.side];
  if (item.profit_percent !== undefined) parts.push(`profit ${percent(item.profit_percent)}`);
  const account = accounts[item.account_id];
  const held = account && Object.entries(account.balances).filter(([currency]) => pair.split("_").includes(currency));
  const free = held?.map(([currency, { free }]) => `${money(free, currency)} ${currency} free`).join(", ");
  return [...parts, free ? `${item.account}: ${free}` : item.account].filter(Boolean).join(" · ");
}

function makeLine(line) {
  const swatch = element("span", { class: `swatch ${line.kind}`, "aria-hidden": "true" });
  const label = element("th", { scope: "row" }, swatch, element("span"));
  return element("tr", {}, label, ...[0, 1, 2].map(() => element("td", { class: "number" })));
}
