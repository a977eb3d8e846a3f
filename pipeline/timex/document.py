"""The times of a stretch of a document, read with what the document around it knows."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ..records import Document, Timex
from .context import Context
from .finder import find, lexicon
from .fold import fold


def find_in(document: Document, start: int, end: int, language: str) -> list[Timex]:
    """Return the time expressions of `document.text[start:end]` in order, at their places in the document."""
    context = _context(document.text, document.title, document.publisher, document.published, language)
    found = find(document.text[start:end], language, document.published, context)
    return [replace(time, start=time.start + start, end=time.end + start) for time in found]


@lru_cache(maxsize=4)  # a document is asked for stretch by stretch, in one language or two
def _context(text: str, title: str | None, publisher: str | None, published: str | None, language: str) -> Context:
    return Context(title=title, publisher=publisher, effective=_effective(text, language, published))


def _effective(text: str, language: str, published: str | None) -> str | None:
    """Return the day on which the document says that it enters into force."""
    words = lexicon(language)
    found = re.search(words.cues["in_force"], text)
    if found is None:
        return None
    if words.cues["issue_day"].search(fold(found[1], words.letters).text):
        return published
    days = [time.value for time in find(found[1], language, published) if time.timex == "DATE" and len(time.value) == 10]
    return days[0] if len(days) == 1 and "X" not in days[0] else None
