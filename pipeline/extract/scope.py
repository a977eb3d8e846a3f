"""Where in the document a sentence stands: whether bare verb phrases are tasks there, and what headings and lead-ins pass on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from pipeline.extract.grammar import Grammar
from pipeline.records import Bearer, Document, Span, Timex

STYLES = (  # numbering families, the higher first; a lead-in's items have a lower family than the lead-in itself
    re.compile(r"第[一二三四五六七八九十百零〇\d]{1,6}[编章]|Chương|Phần|Mục"),
    re.compile(r"第[一二三四五六七八九十百零〇\d]{1,6}条|Điều\s*\d"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、．.]|[IVX]{1,5}[.)．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,4}[）)]"),
    re.compile(r"\d{1,2}[.．、]?\s|\d{1,2}[.．、](?!\d)|\d{1,2}$"),
    re.compile(r"\d{1,2}(?:[.．]\d{1,2})+"),
    re.compile(r"[（(]?\d{1,2}[)）]|[①-⑳]"),
    re.compile(r"[a-zđ][.)]|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là|Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy)"),
    re.compile(r"[-–—+*•●○▪·]+"),
)

# What opens a line or a clause, sought behind a line break or a mark: a text gets a break before it, so that its first line counts.
ARTICLE = re.compile(r"[\s。](?:第[一二三四五六七八九十百零〇\d]{1,6}条|Điều \d{1,3}[.:])")
ITEM = re.compile(
    r"[\s。；;.](?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．)](?!\d)|[a-zđ]\)|[IVX]{1,4}[.)])"
)
DASH = re.compile(r"\n\s*[-–+•] ?(?=[^\W\d_])")


@lru_cache(maxsize=4096)  # the same few numberings stand in every document
def style(marker: str) -> int | None:
    """Return the rank of a numbering (0 the highest), or None where the marker is none."""
    return next((rank for rank, pattern in enumerate(STYLES) if pattern.match(marker)), None)


ADDRESS = 12  # characters of a line in which the words of address stand
BELOW_TITLE = 2  # the rank of an unnumbered heading: below chapters and articles
UNNUMBERED = 3.5  # the rank of an unnumbered lead-in, until the first number under it is known


@dataclass(frozen=True, slots=True)
class Lead:
    """What a heading or lead-in passes on to what stands under it; `rank` is its own numbering's, `list` whether it opened a list, `under`
    the rank of the heading whose party it passes on (`3.1 指挥部`, `主要职责：`): the next such heading ends it, whatever its items'
    numbers."""

    rank: float
    bearers: tuple[Bearer, ...] | None = None
    modal: Span | None = None
    cue: str | None = None
    condition: Span | None = None
    deadlines: tuple[Timex, ...] = ()
    list: bool = False
    task: bool = False
    give: bool = False
    fresh: bool = False  # unnumbered: it stands just above the first numbered block after it
    stays: bool = False  # prose does not end it
    under: float | None = None
    owns: bool = False
    decided: bool = False  # what stands under it was decided: whoever it names does what it says
    plain: bool = False  # a heading without a number: the next such ends it, whatever its items' numbers


NOTHING = Lead(-1)


@dataclass(slots=True)
class Scope:
    """The outline above the present block: open leads, whether the tasks have begun, whether this section only tells."""

    grammar: Grammar
    kind: str
    started: bool = False
    telling: int | None = None  # rank of the heading that opened a telling section
    leads: list[Lead] = field(default_factory=list)
    asked: bool = False  # the question above asks what must be done
    addressees: tuple[Bearer, ...] = ()
    topic: tuple[Bearer, ...] | None = None  # the party the document is about: its latest explicit subject

    def enter(self, rank: int | None, prose: bool, heading: bool = False) -> None:
        """Close what a block of this rank ends; unnumbered prose ends an open list."""
        if rank is not None:
            self.leads = [lead for lead in self.leads if lead.under is None or not heading or rank > lead.under]
            self.leads = [replace(lead, rank=min(lead.rank, rank - 0.25), fresh=False) if lead.fresh else lead for lead in self.leads]
            self.leads = [lead for lead in self.leads if lead.rank < rank]
            if self.telling is not None and rank <= self.telling:
                self.telling = None
        elif prose:
            self.leads = [lead for lead in self.leads if (lead.stays or lead.fresh or not lead.list) and not (heading and lead.plain)]

    def rank_of(self, rank: int | None) -> float:
        """Return the rank of what a line opens."""
        return UNNUMBERED if rank is None else rank

    def push(self, lead: Lead) -> None:
        """Open a heading or lead-in."""
        self.leads = [old for old in self.leads if old.rank < lead.rank] + [lead]

    def charged(self) -> tuple[Bearer, ...]:
        """Return whom the nearest lead that names a party charges with what stands here; nobody where it neither opened a list nor heads
        that party's duties, and in languages whose head noun stands first: there a lead often names those who only take part
        (`phối hợp với …:`)."""
        if not self.grammar.head_last:
            return ()
        lead = self._named()
        return (lead.bearers or ()) if lead.list or lead.owns else ()

    def owned(self) -> bool:
        """Tell whether the nearest lead that names a party heads that party's duties."""
        return self._named().owns

    def _named(self) -> Lead:
        return next((lead for lead in reversed(self.leads) if lead.bearers is not None), NOTHING)

    def inherited(self) -> Lead:
        """Return what the open leads pass on together, the nearest first."""
        result = NOTHING
        for lead in self.leads:
            result = Lead(
                rank=lead.rank,
                bearers=lead.bearers if lead.bearers is not None else result.bearers,
                modal=lead.modal or result.modal,
                cue=lead.cue or result.cue,
                condition=lead.condition or result.condition,
                deadlines=lead.deadlines or result.deadlines,
                list=lead.list,
                task=lead.task or result.task,
                give=lead.give,
                decided=lead.decided,
            )
        return result


def document_kind(document: Document, grammar: Grammar) -> str:
    """Return `law`, `contract`, `task` (directive, plan) or `news`, by the title, the numbering, and the number or address that letters
    of offices have."""
    context = grammar.words.context
    text = document.text
    title = document.title or next((text[b.start : b.end] for b in document.blocks if b.kind != "boilerplate"), "")
    if any(block.kind in ("question", "answer") for block in document.blocks):
        return "news"
    if _holds(ARTICLE, text, 2):
        return "law"
    if context.contracts.search(title):
        return "contract"
    title = title.casefold()
    if any(word in title for word in context.speech_genres):
        return "news"
    if any(word in title for word in context.task_titles) or _holds(ITEM, text, 2) or _holds(DASH, text, 3):
        return "task"
    letter = document.number or any(text[b.start : b.start + ADDRESS].casefold().startswith(context.address) for b in document.blocks)
    return "task" if letter else "news"


def _holds(pattern: re.Pattern[str], text: str, times: int) -> bool:
    """Tell whether a text holds a pattern so many times; what comes after is not looked at."""
    return next(islice(pattern.finditer("\n" + text), times - 1, None), None) is not None
