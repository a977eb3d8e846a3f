"""Peak memory of a run by rules with two workers over 1,000 and over 100,000 small documents: of the main process, and of a worker.

python -m tests.bench.memory            # a quarter of an hour on two cores
python -m tests.bench.memory 10000      # one run over so many
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psutil

from pipeline.run import run
from pipeline.settings import Settings

SMALL, LARGE = 1_000, 100_000
MEGABYTE = 1 << 20
LINES = (
    "Sở Y tế phải báo cáo kết quả kiểm tra {n} cơ sở trước ngày 15/6/2026.\nXã {n} có sông.\n",
    "省财政厅应当于2026年6月底前完成{n}个项目的检查。\n第{n}村有河。\n",
)


def peaks(number: int) -> tuple[float, float]:
    """Return the megabytes that the main process and the largest worker of a run take at most, in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "tests.bench.memory", str(number)], capture_output=True, text=True, check=True)
    main, worker = done.stdout.split()
    return float(main), float(worker)


def measured(number: int) -> tuple[float, float]:
    """Run over so many documents and return the peaks."""
    largest, done = 0.0, threading.Event()

    def watch() -> None:
        nonlocal largest
        while not done.wait(1):
            for process in psutil.Process().children(recursive=True):
                try:
                    largest = max(largest, process.memory_info().rss / MEGABYTE)
                except psutil.Error:  # it has just ended
                    continue

    with tempfile.TemporaryDirectory(prefix="zeren-memory-") as folder:
        place = Path(folder)
        for n in range(number):
            path = place / "in" / f"{n // 1000:04d}" / f"{n:07d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(LINES[n % 2].format(n=n), encoding="utf-8")
        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        run([place / "in"], place / "out", Settings(extractor="rules"), workers=2)
        done.set()
        watcher.join()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, largest


def main() -> None:
    """Print both peaks of both runs and their ratio; with a number, make that run and print its peaks."""
    if len(sys.argv) > 1:
        print(*measured(int(sys.argv[1])))
        return
    small, large = peaks(SMALL), peaks(LARGE)
    for name, few, many in zip(("the main process", "a worker"), small, large, strict=True):
        print(f"{name}: {SMALL:,} documents {few:.0f} MB, {LARGE:,} documents {many:.0f} MB, {many / few:.2f} times")


if __name__ == "__main__":
    main()
