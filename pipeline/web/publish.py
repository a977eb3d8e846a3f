"""The register as a site of files: read-only, in every language of the interface, with downloads; any web server can carry it.

What people wrote for themselves stays at home: owners, notes, the names in the history, and where files of evidence lie.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from pipeline.emit.lines import encode
from pipeline.register import Register, RegisterError, calendar, exchange, rows, sheets
from pipeline.register.files import writing
from pipeline.register.scores import BYS
from pipeline.web import views
from pipeline.web.render import html
from pipeline.web.words import words

MARK = "zeren-register.json"  # says that a folder is such a site and may be written anew
FILES = {"csv": "commitments.csv", "xlsx": "commitments.xlsx", "jsonl": "commitments.jsonl", "ics": "register.ics", "search": "search.js"}
STATIC = ("zeren.css", "zeren.js", "mark.svg")
PRIVATE = ("owner", "note", "version")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filed:
    """The links from a page that lies `depth` folders below its language's."""

    depth: int
    live = False

    def page(self, name: str, **query: object) -> str | None:
        """Return the address of a page or file; of what is asked for, only the page's number and the scoreboard's kind can be had."""
        if name in FILES:
            return f"{self._up}../data/{FILES[name]}"
        number, by = query.get("page", 1), query.get("by", BYS[0])
        first = {"list": "index", "scores": "scores" if by == BYS[0] else f"scores-{by}"}.get(name, name)
        return f"{self._up}{first}.html" if number == 1 else f"{self._up}{name}-{number}.html"

    def record(self, record_id: str) -> str | None:
        """Return the address of a commitment's page."""
        return f"{self._up}records/{record_id}.html"

    def document(self, document_id: str, part: int = 1, view: str = "") -> str | None:
        """Return the address of a document's page."""
        return f"{self._up}documents/{document_id}{f'-{view}' if view else ''}{f'-{part}' if part > 1 else ''}.html"

    def static(self, name: str) -> str:
        """Return the address of a file of the package."""
        return f"{self._up}../static/{name}"

    @property
    def _up(self) -> str:
        return "../" * self.depth


def publish(register: Register, folder: Path, on: date, say: Callable[[str], None] = lambda line: None) -> int:
    """Write the site into a folder, in place of an older one there, and return how many pages it has.

    The older site stays until the new one is whole. RegisterError: the folder holds something else, or cannot be written to.
    """
    if folder.exists() and not (folder / MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise RegisterError(f"{folder}: holds something else than a published register; name a new folder")
    partial, old = folder.with_name(f".{folder.name}.partial"), folder.with_name(f".{folder.name}.old")
    try:
        with writing(folder, within=True):
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            with register.reading() as connection:
                _data(connection, partial / "data", on)
                count = 0
                for language in words():
                    count += _language(connection, partial / language, language, on)
                    say(f"{language}: {count} pages")
            _static(partial)
            (partial / MARK).write_text(json.dumps({"on": on.isoformat(), "pages": count}) + "\n", encoding="utf-8")
            shutil.rmtree(old, ignore_errors=True)
            if folder.exists():
                folder.rename(old)
            partial.rename(folder)
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return count


def _language(connection: Connection, folder: Path, language: str, on: date) -> int:
    count = 0
    for path, template, at, values in _pages(connection, on):
        depth = path.count("/")

        def tongue(code: str, path: str = path, depth: int = depth) -> str:
            return f"{'../' * (depth + 1)}{code}/{path}"

        page = folder / path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(html(template, language, Filed(depth), at=at, tongue=tongue, made=on, **values), encoding="utf-8")
        count += 1
    return count


def _pages(connection: Connection, on: date) -> Iterator[tuple[str, str, str, Row]]:
    """Yield every page: its path, its template, its place in the navigation and what it shows."""
    yield from _numbered("list", "list.html", lambda page: views.record_list(connection, rows.Filter(), "text", page, on))
    yield from _numbered("due", "due.html", lambda page: views.due_board(connection, on, None, None, page))
    yield "agenda.html", "agenda.html", "agenda", views.agenda(connection, on, None)
    for by in BYS:
        yield str(Filed(0).page("scores", by=by)), "scores.html", "scores", views.scores(connection, by, on, None)
    documents = views.document_list(connection)
    yield "documents.html", "documents.html", "documents", {"documents": documents}
    for row in documents:
        yield from _document(connection, row["document_id"])
    for state in ("active", "superseded", "vanished"):
        for row in rows.fetch(connection, rows.Filter(state=state)):
            if found := views.record(connection, row["record_id"], on):
                yield f"records/{row['record_id']}.html", "record.html", "list", found | {"refused": None}


def _document(connection: Connection, document_id: str) -> Iterator[tuple[str, str, str, Row]]:
    part, parts = 1, 1
    while part <= parts:
        found = views.document(connection, document_id, part)
        if found is None:
            return
        found["records"] = [row for row in found["records"] if row["state"] == "active"]
        parts = found["parts_"]
        yield str(Filed(0).document(document_id, part)), "document.html", "documents", found
        part += 1
    roles = views.roles(connection, document_id) | {"document": views.document_row(connection, document_id)}
    yield str(Filed(0).document(document_id, 1, "roles")), "roles.html", "documents", roles


def _numbered(name: str, template: str, view: Callable[[int], Row]) -> Iterator[tuple[str, str, str, Row]]:
    page, pages = 1, 1
    while page <= pages:
        found = view(page)
        pages = found["pages"]
        yield str(Filed(0).page(name, page=page)), template, name, found
        page += 1


def _data(connection: Connection, folder: Path, on: date) -> None:
    """Write the downloads."""
    folder.mkdir()
    columns = [name for name in exchange.COLUMNS if name not in PRIVATE]
    table = [
        {name: row[name] for name in columns} | {"evidence": list(map(_place, row["evidence"]))}
        for row in exchange.table(connection, rows.Filter())
    ]
    for ending in ("csv", "xlsx"):
        sheets.write(folder / FILES[ending], table, columns, {})
    listed = list(rows.listing(connection, rows.Filter(), on))
    with (folder / FILES["jsonl"]).open("wb") as file:
        for row in listed:
            shown = {name: value for name, value in row.items() if name not in PRIVATE}
            file.write(encode(shown | {"evidence": [piece | {"place": _place(piece["place"])} for piece in row["evidence"]]}))
    calendar.write(connection, folder / FILES["ics"], public=True)
    index = [[row["record_id"], row["action"], ", ".join(row["bearers"]), row["title"] or row["source"], row["due"]] for row in listed]
    body = json.dumps(index, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    (folder / FILES["search"]).write_text(f"window.zerenIndex={body};\n", encoding="utf-8")


def _place(place: str) -> str:
    """Return where a piece of evidence is, as the public may know it: a web address, or a file's name alone."""
    return place if views.evidence({"place": place})["href"] else Path(place).name


def _static(folder: Path) -> None:
    (folder / "static").mkdir()
    for name in STATIC:
        (folder / "static" / name).write_bytes(files("pipeline.web").joinpath("static", name).read_bytes())
    first = next(iter(words()))
    links = "".join(
        f'<li><a href="{code}/index.html" lang="{escape(one.tag)}">{escape(one.name)}</a></li>' for code, one in words().items()
    )
    (folder / "index.html").write_text(
        f'<!doctype html><html lang="{first}"><head><meta charset="utf-8"><title>Zeren</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="static/zeren.css"></head>'
        f'<body><main class="narrow"><h1>Zeren</h1><ul>{links}</ul></main></body></html>\n',
        encoding="utf-8",
    )
