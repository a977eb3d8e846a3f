"""A document whose lines were broken by width gives the records of one with whole paragraphs, and so does one in Markdown."""

import re
import unicodedata
from pathlib import Path

import pytest

from pipeline import ingest
from pipeline.run import process
from pipeline.settings import Settings
from pipeline.unwrap import unwrap

RAW = Path(__file__).parents[2] / "data" / "raw"
RULES = Settings(extractor="rules")
HANGING = "，。；：、！？）》”』】"  # never at the head of a line
ROOM = {"W": 2, "F": 2}


def room(word: str) -> int:
    return sum(ROOM.get(unicodedata.east_asian_width(letter), 1) for letter in word)


def broken(text: str, width: int, size, words: str) -> str:
    """Return a text with its lines broken where `size` says that they are full; what `words` finds stays whole."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in re.findall(words, paragraph):
            if line.strip() and size(line) + size(word.rstrip()) > width and word[0] not in HANGING:
                lines.append(line.rstrip())
                line = ""
            line += word
        lines.append(line)
    return "\n".join(lines)


HAN, LATIN = r"[0-9A-Za-z.%]+|.", r"\S+\s*"
WAYS = [
    ("zh", "by characters", 34, len, HAN, ""),
    ("zh", "by room", 64, room, HAN, ""),
    ("vi", "by characters", 76, len, LATIN, " "),
]
SAMPLES = {
    "zh": [
        "zh-directive-elderly-care",
        "zh-law-reservoir",
        "zh-action-plan-air",
        "zh-party-accountability",
        "zh-plan-rural-revival",
        "zh-report-government-work",
        "zh-interview-employment",
    ],
    "vi": [
        "vi-directive-land-data",
        "vi-law-dyke",
        "vi-party-rule-leaders",
        "vi-speech-harvest",
        "vi-pledge-commune",
        "vi-decision-rural-water",
        "vi-interview-school",
    ],
}


def told(text: str, folder: Path, blank: str) -> list[tuple]:
    """Return what the records of a text say, white space aside, and check that they quote it to the letter."""
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    found = []
    for record in process(path, RULES).commitments:
        quotes = [record.action, *record.actors, *record.deadlines]
        assert all(text[one.start : one.end] == one.quote for one in quotes)
        said = [re.sub(r"\s+", blank, one.quote) for one in quotes]
        found.append((record.type, *said, *[(time.due, time.rrule, time.value) for time in record.deadlines]))
    return found


@pytest.mark.parametrize(
    ("name", "width", "size", "words", "blank"),
    [pytest.param(name, *how, id=f"{name} {by}") for language, by, *how in WAYS for name in SAMPLES[language]],
)
def test_records_do_not_depend_on_where_lines_break(name, width, size, words, blank, tmp_path):
    text = ingest.read(RAW / f"{name}.txt").text
    whole = told(text, tmp_path, blank)
    wrapped = broken(text, width, size, words)
    assert len(whole) >= 5 and wrapped.count("\n") > text.count("\n")
    assert told(wrapped, tmp_path, blank) == whole


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("- **教务处**：负责排课，9月1日前完成。", "教务处：负责排课，9月1日前完成。"),
        ("1. 班主任要*每天*点名。", "班主任要每天点名。"),
        ("- **Kế toán:** nộp `báo cáo thuế` trước ngày 20.", "Kế toán: nộp báo cáo thuế trước ngày 20."),
        ("2. __Tổ Điện__ sửa *máy bơm*, xem [nội quy](https://a.vn/b).", "Tổ Điện sửa máy bơm, xem nội quy."),
        ("Mua 5*3 mét dây, số liệu *tạm tính, xem *phụ lục.", "Mua 5*3 mét dây, số liệu *tạm tính, xem *phụ lục."),
        ("Họ tên: ________ ngày ____ tháng ____", "Họ tên: ________ ngày ____ tháng ____"),
    ],
)
def test_signs_of_markdown_are_not_read(written, read):
    flat = unwrap(ingest.read_text(written)).document
    assert [flat.text[block.body : block.end] for block in flat.blocks] == [read]


def test_a_bearer_in_bold_is_quoted_without_its_signs(tmp_path):
    plain = told("Kế hoạch tuần\n\n- Công an xã: phải tuần tra trước ngày 20/5/2025.\n", tmp_path, " ")
    assert told("# Kế hoạch tuần\n\n- **Công an xã**: phải tuần tra trước ngày 20/5/2025.\n", tmp_path, " ") == plain and plain
