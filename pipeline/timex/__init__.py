"""Time expressions of Vietnamese and Chinese policy texts, found and normalised by the time specification.

>>> from pipeline.timex import find
>>> [t] = find("Hoàn thành trước ngày 30/6.", "vi", published="2021-03-02")
>>> t.quote, t.value, t.mod, t.due
('trước ngày 30/6', '2021-06-30', 'ON_OR_BEFORE', '2021-06-30')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .context import Context

if TYPE_CHECKING:
    from ..records import Document, Timex

__all__ = ["Context", "find", "find_in"]


def find(text: str, language: str, published: str | None = None, context: Context | None = None) -> list[Timex]:
    """Return the time expressions of `text` in order; see `pipeline.timex.finder.find`, which is loaded at the first call."""
    from .finder import find as found

    return found(text, language, published, context)


def find_in(document: Document, start: int, end: int, language: str) -> list[Timex]:
    """Return the time expressions of a stretch of a document; see `pipeline.timex.document.find_in`, which is loaded at the first call."""
    from .document import find_in as found

    return found(document, start, end, language)
