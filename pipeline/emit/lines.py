"""JSON Lines that any reader can take, whatever the text holds."""

from __future__ import annotations

import json
from typing import Any

ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
# JSON allows these raw, but many readers split lines at them (Python's str.splitlines among them).
LINE_BREAKS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def encode(row: dict[str, Any]) -> bytes:
    """Return `row` as one line of UTF-8 JSON with its line feed; a lone surrogate stands as its JSON escape, NaN is a ValueError."""
    line = ENCODER.encode(row)
    for character, escape in LINE_BREAKS.items():
        if character in line:
            line = line.replace(character, escape)
    # backslashreplace writes \udc80, which inside a JSON string is exactly the escape of that surrogate
    return line.encode("utf-8", "backslashreplace") + b"\n"


def printable(text: str) -> str:
    r"""Return `text` with what UTF-8 cannot encode written as `\udc80`; other text is returned as it is."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text
