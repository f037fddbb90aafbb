// The page works without its script. This part adds copying, what is remembered, and members of answers at their
// place, and starts the calculator and the search.

// A page of a file may have no storage; then nothing is remembered.
function remember(name, value) {
  try {
    localStorage.setItem(`reference-${name}`, value);
  } catch {}
}

function remembered(name) {
  try {
    return localStorage.getItem(`reference-${name}`);
  } catch {
    return null;
  }
}

// One sample stands open at a time, of the same language everywhere, and after the next start too.
function chooseLanguage(chosen) {
  for (const sample of document.querySelectorAll(".sample")) sample.open = sample.dataset.language === chosen;
}

// What stands below a closed part is no place to arrive at.
function showTarget() {
  const place = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
  for (let part = place; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  if (place) place.scrollIntoView();
}

// The members of an answer are those of the schema, which is in the page already.
function fillShape(details) {
  if (!details.open || details.childElementCount > 1) return;
  const table = byId(`schema-${details.dataset.schema}`).querySelector(":scope > .scroll");
  details.append(table ? table.cloneNode(true) : made("p", "It has no members.", "quiet"));
}

async function copy(button) {
  const text = button.parentElement.querySelector("pre").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(button.parentElement.querySelector("pre"));
    document.execCommand("copy");
    getSelection().removeAllRanges();
  }
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 1500);
}

function addCopyButton(pre) {
  const frame = made("div", "", "code");
  const button = made("button", "Copy", "copy");
  button.type = "button";
  pre.replaceWith(frame);
  frame.append(pre, button);
}

function useTheme(name) {
  document.documentElement.classList.toggle("dark", name === "dark");
  document.documentElement.classList.toggle("light", name === "light");
}

function switchTheme() {
  const root = document.documentElement.classList;
  const dark = root.contains("dark") || (!root.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
  useTheme(dark ? "light" : "dark");
  remember("theme", dark ? "light" : "dark");
}

for (const element of document.querySelectorAll("[hidden]:not(#results, #advice)")) element.hidden = false;
useTheme(remembered("theme"));
if (remembered("language")) chooseLanguage(remembered("language"));
for (const pre of document.querySelectorAll("pre")) addCopyButton(pre);
byId("calculate").addEventListener("input", calculate);
byId("search").addEventListener("input", (event) => search(event.target.value));
byId("search").addEventListener("focus", (event) => search(event.target.value));
byId("found").addEventListener("click", closeSearch);
byId("theme").addEventListener("click", switchTheme);
document.addEventListener("keydown", searchByKey);
document.addEventListener("click", (event) => {
  if (!event.target.closest("search")) closeSearch();
  if (event.target.matches(".copy")) copy(event.target);
});
document.addEventListener("toggle", ({ target }) => target.matches?.(".shape") && fillShape(target), true);
addEventListener("hashchange", showTarget);
for (const button of document.querySelectorAll(".sign")) button.addEventListener("click", () => fillCalculator(button));
for (const summary of document.querySelectorAll(".sample > summary")) {
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    const { language } = summary.parentElement.dataset;
    chooseLanguage(summary.parentElement.open ? "" : language);
    remember("language", language);
    summary.scrollIntoView({ block: "nearest" });
  });
}
if (matchMedia("(max-width: 56rem)").matches) document.querySelector(".contents").open = false;
calculate();
showTarget();
