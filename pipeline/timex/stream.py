"""The contract of `zeren timex`: one line in, one line of JSON out, whatever the line holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, TextIO

from ..records import Timex
from .finder import find

LANGUAGES = ("zh", "vi")
FIELDS = ("quote", "start", "end", "timex", "value", "mod", "due", "due_latest", "rrule", "dtstart", "anchor", "event", "precision", "role")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]")


def stream(lines: Iterable[str], out: TextIO, language: str | None = None, date: str | None = None) -> int:
    """Write the time expressions of each line to `out` as a line of JSON, and return how many lines could not be read.

    A line is `{"id", "text", "language", "reference"}` or plain text; what a line leaves out is `language` and `date`, and a language
    given nowhere is guessed from the letters. A line gives `{"id", "expressions": [...]}`, with the line's number as id where it has
    none, or `{"id", "error"}` naming the line and the cure; empty lines give nothing.
    """
    failed = 0
    for number, line in enumerate(lines, 1):
        line = line.strip("\ufeff\r\n")
        if not line.strip():
            continue
        result = _answer(line, number, language, date)
        failed += "error" in result
        out.write(json.dumps(result, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
    return failed


def guess(text: str) -> str:
    """Return `zh` or `vi`, by which script has more letters in `text`."""
    return "zh" if 2 * len(_HAN.findall(text)) >= len(_LATIN.findall(text)) and _HAN.search(text) else "vi"


def row(timex: Timex) -> dict[str, Any]:
    """Return the expression as a JSON object."""
    return {name: getattr(timex, name) for name in FIELDS}


def _answer(line: str, number: int, language: str | None, date: str | None) -> dict[str, Any]:
    asked: dict[str, Any] = {"text": line}
    if line.lstrip().startswith("{"):
        try:
            asked = json.loads(line)
        except (ValueError, RecursionError) as error:
            return {"id": number, "error": f"line {number}: not valid JSON ({error}); write one object a line, or plain text"}
    identity = asked.get("id", number)
    text = asked.get("text")
    if not isinstance(text, str):
        return {"id": identity, "error": f'line {number}: \'text\' is missing or no string; write {{"text": "…"}}'}
    chosen = asked.get("language") or language or guess(text)
    if chosen not in LANGUAGES:
        return {"id": identity, "error": f"line {number}: language {chosen!r} is not known; use one of {', '.join(LANGUAGES)}"}
    reference = asked.get("reference") or date
    if reference is not None and not isinstance(reference, str):
        return {"id": identity, "error": f"line {number}: 'reference' {reference!r} is no date; write \"YYYY-MM-DD\""}
    try:
        found = find(text, chosen, reference[:10] if reference else None)
    except ValueError as error:
        return {"id": identity, "error": f"line {number}: {error}".replace("published:", "'reference'")}
    return {"id": identity, "expressions": [row(timex) for timex in found]}
