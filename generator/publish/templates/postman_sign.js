// Signs the request with HMAC-SHA256 as 3Commas asks for it: path, question mark, query or body as they are sent.
const { HmacSHA256 } = require("crypto-js");
const address = pm.variables.replaceIn(pm.request.url.toString());
const target = address.replace(/^[a-z]+:\/\/[^/]+/i, "");
const body = pm.request.body && pm.request.body.raw ? pm.variables.replaceIn(pm.request.body.raw) : "";
const signed = body ? target + (target.includes("?") ? "" : "?") + body : target;
pm.request.headers.upsert({ key: "Apikey", value: pm.variables.get("api_key") });
pm.request.headers.upsert({
  key: "Signature",
  value: HmacSHA256(signed, pm.variables.get("api_secret")).toString(),
});
