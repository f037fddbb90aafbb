// The levers: the price, a candle, the clock and the switch of the web application.
import { at } from "./elements.js";
import { ask } from "./exchange.js";
import { precision } from "./numbers.js";

// What a form suggests stays up to date until somebody writes into it.
const SUGGESTING = ["push", "candle"];
const STEP = 15;
const MINUTE = 60;

export class Controls {
  #state = null;

  constructor(run) {
    for (const id of SUGGESTING) {
      for (const kind of ["input", "change"]) at(id).addEventListener(kind, () => at(id).classList.add("touched"));
    }
    submit("push", run, (fields) => this.#push(fields.price.value, fields.settle.checked));
    submit("candle", run, ({ open, high, low, close }) => this.#play([open, high, low, close].map((field) => field.value)));
    submit("advance", run, (fields) => ask("POST", "advance", { seconds: Number(fields.seconds.value) }));
    at("settle").addEventListener("click", () => run(settle));
    at("suggest").addEventListener("click", () => {
      at("candle").classList.remove("touched");
      this.#suggest();
    });
    at("web_mode").addEventListener("change", () => run(() => ask("PUT", "web_mode", { mode: at("web_mode").value })));
    for (const button of at("push").querySelectorAll("[data-percent]")) {
      button.addEventListener("click", () => run(() =>
        this.#push(this.#moved(Number(button.dataset.percent)), at("push").elements.settle.checked)));
    }
  }

  show(state) {
    const isOther = this.#state?.pair !== state.pair;
    this.#state = state;
    if (document.activeElement !== at("web_mode")) at("web_mode").value = state.web_mode;
    if (isOther) for (const id of SUGGESTING) at(id).classList.remove("touched");
    this.#suggest();
  }

  async #push(price, atOnce) {
    await ask("POST", "prices", { pair: this.#state.pair, price });
    if (atOnce) await settle();
  }

  // Plays a candle of a minute: to its low first if it rises, to its high first if it falls.
  async #play([open, high, low, close]) {
    const pair = this.#state.pair;
    const path = Number(close) >= Number(open) ? [open, low, high, close] : [open, high, low, close];
    if (Number(high) < Math.max(...path.map(Number)) || Number(low) > Math.min(...path.map(Number))) {
      throw new Error("The high of a candle is its highest price, and the low its lowest.");
    }
    const { moment } = await ask("POST", "advance", { seconds: 0 });
    await ask("POST", "advance", { seconds: MINUTE - ((Date.parse(moment) / 1000) % MINUTE) });
    for (const [index, price] of path.entries()) {
      if (index > 0) await ask("POST", "advance", { seconds: STEP });
      await ask("POST", "prices", { pair, price });
      await settle();
    }
  }

  // Writes the present price, and a candle that falls a little, into the forms.
  #suggest() {
    const { price } = at("push").elements;
    const { open, high, low, close } = at("candle").elements;
    const suggested = { push: [[price, 0]], candle: [[open, 0], [high, 0.3], [low, -1.5], [close, -1]] };
    for (const id of SUGGESTING) {
      if (at(id).classList.contains("touched")) continue;
      for (const [field, percent] of suggested[id]) field.value = this.#moved(percent);
    }
  }

  #moved(percent) {
    const { last } = this.#state.quotes[this.#state.pair];
    return percent === 0 ? last : (Number(last) * (1 + percent / 100)).toFixed(precision([last]));
  }
}

function settle() {
  return ask("POST", "settle", {});
}

function submit(id, run, action) {
  at(id).addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    run(async () => {
      await action(form.elements);
      form.classList.remove("touched");
    });
  });
}
