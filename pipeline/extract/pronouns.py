"""Parties called by a pronoun (`Ông hứa`, `该局须`), by the name before them that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.extract.bearers import no_subject
from pipeline.extract.grammar import Grammar
from pipeline.extract.row import read_row
from pipeline.extract.units import is_party
from pipeline.languages.syllables import CAPITALS
from pipeline.records import Bearer, Clause, Document

REACH, FAR = 6, 6_000  # running paragraphs looked back over, and characters of each
LONGEST = 24  # characters of a Chinese body's name
# What a body's name begins behind.
OPENS = re.compile(r"[\s，。；：、！？“”‘’（）()《》]|[由向与据请让]|[到赴对在](?=[省市县区镇乡])|会同|要求|责成|督促")
VAGUE = re.compile("[该本其各两]|有关|相关|上述|前述")  # how no name begins
NAME = rf"(?:\s[{CAPITALS}][\w']*)"


def antecedent(actor: Bearer, clause: Clause, document: Document, words: Grammar) -> Bearer | None:
    """Return the nearest party before a bearer that a pronoun in its place stands for, in its paragraph or in a story's before it; None
    where it is no pronoun or nobody is named."""
    pronoun = _pronoun(words).fullmatch(actor.quote)
    if pronoun is None:
        return None
    for low, high in stretches(actor, clause, document):
        found = next((_bodies if words.head_last else _persons)(pronoun["kind"].casefold(), document.text, low, high, words), None)
        if found is not None:
            return named(*found, clause, document)
    return None


def named(start: int, end: int, clause: Clause, document: Document) -> Bearer:
    """Return the bearer of a clause whose name stands at `start:end`, in its sentence or before."""
    return Bearer(document.text[start:end], start, end, "clause" if start >= clause.sentence.start else "context")


def stretches(actor: Bearer, clause: Clause, document: Document) -> Iterator[tuple[int, int]]:
    """Yield where a bearer's name may stand before it: its own paragraph, then those of a story, nearest first."""
    blocks, number = document.blocks, clause.block
    yield max(blocks[number].start, actor.start - FAR), actor.start
    for _ in range(min(number, REACH)):
        if not blocks[number].kind == blocks[number - 1].kind == "paragraph":
            return
        number -= 1
        yield max(blocks[number].start, blocks[number].end - FAR), min(blocks[number].end, actor.start)


@cache
def _pronoun(words: Grammar) -> re.Pattern[str]:
    """Return what a pronoun is: a person's title alone (`ông`, `bà ấy`), or a body's kind that has been told (`该局`)."""
    if words.head_last:
        return re.compile(rf"(?:该|前述|上述)(?P<kind>{_any(words.words.bearers.told)})")
    return re.compile(rf"(?i)(?P<kind>{_any(words.words.bearers.called)})(?:\s(?:này|ấy|ta))?")


def _bodies(kind: str, text: str, low: int, high: int, words: Grammar) -> Iterator[tuple[int, int]]:
    """Yield the places of the bodies in `text[low:high]` whose name ends with their kind, the last first."""
    ends = words.words.bearers.told[kind]
    for match in reversed([*re.finditer(rf"(?:{_any(ends)})(?!长|部门|级|属|委)", text[low:high])]):
        end = low + match.end()
        begin = max(low, end - LONGEST)
        opens = [mark.end() for mark in OPENS.finditer(text, begin, low + match.start())]
        start = opens[-1] if opens else begin
        row = read_row(text[start:end], words)
        if 0 in row.hits and no_subject(row, 0, len(row.forms)):
            start += row.ends[row.hits[0].end - 1]  # 调研｜县住建局
        name = text[start:end]
        if len(name) > len(match[0]) and not VAGUE.match(name) and is_party(name, words):
            yield start, end


def _persons(kind: str, text: str, low: int, high: int, words: Grammar) -> Iterator[tuple[int, int]]:
    """Yield the places of the persons in `text[low:high]` with that title before the name, or with their office and none, the last
    first."""
    for match in reversed([*_person(kind, words).finditer(text, low, high)]):
        yield match.span()


@cache
def _person(kind: str, words: Grammar) -> re.Pattern[str]:
    offices, surnames = _any(words.words.bearers.offices), _any(words.words.bearers.surnames)
    others = _any(tuple(word for word in words.words.bearers.called if word != kind))
    return re.compile(
        rf"(?<!\w)(?:(?i:{kind}){NAME}{{1,5}}"
        rf"|(?i:{offices})(?:\s(?!(?i:{others})\s)[^\s,.;:()]+){{0,12}}?\s(?:{surnames}){NAME}{{1,4}})"
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"
