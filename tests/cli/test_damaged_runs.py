"""Whatever became of a run's files, every command that reads them names file, line and cure, and drops no record in silence."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.run import run
from pipeline.settings import Settings
from tests.run import fakes

COMMANDS = (
    "export csv RUN -o OUT",
    "compare RUN",
    "kwic phải --in RUN",
    "show 0 --in RUN",
    "links RUN",
    "register update RUN --database OUT/r.db",
)
CUT: tuple[tuple[str, Callable[[bytes], bytes], str], ...] = (
    ("half a last line", lambda data: data[:-30], ":2: no JSON, cut off or damaged"),
    ("a line of letters", lambda data: data + b"garbage\n", ":3: no JSON, cut off or damaged"),
    ("no UTF-8", lambda data: b'"\xff"\n' + data, ":1: no JSON, cut off or damaged"),
    ("brackets", lambda data: data + b"[" * 100_000, ":3: no JSON, cut off or damaged"),
    ("a list", lambda data: data + b"[1]\n", ":3: no "),
    ("another object", lambda data: data + b"{}\n", ":3: no "),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs, a and b, of two documents each, and an empty gold file."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "gold").mkdir()
    (folder / "gold" / "vi-1.jsonl").write_text("", encoding="utf-8")
    for name, texts in {
        "a": ("UBND xã phải họp dân.", "第一县应当落实责任。"),
        "b": ("Sở Y tế phải báo cáo.", "教育局应当检查学校。"),
    }.items():
        (folder / f"in-{name}").mkdir()
        for number, text in enumerate(texts):
            (folder / f"in-{name}" / f"{number}.txt").write_text(text, encoding="utf-8")
        run([folder / f"in-{name}"], folder / name, Settings(), process=fakes.process, cache=False, report=False)
    return folder


@pytest.fixture
def damaged(made: Path, tmp_path: Path) -> Path:
    """A copy of run a, to be damaged."""
    shutil.copytree(made / "a", tmp_path / "run")
    return tmp_path / "run"


def zeren(command: str, damaged: Path, made: Path) -> int:
    """Run a command on a damaged run and return its exit code."""
    for name, place in {"RUN": damaged, "OUT": damaged.parent, "GOLD": made / "gold"}.items():
        command = command.replace(name, shlex.quote(str(place)))
    with pytest.raises(SystemExit) as left:
        main(shlex.split(command))
    return int(left.value.code or 0)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.split()[0])
@pytest.mark.parametrize(("damage", "said"), [row[1:] for row in CUT], ids=[row[0] for row in CUT])
def test_a_damaged_line_is_named(
    command: str, damage: Callable[[bytes], bytes], said: str, damaged: Path, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = damaged / ("documents.jsonl" if command.startswith("links") else "commitments.jsonl")
    path.write_bytes(damage(path.read_bytes()))
    assert zeren(command, damaged, made) == 2
    told = capsys.readouterr().err
    assert f"zeren: {path}{said}" in told
    assert "run `zeren extract` again" in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.split()[0] in ("export", "compare", "kwic", "register")])
def test_files_of_two_runs_are_refused(command: str, damaged: Path, made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(made / "b" / "documents.jsonl", damaged)
    assert zeren(command, damaged, made) == 2
    assert "of different runs; run `zeren extract` again" in capsys.readouterr().err


@pytest.mark.parametrize("damage", [row[1] for row in CUT], ids=[row[0] for row in CUT])
def test_damaged_predictions_and_gold_are_named(
    damage: Callable[[bytes], bytes], damaged: Path, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = damaged / "commitments.jsonl"
    path.write_bytes(damage(path.read_bytes()))
    (damaged / "gold").mkdir()
    (damaged / "gold" / "zh-1.jsonl").write_bytes(damage(b""))
    for command, named in (("GOLD", path), ("RUN/gold", damaged / "gold" / "zh-1.jsonl")):
        if named.stat().st_size:  # what cuts an empty file leaves one
            assert zeren(f"evaluate {command} --predictions RUN/commitments.jsonl", damaged, made) == 2
            assert f"zeren: {named}:" in (told := capsys.readouterr().err)
            assert "mend the line" in told


def test_missing_records_are_told(damaged: Path, made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = damaged / "commitments.jsonl"
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    assert zeren("export csv RUN -o OUT/tables", damaged, made) == 0
    assert "1 of the 2 records that documents.jsonl counts are missing" in capsys.readouterr().err
    assert zeren("register update RUN --database OUT/r.db", damaged, made) == 2  # there it would count as vanished
    assert "1 of the 2 records that documents.jsonl counts are missing" in capsys.readouterr().err
