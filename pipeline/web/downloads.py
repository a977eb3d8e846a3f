"""The commitments that a query asks for as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from pipeline.emit.lines import encode
from pipeline.register import calendar as calendars
from pipeline.register import exchange, rows
from pipeline.web import asked

if TYPE_CHECKING:
    from pipeline.web.app import Site

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}


def table(site: Site, request: Request) -> Response:
    """Return the table of `zeren register export` (csv, xlsx) or the lines of `list` (jsonl)."""
    ending = request.path_params["ending"]
    if ending not in KINDS:
        return site.problem(request, 404, "problem.missing")
    query = asked.query(request)
    with site.register.reading() as connection:
        if query.get("document"):
            query["document"] = rows.resolve_document(connection, query["document"])
        wanted = asked.wanted(query)
        if ending == "jsonl":
            body = b"".join(map(encode, rows.listing(connection, wanted, site.today())))
        else:
            body = written(lambda path: exchange.export(connection, path, wanted), f"commitments.{ending}")
    return attached(body, KINDS[ending], f"commitments.{ending}")


def calendar(site: Site, request: Request) -> Response:
    """Return the register for a calendar program."""
    with site.register.reading() as connection:
        body = written(lambda path: calendars.write(connection, path), "register.ics")
    return attached(body, "text/calendar; charset=utf-8", "register.ics")


def written(write: Any, name: str) -> bytes:
    """Return the bytes that a function writes to a path."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def attached(body: bytes, kind: str, name: str) -> Response:
    """Return a file that a browser saves rather than shows."""
    return Response(body, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
