"""Records counted by document: the rows of every statistic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.compare.variables import Row, order, values

Pair = tuple[str, str]  # variable, value
GroupOf = Callable[[Row], str]  # of a row with `language`, the name of the group it belongs to
WordsOf = Callable[[Row, str], int]  # words of a document row in a language
GenreOf = Callable[[Row], str]


@dataclass(slots=True)
class Unit:
    """A document as far as it belongs to one group: how many of its records have which value."""

    group: str
    document: str
    genre: str = ""
    words: int = 0
    records: int = 0
    counts: Counter[Pair] = field(default_factory=Counter)


@dataclass(frozen=True)
class Counts:
    """The documents of one group as a table: `counts[i, k]` records of document i have value `pairs[k]`."""

    group: str
    pairs: tuple[Pair, ...]
    counts: NDArray[np.float64]
    records: NDArray[np.float64]
    words: NDArray[np.float64]
    genres: tuple[str, ...]


def units(
    records: Iterable[Row],
    documents: Iterable[Row],
    group_of: GroupOf,
    words_of: WordsOf | None = None,
    genre_of: GenreOf | None = None,
) -> list[Unit]:
    """Return the documents of each group in the order of `documents` (rows of `documents.jsonl`) and their languages.

    A document stands in the group of its own language and in those of its records; one without records counts, too: it was read and
    promises nothing. Documents may lack `text` and `blocks` where neither words nor genres are asked for.
    """
    told: dict[tuple[str, str], dict[str, Unit]] = defaultdict(dict)
    pairs: dict[Pair, Pair] = {}  # each once in memory
    for record in records:
        key = (record["document"]["document_id"], record["document"]["source"])
        unit = told[key].setdefault(record["language"], Unit(group_of(record), key[0]))
        unit.records += 1
        unit.counts.update(pairs.setdefault(pair, pair) for pair in values(record))
    found = []
    for document in documents:
        own = told.pop((document["document_id"], document["source"]), {})
        if document["language"] and document["language"] not in own:
            own[document["language"]] = Unit(group_of(document), document["document_id"])
        for language, unit in sorted(own.items()):
            unit.words = words_of(document, language) if words_of else 0
            unit.genre = genre_of(document) if genre_of else ""
            found.append(unit)
    return found + [unit for own in told.values() for unit in own.values()]


def tables(found: Iterable[Unit]) -> list[Counts]:
    """Return the units as one table a group, groups by name, all over the same values in their order."""
    listed = list(found)
    pairs = tuple(sorted({pair for unit in listed for pair in unit.counts}, key=order))
    places: Mapping[Pair, int] = {pair: place for place, pair in enumerate(pairs)}
    made = []
    for group in sorted({unit.group for unit in listed}):
        own = [unit for unit in listed if unit.group == group]
        counts = np.zeros((len(own), len(pairs)))
        for row, unit in enumerate(own):
            for pair, count in unit.counts.items():
                counts[row, places[pair]] = count
        numbers: dict[str, Any] = {name: np.array([getattr(unit, name) for unit in own], float) for name in ("records", "words")}
        made.append(Counts(group, pairs, counts, numbers["records"], numbers["words"], tuple(unit.genre for unit in own)))
    return made
