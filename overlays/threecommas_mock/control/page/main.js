// The page: asks for changes again and again, and shows them.
import { Accounts } from "./accounts.js";
import { Controls } from "./controls.js";
import { firstPair } from "./drawings.js";
import { at, setText } from "./elements.js";
import { Watch, ask } from "./exchange.js";
import { Faults } from "./faults.js";
import { Journal } from "./journal.js";
import { Market } from "./market.js";
import { time } from "./numbers.js";
import { Replay } from "./replay.js";
import { ROOMS } from "./rooms.js";
import { Table } from "./tables.js";
import { Tabs } from "./tabs.js";

const EVERY = 500;
const HIDDEN = 5000;
const ROWS = 100;

const watch = new Watch();
const tabs = new Tabs();
const journal = new Journal();
const accounts = new Accounts();
let rows = ROWS;
let looking = Promise.resolve();
let unanswered = false;

const market = new Market(refresh);
const controls = new Controls(run);
const faults = new Faults(run);
const replay = new Replay(run);
const tables = ROOMS.map((room) => new Table(room, {
  onMore: () => {
    rows += ROWS;
    refresh();
  },
  onSelect: room.name === "dca_bots" ? drawBot : draw,
}));
for (const table of tables) tabs.add(table.room.name, table.room.title, table.panel);
tabs.add("accounts", "Accounts", accounts.panel);
tabs.add("requests", "Requests", journal.panel);
tabs.add("faults", "Faults", at("faults_panel"));
tabs.choose("deals");

function draw(room, id) {
  const row = watch.state[room].rows[id];
  market.choose(row.pair, `${room}:${id}`);
  refresh();
}

function drawBot(room, id) {
  const bot = watch.state[room].rows[id];
  market.choose(bot.ladder_pair, bot.ladder_deal ? `deals:${bot.ladder_deal}` : `${room}:${id}`);
  run(() => explain(bot));
}

// Says what keeps a bot from a deal, pair by pair.
async function explain(bot) {
  const obstacles = Object.entries(await ask("GET", `dca_bots?bot_id=${bot.id}`));
  const told = obstacles.map(([pair, obstacle]) => `${pair}: ${obstacle ?? "may open a deal"}`).join("; ");
  setText(tables.find((table) => table.room.name === "dca_bots").says, `${bot.name} · ${told}`);
}

function show() {
  const { state } = watch;
  setText(at("moment"), time(state.moment));
  setText(at("requests"), state.requests.toLocaleString("en"));
  controls.show(state);
  replay.show(state);
  const drawn = market.show(state);
  for (const table of tables) {
    const shown = state[table.room.name];
    table.show(shown, drawn.find((item) => item.room === table.room.name)?.id);
    tabs.count(table.room.name, shown.all ? `${shown.open} / ${shown.all}` : "");
  }
  accounts.show(state.accounts);
  journal.show(state.journal);
  tabs.count("requests", state.requests ? state.requests.toLocaleString("en") : "");
  faults.show(state);
  const armed = Object.keys(state.faults).length;
  tabs.count("faults", armed ? String(armed) : "");
}

// One look at a time: each has to know what the one before it got.
function look(always) {
  looking = looking.then(async () => {
    const isFirst = watch.version === "";
    const isNew = await watch.look(market.pair, rows);
    if (isFirst && market.pair === "" && firstPair(watch.state) !== watch.state.pair) {
      market.choose(firstPair(watch.state), "");
      await watch.look(market.pair, rows);
    }
    if (isNew || always) show();
  });
  const done = looking;
  looking = looking.catch(() => undefined);
  return done;
}

async function run(action) {
  try {
    await action();
    await look(true);
    setText(at("trouble"), "");
  } catch (error) {
    setText(at("trouble"), error.message);
  }
}

function refresh() {
  return run(() => undefined);
}

async function goOn() {
  try {
    await look(false);
    // What the last action was refused for stays to be read.
    if (unanswered) setText(at("trouble"), "");
    unanswered = false;
  } catch (error) {
    unanswered = true;
    setText(at("trouble"), `The page stands still: ${error.message}`);
  }
  setTimeout(goOn, document.hidden ? HIDDEN : EVERY);
}
goOn();
