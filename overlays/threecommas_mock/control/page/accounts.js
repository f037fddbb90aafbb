// The accounts with their balances.
import { element, keyed, setAttribute, setText } from "./elements.js";
import { money } from "./numbers.js";

export class Accounts {
  panel = element("div");
  list = element("div", { class: "cards" });

  constructor() {
    this.panel.append(this.list);
  }

  show(accounts) {
    keyed(this.list, Object.values(accounts), (each) => each.id, make, update);
  }
}

function make() {
  const head = ["Currency", "Free", "Reserved", "Total"].map((title, index) =>
    element("th", { scope: "col", class: index ? "number" : undefined }, title));
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody"));
  return element("article", { class: "card" }, element("h3"), element("p", { class: "quiet" }),
    element("div", { class: "scroll", role: "group", "aria-label": "Balances", tabindex: "0" }, table));
}

function update(card, account) {
  const [title, about, balances] = card.children;
  setText(title, account.name);
  const funds = account.is_limited ? "" : ", unlimited funds: --funds USDT=10000 limits them";
  setText(about, `${account.market}, number ${account.id}, ${account.mode}${funds}`);
  balances.hidden = !account.is_limited;
  const rows = Object.entries(account.balances);
  keyed(balances.firstElementChild.tBodies[0], rows, ([currency]) => currency, makeRow, (row, [currency, held]) => {
    setText(row.cells[0], currency);
    for (const [index, text] of [held.free, held.reserved, held.total].entries()) {
      setText(row.cells[index + 1], money(text, currency));
      setAttribute(row.cells[index + 1], "title", text);
    }
  });
}

function makeRow() {
  return element("tr", {}, ...["", "number", "number", "number"].map((name) => element("td", { class: name || undefined })));
}
