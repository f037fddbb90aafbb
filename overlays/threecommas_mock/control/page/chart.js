// The chart: candles of a pair, with the lines and fills of what trades on it.
//
// The attribute `data-drawn` of its element says in JSON what the chart library holds: `pair`, `item`, `bars`
// (how many candles), `last` (the last candle), `lines` ({kind, label, price}) and `marks` ({time, text}).
import * as library from "./lightweight-charts/lightweight-charts.standalone.production.mjs";
import { precision, price } from "./numbers.js";

const { CandlestickSeries, LineStyle, createChart, createSeriesMarkers } = library;
// With more lines than these, labels would cover the candles; the table below the chart has them.
const CROWDED = 25;
export const STYLES = {
  entry: { color: "--entry", lineStyle: LineStyle.Solid, lineWidth: 1 },
  average: { color: "--average", lineStyle: LineStyle.Solid, lineWidth: 2 },
  safety: { color: "--safety", lineStyle: LineStyle.Dashed, lineWidth: 1 },
  safety_next: { color: "--safety", lineStyle: LineStyle.SparseDotted, lineWidth: 1 },
  target: { color: "--gain", lineStyle: LineStyle.Dashed, lineWidth: 2 },
  stop: { color: "--loss", lineStyle: LineStyle.Dashed, lineWidth: 2 },
  trailing: { color: "--trailing", lineStyle: LineStyle.LargeDashed, lineWidth: 2 },
  order: { color: "--entry", lineStyle: LineStyle.Dashed, lineWidth: 1 },
  liquidation: { color: "--loss", lineStyle: LineStyle.Dotted, lineWidth: 1 },
  grid_buy: { color: "--gain", lineStyle: LineStyle.Dotted, lineWidth: 1 },
  grid_sell: { color: "--loss", lineStyle: LineStyle.Dotted, lineWidth: 1 },
  grid_idle: { color: "--quiet", lineStyle: LineStyle.Dotted, lineWidth: 1 },
};

export class Chart {
  #lines = new Map();
  #prices = [];
  #shown = {};
  #latest = null;
  #kinds = new Map();
  places = 2;

  constructor(place) {
    this.place = place;
    this.chart = createChart(place, {
      autoSize: true,
      layout: { attributionLogo: false, fontFamily: getComputedStyle(document.body).fontFamily },
      rightPriceScale: { scaleMargins: { top: 0.08, bottom: 0.08 } },
      timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 8, barSpacing: 12 },
      // A finger that moves up and down scrolls the page.
      handleScroll: { vertTouchDrag: false },
      localization: { locale: "en", priceFormatter: (value) => price(value.toFixed(this.places)) },
    });
    this.series = this.chart.addSeries(CandlestickSeries, {
      autoscaleInfoProvider: (original) => this.#range(original()),
    });
    this.markers = createSeriesMarkers(this.series, []);
    this.#paint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#paint();
      if (this.#latest !== null) this.draw(this.#latest);
    });
  }

  // Draws *bars* ({time, open, high, low, close}), *lines* ({kind, label, price}) and *marks*.
  draw(latest) {
    this.#latest = latest;
    const { pair, item, interval, texts, bars, lines, marks } = latest;
    const isOther = pair !== this.#shown.pair || interval !== this.#shown.interval;
    this.places = precision(texts);
    this.series.applyOptions({ priceFormat: { type: "price", precision: this.places, minMove: 10 ** -this.places } });
    this.#drawLines(lines);
    this.#drawBars(bars, isOther);
    this.markers.setMarkers(marks.map((mark) => this.#marker(mark, interval)));
    this.#shown = { pair, item, interval };
    this.place.dataset.drawn = JSON.stringify(this.#drawn());
    if (isOther) this.chart.timeScale().scrollToRealTime();
  }

  #drawBars(bars, isOther) {
    const had = this.series.data();
    const last = had.at(-1);
    const grows = !isOther && last && bars.length >= had.length && bars[had.length - 1]?.time === last.time && bars[0].time === had[0].time;
    if (!grows) this.series.setData(bars);
    else for (const bar of bars.slice(had.length - 1)) this.series.update(bar);
  }

  #drawLines(lines) {
    this.#prices = lines.map((line) => Number(line.price));
    const wanted = new Map();
    for (const line of lines) wanted.set(`${line.kind} ${line.label} ${line.price}`, line);
    for (const [key, drawn] of this.#lines) {
      if (wanted.has(key)) continue;
      this.series.removePriceLine(drawn);
      this.#lines.delete(key);
    }
    for (const [key, line] of wanted) {
      if (!this.#lines.has(key)) this.#lines.set(key, this.#priceLine(line, lines.length > CROWDED));
    }
    this.#kinds = new Map([...wanted].map(([key, line]) => [key, line.kind]));
  }

  #priceLine({ kind, label, price }, isCrowded) {
    const { color, ...style } = STYLES[kind];
    return this.series.createPriceLine({
      ...style, price: Number(price), title: isCrowded ? "" : label, color: colour(color), axisLabelVisible: !isCrowded,
    });
  }

  #marker({ time, side, label }, interval) {
    const buys = side === "buy";
    return {
      time: time - (time % interval), text: label, shape: buys ? "arrowUp" : "arrowDown",
      position: buys ? "belowBar" : "aboveBar", color: colour(buys ? "--gain" : "--loss"), size: label ? 1 : 0.5,
    };
  }

  // The candles and all lines fit in.
  #range(original) {
    if (original === null || this.#prices.length === 0) return original;
    const { minValue, maxValue } = original.priceRange;
    return {
      ...original,
      priceRange: { minValue: Math.min(minValue, ...this.#prices), maxValue: Math.max(maxValue, ...this.#prices) },
    };
  }

  #paint() {
    const line = colour("--line");
    this.chart.applyOptions({
      layout: { background: { color: colour("--panel") }, textColor: colour("--text") },
      grid: { vertLines: { color: colour("--faint") }, horzLines: { color: colour("--faint") } },
      rightPriceScale: { borderColor: line },
      timeScale: { borderColor: line },
    });
    const [gain, loss] = [colour("--gain"), colour("--loss")];
    this.series.applyOptions({
      upColor: gain, borderUpColor: gain, wickUpColor: gain, downColor: loss, borderDownColor: loss, wickDownColor: loss,
    });
    // A line keeps the colour it was made with.
    for (const [key, drawn] of this.#lines) drawn.applyOptions({ color: colour(STYLES[this.#kinds.get(key)].color) });
  }

  #drawn() {
    const lines = [...this.#lines].map(([key, drawn]) => {
      const { title, price } = drawn.options();
      return { kind: this.#kinds.get(key), label: title, price };
    });
    const marks = this.markers.markers().map(({ time, text }) => ({ time, text }));
    const bars = this.series.data();
    return { pair: this.#shown.pair, item: this.#shown.item, bars: bars.length, last: bars.at(-1), lines, marks };
  }
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
