// Keys, the card beside a document, and words picked from the text. Every page does its work without this file; it only saves steps.
"use strict";

const told = document.getElementById("told");
const reader = document.querySelector("[data-reader]");
const sheet = reader && document.getElementById("card");
let telling;

function tell(words) {
  if (!told || !words) return;
  told.textContent = words;
  told.classList.add("shown");
  clearTimeout(telling);
  telling = setTimeout(() => told.classList.remove("shown"), 2500);
}

// ---- a list, item by item ----

function step(items, by) {
  if (!items.length) return null;
  const at = items.findIndex((item) => item.classList.contains("at"));
  const next = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + by))];
  items.forEach((item) => item.classList.toggle("at", item === next));
  next.scrollIntoView({ block: "nearest" });
  return next;
}

function move(by) {
  if (reader) {
    const next = step([...reader.querySelectorAll(".index li")], by);
    if (next) open(next.dataset.record, true);
    return;
  }
  if (document.querySelector("[data-record-page]")) {
    document.querySelector(`.crumbs a[rel=${by > 0 ? "next" : "prev"}]`)?.click();
    return;
  }
  step([...document.querySelectorAll("[data-item]")], by)?.querySelector("a")?.focus({ preventScroll: true });
}

// ---- the card beside a document ----

async function open(record, scroll) {
  if (!sheet) return;
  light(record);
  reader.querySelectorAll(".index li").forEach((item) => {
    const here = item.dataset.record === record;
    item.classList.toggle("at", here);
    if (here && scroll && getComputedStyle(reader.querySelector(".side")).position === "sticky") item.scrollIntoView({ block: "nearest" });
  });
  if (scroll) document.getElementById(`r-${record}`)?.scrollIntoView({ block: "center" });
  if (document.body.dataset.live !== "yes") return;
  const answer = await fetch(`/records/${encodeURIComponent(record)}/card`, { headers: { "X-Zeren-Part": "card" } });
  if (!answer.ok) return tell(told.dataset.failed);
  fill(await answer.text());
}

function light(record) {
  document.querySelectorAll(".m.on").forEach((mark) => mark.classList.remove("on"));
  document.querySelectorAll(`.m.action[data-record="${CSS.escape(record)}"]`).forEach((mark) => mark.classList.add("on"));
}

function fill(html) {
  const holder = document.getElementById("card");
  holder.innerHTML = html; // from this server, which escapes what documents hold
  holder.hidden = false;
  const card = holder.querySelector("[data-card]");
  if (!card) return;
  mirror(card.dataset.card, card.dataset.verdict, card.querySelector(".verdict"));
  grow(card);
}

// The text and the list show what became of a record.
function mirror(record, verdict, badge) {
  const item = reader?.querySelector(`.index li[data-record="${CSS.escape(record)}"]`);
  if (!item) return;
  const judged = (one) => one && one !== "open";
  const counter = reader.querySelector("[data-judged]");
  if (counter) counter.textContent = Number(counter.textContent) + (judged(verdict) ? 1 : 0) - (judged(item.className.replace("at", "").trim()) ? 1 : 0);
  item.className = `${verdict} at`;
  item.querySelector(".verdict")?.remove();
  if (badge) item.querySelector("a").append(badge.cloneNode(true));
  document.querySelectorAll(`.m.action[data-record="${CSS.escape(record)}"]`).forEach((mark) => mark.classList.toggle("off", verdict === "rejected"));
}

function close() {
  if (reader && sheet && !sheet.hidden) {
    sheet.hidden = true;
    document.querySelectorAll(".m.on").forEach((mark) => mark.classList.remove("on"));
  }
}

async function send(form, button) {
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.set(button.name, button.value);
  let answer;
  try {
    answer = await fetch(form.getAttribute("action"), { // a field of the form is called action, too
       method: "POST",
      body: data,
      headers: { "X-Zeren-Part": "card" },
    });
  } catch {
    return tell(told.dataset.failed);
  }
  const html = await answer.text();
  if (![200, 422].includes(answer.status)) return location.reload();
  fill(html);
  tell(answer.ok ? told.dataset.saved : told.dataset.failed);
  if (answer.ok && reader && ["confirmed", "rejected", "corrected"].includes(button?.value)) move(1);
  else document.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-judge], [data-entries]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

// ---- rows of bearers and deadlines: one empty row is always there ----

function grow(card) {
  card.querySelectorAll("[data-rows]").forEach((rows) => {
    const all = [...rows.querySelectorAll("[data-row]")];
    const last = all[all.length - 1];
    if (last && last.querySelector("input").value.trim()) {
      const fresh = last.cloneNode(true);
      fresh.querySelectorAll("input").forEach((input) => { input.value = ""; });
      rows.append(fresh);
    }
  });
}

document.addEventListener("input", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row) return;
  if (["bearer", "deadline"].includes(event.target.name)) row.querySelector("input[type=hidden]").value = "";
  grow(row.closest("[data-card]"));
});

// ---- words picked from the text ----

// The place of a point in the text, in characters of the document: blocks say where they begin, and nothing else is text in them.
function place(node, offset) {
  const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-start]");
  if (!block) return null;
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, offset);
  return Number(block.dataset.start) + [...range.toString()].length;
}

function picked() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.startContainer.parentElement?.closest("[data-text]")) return null;
  const start = place(range.startContainer, range.startOffset);
  let end = place(range.endContainer, range.endOffset);
  if (start === null) return null;
  if (end === null) end = start + [...selection.toString()].length;
  const words = range.toString();
  return words.trim() && end > start ? { start, end, words } : null;
}

function put(kind) {
  const found = picked();
  const card = document.querySelector("[data-card]");
  const details = card?.querySelector("[data-correct]");
  if (!found || !details) return;
  details.open = true;
  const at = `${found.start}-${found.end}`;
  if (kind === "action") {
    card.querySelector("[name=action]").value = found.words;
    card.querySelector("[name=action_at]").value = at;
  } else {
    const rows = [...card.querySelectorAll(`[data-rows=${kind}] [data-row]`)];
    const row = rows[rows.length - 1];
    row.querySelector(`[name=${kind}]`).value = found.words;
    row.querySelector(`[name=${kind}_at]`).value = at;
    grow(card);
  }
  getSelection().removeAllRanges();
  offer();
  details.scrollIntoView({ block: "nearest" });
  tell(`${told.dataset[kind]}: ${found.words.length > 60 ? `${found.words.slice(0, 60)}…` : found.words}`);
}

let picker;
function offer() {
  picker?.remove();
  picker = null;
  const found = picked();
  if (!found || !document.querySelector("[data-correct]")) return;
  picker = document.createElement("div");
  picker.className = "picker";
  for (const [kind, key] of [["action", "a"], ["bearer", "b"], ["deadline", "d"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(Object.assign(document.createElement("kbd"), { textContent: key }), ` ${told.dataset[kind]}`);
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    button.addEventListener("click", () => put(kind));
    picker.append(button);
  }
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  document.body.append(picker);
  const left = Math.min(Math.max(8, box.left), innerWidth - picker.offsetWidth - 8);
  picker.style.left = `${left + scrollX}px`;
  picker.style.top = `${Math.max(8, box.top - picker.offsetHeight - 8) + scrollY}px`;
}

let settling;
document.addEventListener("selectionchange", () => {
  clearTimeout(settling);
  settling = setTimeout(offer, 180);
});

// ---- clicks ----

document.addEventListener("click", (event) => {
  const drop = event.target.closest("[data-drop]");
  if (drop) {
    const row = drop.closest("[data-row]");
    row.querySelectorAll("input").forEach((input) => { input.value = ""; });
    if (row.parentElement.querySelectorAll("[data-row]").length > 1) row.remove();
    return;
  }
  if (event.target.closest("[data-close]")) return close();
  if (event.target.closest("[data-help]")) return document.getElementById("help")?.showModal();
  if (!reader || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const here = event.target.closest(".text .m, .ref, .index a[data-record]");
  if (!here || document.body.dataset.live !== "yes" || !getSelection().isCollapsed) return;
  event.preventDefault();
  open(here.dataset.record, here.closest(".index") !== null);
});

// ---- keys ----

const PLACES = { l: 0, d: 1, u: 2, a: 3, s: 4 };
let waiting = false;

function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable]") !== null && !target.matches("[type=checkbox]");
}

function press(key) {
  const button = document.querySelector(`[data-card] [data-key="${key}"]`);
  if (button && button.offsetParent) button.click();
  else if (key === "c") document.querySelector("[data-card] [data-correct][open] [data-save]")?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    if (typing(event.target)) event.target.blur();
    else close();
    return;
  }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key;
  if (waiting) {
    waiting = false;
    if (key in PLACES) document.querySelectorAll(".places a")[PLACES[key]]?.click();
    return;
  }
  const done = () => event.preventDefault();
  if (key === "g") waiting = true;
  else if (key === "/") { done(); const search = document.querySelector("[data-search]"); search ? search.focus() : document.querySelector(".places a")?.click(); }
  else if (key === "j" || key === "k") { done(); move(key === "j" ? 1 : -1); }
  else if (key === "?") document.getElementById("help")?.showModal();
  else if ("cxu".includes(key)) { done(); press(key); }
  else if (key === "e") {
    const details = document.querySelector("[data-card] [data-correct]");
    if (details) { done(); details.open = !details.open; if (details.open) details.querySelector("select").focus(); }
  } else if (key === "Enter" && reader && document.activeElement === document.body) {
    document.querySelector("[data-card] .act a")?.click();
  } else if ({ a: "action", b: "bearer", d: "deadline" }[key]) put({ a: "action", b: "bearer", d: "deadline" }[key]);
});

// ---- the published site: words looked for in an index that lies beside it ----

const find = document.querySelector("[data-find]");
const plain = (text) => text.normalize("NFC").toLowerCase();
find?.addEventListener("input", () => {
  const list = document.querySelector("[data-found]");
  const words = plain(find.value).split(/\s+/).filter(Boolean);
  const hits = words.length ? (window.zerenIndex || []).filter((row) => words.every((word) => plain(`${row[1]} ${row[2]} ${row[3]}`).includes(word))) : [];
  list.hidden = !words.length;
  list.replaceChildren(...hits.slice(0, 50).map(([id, action, bearers, source, due]) => {
    const item = Object.assign(document.createElement("li"), { className: "item" });
    const link = Object.assign(document.createElement("a"), { className: "what", href: `records/${id}.html`, textContent: action });
    item.append(link, Object.assign(document.createElement("p"), { className: "by", textContent: [bearers, due].filter(Boolean).join(" · ") }));
    return item;
  }));
});

// ---- at the start ----

const fold = document.querySelector("[data-fold]");
if (fold && matchMedia("(max-width: 60rem)").matches) fold.open = false;
const asked = /^#r-([\w.:-]+)$/.exec(location.hash);
if (reader && asked) open(asked[1], false);
document.querySelectorAll("[data-card]").forEach(grow);
