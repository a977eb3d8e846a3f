// The shown rows as a file for a spreadsheet: UTF-8 with its mark, and no cell that a spreadsheet would run as a formula.
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
const CELL = 32767; // characters a spreadsheet cell can hold

function safe(value) {
  let text = Array.isArray(value) ? value.join(" ; ") : value === null || value === undefined ? "" : String(value);
  text = text.replace(/\0/g, "\ufffd").toWellFormed?.() ?? text;
  if (typeof value !== "number" && FORMULA.test(text)) text = "'" + text;
  if (text.length > CELL) text = text.slice(0, CELL - 1) + "…";
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

function columns(record) {
  const source = data.documents[record.document];
  const one = (kind) => quotes(record, kind)[0];
  return {
    record_id: record.id, language: record.language, type: record.type, status: record.status, actor_names: names(record),
    actor_organs: record.actors.map((actor) => actor[1]), actor_tiers: record.actors.map((actor) => actor[2]), modal: one("modal"),
    force: record.force === "none" ? "" : record.force, action: one("action"), due: record.dues[0], deadlines: quotes(record, "deadlines"),
    deadline_dues: record.times.map(([due]) => due || ""), deadline_rrules: record.times.map((time) => time[2] || ""),
    deadline_starts: record.times.map((time) => time[6] || ""), recipient: one("recipient"), condition: one("condition"),
    basis: quotes(record, "basis"), targets: quotes(record, "targets"), concepts: record.concepts, clause: one("clause"),
    clause_start: record.at[0], clause_end: record.at[1], section: record.section, item: record.item, specificity: record.specificity,
    confidence: record.confidence, rules: record.rules, source: source.source, title: source.title, publisher: source.publisher,
    published: source.published, number: source.number, url: source.url,
  };
}

function csv(records) {
  const rows = records.map(columns);
  const heads = Object.keys(rows[0] || {});
  const lines = [heads, ...rows.map((row) => heads.map((head) => (Array.isArray(row[head]) && !row[head].some(Boolean) ? "" : row[head])))];
  return "\ufeff" + lines.map((line) => line.map(safe).join(",") + "\r\n").join("");
}

function save(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
