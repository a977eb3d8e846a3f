"""`zeren kwic`: what is found, in which order, and how it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.compare import concordance, concordance_page
from pipeline.compare.concordance import Line


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["kwic", *map(str, arguments)])
    return left.value.code  # type: ignore[return-value]


def line(left: str, node: str, right: str, language: str = "vi", start: int = 0) -> Line:
    return Line(language, "a.txt", "1", "duty", "clause", start, start + len(node), left, node, right)


DOCUMENT = {
    "document_id": "1",
    "source": "a.txt",
    "language": "vi",
    "text": "Xã phải báo cáo huyện. TRÁCH NHIỆM thuộc về xã; trách  nhiệmlớn.",
    "blocks": [{"kind": "paragraph", "language": "vi", "start": 0, "end": 64}],
}


def found(query: concordance.Query) -> list[str]:
    return [DOCUMENT["text"][hit.start : hit.end] for hit in concordance.lines(query, "text", [], [DOCUMENT])]  # type: ignore[index]


def test_a_word_is_found_whatever_its_case_and_spacing() -> None:
    assert found(concordance.word("trách nhiệm")) == ["TRÁCH NHIỆM", "trách  nhiệm"]


def test_vietnamese_is_matched_by_syllables() -> None:
    assert found(concordance.word("xã")) == ["Xã", "xã"]
    assert found(concordance.word("h")) == []


def test_a_chinese_word_finds_its_renderings() -> None:
    assert found(concordance.word("责任", translate=True)) == ["TRÁCH NHIỆM", "trách  nhiệm"]
    assert concordance.renderings("báo cáo", "zh") == [] or "报告" in concordance.renderings("báo cáo", "zh")


def test_a_regular_expression_is_found_and_a_bad_one_refused() -> None:
    assert found(concordance.expression("báo c.o")) == ["báo cáo"]
    with pytest.raises(concordance.QueryError, match="no regular expression"):
        concordance.expression("(")


def test_a_runaway_expression_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concordance, "PATIENCE", 0.05)
    query = concordance.expression(r"(\w|\w\w|\w?)+[0-9]$")
    with pytest.raises(concordance.QueryError, match="takes longer"):
        query.find["vi"]("a" * 5000)  # type: ignore[misc]


def test_lines_are_sorted_outwards_from_the_word() -> None:
    lines = [line("của tỉnh ", "x", " đến"), line("ở xã ", "x", " an"), line("về huyện ", "x", " ăn")]
    assert [one.right for one in concordance.ordered(lines, "right")] == [" an", " ăn", " đến"]
    assert [one.left for one in concordance.ordered(lines, "left")] == ["về huyện ", "của tỉnh ", "ở xã "]
    chinese = [line("市政府", "x", "", "zh"), line("省人大", "x", "", "zh")]
    assert [one.left for one in concordance.ordered(chinese, "left")] == ["省人大", "市政府"]


def test_the_page_runs_nothing_that_a_document_holds() -> None:
    page = concordance_page.html(
        [line("<script>alert(1)</script>", "\u202ex&", '"onload="')], "<b>", lambda text: text.replace("\u202e", "�")
    )
    assert "<script" not in page and "\u202e" not in page and "&lt;b&gt;" in page and "�x&amp;" in page


def test_both_languages_stand_side_by_side(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("type:assignment", "--slot", "action", "--in", run_folder, "--width", 140) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("vi ") and "| zh " in lines[0]
    assert lines[1].count("[") >= 2


def test_a_notion_is_found_in_both_languages(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("concept:first_responsible_person", "--in", run_folder, "--format", "tsv", "--slot", "clause") == 0
    head, *lines = [row.split("\t") for row in capsys.readouterr().out.splitlines()]
    assert head == list(concordance_page.COLUMNS)
    assert {row[0] for row in lines} == {"vi", "zh"}
    assert any("第一责任" in row[8] for row in lines)


def test_conditions_narrow_what_is_shown(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("type:duty", "--where", "force:strong", "--slot", "modal", "--in", run_folder, "--format", "tsv", "--language", "vi")
    nodes = {row.split("\t")[8].lower() for row in capsys.readouterr().out.splitlines()[1:]}
    assert "phải" in nodes and "cần" not in nodes


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["type:task"], "type has no value 'task'"),
        (["concept:nothing"], "no such notion"),
        (["a", "--slot", "b"], "no such slot"),
        (["a", "--where", "b"], "VARIABLE:VALUE"),
        (["(", "--regex"], "no regular expression"),
    ],
)
def test_wrong_use_says_what_to_do(run_folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert run(*arguments, "--in", run_folder) == 2
    assert said in capsys.readouterr().err
