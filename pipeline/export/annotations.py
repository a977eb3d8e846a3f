"""Records as a W3C Web Annotation collection (JSON-LD): one annotation a record, and one for each of its parts.

Web Annotation Data Model, W3C Recommendation 23 February 2017. The target is the document (its address where known, else a URN of its
content) with a TextPositionSelector over the characters of the canonical text and a TextQuoteSelector with what stands around it; where
the file has pages, a FragmentSelector names the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.export.rows import Row, Run, slots

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PAGES = "http://tools.ietf.org/rfc/rfc3778"
AROUND = 32  # characters of prefix and suffix


def write(run: Run, out: Path) -> int:
    """Write the collection, its items one a line, and return how many there are."""
    total = sum(1 + len(list(slots(record))) for record in run.records())
    head = {"@context": CONTEXT, "id": "urn:zeren:annotations", "type": "AnnotationCollection", "total": total}
    page = {"id": "urn:zeren:annotations:1", "type": "AnnotationPage", "startIndex": 0}
    with out.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(_json(head)[:-1] + ', "first": ' + _json(page)[:-1] + ', "items": [')
        for count, item in enumerate(items(run)):
            file.write((",\n" if count else "\n") + _json(item))
        file.write("\n]}}\n")
    return total


def items(run: Run) -> Iterator[dict[str, Any]]:
    """Yield the annotations of every record in order of place."""
    for document, records in run.pairs():
        for record in records:
            name = f"urn:zeren:record:{record['record_id']}"
            body = [_tag(value) for value in (record["type"], record["status"], *record["concepts"])]
            yield {
                "id": name,
                "type": "Annotation",
                "motivation": "classifying",
                "generator": {"id": "urn:zeren", "type": "Software", "name": f"Zeren {run.version}"},
                "body": body,
                "target": target(document, record, record["clause"]),
            }
            for number, (slot, quote) in enumerate(slots(record), 1):
                yield {
                    "id": f"{name}:{number}",
                    "type": "Annotation",
                    "motivation": "identifying",
                    "body": [_tag(slot), {"type": "SpecificResource", "purpose": "linking", "source": name}, *_values(slot, quote)],
                    "target": target(document, record, quote),
                }


def target(document: Row, record: Row, quote: Row) -> dict[str, Any]:
    """Return the place of a quote in its document."""
    text, start, end = document["text"], quote["start"], quote["end"]
    selectors: list[dict[str, Any]] = [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": quote["quote"],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        },
    ]
    if record.get("page"):
        selectors.append({"type": "FragmentSelector", "conformsTo": PAGES, "value": f"page={record['page']}"})
    return {
        "type": "SpecificResource",
        "source": {
            "id": document["url"] or f"urn:sha256:{document['sha256']}",
            "type": "Text",
            "format": "text/plain",
            "language": record["language"],
        },
        "selector": selectors,
    }


def _tag(value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _values(slot: str, quote: Row) -> list[dict[str, Any]]:
    """Return what was read from a quote: a deadline's day or rule, a bearer's kind and rung, the force of a cue."""
    names = {"deadline": ("due", "rrule", "value"), "actor": ("organ", "tier"), "modal": ("force",), "basis": ("number",)}
    found = [(name, quote[name]) for name in names.get(slot, ()) if quote.get(name)]
    return [{"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": f"{name}={value}"} for name, value in found]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
