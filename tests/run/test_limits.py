"""A document may hang or eat memory; it is a row then, and its neighbours complete, in every executor that can end a worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import emit
from pipeline.executors import Limits, TooLong, limited
from pipeline.run import many, run
from pipeline.run.plan import CacheSection, LimitsSection, RunPlan
from pipeline.settings import Settings
from tests.chaos import child

FILES = sorted(set(emit.FILES) - {"run.json", "report.html"})


@pytest.fixture
def six(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        (folder / f"d{number}.txt").write_text(f"UBND xã số {number} phải báo cáo.\n", encoding="utf-8")
    return folder


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = RunPlan(limits=LimitsSection(seconds=6, megabytes=1500), cache=CacheSection(megabytes=100))
    monkeypatch.setattr(many, "plan", lambda: plan)


def failures(six: Path, out: Path, word: str, executor: str, workers: int) -> list[dict]:
    (six / "poison.txt").write_text(f"UBND xã phải làm. {word}\n", encoding="utf-8")
    summary = run([six], out, Settings(), executor=executor, workers=workers, report=False, process=child.process)
    assert summary.counts.documents == 6
    return [json.loads(line) for line in (out / "failures.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("executor", "sign"), [("serial", "TooLong"), ("processes", "Died")])
def test_a_document_that_hangs_is_a_row(six: Path, tmp_path: Path, tight: None, executor: str, sign: str) -> None:
    (row,) = failures(six, tmp_path / "out", "HANGS", executor, 1 if executor == "serial" else 2)
    assert row["error"] == sign
    assert "longer than its limit" in row["message"]


def test_a_document_that_eats_memory_is_a_row(six: Path, tmp_path: Path, tight: None) -> None:
    (row,) = failures(six, tmp_path / "out", "HUNGRY", "processes", 2)
    assert row["error"] == "MemoryError"
    assert "1500 MB" in row["message"]


def test_time_is_bounded_and_the_bound_is_lifted_afterwards() -> None:
    with pytest.raises(TooLong), limited(0.05, deadly=False):
        time.sleep(5)
    with limited(0.05, deadly=False):
        pass
    time.sleep(0.1)


def test_memory_is_shared_among_workers() -> None:
    assert Limits(1.0, 700).share(2).megabytes == 700
    one, two = (Limits().share(workers).megabytes for workers in (1, 2))
    assert one is None or two is None or one >= two >= 1000


def test_a_run_that_is_terminated_goes_on_where_it_stopped(six: Path, tmp_path: Path) -> None:
    for number in range(200):
        (six / f"more{number}.txt").write_text(f"UBND xã số {number} phải làm.\n", encoding="utf-8")
    root = str(Path(__file__).resolve().parent.parent.parent)
    environment = os.environ | {"PYTHONPATH": root}
    command = [sys.executable, "-m", "tests.chaos.child", str(six), str(tmp_path / "out"), "--executor", "serial"]
    started = subprocess.Popen(command, env=environment)
    packs = tmp_path / "out" / ".cache" / "packs"
    readings = 206 // 4 + 1  # packs of texts alone, which come first
    while not (packs.is_dir() and len(list(packs.glob("*.pack"))) > readings) and started.poll() is None:
        time.sleep(0.01)
    started.send_signal(signal.SIGTERM)
    assert started.wait(60) == 143
    assert not (tmp_path / "out" / "commitments.jsonl").exists()
    assert 0 < run([six], tmp_path / "out", Settings(), report=False, process=child.process).reused < 206


@pytest.mark.slow
def test_a_local_dask_cluster_writes_the_same_bytes_and_survives_a_poisoned_document(six: Path, tmp_path: Path, tight: None) -> None:
    pytest.importorskip("distributed")
    (row,) = failures(six, tmp_path / "out", "HANGS", "dask", 2)
    assert row["error"] == "Died"
    (six / "poison.txt").unlink()
    run([six], tmp_path / "out", Settings(), executor="dask", workers=2, report=False, process=child.process)
    run([six], tmp_path / "one", Settings(), executor="serial", workers=1, report=False, process=child.process)
    for name in FILES:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "one" / name).read_bytes(), name


@pytest.mark.slow
def test_a_series_of_faults_loses_nothing() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    done = subprocess.run([sys.executable, "-m", "tests.chaos", "--faults", "12", "--seed", "5"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, 0 doubled, 0 wrong" in done.stdout
