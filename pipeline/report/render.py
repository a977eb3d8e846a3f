"""The page as one file: template, style and script of this package with the data of a run inside; nothing in it is fetched."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.report import vega
from pipeline.report.labels import CODES, labels

STYLES = ("base.css", "charts.css", "lists.css", "print.css")
SCRIPTS = ("labels.js", "text.js", "records.js", "filter.js", "table.js", "views.js", "download.js", "charts.js", "main.js")
AT_ONCE = 100  # parts of the page that are written together
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # Unicode categories of what would act on its surroundings or not be seen
SEEN = frozenset("\t\n\r\u200b\u200c\u200d\ufeff\xad")  # breaks and joints that do no harm


def render(out: Path, data: dict[str, Any], **context: Any) -> None:
    """Write the page to `out`, in parts; `data` is what its script reads, `context` what its template draws."""
    style, script, library = _together(STYLES), _together(SCRIPTS), vega.script()
    words = {key: [getattr(label, code) for code in CODES] for key, label in labels().items()}
    template = _environment().get_template("page.html")
    parts = template.stream(
        **context,
        style=Markup(style),
        script=Markup(script),
        library=Markup(library),
        policy=f"default-src 'none'; script-src '{_hash(script)}' '{_hash(library)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'",
        data=_pieces(data),
        words=embedded(words),
        charts=embedded(json.loads(_read("charts.json"))),
    )
    parts.enable_buffering(AT_ONCE)
    with out.open("wb") as file:
        parts.dump(file, encoding="utf-8")


def _pieces(data: dict[str, Any]) -> Iterator[Markup]:
    """Yield what `embedded` returns, the items of long lists one by one: a large page would be held four times over."""
    for number, (name, value) in enumerate(data.items()):
        yield Markup("{}{}:").format(Markup("," if number else "{"), embedded(name))
        if isinstance(value, list):
            yield Markup("[")
            for place, item in enumerate(value):
                yield Markup("," if place else "") + embedded(item)
            yield Markup("]")
        else:
            yield embedded(value)
    yield Markup("}")


def embedded(value: Any) -> Markup:
    """Return a value as JSON that can stand inside a script element, whatever its texts hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # what UTF-8 cannot hold (a lone surrogate) is its own escape in JSON
    return Markup(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def visible(text: object) -> Markup:
    """Return document text as HTML in which characters that control their surroundings (bidi, lone surrogates) are named, not obeyed."""
    parts = []
    for character in str(text):
        if unicodedata.category(character) in HIDDEN and character not in SEEN:
            parts.append(Markup('<span class="control">U+{:04X}</span>').format(ord(character)))
        else:
            parts.append(escape(character))
    return Markup("<bdi>{}</bdi>").format(Markup("").join(parts))


def label(key: str, **figures: int | str) -> Markup:
    """Return a label in English with its key, by which the page's script puts it into the reader's language."""
    words = labels()[key].en
    if not figures:
        return Markup('<span data-t="{}">{}</span>').format(key, words)
    shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in figures.items()}
    return Markup('<span data-t="{}" data-n="{}">{}</span>').format(key, json.dumps(figures, ensure_ascii=False), words.format(**shown))


def number(value: int) -> Markup:
    """Return a count that the page's script writes as the reader's language does."""
    return Markup('<span data-v="{}">{}</span>').format(value, f"{value:,}")


@cache
def _environment() -> Environment:
    folder = vega.cache()
    # compiling the template takes longer than all else of a small page
    kept = FileSystemBytecodeCache(str(folder)) if folder.is_dir() and os.access(folder, os.W_OK) else None
    found = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(_read),
        bytecode_cache=kept,
    )
    found.filters["visible"] = visible
    found.globals |= {"t": label, "number": number, "text": lambda key: labels()[key].en}
    return found


def _read(name: str) -> str:
    return (files("pipeline.report") / "template" / name).read_text(encoding="utf-8")


def _together(names: tuple[str, ...]) -> str:
    return "\n".join(map(_read, names))


def _hash(text: str) -> str:
    # as the browser reads the element: from the start tag's end to the end tag
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
