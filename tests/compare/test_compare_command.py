"""`zeren compare`: its tables and what it says of runs that cannot be compared."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.compare.genres import genre

FILES = ("groups.csv", "figures.csv", "contrasts.csv", "associations.csv", "strata.csv", "keyness.csv", "comparison.json", "comparison.md")


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return left.value.code  # type: ignore[return-value]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tables(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("compared")
    assert run("compare", run_folder, "-o", out, "--resamples", 300) == 0
    return out


def test_figures_count_the_records(run_folder: Path, tables: Path) -> None:
    records = [json.loads(line) for line in (run_folder / "commitments.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows(tables / "figures.csv"):
        if row["variable"] == "type":
            count = sum((r["type"], r["language"]) == (row["value"], row["group"]) for r in records)
            total = sum(r["language"] == row["group"] for r in records)
            assert int(row["count"]) == count and abs(float(row["share"]) - count / total) < 1e-5
            assert not row["low"] or float(row["low"]) <= float(row["share"]) <= float(row["high"])
    words = {row["name"]: int(row["words"]) for row in rows(tables / "groups.csv")}
    duty = next(row for row in rows(tables / "figures.csv") if (row["value"], row["group"]) == ("duty", "zh"))
    assert abs(float(duty["rate"]) - 1000 * int(duty["count"]) / words["zh"]) < 1e-3


def test_the_same_run_gives_the_same_bytes(run_folder: Path, tables: Path, tmp_path: Path) -> None:
    run("compare", run_folder, "-o", tmp_path, "--resamples", 300)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (tables / name).read_bytes()


def test_the_page_holds_what_the_tables_hold(tables: Path) -> None:
    page = (tables / "comparison.md").read_text(encoding="utf-8")
    duty = next(row for row in rows(tables / "contrasts.csv") if row["value"] == "duty")
    line = next(line for line in page.splitlines() if line.startswith("| duty |"))
    assert f"{100 * float(duty['difference']):.1f} [" in line
    assert all(len(line.split(" | ")) in (5, 6, 8) for line in page.splitlines() if line.startswith("| "))


def test_words_typical_of_a_slot_are_told(tables: Path) -> None:
    found = [row for row in rows(tables / "keyness.csv") if (row["language"], row["slot"]) == ("vi", "modal")]
    (must,) = [row for row in found[:5] if row["word"] == "phải"]
    assert float(must["z"]) > 3 and float(must["g2"]) > 0 and int(must["count"]) > 5


def test_two_runs_are_compared_under_their_names(run_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "later"
    shutil.copytree(run_folder, other)
    assert run("compare", run_folder, other, "--resamples", 200, "--all") == 0
    told = capsys.readouterr().out
    assert "later: " in told and "out: " in told
    assert "differences" not in told and "0.0 " in told


def test_a_given_genre_goes_before_that_of_the_title(run_folder: Path, tmp_path: Path) -> None:
    source = json.loads((run_folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()[0])["source"]
    (tmp_path / "genres.csv").write_text(f"source,genre\n{source},essay\n", encoding="utf-8")
    assert run("compare", run_folder, "-o", tmp_path, "--genres", tmp_path / "genres.csv", "--resamples", 200) == 0
    assert "essay" in {row["genre"] for row in rows(tmp_path / "strata.csv")}


def test_wrong_use_says_what_to_do(run_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", tmp_path) == 2
    assert "run `zeren extract` first" in capsys.readouterr().err
    assert run("compare", run_folder, run_folder) == 2
    assert "stands twice" in capsys.readouterr().err
    (tmp_path / "one").mkdir()
    for name in ("commitments.jsonl", "documents.jsonl"):
        lines = (run_folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / "one" / name).write_text("".join(line for line in lines if '"language": "vi", "t' in line), encoding="utf-8")
    assert run("compare", tmp_path / "one") == 2
    assert "two groups with records are needed" in capsys.readouterr().err
    (tmp_path / "bad.csv").write_text("file\nx\n", encoding="utf-8")
    assert run("compare", run_folder, "--genres", tmp_path / "bad.csv") == 2
    assert "columns source and genre" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_opens_the_tables_without_a_remark(tables: Path) -> None:
    script = 'options(warn=2); for (f in commandArgs(TRUE)) { d <- read.csv(f, na.strings=""); stopifnot(nrow(d) > 0) }'
    paths = [str(tables / name) for name in FILES if name.endswith(".csv")]
    done = subprocess.run(["Rscript", "-e", script, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr


@pytest.mark.parametrize(
    ("language", "title", "number", "expected"),
    [
        ("zh", "关于印发《粮食应急预案》的通知", None, "plan"),
        ("zh", "关于进一步做好防汛工作的通知（云政办发〔2026〕3号）", None, "directive"),
        ("zh", "临川省水库管理条例", None, "regulation"),
        ("zh", "中华人民共和国防洪法（2016年修正）", None, "law"),
        ("zh", "全市春耕生产现场会召开", None, "news"),
        ("vi", "Quyết định ban hành Quy chế quản lý nước sạch", None, "regulation"),
        ("vi", "Chỉ thị về việc xây dựng kế hoạch năm 2027", None, "directive"),
        ("vi", "Kế hoạch thực hiện Chỉ thị số 05", None, "plan"),
        ("vi", None, "12/CT-UBND", "directive"),
        ("vi", None, None, "other"),
    ],
)
def test_genre(language: str, title: str | None, number: str | None, expected: str) -> None:
    assert genre({"language": language, "title": title, "number": number, "blocks": []}) == expected
