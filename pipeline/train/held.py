"""What networks find in documents they never saw: figures, the costs of decisions, and what confidence is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from pipeline import evaluate, extract
from pipeline.extract.blend import Blend, blend
from pipeline.extract.mentions import mentioned
from pipeline.model.confidence import Confidence, calibrate
from pipeline.model.decode import EVIDENCE, Choice, Found, decode
from pipeline.model.examples import Source
from pipeline.model.habits import Habits
from pipeline.model.looks import Engine
from pipeline.model.page import LANGUAGES, Page, Window
from pipeline.records import Clause
from pipeline.resolve import deadline
from pipeline.train.gold import Read

COSTS = (0.0, 0.5, 1.0)  # of actions; what a dearer one would keep out is left to the blend's floor of confidence
SCORES = (0.0, 2.0, 99.0)  # of inherited bearers; the last: none at all


@dataclass(frozen=True, slots=True)
class Held:
    """A document as it was read, the engine of a network that never saw it, and the habits of the records that it learned from."""

    read: Read
    engine: Engine
    habits: Habits

    @property
    def source(self) -> Source:
        """The gold document."""
        return self.read.example.source

    def found(self, choice: Choice) -> list[Found]:
        """Return the clauses that the network finds under a choice."""
        return decode(self.read.example.page, self.engine, replace(choice, habits=self.habits))

    def clauses(self, choice: Choice, sure: Confidence) -> list[Clause]:
        """Return them with their confidence."""
        found = self.found(choice)
        values: Iterable[float] = sure(np.stack([f.evidence for f in found])) if found else []
        clauses = [replace(f.clause, confidence=float(value)) for f, value in zip(found, values, strict=True)]
        return extract.by_tagger(clauses, self.read.labels)

    def given(self, clauses: list[Clause]) -> list[Clause]:
        """Return clauses found in it as the program gives them."""
        return extract.finished(clauses, self.read.annotated, self.read.labels)


class Remembered:
    """An engine that reads the same windows of a page once, so that decisions can be tried out without reading again."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.steps = engine, engine.steps
        self._pages: dict[tuple[int, ...], tuple[np.ndarray, np.ndarray]] = {}
        self.link = engine.link

    def read(self, page: Page, found: list[Window]) -> tuple[np.ndarray, np.ndarray]:
        """Return a copy of what the engine returned for these windows of the page the first time."""
        key = (id(page), *(window.first for window in found))
        if key not in self._pages:
            self._pages[key] = self._engine.read(page, found)
        states, scores = self._pages[key]
        return states.copy(), scores.copy()


def row(clause: Clause, source: Source) -> dict:
    """Return a clause as the evaluation reads it."""
    return {
        "document": {"source": source.name},
        "language": clause.language,
        "type": clause.type,
        "status": clause.status,
        "action": {"quote": clause.action.quote, "start": clause.action.start, "end": clause.action.end},
        "actors": [{"quote": b.quote, "start": b.start, "end": b.end} for b in clause.actors],
        "deadlines": [deadline(time, clause.language).model_dump(include={"value", "due", "rrule"}) for time in clause.deadlines],
    }


def right(gold: list[dict], found: list[dict]) -> np.ndarray:
    """Return for each found record whether an analyst would leave it as it is: a gold record with its type, bearers and deadlines."""
    result = np.zeros(len(found))
    for i, j in evaluate.match(gold, found):
        g, f = gold[i], found[j]
        kind = (g["type"], g["status"]) == (f["type"], f["status"])
        who = evaluate.pair_off(g["actor"], f["actors"], evaluate.same_party)
        result[j] = kind and who and evaluate.pair_off(g["deadline"], f["deadlines"], evaluate.same_time)
    return result


Reading = list[tuple[Source, list[Clause]]]
Group = Callable[[Source, str], str]


def figures(reading: Reading, group: Group) -> dict[str, dict]:
    """Return precision, recall and F1 of clauses by group of (source, language)."""
    result: dict[str, evaluate.Tally] = {}
    for source, language, gold, found in _sides(reading):
        evaluate.compare(gold, found, result.setdefault(group(source, language), evaluate.Tally()))
    return evaluate.figures(dict(sorted(result.items())))


def _sides(reading: Reading) -> Iterator[tuple[Source, str, list[dict], list[dict]]]:
    """Yield each document's gold and found records by language."""
    for source, clauses in reading:
        for language, gold in source.parts.items():
            yield source, language, list(gold), [row(clause, source) for clause in clauses if clause.language == language]


def kinds(reading: Reading) -> dict[str, tuple[int, int, int]]:
    """Return by language, type and status how many records gold has, were found, and were found as what they are."""
    counts: dict[str, Counter[str]] = {}
    for _, language, gold, found in _sides(reading):

        def kind(record: dict, language: str = language) -> str:
            return f"{language} {record['type']} {record['status']}"

        for name, record in [*(("gold", record) for record in gold), *(("found", record) for record in found)]:
            counts.setdefault(kind(record), Counter())[name] += 1
        for i, j in evaluate.match(gold, found):
            if kind(gold[i]) == kind(found[j]):
                counts[kind(found[j])]["both"] += 1
    return {name: (count["gold"], count["found"], count["both"]) for name, count in sorted(counts.items())}


def choose(held: Iterable[Held]) -> Choice:
    """Return what an action should cost and an inherited bearer score in each language, for the best clauses and whole records on what
    was held out."""
    held = list(held)

    def best(choices: list[Choice]) -> list[Choice]:
        """The best choice for each language."""
        gains = []
        for choice in choices:
            found = figures([(item.source, [f.clause for f in item.found(choice)]) for item in held], lambda _, language: language)
            gains.append({name: rows["full"]["f1"] + 0.5 * rows["clause"]["f1"] for name, rows in found.items()})
        return [choices[int(np.argmax([gain.get(language, 0.0) for gain in gains]))] for language in LANGUAGES]

    zh, vi = (choice.bias[i] for i, choice in enumerate(best([Choice(bias=(cost, cost)) for cost in COSTS])))
    tried = [Choice(bias=(zh, vi), inherit=(score, score)) for score in SCORES]
    inherit = [choice.inherit[i] for i, choice in enumerate(best(tried))]
    return Choice(bias=(zh, vi), inherit=(inherit[0], inherit[1]))


def confidence(held: Iterable[Held], choice: Choice) -> Confidence:
    """Return the calibration fitted on held-out records."""
    evidence, truth = [], []
    for item in held:
        found = item.found(choice)
        if found:
            evidence.append(np.stack([f.evidence for f in found]))
            truth.append(right(item.source.records, [row(f.clause, item.source) for f in found]))
    if not evidence:
        return Confidence([0.0] * len(EVIDENCE), 0.0)
    return calibrate(np.concatenate(evidence), np.concatenate(truth))


@dataclass(frozen=True, slots=True)
class Readings:
    """Held-out documents as the rules, the tagger and both read them."""

    rules: Reading
    model: Reading
    auto: Reading


def cross_read(folds: list[list[Held]], weights: Blend) -> Readings:
    """Return how each reader reads the held-out documents of each fold, its costs and its confidence fitted on the other folds."""
    result = Readings([], [], [])
    for number, own in enumerate(folds):
        others = [item for other, fold in enumerate(folds) if other != number for item in fold]
        choice = choose(others)
        sure = confidence(others, choice)
        for item in own:
            learned = item.clauses(choice, sure)
            result.rules.append((item.source, item.given(item.read.ruled)))
            result.model.append((item.source, mentioned(learned, item.read.annotated.document)))
            result.auto.append((item.source, item.given(blend(item.read.ruled, learned, weights))))
    return result


def truth(reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Return the confidence of all records of a reading, and whether they are right."""
    sure = [clause.confidence for _, clauses in reading for clause in clauses]
    found = [right(source.records, [row(clause, source) for clause in clauses]) for source, clauses in reading]
    return np.array(sure), np.concatenate(found) if found else np.zeros(0)
