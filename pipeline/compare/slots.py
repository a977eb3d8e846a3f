"""The words of each slot of a record (who, modal, action, verb, object …), and of the documents, by document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline import languages
from pipeline.compare.variables import Row

LETTER = re.compile(r"[^\W\d_]")
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
SLOTS = ("who", "modal", "action", "verb", "object", "condition", "recipient", "clause")


@dataclass
class Vocabulary:
    """The words of one slot, or of whole documents, in one group and language: `by_document` counts them in each document."""

    group: str
    language: str
    slot: str
    by_document: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def total(self) -> Counter[str]:
        """How often each word occurs."""
        found: Counter[str] = Counter()
        for counter in self.by_document.values():
            found.update(counter)
        return found


@dataclass(frozen=True)
class Words:
    """The words of a document in one language, in order of place: `words[i]` stands at `starts[i]:ends[i]` of its text."""

    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[str]

    def within(self, start: int, end: int) -> range:
        """Return the places of the words that lie wholly inside a span."""
        return range(bisect_left(self.starts, start), bisect_right(self.ends, end))

    def slot(self, records: Iterable[Row], slot: str) -> tuple[Counter[str], Counter[str]]:
        """Return the words of a slot, once for each record that holds them, and all other words of the document."""
        inside, taken = Counter[str](), set[int]()
        for record in records:
            for start, end in spans(record, slot):
                places = self.within(start, end)
                inside.update(self.words[place] for place in places)
                taken.update(places)
        return inside, Counter(word for place, word in enumerate(self.words) if place not in taken)


def words_of(document: Row, language: str) -> Words:
    """Return the words of a row of `documents.jsonl` in a language, in small letters and one spelling.

    Of the blocks that are boilerplate there are none; numbers and marks are no words.
    """
    speaker, own = languages.get(language), (language, "other") if document["language"] == language else (language,)
    starts, ends, words = [], [], []
    for block in document["blocks"]:
        if block["language"] not in own or block["kind"] == "boilerplate":
            continue
        text = document["text"][block["start"] : block["end"]]
        for start, end in speaker.words(text):
            word = EDGES.sub("", " ".join(speaker.fold(text[start:end]).text.lower().split()))
            if LETTER.search(word):
                starts.append(block["start"] + start)
                ends.append(block["start"] + end)
                words.append(word)
    return Words(starts, ends, words)


def spans(record: Row, slot: str) -> Iterator[tuple[int, int]]:
    """Yield where a slot of a record stands in its document; verb and object are sought in the action's words."""
    if slot == "who":
        yield from ((actor["start"], actor["end"]) for actor in record["actors"])
    elif slot in ("verb", "object"):
        action = record["action"]
        place = action["quote"].find(action[slot]) if action[slot] else -1
        if place >= 0:
            yield action["start"] + place, action["start"] + place + len(action[slot])
    elif record[slot]:
        yield record[slot]["start"], record[slot]["end"]
