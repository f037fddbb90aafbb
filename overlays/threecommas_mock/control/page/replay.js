// The levers of a replay, if there is one: pause, candles one by one, the speed, and the report so far.
import { at, setOptions, setText } from "./elements.js";
import { ask } from "./exchange.js";
import { time } from "./numbers.js";

const SPEEDS = ["1", "10", "60", "600", "3600", "86400", "max"];

export class Replay {
  #isPaused = false;

  constructor(run) {
    at("pause").addEventListener("click", () => run(() => ask("PUT", "replay", { paused: !this.#isPaused })));
    at("speed").addEventListener("change", () => run(() => ask("PUT", "replay", { speed: at("speed").value })));
    for (const button of at("replay").querySelectorAll("[data-candles]")) {
      button.addEventListener("click", () => run(() => ask("POST", "replay", { candles: Number(button.dataset.candles) })));
    }
  }

  show(state) {
    const replay = state.replay;
    const isOver = replay?.over ?? true;
    at("replay").hidden = replay === undefined;
    // Whoever moves the clock by hand gets in the way of the candles.
    at("candle").hidden = !isOver;
    at("advance").hidden = !isOver;
    if (replay === undefined) return;
    this.#isPaused = replay.paused;
    setText(at("replay_says"), replay.error ?? about(replay));
    setText(at("pause"), replay.paused ? "Go on" : "Pause");
    for (const lever of at("replay").querySelectorAll("button, select")) lever.disabled = isOver;
    setOptions(at("speed"), [...new Set([...SPEEDS, replay.speed])].map((speed) => [speed, speed === "max" ? "at once" : `${speed} times`]));
    if (document.activeElement !== at("speed")) at("speed").value = replay.speed;
  }
}

function about({ candles, pair, interval_seconds: seconds, moment, over }) {
  const minutes = seconds / 60;
  const length = minutes >= 60 ? `${minutes / 60} h` : `${minutes} min`;
  const at = over ? "over" : `at ${time(moment)}`;
  return `${candles.toLocaleString("en")} candles of ${length} on ${pair}, ${at}`;
}
