"""Mails and saved pages: `.eml` and `.mht`; the main part is the document, attachments are documents of their own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from email import errors, message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO

from pipeline.ingest import html, plain
from pipeline.ingest.archives import Member
from pipeline.ingest.errors import IngestError
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary

ENDINGS = frozenset({".eml", ".mht", ".mhtml"})
GUARDED = True
HEADER = re.compile(rb"\A(?:[A-Za-z][\w-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?mime-version:", re.IGNORECASE)
MOST_PARTS = 1_000


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file is a mail: by its ending, or by a head that names the MIME version."""
    return ending in ENDINGS or bool(HEADER.match(data[:4_000]))


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return the mail's or saved page's main text; subject, sender and date are its metadata."""
    message = parsed(data, name)
    part = message.get_body(preferencelist=("html", "plain"))
    if part is None or not isinstance(part, EmailMessage):
        raise IngestError("mail", f"{name}: holds neither text nor a page; save the message again or its text alone")
    content = _bytes(part)
    charset = part.get_content_charset()
    markup = part.get_content_type() == "text/html"
    source = html.page(content, name, marks, charset) if markup else plain.read(content, name, marks)
    told = source.properties
    told.put("title", _header(message, "Subject"), "mail")
    if not ("multipart/related" in message.get_content_type() and message.get("Snapshot-Content-Location")):
        sender = message.get("From")
        told.put("publisher", sender.addresses[0].display_name if sender and sender.addresses else None, "mail")
    told.put("url", _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location"), "mail")
    try:
        told.put("published", parsedate_to_datetime(message["Date"]).date().isoformat() if message["Date"] else None, "mail")
    except (ValueError, TypeError):
        source.found.issues.append("the mail's date is none and was passed over")
    return source


def attachments(path: Path) -> Iterator[Member]:
    """Yield the attachments of the mail at `path` that have a name."""
    message = parsed(path.read_bytes(), path.name)
    for number, part in enumerate(message.iter_attachments()):
        if number >= MOST_PARTS:
            yield Member("…", _opened(b""), refused=f"has more than {MOST_PARTS:,} attachments; save those after it one by one")
            return
        name = part.get_filename()
        if part.get_content_type() == "message/rfc822" and isinstance(inner := part.get_payload(0), EmailMessage):
            yield Member(name or f"{number + 1}.eml", _opened(inner.as_bytes()))
        elif name:
            yield Member(name, _opened(_bytes(part)))


def parsed(data: bytes, name: str) -> EmailMessage:
    """Return the message; IngestError where its parts cannot be told apart."""
    try:
        message = message_from_bytes(data, policy=policy.default.clone(raise_on_defect=False))
        list(zip(message.walk(), range(MOST_PARTS), strict=False))
    except (errors.MessageError, ValueError, LookupError, RecursionError, IndexError, AttributeError) as error:
        raise IngestError("mail", f"{name}: is no mail that can be read ({error}); save it again") from error
    return message


def _bytes(part: Message) -> bytes:
    """Return what a part carries, its transfer encoding undone."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return str(value) if value else None


def _opened(content: bytes) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: io.BytesIO(content)
