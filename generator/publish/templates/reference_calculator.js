"use strict";
// The signature calculator of the reference. It computes in the page, and says what makes a signature wrong.

const byId = (id) => document.getElementById(id);
const bytes = (text) => new TextEncoder().encode(text);
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function made(name, words, kind = "") {
  const element = document.createElement(name);
  element.textContent = words;
  if (kind) element.className = kind;
  return element;
}

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

// What makes a signature wrong although it is computed right; each piece of advice with its field.
function advice(field) {
  const found = [];
  const target = field.target.value;
  if (/^[a-z]+:\/\//i.test(target)) found.push([field.target, "Scheme and host are not signed: begin with /public/api."]);
  else if (!target.startsWith("/public/")) found.push([field.target, "The path begins with /public/api, which is signed too."]);
  if (/\s/.test(target)) found.push([field.target, "A path has no blank: write %20 where one is meant, and remove others."]);
  for (const each of [field.key, field.secret]) {
    if (each.value !== each.value.trim()) found.push([each, "A blank stands before or after the key or secret."]);
  }
  return found;
}

function advise(field) {
  const found = advice(field);
  for (const each of [field.target, field.key, field.secret]) {
    const wrong = found.some(([place]) => place === each);
    each.classList.toggle("wrong", wrong);
    each.setAttribute("aria-invalid", String(wrong));
  }
  byId("advice").replaceChildren(...found.map(([, words]) => made("p", words)));
  byId("advice").hidden = !found.length;
}

async function calculate() {
  const field = byId("calculate").elements;
  advise(field);
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
