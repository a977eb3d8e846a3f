// What is shown: a record must pass every field of the form; a figure of the charts sets some of them.
const FIELDS = ["q", "language", "type", "tier", "organ", "force", "concept", "when", "from", "to", "document"];
const CHIPS = ["recipient", "bearer", "specificity"]; // set by charts alone, shown as chips that can be taken off
const state = {};

const PASSES = {
  q: (record, value) => plain(value).split(/\s+/).filter(Boolean).every((word) => searched(record).includes(word)),
  language: (record, value) => record.language === value,
  type: (record, value) => record.type === value,
  tier: (record, value) => record.tiers.includes(value),
  organ: (record, value) => (value === "nobody" ? !record.actors.length : record.actors.some(([, organ]) => organ === value)),
  force: (record, value) => record.force === value,
  concept: (record, value) => record.concepts.includes(value),
  when: (record, value) => ({
    dated: record.dues.length > 0 || record.recurs, day: record.dues.length > 0, recurring: record.recurs,
    undated: !record.dues.length && !record.recurs, none: !record.times.length, answers: marksOf(record, "recipient").length > 0,
  })[value] ?? true,
  from: (record, value) => record.dues.some((due) => due >= value && due <= (state.to || LAST)),
  to: (record, value) => record.dues.some((due) => due <= value && due >= (state.from || "")),
  document: (record, value) => record.document === Number(value),
  recipient: (record, value) => quotes(record, "recipient").some((whom) => same(whom) === same(value)),
  bearer: (record, value) => {
    const persons = record.actors.filter((actor) => actor[4]).length;
    return value === (record.actors.length === 0 ? "none" : persons === 0 ? "collective" : persons === record.actors.length ? "individual" : "both");
  },
  specificity: (record, value) => record.specificity >= Number(value),
};
const same = (name) => plain(name).split(/\s+/).filter(Boolean).join(" ");

function shown() {
  const active = Object.entries(state).filter(([name, value]) => value && PASSES[name]);
  return data.records.filter((record) => active.every(([name, value]) => PASSES[name](record, value)));
}

// The filter as the page's fragment, so that a view can be kept as a bookmark.
function fragment() {
  const asked = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
  try { history.replaceState(null, "", asked.size ? "#" + asked : location.pathname + location.search); } catch { /* the page is in a frame */ }
}

function fromFragment() {
  if (!location.hash.includes("=")) return;
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) if (name in PASSES) state[name] = value;
}
