"""What a request asks for and who asks: filters, days, language, name; read with care, for anybody may write an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs, unquote

from starlette.requests import Request

from pipeline.register import rows
from pipeline.register.days import read_day
from pipeline.web.words import chosen, words

LONGEST = 200  # letters of a word that is looked for
BODY = 1 << 20  # bytes of a form
FIELDS = 2_000  # fields of a form
FILTERS = ("text", "language", "type", "status", "tier", "bearer", "owner", "concept", "verdict", "document", "due_from", "due_to")
STATES = ("active", "vanished", "superseded", "rejected")
Form = dict[str, list[str]]


class TooMuch(Exception):
    """A request larger than any form of this site."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page: the session, whether it may change things, the name its changes carry, the mark its forms carry."""

    session: str
    may_write: bool
    needs_token: bool
    name: str
    mark: str


def language(request: Request) -> str:
    """Return the interface's language: the one chosen on the site, else the one the browser asks for."""
    asked = request.query_params.get("lang") or request.cookies.get("zeren_lang", "")
    return asked if asked in words() else chosen(request.headers.get("accept-language", ""))


def name(request: Request) -> str:
    """Return the name that the visitor gave."""
    return unquote(request.cookies.get("zeren_name", ""))[:LONGEST].strip()


def query(request: Request) -> dict[str, str]:
    """Return the filters of a list that are not empty, as they were written."""
    found = {
        key: request.query_params.get(key, "")[:LONGEST].replace("\x00", "").strip() for key in (*FILTERS, "state", "order", "attention")
    }
    return {key: value for key, value in found.items() if value}


def wanted(asked: Mapping[str, str]) -> rows.Filter:
    """Return the filter that a query asks for; a value that is none asks for nothing that there is, a day that is none for any."""
    values: dict[str, Any] = {key: asked.get(key) for key in FILTERS}
    for key in ("due_from", "due_to"):
        values[key] = day(asked.get(key))
    state = asked.get("state", "active")
    return rows.Filter(**values, state=state if state in STATES else "active", attention=bool(asked.get("attention")))


def order(asked: Mapping[str, str]) -> rows.Order:
    """Return the order that a query asks for."""
    return next((known for known in rows.ORDERS if known == asked.get("order")), "text")


def day(value: str | None) -> date | None:
    """Return a day, or None where a text is none."""
    with suppress(ValueError, OverflowError):
        return read_day(value[:40]) if value else None
    return None


def number(value: str | None, default: int = 1) -> int:
    """Return a small whole number, or the default."""
    return int(value) if value and re.fullmatch(r"[0-9]{1,6}", value) else default


async def form(request: Request) -> Form:
    """Return the fields of a form, each with its values in order; TooMuch where it is larger than any form of this site."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY:
            raise TooMuch
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError as error:
        raise TooMuch from error
