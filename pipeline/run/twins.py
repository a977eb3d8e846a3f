"""Which documents of a run may translate each other: told cheaply, by the figures and Latin letters that two texts share.

`links` compares words and takes a tenth of a second a document. In a large run it is asked about the likely pairs alone.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

from pipeline import links
from pipeline.records import DocumentRow

Key = tuple[str, str]  # document_id and source: one text may lie in two files

FEW = 20  # documents among which all may be translations
PROBED = 5_000  # documents looked at, the first ones of the run
PAIRS = 100  # pairs that are compared by their words
EACH = 2  # Vietnamese documents that are asked about for a Chinese one
COMMON = 50  # documents; what more of them hold brings none together
FEWEST = 2  # figures that a likely pair shares
SIZES = 1.2, 9.0  # characters of a Vietnamese translation to each Chinese character
FIGURE = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]{3,}")


def pairs(documents: Path, count: int) -> list[tuple[Key, Key]]:
    """Return the Vietnamese and Chinese documents of `documents.jsonl`, which holds `count`, that translate each other."""
    likely = None if count <= FEW else _likely(documents)
    rows: list[links.Written] = []
    with documents.open("rb") as file:
        for number, line in enumerate(file):
            if likely is None or number in likely:
                row = DocumentRow.model_validate_json(line)
                rows += [row] if row.copy_of is None else []
            elif number >= PROBED:
                break
    return [((link.of_id, link.of), (link.document_id, link.source)) for link in links.twins(rows)]


def _likely(documents: Path) -> set[int]:
    """Return the line numbers of the documents that stand in likely pairs."""
    holding: dict[str, dict[str, list[int]]] = {"vi": defaultdict(list), "zh": defaultdict(list)}
    sizes: dict[int, int] = {}
    with documents.open("rb") as file:
        for number, line in zip(range(PROBED), file, strict=False):
            row = json.loads(line)
            if row["language"] in holding:
                sizes[number] = row["characters"]
                for figure in {re.sub("[.,]", "", match[0]).lower() for match in FIGURE.finditer(row["text"])}:
                    if len(figure) > 1:
                        holding[row["language"]][figure].append(number)
    worth: dict[tuple[int, int], float] = defaultdict(float)
    shared: Counter[tuple[int, int]] = Counter()
    for figure, zh in holding["zh"].items():
        vi = holding["vi"].get(figure, ())
        if len(zh) <= COMMON and 0 < len(vi) <= COMMON:
            for one in zh:
                for other in vi:
                    if SIZES[0] <= sizes[other] / max(1, sizes[one]) <= SIZES[1]:
                        worth[one, other] += math.log(len(sizes) / (len(zh) * len(vi)) + 1)
                        shared[one, other] += 1
    taken: Counter[int] = Counter()
    found: set[int] = set()
    asked = 0
    for pair, _ in sorted(worth.items(), key=lambda entry: (-entry[1], entry[0])):
        if shared[pair] >= FEWEST and taken[pair[0]] < EACH and asked < PAIRS:
            taken[pair[0]] += 1
            asked += 1
            found.update(pair)
    return found
