// The charts: specifications for Vega-Lite (charts.json) over the counts of this run, labelled in the reader's language. Vega works on them as
// data (`ast`): no text of a document is ever run. What a chart shows stands in a table beneath it, too, for keyboards and screen readers.
const specifications = read("charts");
const LOOK = {
  background: null, font: "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif", view: { stroke: null }, padding: { left: 10, right: 16, top: 10, bottom: 10 },
  axis: { domain: false, ticks: false, title: null, labelFontSize: 12.5, labelPadding: 8, labelLimit: 230 }, text: { fontSize: 12 },
};
const NARROW = 520; // pixels of a chart in which labels are cut shorter
const COLUMN = { deadlines: 46, matrix: 66 }; // pixels that a column needs; what does not fit is scrolled to
const LINE = { deadlines: 42, matrix: 42, wording: 38, answers: 36 }; // pixels of a line
const percent = (value) => figure(value) + " %";
const interval = ([share, low, high]) => percent(share) + (low === null ? "" : " (" + figure(low) + "–" + figure(high) + ")");
const tally = (languages) => Object.entries(languages).map(([code, count]) => t("language." + code) + " " + figure(count)).join(", ");
const rung = (tier) => (["unknown", "nobody"].includes(tier) ? "" : ", " + t("tier." + tier));
const end = ({ organ, tier, name, kind }) => (name ? named(name) + (kind ? rung(kind[1]) : "") : t("organ." + organ) + rung(tier));

// The name of a column of time in the reader's language.
function periodName({ key, first, last, months }) {
  if (key === "recurring") return t("when.recurring");
  if (!first) return t("period.earlier");
  if (!last) return t("period.later");
  const [year, month] = first.split("-").map(Number);
  if (months === 1) return t("period.month", { year: String(year), month: String(month) });
  if (months === 3) return t("period.quarter", { year: String(year), quarter: t("quarter." + (month + 2) / 3) });
  return months === 12 ? String(year) : year + "–" + last.slice(0, 4);
}

function isNow({ first, last }) {
  const today = new Date().toLocaleDateString("sv-SE");
  return Boolean(first && last && first <= today && today <= last);
}

// The rows that each chart is drawn from; `tooltip` is what a mark says of itself, `find` the filter that shows its records.
const rowsOf = {
  deadlines: ({ periods, lines }) => lines.flatMap(([tier, cells], line) => cells.map(({ count, find }, column) => {
    const x = periodName(periods[column]), y = t("tier." + tier);
    return { x, y, count, find, said: figure(count), now: !line && isNow(periods[column]), tooltip: y + ", " + x + ": " + figure(count) };
  })),
  matrix: (lines) => lines.flatMap(([tier, cells]) => cells.map(({ type, count, find, languages }) => {
    const x = t("type." + type), y = t("tier." + tier);
    return { x, y, count, find, said: count ? figure(count) : "", tooltip: y + ", " + x + ": " + figure(count) + (count ? " (" + tally(languages) + ")" : "") };
  })),
  wording: (rows) => rows.flatMap(({ variable, value, sides, find, differs }) => Object.entries(sides).map(([language, numbers]) => {
    const y = (variable === "concept" ? notion(value) : t(variable + "." + value)) + (differs ? " *" : "");
    const [share, low, high] = numbers;
    return { y, language, share, low: low ?? share, high: high ?? share, find, tooltip: y + ", " + t("language." + language) + ": " + interval(numbers) };
  })),
  answers: ({ bearers, recipients, lines }) => [
    ...lines.flatMap(([from, to, count], line) => [[40, from], [49, from], [51, to], [60, to]].map(([x, place]) => ({ x, place, count, line, tooltip: end(bearers[from]) + " → " + end(recipients[to]) + ": " + figure(count) }))),
    ...[["who", 40, bearers], ["whom", 60, recipients]].flatMap(([side, x, ends]) => ends.map((one, place) => (
      { x, place, side, line: null, find: one.find, said: side === "who" ? end(one) + "  " + figure(one.count) : figure(one.count) + "  " + end(one), tooltip: end(one) + ": " + figure(one.count) }))),
  ],
};

const distinct = (values, field) => [...new Set(values.map((value) => value[field]))];

async function chart(node) {
  const [kind, part] = node.dataset.chart.split(".");
  const counts = part ? data.charts[kind].find(({ name }) => name === part).rows : data.charts[kind];
  const values = rowsOf[kind](counts);
  const specification = structuredClone(specifications[kind]);
  specification.layer = specification.layer.map((layer) => ({ ...layer, encoding: { tooltip: { field: "tooltip" }, description: { field: "tooltip" }, ...layer.encoding } }));
  for (const axis of ["x", "y"]) {
    const channel = specification.encoding[axis];
    if (channel?.type === "ordinal") channel.scale = { ...channel.scale, domain: distinct(values, channel.field) }; // empty columns, too
  }
  node.style.minWidth = (COLUMN[kind] ?? 0) * (distinct(values, "x").length + 2) + "px";
  specification.height = LINE[kind] * (kind === "answers" ? Math.max(1, ...values.map(({ place }) => place)) : distinct(values, "y").length);
  const narrow = node.parentElement.clientWidth < NARROW;
  const config = { ...LOOK, axis: { ...LOOK.axis, labelLimit: narrow ? 118 : LOOK.axis.labelLimit }, text: { ...LOOK.text, limit: kind === "answers" ? 0.39 * node.clientWidth : 0 } };
  const described = { ...specification, autosize: { type: "fit-x", contains: "padding" }, data: { values }, config, description: document.getElementById(node.dataset.title).textContent };
  drawn.get(node)?.finalize();
  const made = await vegaEmbed(node, described, { ast: true, renderer: "svg", actions: false, defaultStyle: false, logLevel: 1, tooltip: (handler, event, item, value) => { node.title = value ?? ""; } });
  drawn.set(node, made);
  made.view.addEventListener("click", (event, item) => { if (item?.datum?.find) find(Object.fromEntries(new URLSearchParams(item.datum.find))); });
}

// One drawing after the other, whatever the reader chooses meanwhile. The library stands behind this script, so that the records are there first.
const drawn = new Map();
let drawing = Promise.resolve();
function draw() {
  if (window.vegaEmbed) drawing = drawing.then(() => Promise.all([...document.querySelectorAll("[data-chart]")].map(chart))).catch(console.error);
}
document.addEventListener("DOMContentLoaded", draw);
