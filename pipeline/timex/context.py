"""What a sentence alone does not say about its times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Context:
    """What the document around the text knows; every field may be left empty.

    `title` and `heading` may state the year for what stands under them (“2022年工作要点”, “Kế hoạch công tác năm 2022”);
    `previous` is the last date (ISO) mentioned before the text; `mood` says whether the text obliges or narrates, where the caller
    knows; `publisher` is the issuing body as named (its country, and its term of office where the text names no body), `country` `cn` or
    `vn` where it is not that of the language or publisher; `effective` is the
    day (ISO) the document enters into force.
    """

    title: str | None = None
    heading: str | None = None
    previous: str | None = None
    mood: Literal["obligation", "narration"] | None = None
    publisher: str | None = None
    country: Literal["cn", "vn"] | None = None
    effective: str | None = None


NOTHING = Context()
