// A table that holds one page of its rows: sorted by its heads, turned by its pager; all rows lie in the data alone.
const PAGE = 40;

class Table {
  // columns: { key, label, value(row) to sort by, hidden }; draw(row) returns its <tr>; group(row), where given, heads rows that lie together
  constructor(host, { columns, draw, name, sort, group }) {
    Object.assign(this, { host, columns, draw, name, rows: [], page: 0, size: PAGE, sort, group });
  }

  show(rows) {
    this.rows = rows;
    this.page = 0;
    this.order();
    this.render();
  }

  order() {
    const column = this.columns.find(({ key }) => key === this.sort.key);
    const collator = new Intl.Collator(language, { numeric: true });
    const values = new Map(this.rows.map((row) => [row, column.value(row)]));
    const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
    this.rows = this.rows.map((row, place) => [row, place])
      .sort(([a, i], [b, j]) => this.sort.by * compare(values.get(a), values.get(b)) || i - j).map(([row]) => row);
  }

  sortBy(key) {
    this.sort = { key, by: this.sort.key === key ? -this.sort.by : 1 };
    this.page = 0;
    this.order();
    this.render();
  }

  turn(step) {
    this.page += step;
    this.render();
    this.host.scrollIntoView({ block: "start" });
    this.host.querySelector("table")?.focus({ preventScroll: true });
  }

  render() {
    if (!this.rows.length) {
      this.host.replaceChildren(element("p", { class: "empty" }, t("empty")));
      return;
    }
    const heads = this.columns.filter(({ hidden }) => !hidden).map(({ key, label, value }) => element("th", {
      scope: "col", class: "c-" + key, "aria-sort": this.sort.key === key ? (this.sort.by > 0 ? "ascending" : "descending") : null,
    }, value ? element("button", { type: "button", onclick: () => { this.sortBy(key); this.host.querySelector(`.c-${key} button`).focus(); } }, t(label)) : t(label)));
    const start = this.page * this.size;
    let group;
    const body = element("tbody", {}, this.rows.slice(start, start + this.size).flatMap((row) => {
      const own = this.group?.(row);
      const head = own !== group ? element("tr", { class: "group" }, element("th", { scope: "rowgroup", colspan: heads.length }, visible(own))) : null;
      group = own;
      return head ? [head, this.draw(row)] : [this.draw(row)];
    }));
    const table = element("table", { class: "rows " + this.name, tabindex: "-1" },
      element("caption", { class: "sr" }, t("caption." + this.name)), element("thead", {}, element("tr", {}, heads)), body);
    this.host.replaceChildren(table, ...this.pager(start));
  }

  pager(start) {
    if (this.rows.length <= this.size) return [];
    const turn = (step, key, off) => element("button", { type: "button", disabled: off, onclick: () => this.turn(step) }, t(key));
    const end = Math.min(start + this.size, this.rows.length);
    return [element("nav", { class: "pager", "aria-label": t("pager") + ": " + t("caption." + this.name) },
      turn(-1, "pager.back", this.page === 0), element("span", {}, t("pager.shown", { from: start + 1, to: end, all: this.rows.length })), turn(1, "pager.on", end === this.rows.length))];
  }
}
