"""Pages from templates, in the languages of the interface, with links that suit a server or a folder of files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline import __version__
from pipeline.records import RecordType, Tier
from pipeline.register.plan import plan
from pipeline.register.tracking import STATUSES
from pipeline.register.verdicts import VERDICTS
from pipeline.web.marking import visible
from pipeline.web.words import words

TYPES: tuple[str, ...] = RecordType.__args__  # type: ignore[attr-defined]
TIERS: tuple[str, ...] = Tier.__args__  # type: ignore[attr-defined]
TAGS = {"zh": "zh-Hans", "vi": "vi"}  # BCP 47, for the letters of documents


class Links(Protocol):
    """Where pages and files are. A link that this kind of site has not is None."""

    live: bool

    def page(self, name: str, **query: object) -> str | None:
        """Return the address of a page by its name (`list`, `due`, …)."""

    def record(self, record_id: str) -> str | None:
        """Return the address of a commitment's page."""

    def document(self, document_id: str, part: int = 1, view: str = "") -> str | None:
        """Return the address of a document's page, or of a view of it (`roles`, `changes`)."""

    def static(self, name: str) -> str:
        """Return the address of a file of this package."""


class Served:
    """The links of a running server."""

    live = True
    pages: Mapping[str, str] = {"list": "/", "documents": "/documents", "due": "/due", "scores": "/scoreboard", "agenda": "/agenda",
                                "session": "/session", "csv": "/commitments.csv", "xlsx": "/commitments.xlsx",
                                "jsonl": "/commitments.jsonl", "ics": "/register.ics"}  # fmt: skip

    def page(self, name: str, **query: object) -> str | None:
        """Return the address of a page with its question."""
        asked = {key: value for key, value in query.items() if value not in (None, "", False)}
        return self.pages[name] + (f"?{urlencode(asked)}" if asked else "")

    def record(self, record_id: str) -> str | None:
        """Return the address of a commitment's page."""
        return f"/records/{record_id}"

    def document(self, document_id: str, part: int = 1, view: str = "") -> str | None:
        """Return the address of a document's page."""
        return f"/documents/{document_id}" + (f"/{view}" if view else "") + (f"?part={part}" if part > 1 else "")

    def static(self, name: str) -> str:
        """Return the address of a file, with the version: a browser keeps the file of one version for good."""
        return f"/static/{name}?{__version__}"


class Asked(dict[str, Any]):
    """Values that somebody may have given; one that nobody gave is empty."""

    def __missing__(self, name: str) -> str:
        return ""


@cache
def _environment() -> Environment:
    loader = PackageLoader("pipeline.web")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_finally)
    made.globals |= {"types": TYPES, "tiers": TIERS, "statuses": STATUSES, "verdicts": VERDICTS, "tags": TAGS}
    made.filters |= {"clip": clip, "flat": lambda text: " ".join(str(text).split())}
    return made


def _finally(value: Any) -> Any:
    return visible(value) if type(value) is str else value  # what a template made itself is of a kind of its own


def html(template: str, language: str, links: Links, **values: Any) -> str:
    """Return a page."""
    known = words()
    given: dict[str, Any] = {"session": None, "at": "", **values}
    given |= {name: Asked(given.get(name, {})) for name in ("query", "form")}
    return (
        _environment()
        .get_template(template)
        .render(t=known[language], language=language, languages=known, links=links, grades=tuple(plan().grades), **given)
    )


def clip(text: str, width: int) -> str:
    """Return a text on one line, cut to a number of letters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
