"""The genre of a document, read from its title, number and blocks: what must be told apart from its language."""

from __future__ import annotations

import re
from functools import cache

from pipeline import languages
from pipeline.compare.comparison_settings import comparison
from pipeline.compare.variables import Row
from pipeline.records import LanguageCode

OTHER, NEWS = "other", "news"
LONGEST = 300  # characters of a title that are looked at


def genre(document: Row) -> str:
    """Return the genre of a row of `documents.jsonl`: that its title names at its head, else that of its number or blocks, else news."""
    code = document["language"]
    if code is None:
        return OTHER
    title = languages.get(code).fold((document["title"] or "")[:LONGEST]).text.lower().strip()
    if named := _head(title, code):
        return named
    number, kinds = (document["number"] or "")[:LONGEST], {block["kind"] for block in document.get("blocks", ())}
    for entry in comparison().genres:
        if (entry.number and _compiled(entry.number).search(number)) or kinds & set(entry.blocks):
            return entry.name
    return NEWS if title else OTHER


def _head(title: str, code: LanguageCode) -> str | None:
    """Return the genre whose word stands at the head of a title: of the longest match where two end or begin together."""
    settings = comparison()
    inner = _compiled(settings.wrapped[code]).search(title)
    places = [
        (match.end() if settings.heads[code] == "last" else -match.start(), match.end() - match.start(), entry.name)
        for entry in settings.genres
        if (pattern := getattr(entry, code))
        for match in _compiled(pattern).finditer(inner[inner.lastindex or 0] if inner else title)
    ]
    if inner and not places:
        return _head(title[: inner.start()] + title[inner.end(inner.lastindex or 0) :], code)
    return max(places)[2] if places else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
