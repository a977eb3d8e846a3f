"""Where a record stands: its clause, section, item and identity, and the numbers of the documents it cites."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from pipeline.records import Annotated, Clause, Document

RUNS = re.compile(r"\s{2,}")  # of white space, which count as one space
NUMBER = re.compile(
    r"[一-鿿]{1,8}[〔\[［(（【]\s?(?:19|20)\d{2}\s?[〕\]］)）】]\s?第?\s?\d{1,5}\s?号"
    r"|\d{1,5}(?:/(?:19|20)\d{2})?\s?/\s?[A-ZĐ][A-Za-zĐđ]{0,7}\d{0,2}(?:\s?-\s?[A-ZĐ&][A-Za-zĐđ&]{0,14}\d{0,2}){0,3}"
    r"|\d{1,5}\s?-\s?[A-ZĐ]{2,4}\s?/\s?[A-ZĐ]{2,8}"
    r"|第?\d{1,4}号(?:令|文件|文)?"
    r"|(?i:(?<=số )|(?<=nghị quyết )|(?<=nghị định )|(?<=kết luận )|(?<=chỉ thị )|(?<=thông tư )|(?<=quyết định ))"
    r"\d{1,5}(?:/(?:19|20)\d{2})?(?![\d/])"
)
# How far behind a title its number may stand: 《…》（国发〔2015〕34号）.
BESIDE = 3


def fold(text: str) -> str:
    """Return a text with every run of white space as one space, none at the edges."""
    return " ".join(text.split())


def clause(item: Clause) -> tuple[int, int]:
    """Return where the clause stands: from the first of bearer, modal and action in the sentence to the end of the action."""
    start, first, end = item.action.start, item.sentence.start, item.action.end
    for bearer in item.actors:
        if bearer.source == "clause" and first <= bearer.start < start:
            start = bearer.start
    if item.modal and first <= item.modal.start < start:
        start = item.modal.start
    return start, end


HEADINGS = frozenset({"title", "heading", "list_item"})


def section(parents: Sequence[int], document: Document) -> str | None:
    """Return the headings above a block, outermost first, joined by ` / `; a lead-in or an interviewer's question is none."""
    above = [document.blocks[i] for i in parents]
    return " / ".join(fold(document.text[b.start : b.end]) for b in above if b.kind in HEADINGS and b.end > b.start) or None


def number(parents: Sequence[int], document: Document) -> str | None:
    """Return the numbers of the headings and items above a block, joined by `/`."""
    return "/".join(found for i in parents if (found := document.blocks[i].number)) or None


def basis_number(start: int, end: int, text: str) -> str | None:
    """Return the document number inside a cited title, or in the brackets right behind it."""
    found = NUMBER.search(text[start:end])
    if found is None:
        behind = re.match(rf"\s{{0,{BESIDE}}}[(（]([^()（）\n]{{3,40}}[)）]?)", text[end : end + 48])
        found = NUMBER.search(behind[1]) if behind else None
    return fold(found[0]) if found else None


class Identities:
    """The identities of a document's records, each from the document's identity, the sentence and the place of the action in it.

    Nothing of type, values or lexicon enters. A run of white space counts as one space; but a text that is wrapped anew is another
    document, with records of its own.
    """

    def __init__(self, annotated: Annotated) -> None:
        self.document = annotated.document
        runs = [m.span() for m in RUNS.finditer(self.document.text)]
        self.runs = [start for start, _ in runs]
        self.dropped = [0, *accumulate(end - start - 1 for start, end in runs)]
        self.sentences: dict[tuple[int, int], str] = {}
        seen: dict[str, int] = {}
        for sentence in annotated.sentences:
            words = fold(self.document.text[sentence.start : sentence.end])
            self.sentences[sentence.start, sentence.end] = f"{words}\0{seen.get(words, 0)}"
            seen[words] = seen.get(words, 0) + 1

    def record_id(self, item: Clause) -> str:
        """Return the identity of a clause's record: 16 hex digits; the same sentence said again counts its repetitions."""
        start, end = item.sentence.start, item.sentence.end
        sentence = self.sentences.get((start, end)) or f"{fold(self.document.text[start:end])}\0{start}"
        first, begin, stop = (self._folded(place) for place in (start, item.action.start, item.action.end))
        parts = f"{self.document.document_id}\0{sentence}\0{begin - first}\0{stop - begin}"
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _folded(self, place: int) -> int:
        """Return the number of characters before a place with every run of white space that begins there as one."""
        return place - self.dropped[bisect_left(self.runs, place)]
