"""Portal pages made of a template and a text: what is article in them and what is furniture is known to the word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from lxml import html

from pipeline.ingest import read, read_text

PORTALS = Path(__file__).parent / "portals"
RAW = Path(__file__).parents[2] / "data" / "raw"
WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
DATELINES = {"vi": "12/03/2026 08:15", "zh": "2026-03-12 08:15 来源：本站"}


@dataclass(frozen=True)
class Page:
    """A page's markup, the lines of its article (title and date line first), and the words around it."""

    name: str
    markup: str
    article: tuple[str, ...]
    furniture: int


@dataclass(frozen=True)
class Share:
    """Words of the article that were kept, of all; words of the furniture that were kept, of all."""

    kept: int
    article: int
    leaked: int
    furniture: int

    def __add__(self, other: Share) -> Share:
        return Share(self.kept + other.kept, self.article + other.article, self.leaked + other.leaked, self.furniture + other.furniture)

    @property
    def article_kept(self) -> float:
        """Percent."""
        return 100 * self.kept / self.article

    @property
    def furniture_skipped(self) -> float:
        """Percent."""
        return 100 * (1 - self.leaked / self.furniture)


def words(text: str) -> int:
    """Return the number of words, Chinese ones by the character."""
    return sum(1 for _ in WORD.finditer(text))


def squeezed(text: str) -> str:
    """Return the letters and digits of a text."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)).casefold()


def page(template: Path, title: str, lines: Sequence[str]) -> Page:
    """Return the page of a template around the lines of a text."""
    date = DATELINES[template.stem[:2]]
    filled = Template(template.read_text(encoding="utf-8")).substitute(
        title=escape(title),
        date=date,
        iso="2026-03-12T08:15:00",
        first=paragraphs(lines[: len(lines) // 2]),
        rest=paragraphs(lines[len(lines) // 2 :]),
    )
    bare = Template(template.read_text(encoding="utf-8")).substitute(title="", date="", iso="", first="", rest="")
    return Page(template.stem, filled, (title, date, *lines), words(visible(bare)))


def paragraphs(lines: Iterable[str]) -> str:
    """Return each line as a paragraph."""
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines)


def visible(markup: str) -> str:
    """Return the words that a reader of the page sees."""
    root = html.document_fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for element in root.xpath("//script|//style|//head|//textarea"):
        element.drop_tree()
    return " ".join(root.itertext())


def texts(language: str) -> list[tuple[str, str, list[str]]]:
    """Return our own texts of a language: name, title and lines, without what is furniture already."""
    found = []
    for path in sorted(RAW.glob(f"{language}-*.txt")) + sorted(RAW.glob(f"{language}-*.md")):
        document = read(path)
        lines = [document.text[b.start : b.end] for b in document.blocks if b.kind not in ("boilerplate", "table_row")]
        found.append((path.stem, document.title or lines[0], [line for block in lines for line in block.splitlines() if line.strip()]))
    return found


def pages(every: int = 1) -> list[Page]:
    """Return pages of both languages: each template around every n-th of our texts, taken in turn."""
    made = []
    for language in ("vi", "zh"):
        own = texts(language)
        for number, template in enumerate(sorted(PORTALS.glob(f"{language}-*.html"))):
            made += [page(template, title, lines) for _, title, lines in own[number % every :: every]]
    return made


def share(made: Page, kept: Iterable[str]) -> Share:
    """Return what of a page stands in the kept parts (paragraphs) of it."""
    parts = [squeezed(part) for part in kept]
    whole, article = "".join(parts), "".join(map(squeezed, made.article))
    found = sum(words(line) for line in made.article[2:] if squeezed(line) in whole)
    strange = 0
    for part, text in zip(parts, kept, strict=True):
        if part and part not in article:
            own = sum(words(line) for line in made.article if len(squeezed(line)) > 3 and squeezed(line) in part)
            strange += max(0, words(text) - own)
    return Share(found, sum(map(words, made.article[2:])), min(strange, made.furniture), made.furniture)


def ours(made: Page) -> list[str]:
    """Return the blocks that Zeren keeps; the dates and fields of a record card around the article are metadata, and count as neither."""
    document = read_text(made.markup, f"{made.name}.html")
    article = "".join(map(squeezed, made.article))
    blocks = [(b.kind, document.text[b.start : b.end]) for b in document.blocks if b.kind != "boilerplate"]
    return [words for kind, words in blocks if kind != "dateline" or squeezed(words) in article]
