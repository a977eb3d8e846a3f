"""The number by which an office files a document: `国办发〔2019〕4号`, `05-CT/TW`, `12/2026/QĐ-UBND`."""

from __future__ import annotations

import re

from pipeline.ingest.vocabulary import Vocabulary

YEAR = re.compile(r"[〔\[［（(【](?=\d{4})")  # words of a title can only stand before it
UNFILLED = re.compile(r"(?i:số)\s?[:.]?[\s.…_]{0,30}/")
DIGIT = re.compile(r"\d")


def find(line: str, marks: Vocabulary) -> str | None:
    """Return the first document number in `line`; words of a title that run on into it are left out."""
    if not DIGIT.search(line):
        return None
    match = marks.document_number.search(line) or (marks.other_numbers.search(line) if marks.other_numbers else None)
    if match is None:
        return None
    found = match.group()
    year = YEAR.search(found)
    words = marks.document_words.match(found, 0, year.start() + 2) if year else marks.document_words.match(found)
    return found[words.end() :].lstrip() if words else found


def unfilled(line: str) -> bool:
    """Whether a line is where a draft's number will stand (`Số: …/QĐ-UBND`)."""
    return UNFILLED.match(line) is not None
