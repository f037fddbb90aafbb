// Candles of a minute put together to longer ones.
export const AUTOMATIC = "0";
export const INTERVALS = [[60, "1 minute"], [300, "5 minutes"], [900, "15 minutes"], [3600, "1 hour"], [14400, "4 hours"], [86400, "1 day"]];

// The interval that suits candles: prices that come every quarter of an hour, as those of a replay, make hours.
export function suitable(minutes) {
  const begins = Object.keys(minutes).map(Number).sort((one, other) => one - other).slice(-40);
  const gaps = begins.slice(1).map((begin, index) => begin - begins[index]).sort((one, other) => one - other);
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 60;
  const wanted = usual > 60 ? 4 * usual : 60;
  return (INTERVALS.find(([seconds]) => seconds >= wanted) ?? INTERVALS.at(-1))[0];
}

// The candles as the chart takes them, oldest first; *minutes* has arrays of text by the second they begin.
export function candlesOf(minutes, seconds) {
  const bars = [];
  for (const begin of Object.keys(minutes).map(Number).sort((one, other) => one - other)) {
    const [open, high, low, close] = minutes[begin].map(Number);
    const time = begin - (begin % seconds);
    const last = bars.at(-1);
    if (last?.time !== time) bars.push({ time, open, high, low, close });
    else Object.assign(last, { high: Math.max(last.high, high), low: Math.min(last.low, low), close });
  }
  return bars;
}
