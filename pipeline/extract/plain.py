"""Acts told in plain words where the lexicon knows no verb: items of what was decided (Hội nghị nhất trí: - Chi hội Phụ nữ nấu cơm) and of
house rules, in languages whose words are parted by a tagger: a party, then a verb, whatever verb it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline import languages
from pipeline.extract.bearers import head_at
from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.labelled import Labels
from pipeline.extract.posts import by_form
from pipeline.extract.row import read_row
from pipeline.extract.units import party_places
from pipeline.records import Annotated, Bearer, Clause, Sentence
from pipeline.timex import find_in

if TYPE_CHECKING:
    from spacy.tokens import Doc

SURE = 0.4  # confidence: who acts and what is done are told, the border between the two is the word tagger's
READ = frozenset({"list_item", "paragraph"})
EDGE = " \t\n.;,:…"
NAMES = ("NOUN", "PROPN", "NUM", "DET", "CCONJ", "X")
LONGEST_NAME = 10  # words of a party's name, or of several
LABEL = re.compile(r"[^:;,.\n]{2,40}:\s+")  # Việc tang: Tang chủ báo cho …
# What is told by such words is no task: it is or was so, may be, or has a cue by which the rules have read it.
TOLD = frozenset({"duty", "prohibition", "right", "order", "reported", "background", "copula", "not_cues", "condition_start"})


class Part(NamedTuple):
    """A word at `start:end` of a document's text, and its part of speech; of a comma or semicolon, `,`."""

    start: int
    end: int
    kind: str


def plain(annotated: Annotated, labels: Labels, found: Sequence[Clause]) -> Iterator[Clause]:
    """Yield a duty for each act of such a place in which, and in whose bearer, no clause found is."""
    document, taken = annotated.document, [(clause.action.start, clause.action.end) for clause in found]
    for sentence in annotated.sentences:
        block = document.blocks[sentence.block]
        if block.kind not in READ or block.language == "other" or labels.hold(sentence.start):
            continue
        words = grammar(block.language)
        said = words.words.context.decides.match(document.text, sentence.start, sentence.end)
        if words.head_last or not (said or _decided(annotated, labels, sentence.block) or _house_rules(annotated, words)):
            continue
        if any(clause.sentence.start <= sentence.start < clause.sentence.end and clause.modal is not None for clause in found):
            continue
        yield from _acts_of(annotated, sentence, said, taken)


def _decided(annotated: Annotated, labels: Labels, number: int) -> bool:
    """Tell whether a block stands under a line that says that what follows was decided, and under none that makes else of it."""
    block = annotated.document.blocks[number]
    over = [labels.leads[parent].kind for parent in block.parents if parent in labels.leads]
    return block.kind == "list_item" and "decided" in over and set(over) <= {"decided", "other"}


def _house_rules(annotated: Annotated, words: Grammar) -> bool:
    """Tell whether a document is one of those that tell everybody in it what to do: a house's rules, a village's, a duty roster."""
    title = annotated.document.title or ""
    return any(word in title.casefold() for word in words.words.context.plain_titles)


def _acts_of(annotated: Annotated, sentence: Sentence, said: re.Match[str] | None, taken: Sequence[tuple[int, int]]) -> Iterator[Clause]:
    """Yield the acts of a sentence that none of the stretches `taken` touches; `said` is who decides what follows in it."""
    document, words = annotated.document, grammar(annotated.document.blocks[sentence.block].language)
    text, low = document.text, document.blocks[sentence.block].start
    end = sentence.start + len(text[sentence.start : sentence.end].rstrip(EDGE))
    if text[end : sentence.end].startswith(":"):
        return
    label = said or LABEL.match(text, sentence.start, end)
    start = label.end() if label else sentence.start
    row = read_row(languages.get(words.language).fold(text[start:end]).text, words)
    if not row.labels.isdisjoint(TOLD):
        return
    start += row.marker
    parts = [part for part in _parts(annotated.docs[sentence.block], low, words) if start <= part.start and part.end <= end]
    for name, high, verb, stop in _acts(parts, text, words):
        if any(a < stop and name < b for a, b in taken):
            continue
        times = [time for time in find_in(document, verb, stop, words.language) if time.role == "deadline" or time.timex == "SET"]
        last = next((time.start for time in times if time.end == stop), stop)
        act = (verb, verb + len(text[verb:last].rstrip(EDGE)))
        named = party_places(text, name, high, words)
        bearers = tuple(Bearer(text[a:b], a, b, "clause") for a, b in named)
        if act[1] > verb:
            line = (sentence.start, sentence.end)
            yield by_form(document, sentence.block, ("duty", "plain"), act, line, bearers, tuple(times), SURE)


def _parts(doc: Doc, low: int, words: Grammar) -> Iterator[Part]:
    """Yield the words of a block that begins at `low`; a person's name that was joined with the verb behind it is parted (bà Bảy｜hiến)."""
    titles, before = words.words.bearers.titles, ""
    for token in doc:
        start, text, blank = low + token.idx, token.text, token.text.find(" ")
        name, rest = text[:blank], text[blank + 1 :]
        if blank > 0 and before.casefold() in titles and name.istitle() and rest.islower():
            yield Part(start, start + blank, "PROPN")
            yield Part(start + blank + 1, start + len(text), "VERB")
        elif not token.is_space:
            known = text.casefold() in words.words.verbs and token.pos_ not in ("PROPN", "NUM")
            kind = "VERB" if known else "," if text in (",", ";") else token.pos_
            yield Part(start, start + len(text), kind)
        before = text


def _acts(parts: Sequence[Part], text: str, words: Grammar) -> Iterator[tuple[int, int, int, int]]:
    """Yield where the name of who acts begins and ends, where what he does begins and ends: each stretch between commas that opens with a
    party, or goes on with the one before it; names without a verb wait for the next."""
    begin, name, verb, end = 0, (-1, -1), -1, 0
    for edge in [number for number, part in enumerate(parts) if part.kind == ","] + [len(parts)]:
        head = _head(text, parts, begin, edge, words)
        at = _verb(parts, begin, head or begin, edge)
        named = at is not None and head is not None and at >= head
        if verb >= 0 and (named or at == begin):
            yield *name, verb, end
        if at is not None and (named or (at == begin and verb >= 0)):
            name, verb = (parts[begin].start, parts[at - 1].end) if named else name, parts[at].start
        elif verb < 0 and not (head is not None and all(part.kind in (*NAMES, ",") for part in parts[begin:edge])):
            return
        if verb >= 0:
            begin = edge + 1
        end = parts[edge - 1].end
    if verb >= 0:
        yield *name, verb, end


def _head(text: str, parts: Sequence[Part], start: int, stop: int, words: Grammar) -> int | None:
    """Return the word behind the head noun of a party's name that begins at word `start`; None where none begins there."""
    if start >= stop:
        return None
    low = parts[start].start
    view = languages.get(words.language).fold(text[low : parts[stop - 1].end])
    row = read_row(view.text, words)
    head = head_at(row, 0, len(row.forms)) if row.forms else None
    if head is None:
        return None
    end = low + view.original(row.starts[head.start], row.ends[head.end - 1])[1]
    return next((number for number in range(start, stop) if parts[number].start >= end), stop)


def _verb(parts: Sequence[Part], start: int, head: int, stop: int) -> int | None:
    """Return the first verb from word `head` on, or the adverb before it, behind no more than a name that begins at word `start`; None
    where none is."""
    for number in range(head, min(stop, start + LONGEST_NAME)):
        if parts[number].kind in ("VERB", "ADV"):
            behind = next((k for k in range(number, stop) if parts[k].kind != "ADV"), stop)
            return number if behind < stop and parts[behind].kind == "VERB" else None
        if parts[number].kind not in (*NAMES, ","):
            return None
    return None
