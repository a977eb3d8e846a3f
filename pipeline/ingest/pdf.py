"""PDF: the letters of the text layer with their boxes, put into reading order; pages that are pictures are read as scans."""

from __future__ import annotations

import re
from typing import Any

from pipeline.ingest import guard, pdf_words, scan
from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import Reading, reading
from pipeline.ingest.metadata import Found
from pipeline.ingest.pdf_sheet import Sheet
from pipeline.ingest.pdf_text import Paper
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.text import plain

ENDINGS = frozenset({".pdf"})
GUARDED = True
HEAD = 1024  # bytes in which the mark of a PDF may stand, and letters in which a document says what it is
PRODUCERS = re.compile(r"^(?:microsoft word\s*-|\(?anonymous\)?$|untitled|document\d*$|.*\.(?:docx?|pdf|rtf|odt|wps|tmp)$)", re.IGNORECASE)


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file says that it is a PDF."""
    return b"%PDF-" in data[:HEAD]


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return the text of the pages in reading order, with page and box of each line; IngestError where the file cannot be opened."""
    import pypdfium2 as pdfium

    settings = reading()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise IngestError("pdf", f"{name}: {cause(str(error))}") from error
    try:
        if len(document) > settings.limits.pages:
            raise IngestError("pdf", f"{name}: has {len(document)} pages, more than {settings.limits.pages}; split it into documents")
        found = Found()
        properties = document.get_metadata_dict(skip_empty=True)
        sheets = list(pages(document, name, settings, found))
    finally:
        document.close()
    return source(sheets, marks, settings, found, properties)


def source(sheets: list[Sheet], marks: Vocabulary, settings: Reading, found: Found, properties: dict[str, str]) -> Source:
    """Return what pages, of whatever origin, hold."""
    paper = Paper(marks)
    paper.fill(sheets, settings.layout)
    scanned = sum(sheet.scanned for sheet in sheets)
    encoding = "pdf" if not scanned else "scan" if scanned == len(sheets) else "pdf+scan"
    text, told = "".join(paper.written), Found()
    describe(properties, text, told)
    return Source(plain(text), paper.lines, encoding, found, told, tuple(paper.places))


def pages(document: Any, name: str, settings: Reading, found: Found) -> Any:
    """Yield each page as read from its text layer or, where that is missing or bad, from its picture."""
    import pypdfium2 as pdfium

    guess: str | None = None
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            found.issues.append(f"page {index + 1} is damaged and was left out")
            continue
        sheet = pdf_words.sheet(page, index + 1, settings.limits.page_objects)
        letters = sum(len(word.text) for word in sheet.words)
        why = pdf_words.distrust(sheet, settings.text_layer)
        if letters < settings.text_layer.fewest_letters and pictured(page):
            why = "no text layer"
        if why:
            seen = scan.page(page, index + 1, name, settings, found, why, guess)
            guess = seen.languages or guess
            if seen.words or why != "no text layer":
                sheet = seen
        page.close()
        guard.alive()
        yield sheet


def pictured(page: Any) -> bool:
    """Whether the page shows a picture."""
    import pypdfium2.raw as raw

    return next(iter(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4)), None) is not None


def cause(message: str) -> str:
    """Return in plain words why PDFium did not open a file, and what to do."""
    if "password" in message.casefold() or "security" in message.casefold():
        return "is encrypted; save it without its password"
    return "is a PDF that is damaged or cut off, so that no page can be found; fetch or save it again"


def describe(properties: dict[str, str], text: str, found: Found) -> None:
    """Keep title and date of the document's properties.

    Names that programs give are no titles. The day on which a file was made is often another than that of the document: it is kept
    only where the head of the text leaves the day open for the hand, or numbers the document, in that same year.
    """
    title = " ".join((properties.get("Title") or "").split())
    if title and not PRODUCERS.match(title):
        found.put("title", title, "properties")
    day = re.match(r"D:(\d{4})(\d{2})(\d{2})", properties.get("CreationDate") or "")
    if day and re.search(rf"[/〔\[［(（]{day[1]}[/〕\]］)）]|ngày[\s.…_]*tháng[\s.…_\d]*năm\s+{day[1]}", text[:HEAD]):
        found.date("-".join(day.groups()), "properties")
