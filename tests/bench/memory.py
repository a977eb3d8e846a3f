"""Peak memory of a run over 1,000 and over 100,000 small documents: word lists and models are loaded, but the reader takes no time.

python -m tests.bench.memory
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.run import Clock, Processed, run
from pipeline.run.one import Kept
from pipeline.settings import Settings
from tests.run import fakes

SMALL, LARGE = 1_000, 100_000


def peak(number: int) -> float:
    """Return the megabytes that a run over so many documents takes at most, in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "tests.bench.memory", str(number)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def process(path: Path, settings: Settings, clock: Clock, source: str | None = None, kept: Kept | None = None) -> Processed:
    """Load what the first document of any run loads, then read as `fakes` does."""
    from pipeline import warm  # noqa: F401

    return fakes.process(path, settings, clock, source, kept)


def main() -> None:
    """Print both peaks and their ratio; with a number, make that run and print its peak."""
    if len(sys.argv) == 1:
        small, large = peak(SMALL), peak(LARGE)
        print(f"{SMALL:,} documents: {small:.0f} MB; {LARGE:,} documents: {large:.0f} MB; {large / small:.2f} times")
        return
    with tempfile.TemporaryDirectory(prefix="zeren-memory-") as folder:
        place = Path(folder)
        for number in range(int(sys.argv[1])):
            path = place / "in" / f"{number // 1000:04d}" / f"{number:07d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            line = f"UBND xã {number} phải báo cáo." if number % 10 == 0 else f"Xã {number} có sông."
            path.write_text(line + "\n", encoding="utf-8")
        run([place / "in"], place / "out", Settings(), executor="serial", report=False, process=process)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
