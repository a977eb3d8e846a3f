"""HTML pages: the visible text in reading order, with what the markup says of each part."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from lxml import etree
from lxml import html as parser

from pipeline.ingest.decode import decode
from pipeline.ingest.errors import IngestError
from pipeline.ingest.metadata import Found, one_line
from pipeline.ingest.page import Page
from pipeline.ingest.plain import source as text_source
from pipeline.ingest.region import SITE
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.text import plain

ENDINGS = frozenset({".html", ".htm", ".xhtml"})
GUARDED = True
HEAD = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file is HTML: by its first tag, or by its name where it opens with another tag."""
    return bool(HEAD.match(data[:2000])) or ending in ENDINGS


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return the visible text of the page, its lines with what the markup says of them, and its metadata."""
    return page(data, name, marks)


def page(data: bytes, name: str, marks: Vocabulary, charset: str | None = None) -> Source:
    """Return what `read` does; `charset` is the encoding that came with the page, else its own head names it."""
    declared = CHARSET.search(data[:4000])
    markup, encoding, issues = decode(data, name, charset or (declared[1].decode("ascii") if declared else None))
    markup = re.sub(r"\A\s*<\?xml[^>]{0,200}>", "", markup).replace("\x00", "\ufffd")
    reader = parser.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = parser.document_fromstring(markup.encode(), parser=reader)
    except etree.ParserError:  # nothing in it but comments and white space
        return Source(plain(""), [], encoding, Found(issues=issues))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise IngestError("html", f"{name}: no HTML element could be read ({error}); save the page again or as text") from error
    if any("depth" in entry.message.casefold() for entry in reader.error_log):
        issues.append("elements nested too deep for an HTML reader; read without its markup")
        return bare(markup, encoding, marks, issues)
    written = Page(marks)
    written.walk(root)
    found = Found(issues=issues)
    properties(root, found)
    return written.source(encoding, found)


UNREAD = re.compile(r"<(script|style)\b(?:(?!</\1).)*|<!--(?:(?!-->).)*", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^<>]*>")


def bare(markup: str, encoding: str, marks: Vocabulary, issues: list[str]) -> Source:
    """Return the page as plain text: tags out, one line where one or more stood."""
    words = unescape(re.sub(r"\s*\n\s*", "\n", TAG.sub("\n", UNREAD.sub("", markup)))).strip()
    return text_source(words, encoding, marks, issues)


def properties(root: Any, found: Found) -> None:
    """Add what the page says of itself: meta elements, JSON-LD, the title element and the first time element."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("name") or element.get("property") or element.get("itemprop") or "").casefold()
        if key and (value := (element.get("content") or "").strip()):
            meta.setdefault(key, value)
    data = json_ld(root)
    for name, keys in META.items():
        for value in [*[meta.get(key) for key in keys], *[data.get(key) for key in keys]]:
            if value and name == "published":
                found.date(value.replace("T", " "), "html_meta")
            elif value:
                found.put(name, one_line(value), "html_meta")
    for element in root.iter("link"):
        if (element.get("rel") or "").casefold() == "canonical":
            found.put("url", element.get("href"), "html_meta")
    for element in root.iter("time"):
        found.date(element.get("datetime") or element.text_content()[:60], "html_meta")
        break
    if (heading := next(root.iter("h1"), None)) is not None and (words := one_line(heading.text_content()[:500])):
        found.values.pop("title", None)
        found.put("title", words, "title")
    elif (element := next(root.iter("title"), None)) is not None and element.text:
        found.put("title", SITE.split(one_line(element.text))[0], "html_meta")


META = {
    "title": ("articletitle", "og:title", "twitter:title", "dc.title", "headline"),
    "publisher": ("contentsource", "og:site_name", "dc.publisher", "publisher", "article:publisher_name", "source", "author"),
    "published": (
        "pubdate",
        "article:published_time",
        "datepublished",
        "publishdate",
        "dc.date",
        "dc.date.issued",
        "date",
        "datecreated",
        "og:published_time",
    ),
    "number": ("documentnumber", "legislationidentifier"),
    "url": ("og:url", "url"),
}


def json_ld(root: Any) -> dict[str, str]:
    """Return the plain values of the page's JSON-LD objects by lower-case name; what is no JSON is passed over."""
    values: dict[str, str] = {}
    for element in root.iter("script"):
        if (element.get("type") or "").casefold() != "application/ld+json" or not element.text:
            continue
        try:
            found = json.loads(element.text)
        except (ValueError, RecursionError):
            continue
        graph = found.get("@graph", [found]) if isinstance(found, dict) else found
        for item in graph if isinstance(graph, list) else []:
            for key, value in item.items() if isinstance(item, dict) else ():
                value = value.get("name") if isinstance(value, dict) else value
                if isinstance(value, str):
                    values.setdefault(key.casefold(), value)
    return values
