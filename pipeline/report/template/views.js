// How a record, a pair and a document look as rows.
const cell = (key, head, ...children) => element("td", { class: "c-" + key, "data-head": t(head) }, children);

function times(record) {
  if (!record.times.length) return [element("span", { class: "minor" }, "–")];
  const said = quotes(record, "deadlines");
  return record.times.flatMap(([due, latest, rule, precision, role, , begin], i) => [
    due ? element("span", { class: "day" }, day(due), latest ? " – " + day(latest) : "") : rule ? element("span", { class: "day" }, recurrence(rule), begin ? " " + t("since", { day: day(begin) }) : "") : null,
    written(said[i] || "", record.language, "bdi", { class: "said" }),
    precision !== "exact" || role !== "deadline" ? element("span", { class: "minor" }, " (" + [role !== "deadline" ? t("role." + role) : "", precision !== "exact" ? t("precision." + precision) : ""].filter(Boolean).join(", ") + ")") : null,
    i + 1 < record.times.length ? element("br") : null,
  ]);
}

const kindOf = ([, organ, tiers]) => [t("organ." + organ), tiersOf(tiers)].filter(Boolean).join(", ");

function bearers(record) {
  if (!record.actors.length) return element("span", { class: "minor" }, t("organ.nobody"));
  return element("ul", { class: "plainlist" }, record.actors.map((actor) => element("li", {},
    written(actor[0], record.language, "bdi", { class: "name" }), element("br"), element("span", { class: "minor" }, kindOf(actor), actor[3] === "context" ? " · " + t("from.context") : ""))));
}

function recordRow(record) {
  const clause = record.marks[0];
  const more = element("button", { type: "button", class: "toggle", "aria-expanded": "false" }, t("more"));
  const source = data.documents[record.document];
  const row = element("tr", { class: "row", id: "r-" + record.id },
    cell("when", "column.when", times(record)), cell("who", "column.who", bearers(record)),
    cell("what", "column.what", element("div", { class: "words", lang: record.language }, marked(clause[1], record.marks, [clause[2], clause[3]], record.language)),
      element("span", { class: "from" }, written(titleOf(source), source.language), " ", more)),
    cell("kind", "column.kind", element("span", { class: "tag " + record.type }, t("type." + record.type)), " ",
      record.force !== "none" ? element("span", { class: "tag " + record.force }, t("force." + record.force)) : null,
      record.status === "reported" ? element("span", { class: "tag" }, t("status.reported")) : null));
  more.addEventListener("click", () => {
    const open = more.getAttribute("aria-expanded") === "true";
    more.setAttribute("aria-expanded", String(!open));
    more.textContent = t(open ? "more" : "less");
    if (open) row.nextSibling.remove();
    else row.after(element("tr", { class: "open" }, element("td", { colspan: "4" }, detail(record, source))));
  });
  return row;
}

// The passage it was read from, then those where a bearer or a time stands elsewhere, then every field.
function detail(record, source) {
  const passages = [...new Set(record.marks.map(([, passage]) => passage))];
  const whole = passages.map((passage) => element("blockquote", { lang: record.language }, marked(passage, record.marks, [0, data.passages[passage].length], record.language)));
  const list = (kind) => quotes(record, kind).map((text, i) => [i ? "; " : "", written(text, record.language)]).flat();
  const link = source.url && /^https?:\/\//i.test(source.url) ? element("a", { href: source.url, rel: "noopener noreferrer" }, written(source.url)) : null;
  const fields = [
    ["mark.action", list("action")], ["mark.condition", list("condition")], ["mark.recipient", list("recipient")], ["mark.targets", list("targets")], ["mark.basis", list("basis")],
    ["filter.concept", record.concepts.map(notion).join(", ")], ["field.section", record.section ? written(record.section, record.language) : ""],
    ["filter.document", [written(titleOf(source), source.language), source.number ? [" · ", written(source.number)] : "", source.publisher ? [" · ", written(source.publisher, source.language)] : "", source.published ? " · " + day(source.published) : ""].flat()],
    ["field.source", [written(source.source), record.page ? " · " + t("field.page", { n: record.page }) : "", " · " + t("field.characters", { from: record.at[0], to: record.at[1] })]], ["field.url", link ? [link] : ""],
    ["field.confidence", figure(record.confidence)], ["field.specificity", t("field.of", { n: record.specificity, all: 4 })], ["field.rules", record.rules.join(", ")], ["field.id", record.id],
  ];
  const dl = element("dl", {}, fields.filter(([, value]) => value.length).map(([key, value]) => [element("dt", {}, t(key)), element("dd", {}, value)]).flat());
  return element("div", { class: "detail" }, element("div", {}, whole), dl);
}

function pairRow(pair) {
  const side = (code) => {
    const own = pair[code];
    if (!own) return element("span", { class: "minor" }, t("pairs.nothing"));
    const clause = own.marks[0];
    return element("div", { class: code + "-side", lang: code }, marked(clause[1], own.marks, [clause[2], clause[3]], code));
  };
  const value = (kind, text) => (text ? (kind === "force" || kind === "type" ? t(kind + "." + text) : kind === "unread" ? t("type." + text) : kind === "tier" ? tiersOf(text) : written(text)) : t("pairs.none"));
  const differ = pair.differ.map(([kind, vi, zh]) => element("li", {}, element("b", {}, t("differ." + kind)),
    kind === "missing_bearer" ? written(zh, "zh", "span", { class: "zh" }) : kind === "added_bearer" ? written(vi, "vi", "span", { class: "vi" })
      : [element("span", { class: "key vi", "aria-hidden": "true" }), element("span", { class: "vi" }, value(kind, vi)), element("br"), element("span", { class: "key zh", "aria-hidden": "true" }), element("span", { class: "zh" }, value(kind, zh))]));
  const said = !pair.vi ? t("pairs.zh") : !pair.zh ? t("pairs.vi") : t("pairs.same");
  return element("tr", { class: "row" }, cell("vi", "language.vi", side("vi")), cell("zh", "language.zh", side("zh")),
    cell("differ", "pairs.differences", differ.length ? element("ul", { class: "differ" }, differ) : element("span", { class: "minor" }, said)));
}

function documentRow(source, number) {
  return element("tr", { class: "row" },
    cell("title", "column.document", written(titleOf(source), source.language), element("br"), element("span", { class: "minor" }, written(source.source), source.number ? [" · ", written(source.number)] : "", source.publisher ? [" · ", written(source.publisher, source.language)] : "")),
    cell("published", "column.published", source.published ? day(source.published) : "–"), cell("language", "filter.language", source.language ? t("language." + source.language) : "–"),
    cell("records", "records", source.records ? element("button", { type: "button", class: "toggle", onclick: () => find({ document: String(number) }) }, figure(source.records)) : "0"),
    cell("dated", "fact.dated", figure(source.dated)));
}
