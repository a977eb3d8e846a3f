"""A seeded series of faults: after each, the run is started again and must give the bytes of an undisturbed one.

python -m tests.chaos --faults 200 --seed 1
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from time import monotonic

from pipeline import emit
from pipeline.run import work  # noqa: F401 (loaded once, for the forked runs)
from pipeline.run.keys import Keys
from pipeline.settings import Settings
from tests.bench import texts
from tests.chaos.faults import FAULTS, Scene, Unexpected, expect

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS, CHARACTERS = 60, 150
FILES = tuple(name for name in emit.FILES if name not in ("run.json", "report.html"))
LIMITS = "limits: {seconds: 10, megabytes: 1500}\ncache: {megabytes: 1000}\n"


def main() -> int:
    """Strike until so many faults have, print the count of each kind, and leave with 1 if anything was lost or differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="the one kind of fault to strike with")
    asked = parser.parse_args()
    random, struck, wrong = Random(asked.seed), Counter[str](), list[str]()
    lost = doubled = trials = 0
    start = monotonic()
    with tempfile.TemporaryDirectory(prefix="zeren-chaos-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        shutil.copytree(ROOT / "config", place / "config")
        (place / "config" / "run.yaml").write_text(LIMITS, encoding="utf-8")
        os.environ["ZEREN_CONFIG"] = str(place / "config")
        Keys.of(Settings())  # what it loads a forked run may not be allowed to read
        environment = os.environ | {"ZEREN_CONFIG": str(place / "config"), "PYTHONPATH": str(ROOT)}
        texts.write(place / "in", DOCUMENTS, CHARACTERS)
        quiet = Scene(place / "in", place / "undisturbed", environment, random)
        expect(quiet.start("--executor", "serial"), 0)
        whole = {name: (quiet.out / name).read_bytes() for name in FILES}
        chosen = [(kind, weight) for kind, weight in FAULTS if asked.only in (None, kind.__name__)]
        kinds, weights = zip(*chosen, strict=True)
        deck = [kind for kind, weight in chosen for _ in range(weight)]
        while sum(struck.values()) < asked.faults:
            if not deck:
                deck = random.choices(kinds, weights, k=len(kinds))
            fault = deck.pop(random.randrange(len(deck)))
            scene = Scene(place / "in", place / "out", environment, random)
            shutil.rmtree(scene.out, ignore_errors=True)
            trials += 1
            try:
                struck[fault.__name__] += fault(scene)
                expect(scene.start("--executor", random.choice(["serial", "processes"])), 0)
            except (Unexpected, subprocess.TimeoutExpired) as error:
                wrong.append(f"{fault.__name__}: {error}")
                print(f"      {wrong[-1]}", flush=True)
                continue
            for name in FILES:
                found = (scene.out / name).read_bytes()
                if found != whole[name]:
                    wrong.append(f"{fault.__name__}: {name} differs")
                if name.endswith(".jsonl"):
                    there, wanted = Counter(found.splitlines()), Counter(whole[name].splitlines())
                    lost += (wanted - there).total()
                    doubled += (there - wanted).total()
            print(f"{sum(struck.values()):4}  {fault.__name__:15} {monotonic() - start:6.0f} s", flush=True)
    for kind, number in sorted(struck.items()):
        print(f"{kind.replace('_', ' '):16}{number:5}")
    print(f"{sum(struck.values())} faults in {trials} trials (seed {asked.seed}): {lost} lost, {doubled} doubled, {len(wrong)} wrong")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if lost or doubled or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
