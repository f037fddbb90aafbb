// Tabs of the tables, as the pattern of ARIA has them: one tab stop, arrows move, Home and End jump.
import { at, element, setText } from "./elements.js";

export class Tabs {
  #tabs = new Map();

  add(name, title, panel) {
    const tab = element("button", {
      type: "button", role: "tab", id: `tab_${name}`, "aria-controls": `panel_${name}`, "aria-selected": "false", tabindex: "-1",
    }, element("span", {}, title), element("span", { class: "count" }));
    for (const [attribute, value] of Object.entries({ role: "tabpanel", id: `panel_${name}`, "aria-labelledby": `tab_${name}` })) {
      panel.setAttribute(attribute, value);
    }
    panel.hidden = true;
    tab.addEventListener("click", () => {
      this.choose(name);
      tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    tab.addEventListener("keydown", (event) => this.#move(event, name));
    at("tabs").append(tab);
    at("panels").append(panel);
    this.#tabs.set(name, { tab, panel });
  }

  choose(name) {
    for (const [other, { tab, panel }] of this.#tabs) {
      const isChosen = other === name;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panel.hidden = !isChosen;
    }
  }

  count(name, text) {
    setText(this.#tabs.get(name).tab.lastElementChild, text);
  }

  #move(event, name) {
    const names = [...this.#tabs.keys()];
    const place = names.indexOf(name);
    const goal = { ArrowRight: place + 1, ArrowLeft: place - 1 + names.length, Home: 0, End: names.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    const next = names[goal % names.length];
    this.choose(next);
    this.#tabs.get(next).tab.focus();
  }
}
