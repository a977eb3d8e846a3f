"""Whatever lines stand one below the other, a document is read: headings without words, labels without a task, numbers alone."""

import random
from html import escape
from pathlib import Path

import pytest

from pipeline import ingest
from pipeline.run import process
from pipeline.settings import Settings

RAW = Path(__file__).parents[2] / "data" / "raw"
RULES = Settings(extractor="rules")
ODD = (
    *("I. 2026", "1. 2026", "（一）2026", "二、2026—2030", "Q3/2026", "III/2026", "II. 15/9", "2026", "12", "3.5%", "A-1", "R-400.000"),
    *(
        "6.177.500 6.795.800",
        "10:30",
        "一、",
        "（二）",
        "1.",
        "1/ ",
        "1)",
        "①",
        "a)",
        "Điều 5.",
        "第三章",
        "Phần I",
        "责任单位：",
        "1. 责任单位：",
    ),
    *(
        "牵头单位：县水利局",
        "Thời hạn:",
        "2. Đơn vị chủ trì: Sở Y tế",
        "：",
        ":",
        "| 1 | 2 |",
        "***",
        "<b>",
        "—",
        "……",
        "“",
        "”",
        "（",
        "）",
        "、",
    ),
    *("（", "）", "、", "+", "- ", "https://a.b/c", "&nbsp;"),
)


@pytest.fixture(scope="module")
def lines():
    texts = [ingest.read(path).text for path in sorted(RAW.glob("*.txt"))]
    return [line for text in texts for line in text.split("\n") if line.strip()]


def read(path):
    """Read a document and check that its records quote it to the letter."""
    found = process(path, RULES)
    assert all(found.document.text[one.action.start : one.action.end] == one.action.quote for one in found.commitments)


@pytest.mark.parametrize("seed", range(4))
def test_every_mixture_of_lines_is_read(seed, lines, tmp_path):
    draw, path = random.Random(seed), tmp_path / "odd.txt"
    for _ in range(100):
        length = draw.choice((20, 60, 400))
        some = [draw.choice(ODD) if draw.random() < 0.4 else draw.choice(lines)[:length] for _ in range(draw.randint(2, 14))]
        text = draw.choice(("\n", "\n\n")).join(some)
        path.write_text(text, encoding="utf-8")
        try:
            read(path)
        except ingest.IngestError:  # no letters in it
            continue


HEADS = ["序号", "任务", "责任单位", "完成时限", "TT", "Nội dung", "Đơn vị chủ trì", "Thời gian", "：", ":", ""]


def page(draw, lines):
    """Return an HTML page of paragraphs, headings and tables with merged cells."""
    parts = []
    for _ in range(draw.randint(2, 8)):
        width = draw.randint(1, 4)
        if draw.random() < 0.4:
            cells = [[draw.choice(HEADS) for _ in range(width)]]
            cells += [[draw.choice(ODD) if draw.random() < 0.4 else draw.choice(lines)[:60] for _ in range(width)] for _ in range(3)]
            span = ("", "", ' rowspan="2"', ' colspan="2"')
            rows = ["".join(f"<td{draw.choice(span)}>{escape(cell)}</td>" for cell in row) for row in cells]
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            tag = draw.choice(("p", "h2", "li"))
            parts.append(f"<{tag}>{escape(draw.choice(ODD) if draw.random() < 0.4 else draw.choice(lines))}</{tag}>")
    return "<html><body><h1>Kế hoạch 计划</h1>" + "".join(parts) + "</body></html>"


@pytest.mark.parametrize("seed", range(2))
def test_every_mixture_of_paragraphs_and_tables_is_read(seed, lines, tmp_path):
    draw, path = random.Random(seed), tmp_path / "odd.html"
    for _ in range(100):
        path.write_text(page(draw, lines), encoding="utf-8")
        read(path)
