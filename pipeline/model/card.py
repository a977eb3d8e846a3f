"""The model card: what the tagger was trained on, how well it does on documents it had not seen, and what its confidence is worth."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

import numpy as np

from pipeline.model.confidence import calibration_error
from pipeline.model.examples import Source
from pipeline.model.plan import Plan

FOLDS = """{} development documents in {} folds, each read by a network (int8) that had not seen it; what an action and a bearer
cost and the calibration come from the other folds. F1 (precision / recall) in percent. The network that ships was fitted on these
documents, too. The rules were written by people who had read two thirds of them."""
KEPT = """{} documents kept out of all training, read by the network (int8) that ships; what an action and a bearer cost and the
calibration come from the other half of them. F1 (precision / recall) in percent. What the authors of the rules had seen of them, their
folders say."""
MEASURES = ("clause", "type", "who", "when", "full")


def digest(sources: list[Source]) -> str:
    """Return the digest of the texts and records a model was trained on, whatever their order."""
    return hashlib.sha256("".join(sorted(source.digest for source in sources)).encode()).hexdigest()[:16]


def about(sources: list[Source], how: Plan) -> dict:
    """Return what the weights say of themselves."""
    return {
        "data": digest(sources),
        "documents": len(sources),
        "records": sum(len(source.records) for source in sources),
        "base": "multilingual-e5-small (MIT), vocabulary cut to Chinese and Vietnamese",
        "seed": how.seed,
        "epochs": how.fit.epochs,
    }


def table(figures: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return figures by group as a Markdown table of F1 (precision / recall)."""
    lines = ["| | gold | " + " | ".join(MEASURES) + " |", "| --- " * (len(MEASURES) + 2) + "|"]
    for name, rows in figures.items():
        cells = [f"{rows[m]['f1']:.1f} ({rows[m]['p']:.0f} / {rows[m]['r']:.0f})" for m in MEASURES]
        lines.append(f"| {name} | {rows['clause']['gold']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured on held-out documents: figures by reader, genre and size of training, counts (gold, found, both) by kind of
    record, confidence with truth of each record that `auto` found, and in words on which documents and how."""

    readers: dict[str, dict]
    genres: dict[str, dict]
    kinds: dict[str, tuple[int, int, int]]
    curve: dict[str, dict]
    calibration: tuple[np.ndarray, np.ndarray]
    measured: str


def write(sources: list[Source], how: Plan, facts: Facts) -> str:
    """Return the card in Markdown."""
    error, rows = calibration_error(*facts.calibration)
    splits = Counter((source.split, language) for source in sources for language in source.languages)
    data = "\n".join(f"| {split} | {language} | {count} |" for (split, language), count in sorted(splits.items()))
    bars = "\n".join(f"| {c:.2f} | {r:.2f} | {n} | {'█' * round(20 * r)} |" for c, r, n in rows)
    kinds = "\n".join(
        f"| {name} | {gold} | {found} | {_percent(both, found)} | {_percent(both, gold)} |"
        for name, (gold, found, both) in facts.kinds.items()
    )
    curve = (
        f"""
## More documents

Learning curve on the documents of one fold, the tagger alone:

{table(facts.curve)}
"""
        if facts.curve
        else ""
    )
    return f"""# Model card: the clause tagger

Reads Vietnamese and Chinese policy texts and marks responsibility clauses with type, status, bearers, cue word, deadlines, recipient,
condition and cited documents. Base: multilingual-e5-small (MIT, 12 layers, 384 wide), its vocabulary cut to the two languages, then
trained on gold; what the rules read goes in as features; int8 ONNX. It quotes, it never writes text. It does not read other languages,
and it has seen few pledges, reported sanctions and recipients: look at those with care.

## Data

Digest `{digest(sources)}`; {len(sources)} documents, {sum(len(s.records) for s in sources)} records.

| split | language | documents |
| --- | --- | --- |
{data}

Training: {how.pretrain.steps} steps of masked words (rate {how.pretrain.rate:g}), then {how.fit.epochs} epochs on gold
(rate {how.fit.rate:g}), then {how.refit.epochs} on gold and what was read or written later (rate {how.refit.rate:g}), then
{how.last.epochs} and {how.again.times} times {how.again.epochs} on all of it (rates {how.last.rate:g}, {how.again.rate:g}),
seed {how.seed}.

## Figures on documents not trained on

{facts.measured}

{table(facts.readers)}

`auto` by genre:

{table(facts.genres)}

`auto` by type and status (a record counts as found where its action and its type are right):

| | gold | found | precision | recall |
| --- | --- | --- | --- | --- |
{kinds}
{curve}
## Calibration

`confidence` estimates the chance that type, bearers and deadlines are all right. Expected calibration
error {error:.3f} on {len(facts.calibration[1])} held-out records.

| confidence | share right | records | |
| --- | --- | --- | --- |
{bars}
"""


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}" if whole else "–"
