// Amounts as people read them. They come as text and are formatted as text: no digit goes through a float.

function formatted(text, least, most) {
  const format = new Intl.NumberFormat("en", { minimumFractionDigits: least, maximumFractionDigits: most });
  return format.format(text).replace("-", "−");
}

// The places that tell something: two for thousands, eight for what is far below one.
function places(text) {
  const size = Math.abs(Number(text));
  if (size >= 100 || size === 0) return 2;
  if (size >= 1) return 4;
  return size >= 0.01 ? 6 : 8;
}

export function price(text) {
  return text === undefined ? "" : formatted(text, 2, Math.max(2, places(text)));
}

export function amount(text) {
  return text === undefined ? "" : formatted(text, 0, 8);
}

// Money in a currency; that of a dollar has two places.
export function money(text, currency) {
  if (text === undefined) return "";
  const isDollar = /^(USD|USDT|USDC|BUSD|EUR)$/.test(currency);
  return isDollar ? formatted(text, 2, 2) : formatted(text, 2, 8);
}

export function signed(shown) {
  return shown === "" || shown.startsWith("−") || /^[0.,]*$/.test(shown) ? shown : `+${shown}`;
}

export function percent(text) {
  return text === undefined ? "" : `${signed(formatted(text, 2, 2))} %`;
}

export function tone(text) {
  if (text === undefined || Number(text) === 0) return "";
  return Number(text) > 0 ? "gain" : "loss";
}

export function time(moment) {
  return moment === undefined ? "" : moment.replace("T", " ").replace(/\.\d+Z$/, "");
}

// How many places the prices of a pair have.
export function precision(prices) {
  return Math.min(8, Math.max(2, ...prices.map((text) => (text.split(".")[1] ?? "").replace(/0+$/, "").length)));
}
