"""Files that people wait for are there whole, and nothing that is no file is replaced by one."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from pipeline.files import replacing, whole


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "a.txt") as draft:
        draft.write_text("half", encoding="utf-8")
        raise ZeroDivisionError
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("there/a.txt")
    whole(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "there" / "a.txt").read_bytes() == b"new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    whole(tmp_path / "pipe", b"new")
    reader.join(10)
    assert read == [b"new"]
    assert (tmp_path / "pipe").is_fifo()
