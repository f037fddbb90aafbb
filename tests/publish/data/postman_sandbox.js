// Postman's sandbox, as far as the script of the collection uses it, with Node's own HMAC.
"use strict";
const crypto = require("crypto");
const [, , script, given] = process.argv;
const { target, body, key, secret } = JSON.parse(given);
const variables = { api_key: key, api_secret: secret, base_url: "https://api.3commas.io" };
const headers = {};
const pm = {
  variables: {
    get: (name) => variables[name],
    replaceIn: (text) => text.replace(/{{(\w+)}}/g, (_, name) => variables[name]),
  },
  request: {
    url: { toString: () => "{{base_url}}" + target },
    body: body ? { raw: body } : undefined,
    headers: { upsert: ({ key, value }) => { headers[key] = value; } },
  },
};
const hmac = (text, key) => crypto.createHmac("sha256", key).update(text).digest("hex");
const HmacSHA256 = (text, key) => ({ toString: () => hmac(text, key) });
new Function("pm", "require", script)(pm, () => ({ HmacSHA256 }));
console.log(JSON.stringify(headers));

