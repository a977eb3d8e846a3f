"""Keyword in context: every place where a word, a notion or a kind of record stands in a slot, with what is left and right of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Literal

import regex

from pipeline import languages, rules
from pipeline.compare.readings import readings
from pipeline.compare.settings import lexicon
from pipeline.compare.variables import VALUES, VARIABLES, Row, values
from pipeline.records import LanguageCode
from pipeline.settings import SettingsError

Find = Callable[[str], list[tuple[int, int]]]  # folded text → places in it
Sort = Literal["left", "right", "node", "place"]
CODES: tuple[LanguageCode, ...] = ("vi", "zh")
SLOTS = ("clause", "action", "who", "modal", "when", "condition", "recipient", "basis", "target", "text")
MANY = {"who": "actors", "when": "deadlines", "basis": "basis", "target": "targets"}
PATIENCE = 5.0  # seconds that a regular expression may take for one text
RENDERINGS = 16  # Sino-Vietnamese spellings of one word that are tried


class QueryError(SettingsError):
    """A query that cannot be answered; the message says why and what to write."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a concordance: `node` stands at `start:end` of the document's text; record fields are empty for the slot `text`."""

    language: str
    source: str
    record_id: str
    type: str
    slot: str
    start: int
    end: int
    left: str
    node: str
    right: str


@dataclass(frozen=True)
class Query:
    """What is looked for: `find` by language (None: the whole slot), in records that have all of `facts` (variable, value)."""

    find: Mapping[str, Find | None]
    facts: frozenset[tuple[str, str]] = frozenset()


def fact(text: str) -> tuple[str, str] | None:
    """Return `variable:value` as a pair, None where the text before the colon is no variable; QueryError where the value is none of it."""
    variable, colon, value = text.partition(":")
    if not colon or variable not in VARIABLES:
        return None
    known = VALUES.get(variable)
    if known and value not in known:
        raise QueryError(f"{text}: {variable} has no value {value!r}; it has {', '.join(known)}")
    return variable, value


def word(pattern: str, translate: bool = False) -> Query:
    """Return the query for a word or phrase, whatever its case and spelling; Vietnamese is matched by whole syllables.

    `translate` looks for its renderings in the other language, too: those of the lexicon, else the Sino-Vietnamese reading.
    """
    terms: dict[LanguageCode, list[str]] = {code: [_folded(pattern, code)] for code in CODES}
    if translate:
        for code in CODES:
            terms[code] += renderings(pattern, code)
    return Query({code: _terms(rules.Lexicon({pattern: found}, _unit(code)), pattern) for code, found in terms.items()})


def expression(pattern: str) -> Query:
    """Return the query for a regular expression over the folded text, upper and lower case alike."""
    try:
        compiled = regex.compile(pattern, regex.IGNORECASE)
    except regex.error as error:
        raise QueryError(f"{pattern!r}: no regular expression ({error}); mend it, or leave out --regex") from error

    def find(text: str) -> list[tuple[int, int]]:
        try:
            return [match.span() for match in compiled.finditer(text, timeout=PATIENCE) if match.end() > match.start()]
        except TimeoutError:
            raise QueryError(f"{pattern!r}: takes longer than {PATIENCE:.0f} s on one text; write it without nested repetition") from None

    return Query(dict.fromkeys(CODES, find))


def notion(name: str, words: Mapping[LanguageCode, Mapping[str, Iterable[str]]]) -> Query:
    """Return the query for the words of a notion; `words` gives those of all notions, so that the longest word at a place counts."""
    return Query({code: _terms(rules.Lexicon(words[code], _unit(code)), name) for code in CODES})


def renderings(pattern: str, code: LanguageCode) -> list[str]:
    """Return what a word of the other language is in this one: Vietnamese for Chinese letters, or the reverse by the lexicon."""
    if code == "vi":
        if pattern in lexicon():
            return lexicon()[pattern]
        spoken = [readings(letter) for letter in pattern]
        return [" ".join(row) for row in islice(product(*spoken), RENDERINGS)] if all(spoken) else []
    sought = _folded(pattern, "vi").lower()
    return [chinese for chinese, found in lexicon().items() if sought in found]


def lines(query: Query, slot: str, records: Iterable[Row], documents: Iterable[Row], width: int = 60) -> Iterator[Line]:
    """Yield the lines of a query in order of place; `width` is the context on either side in characters.

    `records` and `documents` are rows of `commitments.jsonl` and `documents.jsonl` in the same order of documents.
    """
    told: dict[tuple[str, str], list[Row]] = {}
    for record in records:
        if not query.facts or query.facts <= set(values(record)):
            told.setdefault((record["document"]["document_id"], record["document"]["source"]), []).append(record)
    for document in documents:
        own = told.get((document["document_id"], document["source"]), [])
        held = _blocks(document) if slot == "text" else _quotes(own, slot)
        seen = set()
        for language, owner, start, end in sorted(held, key=lambda place: (place[2], place[3])):
            for a, b in _hits(query.find[language], document["text"], start, end, language):
                if (a, b) not in seen:
                    seen.add((a, b))
                    yield _line(document, owner, language, slot, a, b, width)


def ordered(found: Iterable[Line], sort: Sort) -> list[Line]:
    """Return lines by what stands right of the node, or left of it read from the node outwards, or by node; `place` leaves them."""
    keys: dict[str, Callable[[Line], tuple[str, ...]]] = {
        "right": lambda line: (_key(line.right), _key(line.node)),
        "left": lambda line: (_outwards(line), _key(line.node)),
        "node": lambda line: (_key(line.node), _key(line.right)),
    }
    return sorted(found, key=keys[sort]) if sort in keys else list(found)


def _quotes(records: Sequence[Row], slot: str) -> Iterator[tuple[str, Row | None, int, int]]:
    for record in records:
        held = record[MANY.get(slot, slot)]
        quotes: list[Row] = held if slot in MANY else [held] if held else []
        for quote in quotes:
            yield record["language"], record, quote["start"], quote["end"]


def _blocks(document: Row) -> Iterator[tuple[str, Row | None, int, int]]:
    for block in document["blocks"]:
        language = document["language"] if block["language"] == "other" else block["language"]
        if language in CODES and block["kind"] != "boilerplate":
            yield language, None, block["start"], block["end"]


def _hits(find: Find | None, text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    if find is None:
        yield start, end
        return
    view = languages.get(language).fold(text[start:end])
    for a, b in find(view.text):
        first, last = view.original(a, b)
        yield start + first, start + last


def _line(document: Row, record: Row | None, language: str, slot: str, start: int, end: int, width: int) -> Line:
    text = document["text"]
    left, right = text[max(0, start - width) : start], text[end : end + width]
    return Line(
        language=language,
        source=document["source"],
        record_id=record["record_id"] if record else "",
        type=record["type"] if record else "",
        slot=slot,
        start=start,
        end=end,
        left=_flat(left),
        node=_flat(text[start:end]),
        right=_flat(right),
    )


def _flat(text: str) -> str:
    """Return a stretch on one line; a space at its edge stays, so that it can be put together again."""
    return regex.sub(r"\s+", " ", text)


def _outwards(line: Line) -> str:
    left = _key(line.left)
    return left[::-1] if line.language == "zh" else " ".join(left.split()[::-1])


def _key(text: str) -> str:
    """Return what texts are sorted by: letters without their marks first, then with them, as dictionaries do; symbols left out."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d\u0335"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(regex.sub(r"[^\w]+", " ", letters).split()) + "\0" + plain


def _terms(words: rules.Lexicon, label: str) -> Find:
    def find(text: str) -> list[tuple[int, int]]:
        row, starts, ends = rules.units(text, words.unit)
        return [(starts[hit.start], ends[hit.end - 1]) for hit in words.scan(row) if label in hit.labels]

    return find


def _unit(code: LanguageCode) -> rules.Unit:
    return "character" if code == "zh" else "syllable"


def _folded(pattern: str, code: LanguageCode) -> str:
    return languages.get(code).fold(pattern).text
