"""The model card: what the tagger was trained on, how well it does on documents it had not seen, and what its confidence is worth."""

from __future__ import annotations

import hashlib
from collections import Counter

import numpy as np

from pipeline.model.confidence import calibration_error
from pipeline.model.examples import Source
from pipeline.model.plan import Plan

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


def write(sources: list[Source], how: Plan, figures: dict[str, dict], confidence: np.ndarray, truth: np.ndarray, held: list[str]) -> str:
    """Return the card in Markdown: `figures` by language and by genre, `confidence` and `truth` of the held-out records."""
    error, rows = calibration_error(confidence, truth) if len(truth) else (0.0, [])
    splits = Counter((source.split, language) for source in sources for language in source.languages)
    data = "\n".join(f"| {split} | {language} | {count} |" for (split, language), count in sorted(splits.items()))
    bars = "\n".join(f"| {c:.2f} | {r:.2f} | {n} | {'█' * round(20 * r)} |" for c, r, n in rows)
    return f"""# Model card: the clause tagger

Reads Vietnamese and Chinese policy texts and marks responsibility clauses with type, status, bearers, cue word, deadlines, recipient,
condition and cited documents. Base: multilingual-e5-small (MIT, 12 layers, 384 wide), its vocabulary cut to the two languages, then
trained on gold; int8 ONNX. It quotes, it never writes text. It does not read other languages, and it has seen few pledges, reported
sanctions and recipients: look at those with care.

## Data

Digest `{digest(sources)}`; {len(sources)} documents, {sum(len(s.records) for s in sources)} records.

| split | language | documents |
| --- | --- | --- |
{data}

Training: {how.fit.epochs} epochs, rate {how.fit.rate:g}, seed {how.seed}.

## Figures on documents not trained on

{len(held)} development documents, each read by a network that had not seen it. F1 (precision / recall) in percent. The
network that ships was fitted on these documents, too.

{table(figures["language"])}

By genre:

{table(figures["genre"])}

## Calibration

`confidence` estimates the chance that type, bearers and deadlines are all right. Expected calibration
error {error:.3f} on {len(truth)} held-out records.

| confidence | share right | records | |
| --- | --- | --- | --- |
{bars}
"""
