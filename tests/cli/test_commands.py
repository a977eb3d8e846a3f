from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.cli import main

ZEREN = [sys.executable, "-c", "from pipeline.cli import main; main()"]
VI = "Chậm nhất ngày 30/6/2026, Ủy ban nhân dân huyện phải hoàn thành việc rà soát hộ nghèo.\n"
ZH = "县级人民政府应当于2026年6月底前完成排查工作。\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "vi.txt").write_text(VI, encoding="utf-8")
    (folder / "zh.txt").write_text(ZH, encoding="utf-8")
    return folder


def zeren(*arguments: object, code: int = 0) -> None:
    """Run a command and insist on its exit code."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert left.value.code == code


def records(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "commitments.jsonl").read_text(encoding="utf-8").split("\n") if line]


# ---- start ----


def test_help_needs_nothing_heavy() -> None:
    heavy = {"spacy", "jieba", "underthesea", "pandas", "pyarrow", "pydantic", "numpy", "rich", "icalendar", "yaml"}
    code = f"import sys, pipeline.cli; print(sorted({heavy!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_every_verb_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("extract", "show", "evaluate", "timex", "schema"):
        zeren(verb, "--help")
        assert f"zeren {verb}" in capsys.readouterr().out


# ---- extract ----


def test_extract_reads_all_and_says_what_it_found(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zeren("extract", raw, "-o", tmp_path / "out")
    said = capsys.readouterr().out
    assert "2 documents read, 0 failed" in said
    assert str(tmp_path / "out" / "commitments.jsonl") in said
    assert {record["language"] for record in records(tmp_path / "out")} == {"vi", "zh"}


def test_one_language_can_be_kept(raw: Path, tmp_path: Path) -> None:
    zeren("extract", raw, "-o", tmp_path / "out", "--language", "vi")
    assert {record["language"] for record in records(tmp_path / "out")} == {"vi"}


def test_records_of_low_confidence_can_be_left_out(raw: Path, tmp_path: Path) -> None:
    zeren("extract", raw, "-o", tmp_path / "out", "--min-confidence", "1")
    assert all(record["confidence"] == 1 for record in records(tmp_path / "out"))


def test_a_second_run_with_other_settings_goes_on_telling(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(60):
        (raw / f"{number:02}.txt").write_text(ZH.replace("6月", f"{number % 12 + 1}月"), encoding="utf-8")
    for least in (0, 0.1):  # what was read once is not read again, so the second run starts with nothing done
        zeren("extract", raw, "--out", tmp_path / "out", "--extractor", "rules", "--min-confidence", least)
        assert "62/62 documents, 0 failed" in capsys.readouterr().err


def test_an_unreadable_input_is_named_and_leaves_with_1(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    zeren("extract", raw, "-o", tmp_path / "out", code=1)
    said = capsys.readouterr()
    assert "image.txt" in said.err
    assert "2 documents read, 1 failed" in said.out
    assert "image.txt" in (tmp_path / "out" / "failures.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("extract", "Missing argument"),
        ("extract RAW", "Missing option '-o'"),
        ("extract nowhere.txt -o OUT", "does not exist"),
        ("extract RAW -o OUT --workers 0", "--workers"),
        ("extract RAW -o OUT --extractor magic", "magic"),
        ("extract RAW -o RAW/out", "inside the input folder"),
        ("extract EMPTY -o OUT", "no file to read"),
        ("extract RAW -o FILE", "cannot be written"),
        ("show abc --in EMPTY", "run `zeren extract` first"),
        ("show abc --in ''", "the name is empty"),
        ("extract RAW -o ''", "the name is empty"),
        ("extract RAW/vi.txt -o OUT --metrics ''", "the name is empty"),
        ("inspect RAW/vi.txt -o RAW/vi.txt", "would be lost"),
        ("inspect RAW/vi.txt -o FILE/x", "cannot be written"),
        ("schema --write FILE/x", "cannot be written"),
        ("kwic '' --in EMPTY", "an empty query"),
        ("kwic phải --in EMPTY -o EMPTY/commitments.jsonl", "would be lost"),
        ("export ig EMPTY -o EMPTY/documents.jsonl", "would be lost"),
        ("register list --database ''", "the name is empty"),
        ("register calendar -o FILE --database FILE", "would be lost"),
        ("links EMPTY", "run `zeren extract` first"),
        ("show abc --in " + "a" * 300, "File name too long"),
        ("serve --database FILE --port 0", "--port"),
        ("evaluate EMPTY", "--texts"),
        ("evaluate EMPTY --texts RAW", "no gold"),
        ("magic", "No such command"),
    ],
)
def test_wrong_usage_leaves_with_2_and_a_cure(
    arguments: str, said: str, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    places = {"RAW": str(raw), "OUT": str(tmp_path / "out"), "EMPTY": str(tmp_path / "empty"), "FILE": str(raw.parent / "file")}
    for name, place in places.items():
        arguments = arguments.replace(name, place)
    zeren(*shlex.split(arguments), code=2)
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_bad_configuration_leaves_with_2_and_names_file_and_line(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "languages").mkdir()
    for name in ("zh", "vi"):
        (tmp_path / "config" / "languages" / f"{name}.yaml").write_text("cues:\n  - [\n", encoding="utf-8")
    command = [*ZEREN, "extract", str(raw), "-o", str(tmp_path / "out"), "--workers", "2"]
    done = subprocess.run(command, env={**os.environ, "ZEREN_CONFIG": str(tmp_path / "config")}, capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert str(tmp_path / "config") in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "commitments.jsonl").exists()


def test_ctrl_c_leaves_with_130_and_no_half_file(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for i in range(200):
        (raw / f"{i:03d}.txt").write_text(VI * 40, encoding="utf-8")
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background ignores Ctrl-C, and so would its children
    run = subprocess.Popen([*ZEREN, "extract", str(raw), "-o", str(out), "--workers", "2"], stderr=subprocess.PIPE, start_new_session=True)
    signal.signal(signal.SIGINT, kept)
    until = time.monotonic() + 60
    while not any(out.glob(".cache/packs/*.pack")) and run.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130, said
    assert b"Traceback" not in said
    assert [path.name for path in out.iterdir()] == [".cache"]


def test_a_closed_pipe_is_no_error_message() -> None:
    reader = subprocess.Popen([*ZEREN, "schema", "commitments"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert reader.stdout and reader.stderr
    reader.stdout.close()
    said = reader.stderr.read()
    assert reader.wait(60) == 141
    assert said == b""


@pytest.mark.parametrize(
    ("command", "streams", "said"),
    [
        ("schema", ">/dev/full", "No space left on device"),
        ("schema", ">&-", "Bad file descriptor"),
        ("timex <&-", "", "Bad file descriptor"),
        ("timex <RAW/vi.txt", ">/dev/full", "No space left on device"),
        ("--help", ">/dev/full", "No space left on device"),
        ("schema", ">&- 2>&-", ""),
        ("evaluate RAW", ">/dev/full 2>/dev/full", ""),
        ("extract RAW -o OUT --extractor rules", "<&- >&- 2>&-", ""),
    ],
)
def test_a_closed_or_full_stream_is_one_line(command: str, streams: str, said: str, raw: Path, tmp_path: Path) -> None:
    line = f"{shlex.join(ZEREN)} {command} {streams}".replace("RAW", str(raw)).replace("OUT", str(tmp_path / "out"))
    done = subprocess.run(["bash", "-c", line], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == (1 if said else 0)
    if command.startswith("extract"):
        assert len(records(tmp_path / "out")) == 2  # what was found is written, though nobody was told


def test_a_fault_nobody_foresaw_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise KeyError("such\nwords")

    monkeypatch.setattr("pipeline.emit.schema.schema", broken)
    zeren("schema", code=70)
    (line,) = capsys.readouterr().err.splitlines()
    assert "a fault of the program at cli/schema.py:" in line
    assert "KeyError" in line
    monkeypatch.setenv("ZEREN_TRACE", "1")
    with pytest.raises(KeyError):
        main(["schema"])


def test_a_name_cannot_drive_a_terminal(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "a\x1b[2J\nb.txt").write_bytes(b"")
    zeren("extract", raw, "-o", tmp_path / "out", "--extractor", "rules", code=1)
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("failed")]
    assert "a\ufffd[2J b.txt" in line


def test_serve_says_that_its_port_is_taken(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zeren("extract", raw, "-o", tmp_path / "out", "--extractor", "rules")
    zeren("register", "update", tmp_path / "out", "--database", tmp_path / "r.db")
    capsys.readouterr()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        zeren("serve", "--database", tmp_path / "r.db", "--port", port, code=2)
    said = capsys.readouterr()
    assert said.out == ""
    assert f"127.0.0.1:{port}: cannot be listened on (Address already in use)" in said.err


# ---- show, evaluate, timex, schema ----


def test_show_marks_the_spans(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zeren("extract", raw, "-o", tmp_path / "out")
    record = next(record for record in records(tmp_path / "out") if record["language"] == "vi")
    capsys.readouterr()
    zeren("show", record["record_id"][:10], "--in", tmp_path / "out")
    said = capsys.readouterr().out
    assert "[who Ủy ban nhân dân huyện]" in said
    assert "due 2026-06-30" in said
    zeren("show", record["record_id"], "--in", tmp_path / "out", "--json")
    assert json.loads(capsys.readouterr().out) == record


@pytest.fixture
def gold(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Gold that says what the pipeline says, of a vi and a zh document."""
    zeren("extract", raw, "-o", tmp_path / "made")
    for record in records(tmp_path / "made"):
        names = {"actor": "actors", "deadline": "deadlines"}
        row = {name: record[names.get(name, name)] for name in ("clause", "type", "status", "action", "actor", "deadline")}
        path = tmp_path / "gold" / "dev" / record["language"] / (record["language"] + ".jsonl")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
    (tmp_path / "gold" / "index.jsonl").write_text('{"id": "vi", "genre": "plan"}\n', encoding="utf-8")
    capsys.readouterr()
    return tmp_path / "gold" / "dev"


def test_evaluate_reads_the_texts_and_compares(gold: Path, raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zeren("evaluate", gold, "--texts", raw, "--json", "--by", "genre")
    figures = json.loads(capsys.readouterr().out)
    assert figures["mean"]["full"] == {"p": 100.0, "r": 100.0, "f1": 100.0}
    assert set(figures["genre"]) == {"vi plan", "zh unknown"}


def test_evaluate_fails_below_a_floor(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "floors.yaml").write_text("floors: {rules: {vi: {clause: 50}}}\n", encoding="utf-8")
    check = ("--check", tmp_path / "floors.yaml", "--extractor", "rules")
    zeren("evaluate", gold, "--predictions", tmp_path / "none.jsonl", *check, code=1)
    said = capsys.readouterr()
    assert "vi clause: F1 0.0 is below the floor 50.0" in said.err
    assert said.out.startswith("vi    clause P   0.0 R   0.0 F1   0.0")
    zeren("evaluate", gold, "--predictions", tmp_path / "made" / "commitments.jsonl", *check)


def test_evaluate_names_a_text_that_is_missing(gold: Path, raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "vi.txt").unlink()
    zeren("evaluate", gold, "--texts", raw, code=2)
    assert "no text for 1 of 2 gold documents, such as vi" in capsys.readouterr().err


def test_timex_answers_line_by_line() -> None:
    lines = '{"id": "1", "text": "Hoàn thành trước ngày 30/6/2026.", "language": "vi"}\n2026年6月底前完成。\n'
    done = subprocess.run([*ZEREN, "timex"], input=lines.encode(), capture_output=True, check=True)
    first, second = (json.loads(line) for line in done.stdout.decode().split("\n") if line)
    assert first["id"] == "1"
    assert [e["due"] for e in first["expressions"]] == ["2026-06-30"]
    assert [e["due"] for e in second["expressions"]] == ["2026-06-30"]


def test_timex_tells_of_a_line_it_cannot_read() -> None:
    done = subprocess.run([*ZEREN, "timex"], input=b'{"id": 5}\n', capture_output=True)
    assert done.returncode == 1
    assert json.loads(done.stdout)["id"] == 5


def test_schema_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zeren("schema", "run")
    assert json.loads(capsys.readouterr().out)["$id"] == "urn:zeren:schema:run"
    zeren("schema", "--write", tmp_path / "schema")
    assert len(list((tmp_path / "schema").iterdir())) == 5
