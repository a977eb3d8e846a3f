"""One interface to each language: fold, words, tags, sentences, numbers, and the spaCy Doc of a text.

    vi = get("vi")
    vi.words("Sở Tài chính chủ trì")      # [(0, 2), (3, 12), (13, 20)]

Every offset counts characters of the text that was given, however far the fold went from it. A language is one module here and
one file in `config/segment/`; nothing is loaded before it is asked for.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from pipeline.languages.language import NEUTRAL, Language

CODES = ("zh", "vi")


@cache
def get(code: str) -> Language:
    """Return the language of `code`; any other code than those of CODES gives the neutral one, which knows letters and digits only."""
    if code not in CODES:
        return Language(NEUTRAL)
    return import_module(f"pipeline.languages.{code}").load()
