"""What was read is not read again, until its bytes or what reads them change; and the files are the same either way."""

from __future__ import annotations

import ast
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import emit
from pipeline.run import run
from pipeline.run.keys import CONFIG
from pipeline.settings import Settings
from tests.run import fakes

FILES = sorted(set(emit.FILES) - {"run.json"})


@pytest.fixture
def twenty(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(20):
        (folder / f"d{number:02d}.txt").write_text(f"UBND xã số {number} phải báo cáo kết quả.\n", encoding="utf-8")
        os.utime(folder / f"d{number:02d}.txt", (1, 1))
    return folder


def extract(folder: Path, out: Path, **means: object) -> int:
    """Run and return how many documents were kept from before."""
    return run([folder], out, Settings(), process=fakes.process, **means).reused  # type: ignore[arg-type]


def bytes_of(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES if (out / name).exists()}


def test_an_unchanged_run_reads_nothing_and_writes_the_same_bytes(twenty: Path, tmp_path: Path) -> None:
    assert extract(twenty, tmp_path / "out") == 0
    before, told = bytes_of(tmp_path / "out"), json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert extract(twenty, tmp_path / "out") == 20
    again = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert bytes_of(tmp_path / "out") == before
    assert [again[name] for name in ("inputs", "counts", "calendar", "reused")] == [told["inputs"], told["counts"], told["calendar"], 20]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_changed_or_removed_is_written_again_from_what_was_kept(twenty: Path, tmp_path: Path, name: str) -> None:
    extract(twenty, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    (tmp_path / "out" / name).write_bytes(b"edited")
    assert extract(twenty, tmp_path / "out") == 20
    (tmp_path / "out" / name).unlink()
    assert extract(twenty, tmp_path / "out") == 20
    assert bytes_of(tmp_path / "out") == before


def test_a_changed_document_and_a_new_sidecar_are_read_and_no_others(twenty: Path, tmp_path: Path) -> None:
    extract(twenty, tmp_path / "out")
    (twenty / "d03.txt").write_text("Sở Y tế phải kiểm tra.\n", encoding="utf-8")
    (twenty / "d07.meta.yaml").write_text("title: Kế hoạch\n", encoding="utf-8")
    assert extract(twenty, tmp_path / "out") == 18
    extract(twenty, tmp_path / "fresh", cache=False)
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")


def test_a_change_that_keeps_size_and_time_is_noticed(twenty: Path, tmp_path: Path) -> None:
    extract(twenty, tmp_path / "out")
    path = twenty / "d05.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("số 5", "sở 5"), encoding="utf-8")
    os.utime(path, (1, 1))
    assert extract(twenty, tmp_path / "out") == 19


def test_an_added_and_a_removed_document_leave_the_others_unread(twenty: Path, tmp_path: Path) -> None:
    extract(twenty, tmp_path / "out")
    (twenty / "a.txt").write_text("A phải làm.\n", encoding="utf-8")
    (twenty / "d11.txt").unlink()
    assert extract(twenty, tmp_path / "out") == 19


def test_without_the_cache_all_is_read_and_nothing_is_kept(twenty: Path, tmp_path: Path) -> None:
    assert [extract(twenty, tmp_path / "out", cache=False) for _ in range(2)] == [0, 0]
    assert not (tmp_path / "out" / ".cache").exists()


def test_the_cache_may_be_removed_at_any_time(twenty: Path, tmp_path: Path) -> None:
    extract(twenty, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / ".cache")
    assert extract(twenty, tmp_path / "out") == 0
    assert bytes_of(tmp_path / "out") == before


def test_a_failure_is_tried_again(twenty: Path, tmp_path: Path) -> None:
    (twenty / "bad.txt").write_bytes(b"\xff")
    extract(twenty, tmp_path / "out")
    assert extract(twenty, tmp_path / "out") == 20
    assert len((tmp_path / "out" / "failures.jsonl").read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "swap"])
def test_a_damaged_pack_is_noticed_and_its_documents_are_read_again(twenty: Path, tmp_path: Path, damage: str) -> None:
    extract(twenty, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    pack, other = sorted((tmp_path / "out" / ".cache" / "packs").iterdir())[:2]
    data = pack.read_bytes()
    if damage == "remove":
        pack.unlink()
    else:
        changed = {"flip": data[:40] + bytes([data[40] ^ 1]) + data[41:], "cut": data[:-5], "swap": other.read_bytes()}[damage]
        pack.write_bytes(changed)
    (tmp_path / "out" / "commitments.csv").unlink()
    extract(twenty, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before


WOUNDS = {
    "older": "UPDATE facts SET value = '0' WHERE name = 'format'",
    "letters": "UPDATE facts SET value = CAST(x'31FF' AS TEXT)",
    "column": "ALTER TABLE files RENAME COLUMN stamp TO seal",
}


@pytest.mark.parametrize("damage", ["nonsense", "empty", *WOUNDS])
def test_a_damaged_index_is_made_again(twenty: Path, tmp_path: Path, damage: str) -> None:
    extract(twenty, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    index = tmp_path / "out" / ".cache" / "index.db"
    if damage in WOUNDS:
        with sqlite3.connect(index) as database:
            database.execute(WOUNDS[damage])
        database.close()
    else:
        index.write_bytes(b"nonsense" * 1000 if damage == "nonsense" else b"")
    extract(twenty, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before


def test_what_a_stopped_run_finished_is_not_read_again(twenty: Path, tmp_path: Path) -> None:
    def interrupt(done: int, total: int, failed: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract(twenty, tmp_path / "out", progress=interrupt)
    assert 0 < extract(twenty, tmp_path / "out") < 20


def test_the_cache_keeps_to_its_size(twenty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.run import many

    none = many.plan().model_copy(update={"cache": many.plan().cache.model_copy(update={"megabytes": 0})})
    monkeypatch.setattr(many, "plan", lambda: none)
    extract(twenty, tmp_path / "out")
    assert list((tmp_path / "out" / ".cache" / "packs").iterdir()) == []
    (twenty / "a.txt").write_text("A phải làm.\n", encoding="utf-8")
    assert extract(twenty, tmp_path / "out") == 0


CHANGES = [
    # the file changed, and the stages that run again after it
    ("review.yaml", ""),
    ("align/scores.yaml", ""),
    ("concepts.yaml", "resolve"),
    ("timex/vi.yaml", "extract resolve"),
    ("languages/vi.yaml", "extract resolve"),
    ("ingest/vi.yaml", "ingest extract resolve"),
    ("new.yaml", "ingest extract resolve"),
]
SPY = """
import sys
from pathlib import Path
from pipeline import annotate, extract, ingest, resolve
from pipeline.run import run
from pipeline.run.keys import CONFIG
from pipeline.settings import Settings
ran = []
for module, name, stage in ((ingest, "read", "ingest"), (extract, "clauses", "extract"), (resolve, "commitment", "resolve")):
    def spy(*arguments, _function=getattr(module, name), _stage=stage):
        ran.append(_stage)
        return _function(*arguments)
    setattr(module, name, spy)
run([Path(sys.argv[1])], Path(sys.argv[2]), Settings(extractor="rules"))
print(*dict.fromkeys(ran))
"""


@pytest.mark.slow
def test_a_changed_word_list_re_runs_only_what_depends_on_it(root: Path, tmp_path: Path) -> None:
    config, raw, out = tmp_path / "config", tmp_path / "a.txt", tmp_path / "out"
    shutil.copytree(root / "config", config)
    raw.write_text("UBND xã phải báo cáo kết quả trước ngày 30/6/2026.\n", encoding="utf-8")

    def ran() -> str:
        command = [sys.executable, "-c", SPY, str(raw), str(out)]
        environment = os.environ | {"ZEREN_CONFIG": str(config), "PYTHONPATH": str(root)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()

    assert ran() == "ingest extract resolve"
    for name, stages in CHANGES:
        with (config / name).open("a", encoding="utf-8") as file:
            file.write("# a remark\n")
        assert ran() == stages, name


READ = """
import sys
from pathlib import Path
from pipeline import annotate, emit, extract, ingest, resolve, settings
stage, config, opened = "start", settings.config_folder(), {}
def note(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(str(config)) and arguments[0].endswith(".yaml"):
        opened.setdefault(Path(arguments[0]).relative_to(config).parts[0], stage)
sys.addaudithook(note)
from pipeline.run.work import _stages
if sys.argv[1] == "resolve":
    document, clauses = _stages().validate_json(sys.stdin.buffer.read())
else:
    stage = "ingest"
    document = ingest.read(Path(sys.argv[2]))
rules = settings.Settings(extractor="rules")
stage = "extract"
annotated = annotate.annotate(document, rules)
if sys.argv[1] == "extract":
    clauses = tuple(extract.clauses(annotated, rules))
stage = "resolve"
for clause in clauses:
    resolve.commitment(clause, annotated, rules)
sys.stderr.write(repr(opened))
sys.stdout.buffer.write(_stages().dump_json((document, clauses)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["vi-directive-land-data.txt", "zh-directive-elderly-care.txt"])
def test_each_stage_reads_no_word_list_but_those_it_is_keyed_by(root: Path, name: str) -> None:
    listed = {entry: stage for stage, entries in CONFIG.items() for entry in entries}
    order = ("ingest", "extract", "resolve")
    given = b""
    for part in ("extract", "resolve"):
        command = [sys.executable, "-c", READ, part, str(root / "data" / "raw" / name)]
        done = subprocess.run(command, input=given, cwd=root, capture_output=True, check=True)
        given, opened = done.stdout, ast.literal_eval(done.stderr.decode())
        assert opened
        for entry, stage in opened.items():
            assert order.index(listed.get(entry, "ingest")) <= order.index(stage), f"{entry} is read by {stage}"
