// Candles of a minute put together to longer ones.
export const INTERVALS = [[60, "1 minute"], [300, "5 minutes"], [900, "15 minutes"], [3600, "1 hour"], [14400, "4 hours"], [86400, "1 day"]];

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
