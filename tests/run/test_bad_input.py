"""Whatever lies in a folder, a run ends: what cannot be read is a clear row, what can be read is read."""

from __future__ import annotations

import errno
import json
import os
import resource
from pathlib import Path
from typing import Any

import pytest

from pipeline.run import run
from pipeline.settings import Settings

GOOD = "Ủy ban nhân dân xã phải hoàn thành việc rà soát hộ nghèo trước ngày 30/6/2026.\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in ("a", "z"):
        (folder / f"{name}.txt").write_text(GOOD, encoding="utf-8")
    return folder


def failures(raw: Path, *, workers: int = 1) -> list[dict]:
    """Run over `raw`, insist that the good neighbours are complete, and return the failures."""
    out = raw.parent / "out"
    run([raw], out, Settings(extractor="rules"), workers=workers)
    read = [json.loads(line) for line in (out / "documents.jsonl").read_text(encoding="utf-8").split("\n") if line]
    assert {"a.txt", "z.txt"} <= {Path(row["source"]).name for row in read}
    return [json.loads(line) for line in (out / "failures.jsonl").read_text(encoding="utf-8").split("\n") if line]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\r\n\t\n"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        ("nul.txt", b"\x00" * 2000),
    ],
)
def test_a_file_that_holds_no_text_is_a_row(raw: Path, name: str, data: bytes) -> None:
    (raw / name).write_bytes(data)
    (row,) = failures(raw)
    assert Path(row["source"]).name == name
    assert row["message"]
    assert len(row["sha256"]) == 64


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode("utf-16"),
        "县级人民政府应当落实责任，定期报告工作情况。\n".encode("gb18030") * 5,
        "縣級人民政府應當落實責任，定期報告工作情況。\n".encode("big5") * 5,
        GOOD.encode()[:-3] + b"\xc3",
        b"\xff\xfe\xfd" * 50,
    ],
)
def test_a_strange_encoding_is_read_or_a_row(raw: Path, data: bytes) -> None:
    (raw / "strange.txt").write_bytes(data)
    assert all(Path(row["source"]).name == "strange.txt" and row["stage"] and row["message"] for row in failures(raw))


@pytest.mark.parametrize(
    "sidecar",
    [
        "published: [1, 2]\n",
        "title: {a: b}\n",
        "language: klingon\n",
        "- a\n- b\n",
        "title: [\n",
        "\x00",
        "published: 2026-13-45\n",
        "- " * 60_000,
    ],
)
def test_a_sidecar_with_wrong_types_is_a_row(raw: Path, sidecar: str) -> None:
    (raw / "m.txt").write_text(GOOD, encoding="utf-8")
    (raw / "m.meta.yaml").write_text(sidecar, encoding="utf-8")
    (row,) = failures(raw)
    assert Path(row["source"]).name.startswith("m.")
    assert "m.meta.yaml" in row["message"]


def test_a_file_that_may_not_be_read_is_a_row(raw: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (raw / "secret.txt").write_text(GOOD, encoding="utf-8")
    (raw / "secret.txt").chmod(0)
    (row,) = failures(raw)
    assert row["sha256"] is None


def test_a_file_that_cannot_be_read_is_not_called_damaged(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (raw / "secret.txt").write_text(GOOD, encoding="utf-8")
    opened = Path.open

    def refused(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "secret.txt":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refused)
    (row,) = failures(raw)
    assert (row["stage"], row["sha256"]) == ("read", None)
    assert "secret.txt: cannot be read (Permission denied); give read permission" in row["message"]


def test_a_loop_of_links_ends(raw: Path) -> None:
    (raw / "loop").symlink_to(raw, target_is_directory=True)
    (raw / "self.txt").symlink_to(raw / "self.txt")
    (raw / "nowhere.txt").symlink_to(raw / "gone.txt")
    assert {Path(row["source"]).name for row in failures(raw)} <= {"self.txt", "nowhere.txt"}


def test_bad_input_is_the_same_rows_with_two_workers(raw: Path) -> None:
    for name in ("b.txt", "c.txt"):
        (raw / name).write_bytes(b"")
    assert failures(raw, workers=2) == failures(raw, workers=1)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["phải ", "应当", "1", "（", "a", "Điều 1. ", "；"])
def test_a_line_of_50_megabytes_ends(raw: Path, unit: str) -> None:
    (raw / "long.txt").write_bytes(unit.encode() * (50_000_000 // len(unit.encode())))
    failures(raw, workers=2)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 8_000_000  # kilobytes


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["2026年6月底前", "30/6/2026 ", "《意见》", "một là "])
def test_a_line_of_nothing_but_finds_ends(raw: Path, unit: str) -> None:
    (raw / "dense.txt").write_bytes(unit.encode() * (500_000 // len(unit.encode())))
    assert failures(raw) == []
