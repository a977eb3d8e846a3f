"""From a quote back to where it stands in the original file: its page, its boxes, and the selector that names the place for others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from pipeline.records import Place

AROUND = 32  # characters of context in a quote selector, enough to tell two equal quotes apart
PDF = "http://tools.ietf.org/rfc/rfc3778"  # what the annotation model names for fragments of PDF; RFC 8118 took over its syntax
Box = tuple[float, float, float, float]


def touched(places: Sequence[Place], start: int, end: int) -> list[Place]:
    """Return the places, given in order, that share a character with `text[start:end]`."""
    first = bisect_right(places, start, key=lambda place: place.end)
    found = []
    for place in places[first:]:
        if place.start >= end:
            break
        found.append(place)
    return found


def page(places: Sequence[Place], start: int, end: int) -> int | None:
    """Return the page on which `text[start:end]` begins, or None where the document has none."""
    return next((place.page for place in touched(places, start, end) if place.page is not None), None)


def boxes(places: Sequence[Place], start: int, end: int) -> list[tuple[int, Box]]:
    """Return for each page that `text[start:end]` touches its number and the box around what stands there, in points."""
    found: dict[int, list[Box]] = {}
    for place in touched(places, start, end):
        if place.page is not None and place.box is not None:
            found.setdefault(place.page, []).append(place.box)
    return [(number, around(parts)) for number, parts in found.items()]


def around(parts: Sequence[Box]) -> Box:
    """Return the smallest box (left, top, width, height) that holds all `parts`."""
    left, top = min(b[0] for b in parts), min(b[1] for b in parts)
    right, bottom = max(b[0] + b[2] for b in parts), max(b[1] + b[3] for b in parts)
    return left, top, round(right - left, 2), round(bottom - top, 2)


def selectors(text: str, places: Sequence[Place], start: int, end: int) -> list[dict[str, Any]]:
    """Return W3C Web Annotation selectors of `text[start:end]`: by position, and by quote.

    Where the document has pages, the first is a FragmentSelector for each page that the quote touches (`page=2&viewrect=…`, RFC 8118:
    left, top, width, height), refined by the quote, so that a reader is led to the page of the original file.
    """
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    fragments = [
        {
            "type": "FragmentSelector",
            "conformsTo": PDF,
            "value": f"page={number}&viewrect={','.join(f'{side:g}' for side in box)}",
            "refinedBy": quote,
        }
        for number, box in boxes(places, start, end)
    ]
    return [*fragments, position, quote]
