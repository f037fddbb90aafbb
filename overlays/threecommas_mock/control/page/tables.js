// A table of a room: a row for each item, a labelled cell for each column, and how many more there are.
import { element, keyed, setAttribute, setText } from "./elements.js";

// A column is [title, text of a row, options]: `number` aligns to the right, `tone` colours, `exact` is shown on
// hover, `grows` may wrap.
export class Table {
  constructor(room, { onSelect, onMore }) {
    this.room = room;
    this.onSelect = onSelect;
    const heads = room.columns.map(([title, , options]) =>
      element("th", { scope: "col", class: options?.number ? "number" : undefined }, title));
    this.body = element("tbody");
    const scroll = { class: "scroll rows", role: "region", "aria-label": room.title, tabindex: "0" };
    this.table = element("div", scroll,
      element("table", {}, element("thead", {}, element("tr", {}, ...heads)), this.body));
    this.empty = element("p", { class: "empty" }, room.empty);
    this.more = element("button", { type: "button", class: "more" });
    this.more.addEventListener("click", onMore);
    this.says = element("p", { class: "says", role: "status" });
    this.panel = element("div", {}, this.says, this.table, this.empty, this.more);
  }

  show(table, selected) {
    const rows = Object.values(table.rows).sort((one, other) => other.open - one.open || other.id - one.id);
    keyed(this.body, rows, (row) => row.id, (row) => this.#make(row), (line, row) => this.#update(line, row, selected));
    this.table.hidden = rows.length === 0;
    this.empty.hidden = rows.length > 0;
    this.more.hidden = table.all <= rows.length;
    setText(this.more, `Show more: ${rows.length} of ${table.all} are shown`);
  }

  #make(row) {
    const cells = this.room.columns.map(([title, , options], index) => {
      const cell = element("td", { "data-label": title, class: options?.number ? "number" : undefined });
      if (options?.grows) cell.classList.add("grows");
      if (index === 0 && this.onSelect) {
        const button = element("button", { type: "button", class: "link", title: "Draw it on the chart" });
        button.addEventListener("click", () => this.onSelect(this.room.name, row.id));
        cell.append(button);
      }
      return cell;
    });
    return element("tr", {}, ...cells);
  }

  #update(line, row, selected) {
    setAttribute(line, "class", [row.open ? "" : "ended", selected === row.id ? "selected" : ""].join(" ").trim());
    this.room.columns.forEach(([, text, options], index) => {
      const cell = line.cells[index];
      setText(cell.firstElementChild ?? cell, text(row) ?? "");
      if (options?.tone) {
        cell.classList.remove("gain", "loss");
        if (options.tone(row)) cell.classList.add(options.tone(row));
      }
      if (options?.exact) setAttribute(cell, "title", options.exact(row));
    });
  }
}
