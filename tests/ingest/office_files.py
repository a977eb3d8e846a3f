"""Office documents written part by part, for what no library writes: tracked changes, footnotes, real list definitions."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def package(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip package of these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return data.getvalue()


def word(body: str, **parts: str) -> bytes:
    """Return a DOCX with this body; `parts` are `styles`, `numbering`, `footnotes` without their root elements."""
    found = {"[Content_Types].xml": TYPES, "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    for name, content in parts.items():
        found[f"word/{name}.xml"] = f"<w:{name} {W}>{content}</w:{name}>"
    return package(found)


def p(*runs: str, style: str = "", numbered: tuple[int, int] | None = None, mark: str = "") -> str:
    """Return a paragraph; strings that open with `<` are elements, others text."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        properties += f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
    if mark:
        properties += f"<w:rPr>{mark}</w:rPr>"
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str], ruled: bool = True) -> str:
    """Return a table; a cell `^` goes on from the one above, `<` belongs to the one before, `|` parts paragraphs."""
    lines = (
        '<w:tblPr><w:tblBorders><w:insideH w:val="single"/><w:insideV w:val="single"/></w:tblBorders></w:tblPr>' if ruled else "<w:tblPr/>"
    )
    written = []
    for number, row in enumerate(rows):
        boxes: list[str] = []
        for column, words in enumerate(row):
            if words == "<":
                continue
            wide = 1 + next((i for i, w in enumerate(row[column + 1 :]) if w != "<"), len(row) - column - 1)
            below = rows[number + 1][column] if number + 1 < len(rows) else ""
            merge = "<w:vMerge/>" if words == "^" else '<w:vMerge w:val="restart"/>' if below == "^" else ""
            span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
            inner = "".join(p(part) for part in ("" if words == "^" else words).split("|"))
            boxes.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inner}</w:tc>")
        written.append(f"<w:tr>{''.join(boxes)}</w:tr>")
    return f"<w:tbl>{lines}{''.join(written)}</w:tbl>"
