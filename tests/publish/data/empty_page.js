// A page that has no elements: enough to load the script of the reference and call its functions.
"use strict";
const special = { [Symbol.iterator]: () => [][Symbol.iterator](), [Symbol.toPrimitive]: () => "" };
const nothing = new Proxy(function () {}, {
  get: (target, name) => special[name] ?? nothing,
  apply: () => nothing,
  set: () => true,
});
globalThis.document = nothing;
globalThis.matchMedia = nothing;
const fs = require("fs");
const [, , file, kind, secret, target, body] = process.argv;
const calls = new Function(fs.readFileSync(file, "utf-8") + "; return { signature, signedText };")();
const text = calls.signedText(kind, target, body);
calls.signature(kind, secret, text).then((signed) => console.log(JSON.stringify({ text, signed })));

