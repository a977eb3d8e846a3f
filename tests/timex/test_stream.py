"""The contract of `zeren timex`: a line in, a line out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import SettingsError
from pipeline.timex import find
from pipeline.timex.lexicon import load
from pipeline.timex.stream import stream


def answers(*lines: str, **options: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    stream(lines, out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_json_line_gives_its_expressions() -> None:
    [answer] = answers('{"id": "a1", "text": "trước ngày 30/6", "language": "vi", "reference": "2021-03-02"}')
    assert answer["id"] == "a1"
    assert [
        (e["quote"], e["start"], e["end"], e["timex"], e["value"], e["mod"], e["due"], e["rrule"], e["role"]) for e in answer["expressions"]
    ] == [("trước ngày 30/6", 0, 15, "DATE", "2021-06-30", "ON_OR_BEFORE", "2021-06-30", None, "deadline")]


def test_plain_lines_are_numbered_and_their_language_guessed() -> None:
    assert [(a["id"], a["expressions"][0]["due"]) for a in answers("到2025年底", "", "đến hết năm 2025", date="2021-03-02")] == [
        (1, "2025-12-31"),
        (3, "2025-12-31"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1, "text": ',
        "{}",
        '{"text": 5}',
        '{"text": "x", "language": "fr"}',
        '{"text": "x", "reference": "yesterday"}',
        '{"text": "x", "reference": 7}',
        "{" * 100_000,
    ],
)
def test_a_bad_line_is_an_answer_that_names_it(line: str) -> None:
    good, bad = answers("tháng 6/2021", line)
    assert good["expressions"] and "line 2" in bad["error"]


def test_odd_letters_pass_through() -> None:
    [answer] = answers(json.dumps({"text": "\ud800 năm 2021 \u0000😀"}), language="vi")
    assert answer["expressions"][0]["value"] == "2021"


def test_an_unknown_language_and_a_wrong_date_are_told() -> None:
    with pytest.raises(ValueError, match="known languages: vi, zh"):
        find("x", "fr")
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        find("x", "vi", "02/03/2021")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (
            "classes: {A: [x]}\nfields: {}\nunits: []\nlevels: [{name: one, rules: [{make: cal, pattern: B}]}]",
            "zh.yaml:4: .*rule 1 .*unknown class 'B'",
        ),
        ("classes: {A: [x], B: [x]}\nfields: {}\nunits: []\nlevels: []", "'x' stands in two classes"),
        ("classes: {A: [1]}\nfields: {}\nunits: []\nlevels: []", "valid string"),
        ("clases: {}", "zh.yaml:1: clases: Extra inputs"),
        ("classes: {A: [x]}\nfields: {B: [{wrods: [y]}]}\nunits: []\nlevels: []", "zh.yaml:2: B: unknown field 'wrods'"),
        ("classes: {A: [x]}\nfields: {}\nunits: []\nlevels: []\ncues: {a: '('}", "zh.yaml:5: cue a"),
        ("classes: {A: [x]}\nfields: {}\nunits: []\nlevels: [{name: one, rules: [{pattern: A}]}]", "needs `pattern` and `make`"),
        ("a: [", "not valid YAML"),
        ("classes: {A: [x]}\nfields: {}\nunits: []\nlevels: [{name: one, rules: [{make: cal, pattern: 'A ('}]}]", "not closed"),
    ],
)
def test_a_mistake_in_the_lexicon_is_named(tmp_path: Path, broken: str, message: str) -> None:
    path = tmp_path / "zh.yaml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        load("zh", path)
