"""Find the document that another one amends: the same place, number or title, or named in its title, and much of the same wording."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from rapidfuzz import fuzz

from pipeline.register.likeness import Brief, Pair, pairs
from pipeline.register.plan import plan

SHARED = 0.3  # share of the smaller document's commitments that must come back, for two documents to be versions of one
TITLE = 8  # letters from which a title names one document and not a kind
NAMED = 90.0  # likeness (0-100) of an old title and the part of a new one that names it
LOOKED_AT = 5  # candidates compared for a document, the latest first: a thousand may be titled alike

Row = dict[str, Any]


class Versions:
    """The documents that could have been amended: `active` ones by place, number and title."""

    def __init__(self, active: Iterable[Row], run: set[str]) -> None:
        self.run, self.active = run, list(active)
        self.by: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.active:
            for key in _keys(row):
                self.by[key].append(row)

    def before(self, document: Row, briefs: Callable[[str], list[Brief]]) -> tuple[Row, list[Pair], bool] | None:
        """Return the document that `document` amends, the pairs of their records, and whether it amends the whole of it; or None."""
        found: dict[str, Row] = {}
        for key in _keys(document):
            for row in self.by.get(key, ()):
                if row["document_id"] != document["document_id"] and row["state"] == "active" and self._earlier(row, document, key[0]):
                    found[row["document_id"]] = row
        candidates = sorted(found.values(), key=lambda row: (row["published"] or "", row["document_id"]), reverse=True)
        best: tuple[float, Row, list[Pair]] | None = None
        for row in candidates[:LOOKED_AT]:
            olds, news = briefs(row["document_id"]), briefs(document["document_id"])
            matched = pairs(olds, news)
            share = len(matched) / max(1, min(len(olds), len(news)))
            if (share >= SHARED or _same(row, document)) and (best is None or share > best[0]):
                best = (share, row, matched)
        if best is None:
            return self._named(document, briefs)
        return best[1], best[2], True

    def _named(self, document: Row, briefs: Callable[[str], list[Brief]]) -> tuple[Row, list[Pair], bool] | None:
        """Return the document that an amending title names by its number or title."""
        title = _fold(document["title"] or "")
        words = plan().amends
        whole = any(_fold(word) in title for word in words.get("whole", ()))
        if not whole and not any(_fold(word) in title for word in words.get("part", ())):
            return None
        named = [row for row in self.active if row["document_id"] != document["document_id"] and row["state"] == "active"]
        named = [row for row in named if _names(title, row) and (row["published"] or "") <= (document["published"] or "9999")]
        for row in sorted(named, key=lambda row: (row["published"] or "", row["document_id"]), reverse=True)[:LOOKED_AT]:
            olds, news = briefs(row["document_id"]), briefs(document["document_id"])
            matched = pairs(olds, news)
            if matched and len(matched) >= SHARED * min(len(olds), len(news)):
                return row, matched, whole
        return None

    def _earlier(self, row: Row, document: Row, by: str) -> bool:
        """Tell whether `row` can be the version before: gone from this run, or there beside a later one."""
        dates = row["published"], document["published"]
        if row["document_id"] in self.run:
            return by != "source" and all(dates) and dates[0] < dates[1]
        return not all(dates) or dates[0] <= dates[1]


def _keys(row: Row) -> list[tuple[str, str]]:
    keys = [("source", row["source"])]
    if row["number"]:
        keys.append(("number", _fold(row["number"]).replace(" ", "")))
    if row["title"] and len(_fold(row["title"])) >= TITLE:
        keys.append(("title", _fold(row["title"])))
    return keys


def _names(title: str, row: Row) -> bool:
    """Tell whether a folded title names a document by its number, or by nearly the whole of its title."""
    number, old = _fold(row["number"] or ""), _fold(row["title"] or "")
    if number and number.replace(" ", "") in title.replace(" ", ""):
        return True
    return TITLE <= len(old) < len(title) and fuzz.partial_ratio(old, title) >= NAMED


def _same(row: Row, document: Row) -> bool:
    """Tell whether the place and the number or title are the same: then even a wholly new wording is an amendment."""
    return len(set(_keys(row)) & set(_keys(document))) > 1 and row["source"] == document["source"]


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
