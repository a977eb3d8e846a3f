from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

from pipeline import emit
from pipeline.run import InputError, check, run
from pipeline.settings import Settings, SettingsError
from tests.run import fakes

FILES = sorted(set(emit.FILES) - {"run.json"})


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def shown(out: Path) -> list[str]:
    """The names in a run's folder, the cache left out."""
    return sorted(path.name for path in out.iterdir() if path.name != ".cache")


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@pytest.fixture
def forty(tmp_path: Path) -> Path:
    texts = {f"d{i:02d}": f"UBND huyện {i} phải báo cáo kết quả.\n第{i}县应当落实责任。\n" for i in range(40)}
    return write(tmp_path / "in", **texts)


def test_one_and_two_workers_write_the_same_bytes(forty: Path, tmp_path: Path) -> None:
    for workers in (1, 2):
        run([forty], tmp_path / str(workers), Settings(), workers=workers, process=fakes.process)
    for name in FILES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_records_stand_in_the_order_of_their_documents(forty: Path, tmp_path: Path) -> None:
    run([forty], tmp_path / "out", Settings(), workers=2, process=fakes.process)
    sources = [row["document"]["source"] for row in rows(tmp_path / "out" / "commitments.jsonl")]
    assert len(sources) == 80
    assert sources == sorted(sources)


def test_the_run_tells_what_it_did(forty: Path, tmp_path: Path) -> None:
    (forty / "bad.txt").write_bytes(b"\xff\xfe\xfd")
    seen: list[tuple[int, int, int]] = []
    summary = run([forty], tmp_path / "out", Settings(), workers=1, process=fakes.process, progress=lambda *n: seen.append(n))
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert told["counts"] == {"documents": 40, "copies": 0, "failures": 1, "records": {"vi": {"duty": 40}, "zh": {"duty": 40}}}
    assert len(told["inputs"]) == 41
    assert all(len(item["sha256"]) == 64 for item in told["inputs"])
    assert {"ingest", "extract", "emit"} <= set(told["seconds"])
    assert summary.counts.documents == 40
    assert seen[-1] == (41, 41, 1)


def test_a_failing_document_is_a_row_and_its_neighbours_complete(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="A phải làm.", c="C phải làm.")
    (folder / "b.txt").write_bytes(b"\xff")
    summary = run([folder], tmp_path / "out", Settings(), process=fakes.process)
    (failure,) = rows(tmp_path / "out" / "failures.jsonl")
    assert (failure["stage"], failure["error"]) == ("ingest", "UnicodeDecodeError")
    assert failure["source"].endswith("b.txt")
    assert len(failure["sha256"]) == 64
    assert summary.counts.documents == 2


def test_a_document_that_kills_its_worker_is_a_row_and_its_neighbours_complete(forty: Path, tmp_path: Path) -> None:
    (forty / "d17x.txt").write_text("KILLED", encoding="utf-8")
    run([forty], tmp_path / "out", Settings(), workers=2, process=fakes.process)
    (failure,) = rows(tmp_path / "out" / "failures.jsonl")
    assert (failure["stage"], failure["error"]) == ("worker", "Died")
    assert "SIGKILL" in failure["message"]
    assert len(rows(tmp_path / "out" / "documents.jsonl")) == 40


def test_bad_configuration_ends_the_run_and_leaves_nothing(forty: Path, tmp_path: Path) -> None:
    (forty / "d20x.txt").write_text("MISCONFIGURED", encoding="utf-8")
    for workers in (1, 2):
        with pytest.raises(SettingsError, match=r"vi\.yaml:3"):
            run([forty], tmp_path / "out", Settings(), workers=workers, process=fakes.process)
    assert shown(tmp_path / "out") == []


def test_an_interrupted_run_keeps_the_files_of_the_run_before(forty: Path, tmp_path: Path) -> None:
    run([forty], tmp_path / "out", Settings(), workers=1, process=fakes.process)
    before = {name: (tmp_path / "out" / name).read_bytes() for name in shown(tmp_path / "out")}

    def interrupt(done: int, total: int, failed: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    write(forty, d00="UBND xã phải làm lại.")
    with pytest.raises(KeyboardInterrupt):
        run([forty], tmp_path / "out", Settings(), workers=2, process=fakes.process, progress=interrupt)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in shown(tmp_path / "out")} == before


def test_what_a_killed_run_left_does_not_reach_the_next(forty: Path, tmp_path: Path) -> None:
    left = tmp_path / "out" / ".work" / "000000000"
    left.mkdir(parents=True)
    (left / "commitments.jsonl").write_text("{}\n", encoding="utf-8")
    run([forty], tmp_path / "out", Settings(), workers=1, process=fakes.process)
    assert len(rows(tmp_path / "out" / "commitments.jsonl")) == 80
    assert shown(tmp_path / "out") == sorted(emit.FILES)


def test_a_second_run_into_the_same_folder_is_refused(forty: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out" / ".lock"), pytest.raises(emit.OutputError, match="another run"):
        run([forty], tmp_path / "out", Settings(), process=fakes.process)


def test_an_output_folder_inside_the_input_is_refused(forty: Path) -> None:
    with pytest.raises(InputError, match="inside the input folder"):
        run([forty], forty / "out", Settings(), process=fakes.process)


def test_an_input_without_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="no file to read"):
        run([tmp_path / "in"], tmp_path / "out", Settings(), process=fakes.process)


def test_an_output_folder_that_cannot_be_made_is_refused(forty: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(emit.OutputError, match="cannot be written"):
        run([forty], tmp_path / "file" / "out", Settings(), process=fakes.process)


def test_a_full_disk_is_told_and_leaves_nothing(forty: Path, tmp_path: Path) -> None:
    def full(done: int, total: int, failed: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(emit.OutputError, match="No space left"):
        run([forty], tmp_path / "out", Settings(), process=fakes.process, progress=full)
    assert shown(tmp_path / "out") == []


def test_a_file_given_twice_is_read_once(forty: Path, tmp_path: Path) -> None:
    one = forty / "d00.txt"
    assert run([forty, one], tmp_path / "out", Settings(), process=fakes.process).counts.documents == 40


def test_a_file_name_that_is_not_utf_8_is_no_obstacle(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="A phải làm.")
    try:
        (folder / os.fsdecode(b"b\xff.txt")).write_bytes(b"\xff")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (folder / os.fsdecode(b"c\xe9.txt")).write_text("B phải đi.", encoding="utf-8")
    out = tmp_path / os.fsdecode(b"out\xff")
    run([folder], out, Settings(), process=fakes.process)
    (failure,) = rows(out / "failures.jsonl")
    assert failure["source"].endswith("b\\udcff.txt")
    name = str(folder / "c\\udce9.txt")  # the same everywhere, and none that UTF-8 cannot hold
    assert name in {row["source"] for row in rows(out / "documents.jsonl")}
    assert name in {row["document"]["source"] for row in rows(out / "commitments.jsonl")}
    assert name in pd.read_csv(out / "commitments.csv")["source"].tolist()
    with (out / "commitments.parquet").open("rb") as table:
        assert name in pd.read_parquet(table)["source"].tolist()
    assert name in {row["source"] for row in json.loads((out / "run.json").read_text(encoding="utf-8"))["inputs"]}


def test_a_pipe_is_a_row_and_nobody_waits_for_it(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="A phải làm.")
    os.mkfifo(folder / "b.txt")
    summary = run([folder / "a.txt", folder / "b.txt"], tmp_path / "out", Settings(extractor="rules"))
    (failure,) = summary.failures
    assert "is no regular file" in failure.message
    assert failure.sha256 is None


# ---- what lies beside documents ----


def test_the_files_of_a_run_are_no_documents_unless_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="A phải làm.", b="B phải đi.")
    run([folder / "a.txt"], folder, Settings(), process=fakes.process)  # writes beside its input
    (folder / "report.html").rename(folder / "other.html")  # what is called otherwise is a document
    summary = run([folder], tmp_path / "out", Settings(keep_copies=True), process=fakes.process)
    assert summary.counts.documents == 3
    (told,) = summary.warnings
    assert str(folder) in told and "passed over" in told
    named = run([folder / "documents.jsonl"], tmp_path / "named", Settings(extractor="rules"))
    assert [named.counts.documents, named.warnings] == [1, []]


def test_no_input_and_no_file_of_another_is_written_over(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="A phải làm.")
    (folder / "report.html").write_text("<p>A phải làm.", encoding="utf-8")
    for inputs, said in (([folder / "report.html"], "is to be read"), ([folder / "a.txt"], "was written by no run")):
        with pytest.raises(emit.OutputError, match=said):
            run(inputs, folder, Settings(), process=fakes.process)
    assert shown(folder) == ["a.txt", "report.html"]


def test_sidecars_of_nothing_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="A phải làm.")
    for name in ("a.meta.yaml", "a.txt.meta.yaml", "b.meta.yaml"):
        (folder / name).write_text("title: x\n", encoding="utf-8")
    told = run([folder], tmp_path / "out", Settings(), process=fakes.process).warnings
    assert [line.partition(": ")[0] for line in told] == [str(folder / name) for name in ("a.txt.meta.yaml", "b.meta.yaml")]
    assert run([folder / "a.txt"], tmp_path / "one", Settings(), process=fakes.process).warnings == []


def test_warnings_of_documents_are_told_in_every_run(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="UBND xã phải họp dân.")
    (folder / "a.meta.yaml").write_text("publishd: 2026-01-02\n", encoding="utf-8")
    for _ in range(2):  # the second finds its files unchanged
        (told,) = run([folder], tmp_path / "out", Settings(extractor="rules")).warnings
        assert told == f"{folder / 'a.txt'}: a.meta.yaml: keys nobody reads: publishd"


def test_a_record_that_does_not_quote_its_text_is_refused() -> None:
    document = fakes.document_of("Sở Y tế phải báo cáo.", "a.txt")
    record = fakes.commitment(document, document.text, 0)
    check(record, document.text)
    with pytest.raises(ValueError, match="does not stand"):
        check(record, " " + document.text)
