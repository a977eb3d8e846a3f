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
    from ..records import Timex

__all__ = ["Context", "find"]


def find(text: str, language: str, published: str | None = None, context: Context | None = None) -> list[Timex]:
    """Return the time expressions of `text` in order; see `pipeline.timex.finder.find`, which is loaded at the first call."""
    from .finder import find as found

    return found(text, language, published, context)
