// The exchange as the page asks it: its levers, and its state, which comes as changes.
import { applied } from "./merge_patch.js";

const CONTROL = new URL("../", import.meta.url);

export async function ask(method, path, body) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(new URL(path, CONTROL), options);
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error_description);
  return value;
}

// The state of the exchange. Only one request for it is under way at a time.
export class Watch {
  state = {};
  version = "";

  // Fetches what changed; tells whether anything did.
  async look(pair, rows) {
    const query = new URLSearchParams({ since: this.version, rows });
    if (pair) query.set("pair", pair);
    const answer = await ask("GET", `changes?${query}`);
    const isNew = answer.version !== this.version;
    this.state = answer.whole ?? applied(this.state, answer.patch);
    this.version = answer.version;
    return isNew;
  }
}
