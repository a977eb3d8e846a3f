"""A concordance as tab-separated lines, and as a page with both languages side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, fields
from html import escape

from pipeline.compare.concordance import Line

COLUMNS = tuple(field.name for field in fields(Line))
NAMES = {"vi": "Tiếng Việt", "zh": "中文"}
STYLE = """
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; margin: 1rem }
main { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start }
section { flex: 1 1 32rem; min-width: 0 }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
caption { text-align: left; font-weight: 600; padding: .3rem 0 }
td { padding: .1rem .3rem; white-space: nowrap; overflow: hidden; border-top: 1px solid #8884 }
th { font-weight: 600; text-align: left; padding: .1rem .3rem }
.left { text-align: right; direction: rtl }
.left bdi { direction: ltr; unicode-bidi: isolate }
.node { width: 22%; font-weight: 600; white-space: normal; text-align: center }
.from { width: 12%; color: #777; text-overflow: ellipsis }
@media print { section { flex-basis: 100% } }
"""


def tsv(lines: Iterable[Line]) -> str:
    """Return lines as tab-separated values under a line of column names; tabs and line breaks in texts are spaces already."""
    return "".join("\t".join(map(str, row)) + "\n" for row in (COLUMNS, *map(astuple, lines)))


def html(lines: Sequence[Line], title: str, visible: Callable[[str], str]) -> str:
    """Return a page without scripts that needs nothing else; `visible` makes characters plain that would steer the reader's screen."""
    languages = [code for code in ("vi", "zh") if any(line.language == code for line in lines)]
    sections = "".join(_section(code, [line for line in lines if line.language == code], visible) for code in languages)
    named = escape(visible(title))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{named}</title><style>{STYLE}</style></head>\n<body><h1>{named}</h1>\n"
        f"<main>{sections or '<p>Nothing found.</p>'}</main></body></html>\n"
    )


def _section(code: str, lines: Sequence[Line], visible: Callable[[str], str]) -> str:
    rows = "".join(_row(line, visible) for line in lines)
    head = '<th scope="col">left</th><th scope="col" class="node">word</th><th scope="col">right</th><th scope="col" class="from">from</th>'
    caption = f"<caption>{NAMES[code]}: {len(lines)}</caption>"
    return f'<section><table lang="{code}">{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></section>\n'


def _row(line: Line, visible: Callable[[str], str]) -> str:
    left, node, right = (escape(visible(text)) for text in (line.left, line.node, line.right))
    source, kind = escape(visible(line.source)), escape(" ".join((line.type, line.record_id)).strip())
    name = escape(visible(line.source.rsplit("/", 1)[-1]))
    place = f"{source} {line.start}–{line.end} {kind}"
    return (
        f'<tr title="{place}"><td class="left"><bdi>{left}</bdi></td><td class="node"><bdi>{node}</bdi></td>'
        f'<td><bdi>{right}</bdi></td><td class="from"><bdi>{name}</bdi></td></tr>\n'
    )
