"""The number by which an office files a document: `国办发〔2019〕4号`, `05-CT/TW`, `12/2026/QĐ-UBND`."""

from __future__ import annotations

import re

from pipeline.ingest.vocabulary import Vocabulary

DIGIT = re.compile(r"\d")


def find(line: str, marks: Vocabulary) -> str | None:
    """Return the first document number in `line`; words of a title that run on into it are left out."""
    if not DIGIT.search(line):
        return None
    match = marks.document_number.search(line) or (marks.other_numbers.search(line) if marks.other_numbers else None)
    if match is None:
        return None
    words = (
        None if match.group()[0] in "（(" else marks.document_words.match(match.group())
    )  # a court's begins with its year: （2025）苏01民终3号
    return match.group()[words.end() :].lstrip() if words else match.group()
