from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from pipeline import report
from pipeline.emit import Counts
from pipeline.report import vega
from pipeline.run import page, run
from pipeline.settings import Settings

TEXT = "Sở Nội vụ phải báo cáo UBND tỉnh trước ngày 30/6/2026.\n"


def test_the_page_names_nothing_outside_itself(out: Path) -> None:
    text = (out / report.FILE).read_text(encoding="utf-8")
    markup = re.sub(r'<script type="application/json".*?</script>', "", text.replace(vega.script(), ""), flags=re.S)
    assert (
        re.findall(
            r"""(?:src|href|srcset|action|data)\s*=\s*["']?(?!#)[^"'>\s]+""", re.sub(r"<script>.*?</script>", "", markup, flags=re.S)
        )
        == []
    )
    assert not re.search(r"@import|url\(", markup)
    assert "https://" not in markup.replace("https?:", "")


def test_only_the_page_s_own_script_may_run(out: Path) -> None:
    text = (out / report.FILE).read_text(encoding="utf-8")
    policy = re.search(r'content="(default-src[^"]*)"', text)
    assert policy
    for name, count in (("script", 2), ("style", 1)):
        sources = re.findall(rf"<{name}>(.*?)</{name}>", text, flags=re.S)
        digests = [base64.b64encode(hashlib.sha256(source.encode()).digest()).decode() for source in sources]
        assert len(digests) == count
        assert f"{name}-src " + " ".join(f"&#39;sha256-{digest}&#39;" for digest in digests) + ";" in policy[1]


def test_every_record_of_the_run_is_in_the_page(out: Path) -> None:
    text = (out / report.FILE).read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, flags=re.S)[1])  # type: ignore[index]
    records = [json.loads(line) for line in (out / "commitments.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in data["records"]] == [record["record_id"] for record in records]
    assert any(pair["differ"] for pair in data["pairs"])


def test_the_same_files_give_the_same_bytes(out: Path, tmp_path: Path) -> None:
    for name in ("commitments.jsonl", "documents.jsonl"):
        (tmp_path / name).write_bytes((out / name).read_bytes())
    counts = json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]
    page.write(tmp_path, Counts(**counts))
    assert (tmp_path / report.FILE).read_bytes() == (out / report.FILE).read_bytes()


def test_a_run_without_records_has_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hôm nay trời đẹp.\n", encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "out", Settings(extractor="rules"), cache=False)
    assert "No record has a due day." in (tmp_path / "out" / report.FILE).read_text(encoding="utf-8")


def test_a_run_that_does_without_the_page_leaves_no_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for asked in (True, False, True):
        run([tmp_path / "a.txt"], tmp_path / "out", Settings(extractor="rules"), report=asked)
        assert (tmp_path / "out" / report.FILE).exists() is asked


def test_a_page_that_cannot_be_made_costs_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "out"
    source.write_text(TEXT, encoding="utf-8")

    def broken(*_: object, **__: object) -> None:
        raise ValueError("no chart\ntoday")

    with monkeypatch.context() as patched:
        patched.setattr(report, "write", broken)
        summary = run([source], out, Settings(extractor="rules"))
    assert (
        summary.warning
        and "report.html is not written (ValueError: no chart today)" in summary.warning
        and "--no-report" in summary.warning
    )
    assert (out / "commitments.jsonl").read_text(encoding="utf-8").count("\n") == 1
    assert not (out / report.FILE).exists()
    assert run([source], out, Settings(extractor="rules")).warning is None  # the next run makes it
    assert (out / report.FILE).exists()
