// Records as they lie in the page, with what they are searched and sorted by.
const data = read("data");
const LAST = "9999-12-31";
const RECURRING = 99990000; // sorted behind every day, before what has no time
const FREQUENCIES = { YEARLY: 12, MONTHLY: 1, WEEKLY: 0, DAILY: 0 };

for (const [number, record] of data.records.entries()) {
  record.number = number;
  record.dues = record.times.map(([due]) => due).filter(Boolean).sort();
  record.recurs = record.times.some(([, , rule]) => rule);
  record.first = record.dues.length ? Number(record.dues[0].replaceAll("-", "")) : record.recurs ? RECURRING : RECURRING + 1;
}

for (const source of data.documents) source.dated = 0;
for (const record of data.records) data.documents[record.document].dated += record.dues.length > 0 || record.recurs ? 1 : 0;

const marksOf = (record, kind) => record.marks.filter(([name]) => name === kind);
const quotes = (record, kind) => marksOf(record, kind).map(quote);
const names = (record) => record.actors.map(([name]) => name);
const notion = (id) => { const found = data.notions[id]; return found ? found[CODES.indexOf(language)] : id; };
const tiersOf = (text) => text.split("/").filter(Boolean).map((tier) => t("tier." + tier)).join(" / ");
const titleOf = (source) => source.title || source.source;

// Searched without regard to case, marks on letters and full width: "uy ban" finds Ủy ban.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");

function searched(record) {
  if (record.searched === undefined) {
    const source = data.documents[record.document];
    record.searched = plain([...names(record), ...quotes(record, "clause"), ...quotes(record, "action"), record.section || "", titleOf(source), source.source, source.number || "", record.id].join("\n"));
  }
  return record.searched;
}

// How often, in words: RFC 5545 rules as they are used of duties.
function recurrence(rule) {
  const parts = Object.fromEntries(rule.split(";").map((part) => part.split("=")));
  const every = Number(parts.INTERVAL || 1);
  const months = (FREQUENCIES[parts.FREQ] || 0) * every;
  const days = (parts.BYMONTHDAY || "").split(",").length;
  if (months === 1 && days > 1) return t("every.month.times", { n: days });
  if (months) return t({ 1: "every.month", 3: "every.quarter", 6: "every.half", 12: "every.year" }[months] || (months % 12 ? "every.months" : "every.years"), { n: months % 12 ? months : months / 12 });
  if (parts.FREQ === "WEEKLY") return every === 1 ? t("every.week") : t("every.weeks", { n: every });
  if (parts.FREQ === "DAILY") return every === 1 ? t("every.day") : t("every.days", { n: every });
  return t("when.recurring");
}
