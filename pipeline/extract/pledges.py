"""Items under a line by which somebody pledges them: 乙方作出如下承诺：, chúng tôi cam kết thực hiện các nội dung sau:."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.units import parties
from pipeline.records import Bearer, Clause, Document

LONGEST_NAME = 120  # characters of who pledges, before the verb
BREAKS = re.compile(r"[，,。；;：:.\n]\s*")

# By number of its block, each line that leads into a list: who pledges by it, as far as it names them; None where it is no pledge.
Leads = dict[int, tuple[Bearer, ...] | None]


def pledges(document: Document) -> Leads:
    """Return the lines of a document that lead into a list; empty where none of them pledges."""
    found: Leads = {}
    for number in {parent for block in document.blocks for parent in block.parents}:
        block = document.blocks[number]
        text = document.text[block.start : block.end].rstrip()
        if block.language == "other" or not text.endswith((":", "：")):
            continue
        words = grammar(block.language)
        verb = re.search(words.words.context.pledging, text)
        found[number] = _pledging(document, block.start, block.start + verb.start(), words) if verb else None
    return found if any(bearers is not None for bearers in found.values()) else {}


def pledged(clause: Clause, document: Document, found: Leads) -> Clause:
    """Return a clause, as a pledge where it has no subject of its own and stands under a line that pledges it."""
    leads = [found[number] for number in document.blocks[clause.block].parents if number in found]
    own = any(bearer.source == "clause" for bearer in clause.actors)
    if not leads or leads[-1] is None or own or clause.type not in ("duty", "prohibition"):
        return clause
    return replace(clause, type="pledge", status="prescribed", actors=leads[-1] or clause.actors)


def _pledging(document: Document, start: int, end: int, words: Grammar) -> tuple[Bearer, ...]:
    """Return who pledges, named between the last mark and the verb; nobody where those words are too many to be names."""
    begin = max((mark.end() for mark in BREAKS.finditer(document.text, start, end)), default=start)
    return tuple(parties(document, begin, end, words)) if 0 < end - begin <= LONGEST_NAME else ()
