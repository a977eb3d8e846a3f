"""Title, publisher, date and number of a document from its own text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.ingest import dates, document_number, letterhead
from pipeline.ingest.language import HAN
from pipeline.ingest.lines import Piece
from pipeline.ingest.signature import COLUMNS, SEAL
from pipeline.ingest.vocabulary import Vocabulary

HEAD = 14  # blocks in which a document says what it is
LONGEST = 400
ASIDE = re.compile(r"^[（(【].*[）)】]$|[:：]|[。.]$")  # a line of a signature block that names nobody: （此件公开发布）, 抄送：…
LATEST_NUMBER = 24  # characters before the number on its line: later ones are cited
# words set in letters apart, Chinese or Latin
SPACED = re.compile(
    r"(?<!\S)(?:[\u4e00-\u9fff](?:[ \u3000\xa0]+[\u4e00-\u9fff])+|[^\W\d_\u4e00-\u9fff](?:[ \xa0]+[^\W\d_\u4e00-\u9fff])+)(?!\S)"
)
BLANK = re.compile("[ \u3000\xa0]+")
FEWEST_SPACED = 3  # blanks in a Latin word set in letters apart
LONGEST_SPACED = 7  # blanks of one width beyond which they part several words
FIELDS = ("title", "publisher", "published", "number", "url")


@dataclass(slots=True)
class Found:
    """Values by field, each with where it was read, and warnings; what is put first stays."""

    values: dict[str, str] = field(default_factory=dict)
    provenance: dict[str, str] = field(default_factory=dict)
    issues: list[str] = field(default_factory=list)

    def put(self, name: str, value: str | None, source: str) -> None:
        """Keep `value` for the field `name` unless a better source gave one."""
        if value and value.strip() and name not in self.values:
            self.values[name], self.provenance[name] = value.strip(), source

    def date(self, line: str, source: str) -> None:
        """Keep the date in `line`; a date without such a day becomes a warning."""
        day, issue = dates.find(line)
        if day:
            self.put("published", day.isoformat(), source)
        elif issue and issue not in self.issues:
            self.issues.append(issue)


def find(text: str, pieces: Sequence[Piece], marks: Vocabulary, found: Found) -> None:
    """Add to `found` what the blocks tell: title block, datelines at the head, number block, signature block, a sitting's or news' day."""
    head = [p for p in pieces if p.kind != "boilerplate"][:HEAD]
    fields = (marks.title_field.match(text, p.start, p.end) for p in head if p.kind == "dateline" and marks.title_field)
    if named := next(filter(None, fields), None):
        found.put("title", named["value"], "dateline")
    found.put("title", title(text, pieces, marks), "title")
    found.put("publisher", letterhead.publisher(text, head, marks), "number_block")
    for piece in head:
        if piece.kind == "dateline":
            dateline(unbroken(text[piece.start : min(piece.end, piece.start + LONGEST)]), marks, found)
    for piece in head:
        line = text[piece.start : min(piece.end, piece.start + LONGEST)]
        if piece.kind == "title" and (number := document_number.find(line, marks)) and (HAN.search(number) or own(line, number, marks)):
            found.put("number", number, "title")
    signed(text, pieces, marks, found)
    if "published" not in found.values:
        told(text, head, marks, found)


def own(line: str, number: str, marks: Vocabulary) -> bool:
    """Whether a title gives the number right behind the kind of paper (`NGHỊ QUYẾT SỐ 05-NQ/ĐU …`)."""
    before = line[: line.index(number)].casefold().rstrip(" :.")
    return len(before) < LATEST_NUMBER and before.endswith(" số") and marks.titles.match(line) is not None


def told(text: str, head: Sequence[Piece], marks: Vocabulary, found: Found) -> None:
    """Add the day that the first sentences tell: of the sitting in minutes, of the news in the first paragraph of a story."""
    minutes = marks.minutes is not None and marks.minutes.match(found.values.get("title", "").casefold()) is not None
    first = next((piece for piece in head if piece.kind == "paragraph"), None)
    for piece in head if minutes else filter(None, [first]):
        line = one_line(text[piece.body : min(piece.end, piece.body + LONGEST)])
        marking = (marks.sittings if minutes else None, marks.leads if piece is first else None)
        if any(mark.match(line.casefold()) for mark in marking if mark):
            found.date(line, "dateline")


def title(text: str, pieces: Iterable[Piece], marks: Vocabulary) -> str | None:
    """Return the first title on one line (Chinese lines joined without a space), without a document number run on to its end."""
    first = next((p for p in pieces if p.kind == "title"), None)
    if first is None:
        return None
    words = one_line(SPACED.sub(closed, text[first.body : first.end]))
    number = document_number.find(words, marks)
    return words.removesuffix(number).rstrip() or words if number and HAN.search(number) else words


def closed(spaced: re.Match[str]) -> str:
    """Return a word whose letters were set apart (`通　知`, `T H Ô N G   B Á O`) without the blanks between them; words keep one."""
    blanks = [len(blank) for blank in BLANK.findall(spaced[0])]
    if not HAN.match(spaced[0]) and (len(blanks) < FEWEST_SPACED or (min(blanks) == max(blanks) and len(blanks) >= LONGEST_SPACED)):
        return spaced[0]
    least = max(blanks) if HAN.match(spaced[0]) else min(blanks)
    return BLANK.sub(lambda blank: "" if len(blank[0]) <= least else " ", spaced[0])


def one_line(words: str) -> str:
    """Return `words` without line breaks, doubled spaces and markdown's bold signs."""
    joined = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*[\r\n]+\s*(?=[\u3000-\u9fff\uff00-\uffef])", "", words.strip("*# \t"))
    return re.sub(r"\s+", " ", joined).strip()


def unbroken(words: str) -> str:
    """Return `words` on one line; what stands on one already keeps its blanks, which part columns."""
    return one_line(words) if "\n" in words else words


def dateline(line: str, marks: Vocabulary, found: Found) -> None:
    """Add what a dateline, a stamp line or a number block tells."""
    number = document_number.find(line, marks)
    stamped = number is not None and (line.index(number) < LATEST_NUMBER or bool(HAN.search(number)))
    if number and stamped:
        found.put("number", number if HAN.search(number) else re.sub(r"\s", "", number), "number_block")
        line = line.replace(number, "", 1)
    found.date(line, "number_block" if stamped else "dateline")
    source = marks.publisher.search(line)
    if source:
        found.put("publisher", next(value for value in source.groups() if value), "dateline")
    elif (parts := COLUMNS.split(line)) and len(parts) > 1 and marks.letterhead and marks.letterhead.fullmatch(parts[-1].casefold()):
        found.put("publisher", parts[0], "number_block")
    elif "|" in line:
        name = line.rsplit("|", 1)[1].strip()
        if re.fullmatch(r"[^\W\d][\w.\s-]{2,40}", name) and "GMT" not in name and not dates.find(name)[0]:
            found.put("publisher", name, "dateline")
    elif marks.issuers and marks.issuers.fullmatch(line.casefold()):
        found.put("publisher", _bare(line, marks), "number_block")


def _bare(line: str, marks: Vocabulary) -> str:
    """Return an issuer without the letterhead beside it (`… - CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`) or what names its paper (`…文件`)."""
    beside = marks.letterhead.search(line.casefold()) if marks.letterhead else None
    line = line[: beside.start()].rstrip(" -–—|\t") if beside and beside.start() else line
    return next((line.removesuffix(word).rstrip() for word in marks.issuer_words if line.endswith(word)), line)


def signed(text: str, pieces: Sequence[Piece], marks: Vocabulary, found: Found) -> None:
    """Add what the first signature block tells: date of signing, the body that signed, the source of a news text."""
    for place, piece in enumerate(pieces):
        under = piece.kind == "dateline" and place > 0 and pieces[place - 1].kind == "signature"
        if piece.kind != "signature" and not under:
            continue
        line = text[piece.start : min(piece.end, piece.start + LONGEST)]
        source = marks.publisher.search(line)
        if source:
            found.put("publisher", dates.before(next(value for value in source.groups() if value)), "signature")
        elif dates.find(line)[0] and len(line) <= 40:
            found.date(line, "signature")
            before = pieces[place - 1] if place else None
            name = SEAL.sub("", one_line(text[before.start : before.end])) if before is not None and before.kind == "signature" else ""
            name = one_line(dates.before(line)) if ASIDE.search(name) else name
            if not under or HAN.search(name):
                found.put("publisher", name, "signature")
