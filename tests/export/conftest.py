"""One run by rules over composed samples, exported by every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Samples in both languages, and one text written to break formats."""
    folder = tmp_path_factory.mktemp("run")
    hostile = (
        "Sở Y tế phải nộp |báo cáo| (bản {giấy} [A]) cho tỉnh\ttrước ngày 30/6/2026;\r\n"
        "xã <b>phải</b> \u202eký\x07 “=1+1” và \U0001f4cc dán.\n"
    )
    (folder / "hostile.txt").write_bytes(hostile.encode())
    names = ("bilingual-river-chief.txt", "vi-directive-land-data.txt", "zh-directive-elderly-care.txt")
    with pytest.raises(SystemExit, match="0"):
        inputs = [str(RAW / name) for name in names] + [str(folder / "hostile.txt")]
        main(["extract", *inputs, "-o", str(folder / "out"), "--extractor", "rules"])
    return folder / "out"


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run without a document."""
    folder = tmp_path_factory.mktemp("empty")
    for name in ("commitments.jsonl", "documents.jsonl"):
        (folder / name).write_text("", encoding="utf-8")
    return folder
