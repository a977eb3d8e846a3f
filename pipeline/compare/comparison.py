"""The whole comparison of two groups: two runs, or the two languages of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.compare import slots
from pipeline.compare.contrasts import Association, Contrast, associations, contrasts, warnings
from pipeline.compare.figures import RESAMPLES, describe
from pipeline.compare.genres import genre
from pipeline.compare.keyness import Key, keys
from pipeline.compare.measures import Statistics
from pipeline.compare.slots import Vocabulary
from pipeline.compare.strata import Stratum, strata
from pipeline.compare.units import Unit, tables, units
from pipeline.compare.variables import Row
from pipeline.settings import SettingsError

RECORDS, REST = "records", "rest of the text"  # target and reference of the words of one run
CODES = ("vi", "zh")
Key3 = tuple[str, str, str]  # document_id, source, language


class ComparisonError(SettingsError):
    """Runs that cannot be compared; the message says why and what to do."""


@dataclass(frozen=True)
class Side:
    """The rows of one run's `commitments.jsonl` and `documents.jsonl` under the name it is given."""

    name: str
    records: Sequence[Row]
    documents: Iterable[Row]

    def pairs(self) -> Iterator[tuple[Row, Sequence[Row]]]:
        """Yield each document with its records."""
        told: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for record in self.records:
            told[_key(record["document"])].append(record)
        for document in self.documents:
            yield document, told.get(_key(document), ())


@dataclass(frozen=True)
class Comparison:
    """All figures of a comparison; `contrasts` and what follows are empty where there is only one group."""

    statistics: Statistics
    contrasts: tuple[Contrast, ...]
    associations: tuple[Association, ...]
    strata: tuple[Stratum, ...]
    keys: tuple[Key, ...]
    warnings: tuple[str, ...]


def compare(sides: Sequence[Side], resamples: int = RESAMPLES, genres: Mapping[str, str] | None = None) -> Comparison:
    """Return the comparison of two runs, or of the languages of one; ComparisonError where there are not two groups to compare.

    `genres` gives the genre of documents by their source and goes before what their titles say. Deterministic; the documents are
    read once, one after the other.
    """
    found: list[Unit] = []
    spoken: list[Spoken] = []
    for side in sides:
        told = Spoken(side.name if len(sides) == 2 else RECORDS)
        rows = [told.read(document, records, genres or {}) for document, records in side.pairs()]
        found += units(
            side.records,
            rows,
            (lambda row, name=side.name: name) if len(sides) > 1 else lambda row: str(row["language"]),  # type: ignore[misc]
            lambda row, code, told=told: told.sizes.get((*_key(row), code), 0),  # type: ignore[misc]
            lambda row: str(row["genre"]),
        )
        spoken.append(told)
    groups = tables(found)
    if len(groups) != 2 or not all(group.records.sum() for group in groups):
        names = ", ".join(f"{group.group} ({int(group.records.sum())} records)" for group in groups) or "nothing"
        raise ComparisonError(
            f"two groups with records are needed, found {names}; name two runs, or one that holds both Vietnamese and Chinese documents"
        )
    described = describe(groups, resamples)
    first, second = groups
    pairs, even = contrasts(first, second, described, resamples)
    return Comparison(
        described,
        tuple(pairs),
        tuple(associations(first, second, resamples)),
        tuple(strata(groups)),
        tuple(_keys(spoken)),
        (*_mixed(sides), *warnings(first, second, even, pairs)),
    )


class Spoken:
    """The words of one run, by language and slot, filled document by document."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sizes: dict[Key3, int] = {}
        self.slots: dict[tuple[str, str], Vocabulary] = {}
        self.rests: dict[tuple[str, str], Vocabulary] = {}
        self.texts: dict[str, Counter[str]] = {code: Counter() for code in CODES}

    def read(self, document: Row, records: Sequence[Row], genres: Mapping[str, str]) -> Row:
        """Count the words of a document and its records, and return what else is needed of it."""
        for code in CODES:
            own = [record for record in records if record["language"] == code]
            if not own and document["language"] != code:
                continue
            words = slots.words_of(document, code)
            self.sizes[(*_key(document), code)] = len(words.words)
            self.texts[code].update(words.words)
            for slot in slots.SLOTS:
                inside, outside = words.slot(own, slot)
                for held, name, counter in ((self.slots, self.name, inside), (self.rests, REST, outside)):
                    found = held.setdefault((code, slot), Vocabulary(name, code, slot))
                    if counter:
                        found.by_document[document["document_id"]] = counter
        return {
            **{name: document[name] for name in ("document_id", "source", "language")},
            "genre": genres.get(document["source"]) or genre(document),
        }


def _key(document: Row) -> tuple[str, str]:
    return document["document_id"], document["source"]


def _keys(spoken: Sequence[Spoken]) -> list[Key]:
    """Return the words typical of each slot: of one run against the other, or of the slot against all other words of its documents."""
    found: list[Key] = []
    for code in CODES:
        background = sum((told.texts[code] for told in spoken), Counter[str]())
        for slot in slots.SLOTS:
            others = spoken[1].slots if len(spoken) == 2 else spoken[0].rests
            own, other = spoken[0].slots.get((code, slot)), others.get((code, slot))
            if own and other:
                found += keys(own, other, background)
    return found


def _mixed(sides: Sequence[Side]) -> list[str]:
    """Return a warning where two runs differ in language: then their wording cannot be told from their language."""
    if len(sides) < 2:
        return []
    shares = [sum(record["language"] == "zh" for record in side.records) / max(1, len(side.records)) for side in sides]
    if abs(shares[0] - shares[1]) < 0.1:
        return []
    told = " against ".join(f"{share:.0%}" for share in shares)
    return [f"the runs differ in language (Chinese records: {told}): what differs may be the language"]
