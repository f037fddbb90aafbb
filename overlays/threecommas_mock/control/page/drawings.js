// What can be drawn on the chart of a pair: each deal, SmartTrade, grid, simple trade and ladder on it, or all.
const KINDS = [
  ["deals", (row) => `Deal ${row.id} · ${row.bot}`],
  ["smart_trades", (row) => `SmartTrade ${row.id}`],
  ["grid_bots", (row) => `Grid ${row.id} · ${row.name}`],
  ["simple_trades", (row) => `Simple trade ${row.id}`],
  ["dca_bots", (row) => `Bot ${row.id} · ${row.name}`],
];
export const EVERYTHING = "everything";
export const MOST_LINES = 60;
const MOST_OTHER_MARKS = 300;

// The items on a pair, open ones first, then the newest: their key, title, lines and marks. A bot has its ladder.
export function drawings(state) {
  const items = KINDS.flatMap(([room, title]) =>
    newestFirst(state[room].rows)
      .filter((row) => pairOf(row) === state.pair)
      .map((row) => ({ lines: row.ladder, marks: [], ...row, key: `${room}:${row.id}`, room, title: title(row) })));
  return items.sort((one, other) => other.open - one.open);
}

// The items to draw: the chosen one, else the first that is open; or everything that is open.
export function chosenOf(items, chosen) {
  if (chosen === EVERYTHING) return items.filter((item) => item.open && item.room !== "dca_bots");
  const found = items.find((item) => item.key === chosen) ?? items[0];
  return found ? [found] : [];
}

// The pair that the page begins with: one on which something is open, if there is any.
export function firstPair(state) {
  const found = KINDS.map(([room]) => newestFirst(state[room].rows).find((row) => row.open)).find(Boolean);
  return found ? pairOf(found) : state.pair;
}

export function linesOf(items) {
  return items.flatMap((item) => item.lines.map(([kind, label, price, units]) => ({
    kind, price, units, label: items.length > 1 ? `${label} ${item.id}` : label,
  }))).slice(0, MOST_LINES);
}

// The fills of what is drawn, with labels, and the newest of all others on the pair, without.
export function marksOf(drawn, items) {
  const others = items.filter((item) => !drawn.includes(item)).flatMap((item) => marks(item, () => ""));
  const labelled = drawn.flatMap((item) => marks(item, (label) => label));
  const byTime = (one, other) => one.time - other.time;
  return [...others.sort(byTime).slice(-MOST_OTHER_MARKS), ...labelled].sort(byTime);
}

function marks(item, text) {
  return item.marks.map(([time, side, label]) => ({ time, side, label: text(label) }));
}

function pairOf(row) {
  return row.pair ?? row.ladder_pair;
}

function newestFirst(rows) {
  return Object.values(rows).sort((one, other) => other.id - one.id);
}
