"""Characters a second and memory of this project and of others, side by side in one run, and what a second worker brings.

    python -m tests.bench --out bench

Each system works in a process of its own. They take turns at the same texts, so that whatever else the machine does hits all alike,
and processor time is counted, not the clock. Texts come from `../shared/corpus` where it lies beside the checkout, else they are composed.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import texts
from tests.bench.systems import ROOT, SYSTEMS

CORPUS = ROOT.parent / "shared" / "corpus"
CHARACTERS = 3000  # of a document
Row = dict[str, Any]


def documents(language: str, number: int) -> list[str]:
    """Return so many documents of a language, spread over the corpus where there is one."""
    path = CORPUS / f"{language}.txt.xz"
    if not path.is_file():
        return [texts.document(language, seed, CHARACTERS) for seed in range(number)]
    found, lines, size = list[str](), list[str](), 0
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            lines.append(line)
            size += len(line)
            if size >= CHARACTERS:
                found.append("".join(lines))
                lines, size = [], 0
    return found[:: max(1, len(found) // number)][:number]


class Server:
    """A system at work in its process."""

    def __init__(self, name: str, language: str) -> None:
        command = [sys.executable, "-m", "tests.bench.server", name, language]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        self.name, self.rates, self.peak = name, list[float](), 0.0
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def read(self, some: list[str], count: bool) -> None:
        """Have texts read, and take down how fast."""
        assert self.process.stdin and self.process.stdout
        print(json.dumps(some), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        self.peak = answer["megabytes"]
        if count:
            self.rates.append(sum(map(len, some)) / answer["seconds"])

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def compare(language: str, number: int, rounds: int) -> list[Row]:
    """Return characters a second (median of the rounds) and peak memory of each system that reads a language."""
    found = documents(language, number)
    size = max(1, len(found) // (rounds + 1))
    turns = [found[i : i + size] for i in range(0, len(found), size)][: rounds + 1]
    servers = [Server(name, language) for name, (spoken, _) in SYSTEMS.items() if language in spoken]
    for turn, some in enumerate(turns):
        for server in servers:
            server.read(some, count=turn > 0)  # the first turn loads what is loaded once
    for server in servers:
        server.close()
    return [
        {"language": language, "system": s.name, "rate": statistics.median(s.rates), "spread": _spread(s.rates), "megabytes": s.peak}
        for s in servers
    ]


def scaling(number: int, executor: str = "processes") -> dict[int, float]:
    """Return the seconds of a whole run over composed documents with one worker and with two."""
    from pipeline.run import run
    from pipeline.settings import Settings

    taken = {}
    with tempfile.TemporaryDirectory(prefix="zeren-bench-") as folder:
        place = Path(folder)
        texts.write(place / "in", number, CHARACTERS)
        for workers in (1, 2):
            start = time.perf_counter()
            how: dict[str, Any] = {"executor": executor, "workers": workers, "cache": False, "report": False}
            run([place / "in"], place / f"out{workers}", Settings(extractor="rules"), **how)
            taken[workers] = time.perf_counter() - start
    return taken


def plot(rows: list[Row], path: Path) -> None:
    """Draw the rates as bars, a panel a language."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    spoken = sorted({row["language"] for row in rows})
    figure, panels = pyplot.subplots(len(spoken), 1, figsize=(9, 3.2 * len(spoken)), squeeze=False, layout="constrained")
    for language, panel in zip(spoken, panels[:, 0], strict=True):
        mine = sorted((row for row in rows if row["language"] == language), key=lambda row: row["rate"])
        colours = ["#1f5fa8" if row["system"].startswith("Zeren") else "#b4b4b4" for row in mine]
        bars = panel.barh([row["system"] for row in mine], [row["rate"] / 1000 for row in mine], color=colours)
        panel.bar_label(bars, [f" {row['rate'] / 1000:,.0f}" for row in mine])
        panel.set_title({"vi": "Vietnamese", "zh": "Chinese"}[language], loc="left")
        panel.set_xlabel("thousand characters a second, one process")
        panel.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120)


def _spread(rates: list[float]) -> float:
    return statistics.stdev(rates) / statistics.mean(rates) if len(rates) > 1 else 0.0


def main() -> None:
    """Measure, print the table, and write it with its plot into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("bench"))
    parser.add_argument("--documents", type=int, default=120, help=f"texts of {CHARACTERS} characters in each language")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--scaling", type=int, default=400, help="documents of the run with one worker and with two; 0 for none")
    asked = parser.parse_args()
    rows = [row for language in ("vi", "zh") for row in compare(language, asked.documents, asked.rounds)]
    lines = ["| language | system | characters/s | spread | peak MB |", "| --- | --- | ---: | ---: | ---: |"]
    lines += [f"| {r['language']} | {r['system']} | {r['rate']:,.0f} | ±{r['spread']:.0%} | {r['megabytes']:,.0f} |" for r in rows]
    if asked.scaling:
        taken = scaling(asked.scaling)
        lines += [
            "",
            f"{asked.scaling} documents: {taken[1]:.1f} s with 1 worker, {taken[2]:.1f} s with 2: {taken[1] / taken[2]:.2f} times",
        ]
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "bench.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (asked.out / "bench.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    plot(rows, asked.out / "bench.png")
    print("\n".join(lines))
    print(f"written to {asked.out}: bench.md, bench.json, bench.png")


if __name__ == "__main__":
    main()
