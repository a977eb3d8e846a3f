// The page comes to life: language, theme, filters, lists.
const $ = (id) => document.getElementById(id);
const form = $("filters");
const PRINTED = 1000; // rows of a list that go to paper
let current = [];

const list = new Table($("list"), {
  name: "records", draw: recordRow, sort: { key: "when", by: 1 }, columns: [
    { key: "when", label: "column.when", value: (record) => record.first },
    { key: "who", label: "column.who", value: (record) => names(record)[0] || "\uffff" },
    { key: "what", label: "column.what", value: (record) => record.number },
    { key: "kind", label: "column.kind", value: (record) => record.type + record.force },
  ],
});
const documents = new Table($("document-list"), {
  name: "documents", draw: (source) => documentRow(source, data.documents.indexOf(source)), sort: { key: "records", by: -1 }, columns: [
    { key: "title", label: "column.document", value: titleOf },
    { key: "published", label: "column.published", value: (source) => source.published || "" },
    { key: "language", label: "filter.language", value: (source) => source.language || "" },
    { key: "records", label: "records", value: (source) => source.records },
    { key: "dated", label: "fact.dated", value: (source) => source.dated },
  ],
});
const pairs = $("pair-list") && new Table($("pair-list"), {
  name: "pairs", draw: pairRow, group: (pair) => pair.document, sort: { key: "place", by: 1 }, columns: [
    { key: "vi", label: "language.vi" }, { key: "zh", label: "language.zh" },
    { key: "differ", label: "pairs.differences", value: (pair) => -pair.differ.length },
    { key: "place", hidden: true, value: (pair) => data.pairs.indexOf(pair) },
  ],
});

function refresh() {
  current = shown();
  list.show(current);
  $("count").textContent = t("count", { shown: current.length, all: data.records.length });
  $("chips").replaceChildren(...CHIPS.filter((name) => state[name]).map((name) => {
    const text = name === "recipient" ? state[name] : name === "bearer" ? t("bearer." + state[name]) : t("field.of", { n: state[name], all: 4 }) + " +";
    return element("button", { type: "button", onclick: () => { delete state[name]; refresh(); } }, t("filter." + name) + ": ", visible(text), " ×");
  }));
  fragment();
}

function fill() {
  for (const name of FIELDS) if (form.elements[name]) form.elements[name].value = state[name] || "";
}

// What a figure stands for: its filter alone, then the list with the keyboard on its heading.
function find(filter) {
  for (const name of Object.keys(state)) delete state[name];
  Object.assign(state, filter);
  fill();
  refresh();
  $("records").scrollIntoView();
  $("records-title").focus({ preventScroll: true });
}

function choosePairs() {
  const want = $("p-show").value;
  const rows = data.pairs.filter((pair) => ({ paired: pair.vi && pair.zh, differ: pair.differ.length, vi: !pair.zh, zh: !pair.vi })[want] ?? true);
  pairs.show(rows);
  $("pair-count").textContent = t("pairs.count", { n: rows.length });
}

function relabel() {
  document.documentElement.lang = language;
  document.title = "Zeren · " + t("title");
  translate(document);
  for (const node of document.querySelectorAll("[data-notion]")) {
    node.textContent = notion(node.dataset.notion);
    node.title = data.notions[node.dataset.notion]?.[3] || "";
  }
  for (const node of document.querySelectorAll("[data-period]")) {
    const period = data.charts.deadlines.periods[node.dataset.period];
    node.textContent = periodName(period);
    node.title = [period.first, period.last].map((text) => (text ? day(text) : "")).join(" – ");
  }
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === language));
  const sorts = list.columns.map(({ key, label }) => element("option", { value: key }, t(label)));
  $("sort").replaceChildren(...sorts);
  $("sort").value = list.sort.key;
  refresh();
  documents.show(data.documents);
  if (pairs) choosePairs();
  draw();
}

function start() {
  for (const node of document.querySelectorAll("[hidden]")) node.hidden = false;
  const asked = memory.get("language") || (navigator.language || "en").slice(0, 2);
  language = CODES.includes(asked) ? asked : "en";
  const theme = memory.get("theme");
  if (theme) document.documentElement.classList.add(theme);
  const options = data.documents.map((source, number) => [titleOf(source), number]).filter(([, number]) => data.documents[number].records);
  form.elements.document.append(...options.map(([title, number]) => element("option", { value: number }, visible(title.slice(0, 80)))));
  if (matchMedia("(max-width: 760px)").matches) document.querySelector(".narrow").open = false;
  fromFragment();
  fill();
  relabel();

  let waiting;
  form.addEventListener("input", ({ target }) => {
    state[target.name] = target.value;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, target.name === "q" ? 120 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  $("pair-filters")?.addEventListener("input", choosePairs);
  $("sort").addEventListener("input", ({ target }) => list.sortBy(target.value));
  $("reset").addEventListener("click", () => { for (const name of Object.keys(state)) delete state[name]; fill(); refresh(); });
  $("csv").addEventListener("click", () => save(csv(list.rows), "commitments-shown.csv"));
  $("print").addEventListener("click", () => window.print());
  $("theme").addEventListener("click", () => {
    const dark = document.documentElement.classList.contains("dark") || (!document.documentElement.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.classList.remove("dark", "light");
    document.documentElement.classList.add(dark ? "light" : "dark");
    memory.set("theme", dark ? "light" : "dark");
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-find], [data-language]");
    if (button?.dataset.find) find(Object.fromEntries(new URLSearchParams(button.dataset.find)));
    if (button?.dataset.language) {
      language = button.dataset.language;
      memory.set("language", language);
      relabel();
    }
  });
  const all = [list, documents, pairs].filter(Boolean);
  const paged = (sizes) => all.forEach((table) => { table.size = sizes; table.page = 0; table.render(); });
  window.addEventListener("beforeprint", () => paged(PRINTED));
  window.addEventListener("afterprint", () => paged(PAGE));
}

start();
