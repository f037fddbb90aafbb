// The search of the reference: names, paths, permissions, statuses, values and members, by a key.

// What can be found of an article: kind of word, where such words stand, how much one counts.
const FOUND_IN = [
  ["name", "h3, .call code", 8],
  ["permission", ".permission", 6],
  ["status", "h3 .status, .answers > li > .status", 5],
  ["value", ".values code, .choices code", 4],
  ["member", "tbody th code", 3],
  ["words", ":scope > p, td", 1],
];
// Where all else is equal, readers look for what can be called.
const FIRST = { operation: 3, answer: 1 };
let index;

// The text of an element without the mark that links to it.
function shown(element) {
  return element.textContent.replace(/\s*#?\s*$/, "").trim();
}

function indexed() {
  return [...document.querySelectorAll("article[id]")].map((article) => ({
    id: article.id,
    title: shown(article.querySelector("h3")),
    kind: article.className,
    words: FOUND_IN.map(([kind, selector, weight]) => {
      const texts = [...article.querySelectorAll(selector)].map(shown);
      return [kind, weight, [...new Set(texts)]];
    }),
  }));
}

// The best place of one word in an article: a whole word counts twice as much as a part of one.
function best(entry, word) {
  let hit;
  for (const [kind, weight, texts] of entry.words) {
    for (const text of texts) {
      const lower = text.toLowerCase();
      const at = lower.indexOf(word);
      if (at < 0) continue;
      const whole = lower.length === word.length || lower.split(/[^\w]+/).includes(word);
      const score = weight * (whole ? 2 : 1);
      if (!hit || score > hit.score) hit = { kind, score, text: text.slice(Math.max(0, at - 40), at + 60) };
    }
  }
  return hit;
}

function hits(words) {
  index ??= indexed();
  const found = [];
  for (const entry of index) {
    const each = words.map((word) => best(entry, word));
    if (each.every(Boolean)) {
      const score = each.reduce((sum, { score }) => sum + score, FIRST[entry.kind] ?? 0);
      found.push({ entry, score, why: each.map(({ kind, text }) => `${kind}: ${text}`).join("; ") });
    }
  }
  return found.sort((left, right) => right.score - left.score);
}

const SHOWN = 30;

function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length ? hits(words) : [];
  byId("results").hidden = !words.length;
  byId("count").textContent = found.length > SHOWN ? `${found.length} found, the first ${SHOWN} shown` : `${found.length} found`;
  byId("found").replaceChildren(...found.slice(0, SHOWN).map(({ entry, why }) => {
    const link = made("a", `${entry.title} `);
    link.href = `#${entry.id}`;
    link.append(made("span", `${entry.kind}; ${why}`, "quiet"));
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
}

function closeSearch() {
  byId("results").hidden = true;
}

// "/" goes to the search from anywhere but a field, arrows go through what is found, Escape leaves.
function searchByKey(event) {
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byId("search").focus();
    byId("search").select();
  }
  if (!event.target.closest?.("search")) return;
  const links = [...byId("found").querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") closeSearch();
  if (event.key === "Enter" && event.target === byId("search")) links[0]?.click();
  if (step) {
    event.preventDefault();
    (links[links.indexOf(event.target) + step] ?? byId("search")).focus();
  }
}
