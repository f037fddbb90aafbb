// The form that arms faults, and the list of those that wait.
import { at, element, keyed, setOptions, setText } from "./elements.js";
import { ask } from "./exchange.js";

const AFTER = { after_effect: ["After the effect", false] };
// What each fault does, and its fields: name -> [label, value to begin with].
export const FAULTS = {
  latency: ["The answer is late.", { seconds: ["Seconds", 2] }],
  timeout: ["No answer comes.", AFTER],
  reset: ["The connection is reset: at a byte of the answer, else before it.", { at: ["At byte", ""], ...AFTER }],
  server_error: ["An error in JSON.", { status: ["Status", 500], ...AFTER }],
  gateway_error: ["An error page in HTML.", { status: ["Status", 502], ...AFTER }],
  truncated_body: ["The body ends too soon.", { at: ["At byte", 20], matching_length: ["Length says so", false] }],
  slow_body: ["The body comes in drops.", { pause: ["Pause in seconds", 0.1], chunk: ["Bytes at a time", 64] }],
  wrong_content_type: ["The body under another name.", { media_type: ["Media type", "text/html"] }],
  unknown_enum_value: ["A word that no document knows.", { field: ["Field", "status.type"], value: ["Word", "brand_new_value"] }],
  extra_field: ["A field that no document knows.", { field: ["Field", "brand_new_field"], value: ["Value", "brand new"] }],
  null_value: ["Null where a value belongs.", { field: ["Field", "pair"] }],
  duplicate: ["The request is handled twice.", {}],
};

export class Faults {
  constructor(run) {
    const form = at("arm");
    setOptions(form.elements.fault, Object.keys(FAULTS).map((name) => [name, name.replaceAll("_", " ")]));
    form.elements.fault.addEventListener("change", () => showFields(form.elements.fault.value));
    showFields(form.elements.fault.value);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(() => ask("POST", "faults", arming(form)));
    });
    at("disarm").addEventListener("click", () => run(() => ask("DELETE", "faults")));
  }

  show(state) {
    keyed(at("faults"), Object.entries(state.faults), ([number]) => number, () => element("li"), (item, [, armed]) => {
      const where = armed.operation ?? "every operation";
      const often = armed.remaining === undefined ? `with probability ${armed.probability}` : `${armed.remaining} times`;
      setText(item, `${armed.fault}: ${where}, ${often}`);
    });
    at("no_faults").hidden = Object.keys(state.faults).length > 0;
    at("disarm").hidden = Object.keys(state.faults).length === 0;
    const seen = new Set(Object.values(state.journal).map((entry) => entry.operation).filter(Boolean));
    keyed(at("operations"), [...seen].sort(), (name) => name, (name) => element("option", { value: name }), () => undefined);
  }
}

function showFields(name) {
  const [says, fields] = FAULTS[name];
  setText(at("fault_says"), says);
  at("fault_fields").replaceChildren(...Object.entries(fields).map(([field, [label, value]]) => {
    if (typeof value !== "boolean") return element("label", {}, `${label} `, element("input", { name: field, value: String(value) }));
    return element("label", { class: "check" }, element("input", { type: "checkbox", name: field }), ` ${label}`);
  }));
}

function arming(form) {
  const { fault, operation, times } = form.elements;
  const armed = { name: fault.value };
  for (const [field, [, value]] of Object.entries(FAULTS[fault.value][1])) {
    const input = form.elements[field];
    if (typeof value === "boolean") armed[field] = input.checked;
    else if (input.value !== "") armed[field] = isNumber(field) ? Number(input.value) : input.value;
  }
  const body = { fault: armed };
  if (operation.value) body.operation = operation.value;
  if (times.value) body.times = Number(times.value);
  else body.probability = 1;
  return body;
}

function isNumber(field) {
  return ["seconds", "at", "status", "pause", "chunk"].includes(field);
}
