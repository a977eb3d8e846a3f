// Text of documents, which may hold anything: it enters the page as text alone, and characters that act on their surroundings are named.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufff9-\ufffb]|\p{Surrogate}/gu;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function visible(text) {
  const parts = document.createDocumentFragment();
  let last = 0;
  for (const found of text.matchAll(CONTROL)) {
    parts.append(text.slice(last, found.index), element("span", { class: "control" }, code(found[0])));
    last = found.index + found[0].length;
  }
  parts.append(text.slice(last));
  return parts;
}

const named = (text) => text.replace(CONTROL, code);
const code = (character) => "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
const written = (text, lang, name = "bdi", attributes = {}) => element(name, { lang, ...attributes }, visible(text));

// A stretch of a passage with its marks, which may lie in each other: cut wherever one begins or ends.
function marked(passage, marks, [start, end], lang) {
  const text = data.passages[passage];
  const own = marks.filter(([kind, number, from, to]) => kind !== "clause" && number === passage && from < end && to > start);
  const cuts = new Set([start, end]);
  for (const [, , from, to] of own) for (const cut of [from, to]) if (cut > start && cut < end) cuts.add(cut);
  const places = [...cuts].sort((a, b) => a - b);
  const out = element("bdi", { lang });
  for (let i = 0; i + 1 < places.length; i += 1) {
    const kinds = new Set(own.filter(([, , from, to]) => from <= places[i] && to >= places[i + 1]).map(([kind]) => kind));
    const piece = visible(text.slice(places[i], places[i + 1]));
    if (kinds.size) out.append(element("mark", { class: [...kinds].join(" "), title: [...kinds].map((kind) => t("mark." + kind)).join(", ") }, piece));
    else out.append(piece);
  }
  return out;
}

const quote = ([, passage, start, end]) => data.passages[passage].slice(start, end);
