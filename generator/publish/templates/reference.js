"use strict";
// The page works without this script; the script adds the calculator, the filter, the tabs and the theme.

const byId = (id) => document.getElementById(id);
const bytes = (text) => new TextEncoder().encode(text);
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// What is signed: path and query as sent, and the body, which follows directly if an RSA key signs JSON.
function signedText(kind, target, body) {
  const direct = kind === "rsa" && /^\s*[[{]/.test(body);
  const mark = !body || direct || target.includes("?") ? "" : "?";
  return target + mark + body;
}

// WebCrypto reads PKCS #8 alone; "BEGIN RSA PRIVATE KEY" is the inner part of it and gets its frame here.
function privateKeyBytes(pem) {
  const der = Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, "")), (char) => char.charCodeAt(0));
  if (!pem.includes("RSA PRIVATE KEY")) return der;
  const rsa = [0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
  return Uint8Array.from(framed(0x30, [2, 1, 0, ...rsa, ...framed(0x04, der)]));
}

function framed(tag, content) {
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return [tag, ...length, ...content];
}

async function signature(kind, secret, text) {
  if (kind === "hmac") {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", bytes(secret), algorithm, false, ["sign"]);
    return hex(await crypto.subtle.sign("HMAC", key, bytes(text)));
  }
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("pkcs8", privateKeyBytes(secret), algorithm, false, ["sign"]);
  return base64(await crypto.subtle.sign(algorithm.name, key, bytes(text)));
}

const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";

function curl(field, signed) {
  const lines = [
    `curl -sS -X ${field.method.value} ${quoted(byId("request").dataset.origin + field.target.value)}`,
    `-H ${quoted("Apikey: " + field.key.value)}`,
    `-H ${quoted("Signature: " + signed)}`,
  ];
  if (field.body.value) lines.push("-H 'Content-Type: application/json'", `--data-binary ${quoted(field.body.value)}`);
  return lines.join(" \\\n  ");
}

async function calculate() {
  const field = byId("calculate").elements;
  const text = signedText(field.kind.value, field.target.value, field.body.value);
  byId("signed").value = text;
  try {
    const signed = await signature(field.kind.value, field.secret.value, text);
    byId("signature").value = signed;
    byId("request").textContent = curl(field, signed);
  } catch {
    byId("signature").value = "The key cannot be read: a secret for HMAC, an unencrypted PEM private key for RSA.";
    byId("request").textContent = "";
  }
}

function fillCalculator(button) {
  const field = byId("calculate").elements;
  const example = button.closest(".example");
  field.method.value = button.dataset.method;
  field.target.value = button.dataset.target;
  field.body.value = example ? example.querySelector("pre").textContent : "";
  calculate();
  byId("calculator").scrollIntoView();
  field.target.focus({ preventScroll: true });
}

// One sample stands open at a time, of the same language everywhere.
function chooseLanguage(chosen) {
  for (const sample of document.querySelectorAll(".sample")) sample.open = sample.dataset.language === chosen;
}

function filterContents(words) {
  const wanted = words.toLowerCase();
  for (const item of document.querySelectorAll("nav li")) {
    item.hidden = !item.textContent.toLowerCase().includes(wanted);
  }
}

function switchTheme() {
  const root = document.documentElement.classList;
  const dark = root.contains("dark") || (!root.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
  root.toggle("dark", !dark);
  root.toggle("light", dark);
}

for (const element of document.querySelectorAll("[hidden]")) element.hidden = false;
byId("calculate").addEventListener("input", calculate);
byId("filter").addEventListener("input", (event) => filterContents(event.target.value));
byId("theme").addEventListener("click", switchTheme);
for (const button of document.querySelectorAll(".sign")) button.addEventListener("click", () => fillCalculator(button));
for (const summary of document.querySelectorAll(".sample > summary")) {
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    chooseLanguage(summary.parentElement.open ? "" : summary.parentElement.dataset.language);
    summary.scrollIntoView({ block: "nearest" });
  });
}
if (matchMedia("(max-width: 56rem)").matches) document.querySelector(".contents").open = false;
calculate();
