"""A document that is posted again is read, linked with the first of its kind, and searched for records no second time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import emit
from pipeline.run import Summary, many, one, run
from pipeline.settings import Settings

RULES = Settings(extractor="rules")
FILES = sorted(set(emit.FILES) - {"run.json"})
TEXT = """KẾ HOẠCH
Tu sửa kênh mương trước vụ hè thu

Các thôn phải nạo vét kênh nội đồng, phát quang bờ kênh và gửi danh sách cống hỏng về Ủy ban nhân dân xã.
Trạm thủy nông phải thay cửa cống số 3 và số 7, bố trí người trực bơm ban ngày và ban đêm.
Hợp tác xã phải công khai lịch tưới, ghi sổ giờ bơm và báo cáo vào thứ sáu hằng tuần.
"""
AGAIN = f"Trang chủ\nTin tức\nLiên hệ\n\n{TEXT.replace('ban ngày và ban đêm', 'ban ngày lẫn ban đêm')}"
OTHER = TEXT.replace("số 3", "số 4")


@pytest.fixture
def posted(tmp_path: Path) -> Path:
    """Two originals and two copies of the first."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in {"a": TEXT, "b": OTHER, "c": AGAIN, "d": TEXT}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def extracted(folder: Path, out: Path, spoilt: str = "", settings: Settings | None = None, **means: Any) -> tuple[list[str], Summary]:
    """Run and return the documents in which records were sought, and the summary; the `spoilt` document fails."""
    sought: list[str] = []

    def process(path: Path, *rest: Any) -> Any:
        sought.append(path.stem)
        if path.stem == spoilt:
            raise ValueError("this one fails; leave it out")
        return one.process(path, *rest)

    summary = run([folder], out, settings or RULES, executor="serial", process=process, report=False, **means)
    return sought, summary


def bytes_of(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES if (out / name).exists()}


def rows(out: Path, name: str = "documents") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def firsts(out: Path) -> dict[str, str]:
    """Return for each copy the name of the document that it posts again."""
    return {Path(row["source"]).stem: Path(row["copy_of"]["source"]).stem for row in rows(out) if "copy_of" in row}


def sources(out: Path) -> list[str]:
    return sorted({Path(row["document"]["source"]).stem for row in rows(out, "commitments")})


def test_a_copy_is_linked_and_no_record_is_sought_in_it(posted: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    sought, summary = extracted(posted, out)
    assert (sought, summary.counts.documents, summary.counts.copies) == (["a", "b"], 4, 2)
    assert (firsts(out), sources(out)) == ({"c": "a", "d": "a"}, ["a", "b"])
    first, _, near, same = rows(out)
    assert [row["copy_of"]["document_id"] for row in (near, same)] == [first["document_id"]] * 2
    assert 0.8 <= near["copy_of"]["similarity"] < same["copy_of"]["similarity"] == 1.0
    assert near["counts"] == {} and near["text"].startswith("Trang chủ")
    ids = [row["record_id"] for row in rows(out, "commitments")]
    assert len(set(ids)) == len(ids) >= 6


def test_copies_are_kept_where_that_is_asked_for(posted: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    sought, summary = extracted(posted, out, settings=Settings(extractor="rules", keep_copies=True))
    assert (sought, summary.counts.copies, sources(out)) == (["a", "b", "c", "d"], 0, ["a", "b", "c", "d"])
    assert extracted(posted, out)[0] == []
    assert firsts(out) == {"c": "a", "d": "a"}
    assert extracted(posted, out, settings=Settings(extractor="rules", keep_copies=True))[0] == []
    assert sources(out) == ["a", "b", "c", "d"]


def test_the_files_are_the_same_from_every_executor_and_from_what_was_kept(posted: Path, tmp_path: Path) -> None:
    for number in range(12):
        shutil.copy(posted / f"{'acdb'[number % 4]}.txt", posted / f"e{number}.txt")
    made = {}
    ways: dict[str, dict[str, Any]] = {"one": {}, "two": {"workers": 2, "executor": "processes"}, "bare": {"cache": False}}
    for name, means in ways.items():
        run([posted], tmp_path / name, RULES, report=False, **means)
        made[name] = bytes_of(tmp_path / name)
    assert made["one"] == made["two"] == made["bare"]
    (tmp_path / "one" / "documents.jsonl").unlink()
    again = run([posted], tmp_path / "one", RULES, report=False)
    assert again.reused == 16 and bytes_of(tmp_path / "one") == made["one"]


@pytest.mark.parametrize(
    ("change", "sought", "linked"),
    [
        (lambda folder: (folder / "a.txt").unlink(), ["c"], {"d": "c"}),
        (lambda folder: (folder / "a.txt").write_text(OTHER, encoding="utf-8"), ["a", "c"], {"b": "a", "d": "c"}),
        (lambda folder: shutil.copy(folder / "d.txt", folder / "0.txt"), ["0"], {"a": "0", "c": "0", "d": "0"}),
        (lambda folder: (folder / "d.txt").unlink(), [], {"c": "a"}),
        (lambda folder: (folder / "a.meta.yaml").write_text("number: 9/KH-UBND\n", encoding="utf-8"), ["a"], {"c": "a", "d": "a"}),
    ],
)
def test_a_change_among_copies_is_as_if_all_were_read_anew(
    posted: Path, tmp_path: Path, change: Callable[[Path], object], sought: list[str], linked: dict[str, str]
) -> None:
    out = tmp_path / "out"
    extracted(posted, out)
    change(posted)
    assert (extracted(posted, out)[0], firsts(out)) == (sought, linked)
    extracted(posted, tmp_path / "anew")
    assert bytes_of(out) == bytes_of(tmp_path / "anew")
    assert extracted(posted, out)[0] == []


def test_where_the_first_fails_the_second_stands_for_it(posted: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    sought, summary = extracted(posted, out, spoilt="a")
    assert (sorted(sought), firsts(out), sources(out)) == (["a", "b", "c"], {"d": "c"}, ["b", "c"])
    assert [Path(row.source).stem for row in summary.failures] == ["a"]
    assert extracted(posted, out)[0] == ["a"]
    assert firsts(out) == {"c": "a", "d": "a"}


def test_a_document_that_cannot_be_read_is_no_copy(posted: Path, tmp_path: Path) -> None:
    for name in "xy":
        (posted / f"{name}.txt").write_bytes(b"%PDF-1.7\n" + b"x" * 100)
    _, summary = extracted(posted, tmp_path / "out")
    assert (summary.counts.documents, summary.counts.copies, len(summary.failures)) == (4, 2, 2)


def test_a_damaged_pack_costs_no_link(posted: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    extracted(posted, out)
    before = bytes_of(out)
    (out / "documents.jsonl").unlink()
    for pack in (out / ".cache" / "packs").glob("*.pack"):
        pack.write_bytes(bytes(pack.stat().st_size))
    extracted(posted, out)
    assert bytes_of(out) == before


def test_a_finished_run_keeps_no_text_twice(posted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "SHARD", 1)
    extracted(posted, tmp_path / "out")
    assert len(list((tmp_path / "out" / ".cache" / "packs").glob("*.pack"))) == 4


def test_a_single_document_is_compared_with_none(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    seen: list[tuple[int, int, int]] = []
    _, summary = extracted(tmp_path / "in", tmp_path / "out", progress=lambda *told: seen.append(told))
    assert "copies" not in summary.seconds and seen == [(1, 1, 0)]
