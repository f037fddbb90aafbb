// The newest requests; one that is opened shows what was sent and what was answered.
import { element, keyed, setText } from "./elements.js";
import { ask } from "./exchange.js";
import { indented } from "./json_text.js";
import { time } from "./numbers.js";

export class Journal {
  panel = element("div");
  list = element("div", { class: "requests" });
  empty = element("p", { class: "empty" },
    "No requests yet. Point a client to the address that the mock printed; each request is listed here as it comes.");

  constructor() {
    this.panel.append(this.list, this.empty);
  }

  show(entries) {
    const newest = Object.values(entries).sort((one, other) => other.number - one.number);
    keyed(this.list, newest, (entry) => entry.number, make, () => undefined);
    this.empty.hidden = newest.length > 0;
  }
}

function make(entry) {
  const summary = element("summary", {},
    element("span", { class: `badge s${String(entry.status)[0]}` }, entry.status ? String(entry.status) : "none"),
    element("span", { class: "method" }, entry.method),
    element("span", { class: "target" }, entry.target),
    element("span", { class: "quiet" }, about(entry)));
  const details = element("details", {}, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) open(details, entry.number);
  });
  return details;
}

function about(entry) {
  return [
    `${entry.number}`, time(entry.moment), entry.operation, entry.signed_with,
    ...Object.entries(entry.ids).map(([noun, number]) => `${noun} ${number}`),
    entry.example ? "example of the document" : "", entry.fault ? `fault: ${entry.fault}` : "",
  ].filter(Boolean).join(" · ");
}

async function open(details, number) {
  const shown = element("div", { class: "exchange" }, "…");
  details.append(shown);
  try {
    const { log } = await ask("GET", `journal?number=${number}`);
    if (!log.entries.length) throw new Error("The journal no longer has this request.");
    const [{ request, response }] = log.entries;
    shown.replaceChildren(
      part("Request", request.headers, request.postData?.text), part("Answer", response.headers, response.content.text));
  } catch (error) {
    setText(shown, error.message);
  }
}

function part(title, headers, text) {
  const fields = headers.map(({ name, value }) => `${name}: ${value}`).join("\n");
  const region = (name, content) => element("pre", { tabindex: "0", role: "region", "aria-label": `${title}, ${name}` }, content);
  return element("section", {}, element("h3", {}, title), region("header fields", fields || "no header fields"),
    region("body", indented(text) || "no body"));
}
