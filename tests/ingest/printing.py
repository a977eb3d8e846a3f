"""PDF files composed for the tests: columns, tables, running heads, set by reportlab."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", str(Path.home() / ".fonts"))
FILES = ("DejaVuSerif.ttf", "DejaVuSans.ttf", "LiberationSerif-Regular.ttf", "NotoSerif-Regular.ttf", "Arial Unicode.ttf")


def font(language: str) -> str:
    """Return the name of a registered font for the language; the test is skipped where no font has Vietnamese letters."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    if language == "zh":
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    if "Vietnamese" not in pdfmetrics.getRegisteredFontNames():
        path = next((p for folder in FOLDERS for name in FILES for p in Path(folder).rglob(name)), None)
        if path is None:
            pytest.skip("no font with Vietnamese letters is installed (Debian: fonts-dejavu-core)")
        pdfmetrics.registerFont(TTFont("Vietnamese", str(path)))
    return "Vietnamese"


def shaped(data: bytes) -> bool:
    """Whether the first letter of a PDF has a shape here: a font that the file only names must be on the machine to give it one."""
    import pypdfium2

    _, bottom, _, top = pypdfium2.PdfDocument(data)[0].get_textpage().get_charbox(0)
    return bool(top - bottom > 1)


def style(language: str, size: float = 12, **kept: Any) -> Any:
    """Return a paragraph style: justified, the first line set in."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle

    look = {"fontName": font(language), "fontSize": size, "leading": 1.45 * size, "alignment": TA_JUSTIFY, "firstLineIndent": 2 * size}
    return ParagraphStyle("x", **{**look, **({"wordWrap": "CJK"} if language == "zh" else {}), **kept})


def printed(
    story: Sequence[Any], *, columns: int = 1, head: str = "", language: str = "vi", size: tuple[float, float] = (595, 842), **info: str
) -> bytes:
    """Return the PDF of a story of paragraphs and tables, page numbers below, `head` above each page."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    file = io.BytesIO()
    width, height = size
    white = 30
    wide = (width - 2 * 70 - (columns - 1) * white) / columns
    frames = [Frame(70 + i * (wide + white), 70, wide, height - 140, 0, 0, 0, 0) for i in range(columns)]

    def edges(canvas: Any, document: Any) -> None:
        canvas.setFont(font(language), 10)
        canvas.drawCentredString(width / 2, height - 40, head)
        canvas.drawCentredString(width / 2, 36, str(document.page))

    document = BaseDocTemplate(file, pagesize=size, **info)
    document.addPageTemplates([PageTemplate(frames=frames, onPage=edges)])
    document.build(list(story))
    return file.getvalue()


def paragraph(words: str, language: str = "vi", **kept: Any) -> Any:
    """Return a paragraph."""
    from reportlab.platypus import Paragraph

    return Paragraph(words, style(language, **kept))


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], language: str = "vi", spans: Sequence[Any] = (), repeat: int = 0) -> Any:
    """Return a ruled table; `spans` are reportlab's ((column, row), (column, row))."""
    from reportlab.platypus import Table

    cells = [[paragraph(words, language, size=10, firstLineIndent=0, alignment=0) for words in row] for row in rows]
    look = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP"), *(("SPAN", *span) for span in spans)]
    return Table(cells, colWidths=list(widths), style=look, repeatRows=repeat)


def drawn(
    lines: Sequence[tuple[float, float, str]], language: str = "vi", size: float = 12, page: tuple[float, float] = (595, 842)
) -> bytes:
    """Return one page with each line of text at its place (left, height from the top), as programs print forms."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=page)
    canvas.setFont(font(language), size)
    for left, down, words in lines:
        canvas.drawString(left, page[1] - down, words)
    canvas.save()
    return file.getvalue()


def footed(pages: Sequence[tuple[Sequence[str], Sequence[str]]], language: str = "vi", rule: bool = True, small: float = 9) -> bytes:
    """Return pages of lines with notes at their foot, below a short line, and a page number; `^1` in a line is a raised number."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    name = font(language)
    for number, (said, notes) in enumerate(pages, 1):
        for row, line in enumerate(said):
            left, down = 70.0, 80 + 18.0 * row
            for at, part in enumerate(re.split(r"\^(\d|\*)", line)):
                size, up = (7.0, 4.5) if at % 2 else (12.0, 0.0)
                canvas.setFont(name, size)
                canvas.drawString(left, 842 - down + up, part)
                left += canvas.stringWidth(part, name, size)
        top = 770 - 13.0 * len(notes)
        if rule and notes:
            canvas.line(70, 842 - top + 12, 214, 842 - top + 12)
        canvas.setFont(name, small)
        for row, line in enumerate(notes):
            canvas.drawString(70, 842 - top - 13.0 * row, line)
        canvas.setFont(name, 12)
        canvas.drawCentredString(297, 842 - 800, str(number))
        canvas.showPage()
    canvas.save()
    return file.getvalue()
