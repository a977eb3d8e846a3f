"""How files were read, as one web page without scripts or anything from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from pipeline.ingest import IngestError
from pipeline.inspect import Part, Seen

STYLE = """
:root { color-scheme: light dark; --faint: #767676; --line: #8884; --odd: #fa07; }
body { font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; overflow-wrap: anywhere; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; }
th, td { vertical-align: top; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); }
td.text { white-space: pre-wrap; overflow-wrap: anywhere; width: 100%; }
td.place, td.kind { white-space: nowrap; color: var(--faint); font-size: .85rem; }
tr.boilerplate td.text { color: var(--faint); text-decoration: line-through; text-decoration-thickness: 1px; }
tr.title td.text, tr.heading td.text { font-weight: 650; } tr.list_item td.text { padding-left: 1.2rem; }
mark { background: var(--odd); color: inherit; } .issue { border-left: 4px solid var(--odd); padding-left: .6rem; }
"""


def page(found: Iterable[Seen | IngestError]) -> str:
    """Return the page; what documents hold is escaped."""
    body = "\n".join("\n".join(failed(one) if isinstance(one, IngestError) else document(one)) for one in found)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>How Zeren read it</title><style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def failed(error: IngestError) -> Iterator[str]:
    """Yield what could not be read and why."""
    yield f'<h1>Not read</h1><p class="issue">{safe(error.stage)}: {safe(error.message)}</p>'


def document(seen: Seen) -> Iterator[str]:
    """Yield the parts of the page for one document."""
    count, letters = seen.left_out
    yield f"<h1>{safe(seen.source)}</h1>"
    facts = [f"read as {safe(seen.encoding)}", f"language {safe(seen.language or 'unknown')}", f"{seen.characters:,} characters"]
    if seen.pages:
        facts.append(f"{seen.pages} pages")
    facts.append(f"{len(seen.parts)} blocks, {count} of them ({letters:,} characters) taken for boilerplate")
    yield f"<p>{' · '.join(facts)}</p>"
    for issue in seen.issues:
        yield f'<p class="issue">{safe(issue)}</p>'
    if seen.metadata:
        yield "<h2>Metadata</h2><table><tr><th>field</th><th>value</th><th>found in</th></tr>"
        for name, value, source in seen.metadata:
            yield f'<tr><td class="kind">{safe(name)}</td><td class="text">{safe(value)}</td><td class="kind">{safe(source)}</td></tr>'
        yield "</table>"
    if seen.scans:
        yield "<h2>Read from pictures</h2><table><tr><th>page</th><th>words</th><th>mean confidence</th><th>doubtful</th></tr>"
        for scan in seen.scans:
            yield f"<tr><td>{scan.page}</td><td>{scan.words}</td><td>{scan.confidence:.0f} of 100</td><td>{scan.doubtful}</td></tr>"
        yield "</table>"
    yield "<h2>Blocks</h2><table><tr><th>place</th><th>kind</th><th>text</th></tr>"
    for part in seen.parts:
        yield row(part)
    yield "</table>"


def row(part: Part) -> str:
    """Return the table row of a block, doubtful words marked."""
    where = f"p. {part.page}" if part.page else f"¶ {part.paragraph}" if part.paragraph else ""
    level = f" {part.level}" if part.level else ""
    words, done = [], 0
    for start, end in part.doubtful:
        words += [safe(part.text[done:start]), f"<mark>{safe(part.text[start:end])}</mark>"]
        done = end
    words.append(safe(part.text[done:]))
    lang = f' lang="{part.language}"' if part.language != "other" else ""
    return (
        f'<tr class="{part.kind}"><td class="place">{where}</td><td class="kind">{part.kind.replace("_", " ")}{level}</td>'
        f'<td class="text"{lang}>{"".join(words)}</td></tr>'
    )


def safe(text: str) -> str:
    """Return text that cannot be taken for markup, control characters (bidirectional ones too) as `�`."""
    return escape("".join(c if c.isprintable() or c in "\n\t\u3000\u00a0" else "\ufffd" for c in text))
