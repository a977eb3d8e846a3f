"""Where a record stands: its clause, section, item and identity, and the numbers of the documents it cites."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from itertools import accumulate

from pipeline.records import Annotated, Clause, Document, Quote

SPACES = re.compile(r"\s+")
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
    return SPACES.sub(" ", text).strip()


def quote(text: str, start: int, end: int) -> Quote:
    """Return the quote of `text[start:end]`."""
    return Quote(quote=text[start:end], start=start, end=end)


def clause(item: Clause, text: str) -> Quote:
    """Return the clause: from the first of bearer, modal and action in the sentence to the end of the action."""
    inside = [
        s.start
        for s in (*(a for a in item.actors if a.source == "clause"), item.modal)
        if s and item.sentence.start <= s.start < item.action.end
    ]
    start = min([item.action.start, *inside])
    return quote(text, start, item.action.end)


HEADINGS = frozenset({"title", "heading", "list_item"})


def section(item: Clause, document: Document) -> str | None:
    """Return the headings above a clause, outermost first, joined by ` / `; a lead-in or an interviewer's question is none."""
    block = document.blocks[item.block]
    above = [document.blocks[i] for i in block.parents]
    return " / ".join(fold(document.text[b.start : b.end]) for b in above if b.kind in HEADINGS and b.end > b.start) or None


def number(item: Clause, document: Document) -> str | None:
    """Return the numbers of the headings and of the list item a clause stands in, joined by `/`."""
    block = document.blocks[item.block]
    chain = [*(document.blocks[i] for i in block.parents), block]
    return "/".join(b.number for b in chain if b.number) or None


def basis_number(start: int, end: int, text: str) -> str | None:
    """Return the document number inside a cited title, or in the brackets right behind it."""
    found = NUMBER.search(text[start:end])
    if found is None:
        behind = re.match(rf"\s{{0,{BESIDE}}}[(（]([^()（）\n]{{3,40}}[)）]?)", text[end : end + 48])
        found = NUMBER.search(behind[1]) if behind else None
    return fold(found[0]) if found else None


class Identities:
    """The identities of a document's records, each from the document's identity, the sentence and the place of the action in it.

    White space counts as one space, so that a re-wrapped line keeps its records; nothing of type, values or lexicon enters.
    """

    def __init__(self, annotated: Annotated) -> None:
        self.document = annotated.document
        self.runs = [(m.start(), m.end() - m.start() - 1) for m in SPACES.finditer(self.document.text)]
        self.dropped = [0, *accumulate(length for _, length in self.runs)]
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
        before, size = self._length(start, item.action.start), self._length(item.action.start, item.action.end)
        parts = f"{self.document.document_id}\0{sentence}\0{before}\0{size}"
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _length(self, start: int, end: int) -> int:
        """Return the number of characters between two places with every run of white space as one."""
        first, last = (bisect_left(self.runs, (place,)) for place in (start, end))
        return end - start - (self.dropped[last] - self.dropped[first])
