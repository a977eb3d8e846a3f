"""Seats in a body that a list gives out: `1. Ông Lê Văn An - Phó Chủ tịch huyện - Trưởng ban;`, `2. Chánh Thanh tra - Uỷ viên;`."""

from __future__ import annotations

import re
from functools import cache

from pipeline import languages
from pipeline.extract.grammar import grammar
from pipeline.extract.line import Line
from pipeline.extract.state import Found, Units
from pipeline.records import Block, LanguageCode

LONGEST = 200  # characters of such an item
PARTED = r"(?:\s[-–—]\s|\s?[:,]\s)"


@cache
def _pattern(language: LanguageCode) -> re.Pattern[str]:
    """Return what finds in an item who sits, and the seat behind or before the name; nothing where a language has no words for seats."""
    context = grammar(language).words.context
    if not context.seats:
        return re.compile("(?!)")
    seat, more, person = ("|".join(sorted(some, key=len, reverse=True)) for some in (context.seats, context.seats_more, context.persons))
    named = rf"(?:(?P<{{0}}>(?:{person})\s[^:;]+?)(?:{PARTED}[^:;]*)?|(?P<{{1}}>[^:;]+?))"
    name, first = named.format("person", "post"), named.format("first_person", "first_post")
    held = rf"(?:{seat})(?:\s(?:{more}))*"
    return re.compile(rf"{name}{PARTED}(?P<seat>{held})\s?[.;,]?$|(?P<first_seat>{held})\s?:\s{first}\s?[.;,]?$", re.IGNORECASE)


def seated(line: Line) -> Found | None:
    """Return the assignment that an item gives whose only content is a name and a seat, as in an item beside it; else None."""
    row, number = line.row, line.sentence.block
    if line.block.kind != "list_item" or len(line.text) > LONGEST or row.first >= len(row.forms):
        return None
    start = row.starts[row.first]
    match = _pattern(row.grammar.language).match(row.text, start)
    blocks = line.document.blocks
    beside = [*blocks[max(0, number - 1) : number], *blocks[number + 1 : number + 2]]
    if match is None or not any(_seats(line, block) for block in beside):
        return None

    def units(*names: str) -> Units:
        low, high = next(match.span(name) for name in names if match[name] is not None)
        inside = [i for i in range(row.first, len(row.forms)) if low <= row.starts[i] < high]
        return inside[0], inside[-1] + 1

    place = units("seat", "first_seat")
    return Found(*place, "assignment", [units("person", "post", "first_person", "first_post")], None, "seat")


def _seats(line: Line, block: Block) -> bool:
    """Tell whether an item beside the line gives a seat, too."""
    if block.kind != "list_item" or block.end - block.body > LONGEST:
        return False
    text = languages.get(line.row.grammar.language).fold(line.document.text[block.body : block.end]).text
    return _pattern(line.row.grammar.language).match(text.strip()) is not None
