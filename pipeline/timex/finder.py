"""The way from text to time expressions: fold, scan, join by the grammar, resolve in order."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from ..records import Timex
from .carry import BY, Carry, of_each_year, yearly
from .context import NOTHING, Context
from .fold import View, fold
from .grammar import Reading, reduce
from .lexicon import Lexicon, languages, load
from .make_span import same_day
from .naming import Naming
from .nodes import Cal, Length, Limit, Offset, Range, Recur, Several, Token, Vague
from .ranges import unit_of
from .resolve import fields
from .scan import scan
from .unit import Scope

TREES = (Cal, Range, Limit, Offset, Recur, Several, Vague, Length)
NEAR = 40  # letters between a period and the day in it
FAR = 90  # letters before the end of an event that may belong to it
BODIES = ("npc", "cpc", "cpv", "na_vn", "local")
_STOP = re.compile(r"[。!?]|\.\s|\n\n")  # where a sentence surely ends; `_sentences` knows the other ends


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """Return the language's lexicon, compiled at the first use; a language without one is a ValueError."""
    if language not in (known := languages()):
        raise ValueError(f"language {language!r} is not known; known languages: {', '.join(known)}")
    return load(language)


def find(text: str, language: str, published: str | None = None, context: Context | None = None) -> list[Timex]:
    """Return the time expressions of `text` in order, with exact spans; nothing depends on the day the program runs.

    `text` is a sentence or a document, as written; `language` is `zh` or `vi`; `published` is an ISO date (None: relative times stay
    unresolved); `context` is what the document around the text knows. Raises ValueError for an unknown language or a date that is none.
    """
    words = lexicon(language)
    try:
        day = date.fromisoformat(published) if published else None
    except ValueError as error:
        raise ValueError(f"published: {published!r} is no date; write it as YYYY-MM-DD") from error
    view = fold(text, words.letters)
    if words.gate.search(view.text) is None:  # most lines hold no time
        return []
    return Reader(words, day, context or NOTHING).read(text, view)


class Reader:
    """Reads one text from its beginning to its end and remembers the years and dates it has come past."""

    def __init__(self, words: Lexicon, published: date | None, context: Context) -> None:
        self.words = words
        self.context = context
        self.publisher = fold(context.publisher, words.letters).text if context.publisher else ""
        home, abroad = ("cn", "vn") if words.language == "zh" else ("vn", "cn")
        country = context.country or (abroad if self.publisher and words.cues["foreign"].search(self.publisher) else home)
        self.scope = Scope(published, country, words.language)
        self.names = Naming(words.cues, published)
        self.scope.effective = _day(context.effective)
        self.scope.mention = _day(context.previous)
        self.yearly = self.dated = False  # said of this sentence
        self.year: int | None = None
        self.month: date | None = None
        self.obliges: bool | None = None
        self.annual = self._stated_year()
        # In a rule that stands, the end of a year without a number is that of every year, unless its own year is known.
        titled = fold(context.title, words.letters).text if context.title else ""
        self.ruling = words.cues["standing_title"].search(titled) is not None
        self.standing = self.ruling and published is None and self.annual is None
        self.carry = Carry(words.cues)

    def read(self, text: str, view: View) -> list[Timex]:
        """Return the expressions of `text`, of which `view` is the fold."""
        out: list[Timex] = []
        gate, plain = self.words.gate, self.words.plain
        start = 0
        while (found := gate.search(view.text, start)) is not None:
            start = max((m.end() for m in _STOP.finditer(view.text, start, found.start())), default=start)
            stop = _STOP.search(view.text, found.end())
            end = stop.end() if stop else len(view.text)
            for sentence in self._sentences(scan(view.text, self.words, start, end)):
                if any(token.kind not in plain for token in sentence):
                    out.extend(self._sentence(sentence, view, text))
            start = end
        return out

    def _sentences(self, tokens: list[Token]) -> Any:
        stop = self.words.kinds["STOP"]
        start = 0
        for place, token in enumerate(tokens):
            if token.kind == stop or place - start > 2000:
                yield tokens[start : place + 1]
                start = place + 1
        yield tokens[start:]

    def _sentence(self, tokens: list[Token], view: View, text: str) -> list[Timex]:
        reading = Reading(view.text, self.words.cues, self.words.names)
        if len(tokens) > 8 and len({token.kind for token in tokens}) == 1:
            return []
        tokens = reduce(self.words.levels, tokens, reading)
        self.year, self.month = self.annual, None
        self.yearly, self.obliges, self.dated = False, None, False
        begin, end = tokens[0].start, tokens[-1].end
        out: list[Timex] = []
        general: tuple[Timex, Recur] | None = None
        self.carry.every = None
        for token in tokens:
            if token.kind not in self.words.trees or self._excepted(token, view.text):
                continue
            for tree, start, stop in _single(token):
                found = self._timex(tree, start, stop, begin, end, view, text)
                if found is None:
                    continue
                if general is not None and _specifies(tree, general[1]) and found.start - general[0].end < NEAR:
                    out.remove(general[0])  # 每季度……于下季度首月10日前: one recurrence, said in two places
                    general = None
                general = (found, tree) if isinstance(tree, Recur) and tree.at is None and not tree.where else general
                out.append(found)
        return out

    def _timex(self, tree: Any, start: int, stop: int, begin: int, end: int, view: View, text: str) -> Timex | None:
        scope = self.scope
        scope.mood = self._mood(view.text, start, stop, begin, end)
        self._lend(tree)
        if _of_term(tree):
            scope.body = self._body(view.text[max(begin, start - 60) : stop]) or self._body(self.publisher)
        relative = isinstance(tree, Cal) and (tree.myear is not None or tree.ryear is not None)
        if self.yearly and relative and tree.finest() == "year" and not tree.part:
            return None  # 每年……报送本年度: that of every year
        if isinstance(tree, Recur) and tree.unit == "year" and tree.count == 1:
            self.yearly = tree.role is None
        elif isinstance(tree, Recur) and (tree.unit, tree.count) == ("month", 6):
            self.yearly = True
        elif self.yearly:
            tree = yearly(tree)
        elif not self.dated and scope.mood == "obligation" and self.ruling and _of_its_year(tree):
            tree = yearly(tree)  # a rule's 应当于当年9月30日前提出申请: no year before it in the sentence
        elif self.standing:
            tree = of_each_year(tree)
        if not self.dated and scope.mood == "obligation" and _same_day(tree):
            tree = same_day()  # 接到报告后，当日处理: no day before it in the sentence
        elif not self.dated and scope.mood == "obligation" and _of_month(tree):
            scope.mention = None  # 于次月5日前报送: the month after any month, not after one of another sentence
        scope.alone = len(view.text[begin:end].strip(" .,;。!?\n")) <= stop - start
        tree = self.carry.over(tree, view.text, start, stop)
        values = self._values(tree)
        if values is None:
            return None
        cited = isinstance(tree, Cal) and self._cited(tree, view.text, start, stop)
        if self.names.name(tree, values, view.text, begin, start, stop):
            values |= {"role": "reference", "due": None, "due_latest": None}
        cited = cited and not (scope.published and (values.get("due") or "") > scope.published.isoformat())
        if cited:
            values |= {"role": "reference", "due": None, "due_latest": None}
        self._remember(tree, values, cited)
        if isinstance(tree, Offset) and tree.anchor is not None:
            start = self._event_start(view.text, begin, start, stop)
        if isinstance(tree, Offset) and values.get("anchor") == "event":
            stop = self._event_end(view.text, start, stop)
        while stop - start > 1 and view.text[stop - 1] in " \n":
            stop -= 1
        while stop - start > 1 and view.text[start] in " \n":
            start += 1
        if view.text[stop : stop + 1] == ")" and view.text.count("(", start, stop) > view.text.count(")", start, stop):
            stop += 1  # thứ Hai (18/3)
        first, last = view.place(start, stop)
        if isinstance(tree, Offset) and values.get("anchor") == "event" and (named := self.words.cues["event"].search(text[first:last])):
            values["event"] = named[1].strip()
        if values["value"] == "event" and self.words.cues["scheduled"].search(view.text[start:stop]):
            values["event"] = text[first:last]
        return Timex(text[first:last], first, last, **values)

    def _lend(self, tree: Any) -> None:
        """Give the scope the year and the month that the sentence has stated: those gone by at publication to no limit of a duty
        (对2010年前建成的小区……10月底前完成)."""
        scope, year, month = self.scope, self.year, self.month
        if scope.published and scope.mood == "obligation" and isinstance(tree, Limit) and tree.kind in BY:
            year = year if year is None or year >= scope.published.year else self.annual
            month = month if month is None or (month.year, month.month) >= (scope.published.year, scope.published.month) else None
        scope.year, scope.month = year, month

    def _values(self, tree: Any) -> dict[str, Any] | None:
        """Return the fields of the tree; what is still to come is not narrated, and a day that has passed is no deadline."""
        scope = self.scope
        today = scope.published.isoformat() if scope.published else ""
        try:
            values = fields(tree, scope)
            if values and today and scope.mood == "narration" and not self.context.mood and (values.get("due") or "") > today:
                scope.mood = "plain"
                values = fields(tree, scope)
        except (ValueError, OverflowError):
            return None
        place = isinstance(tree, (Cal, Range)) or (isinstance(tree, Limit) and tree.kind in ("at", "until"))
        if values and place and not scope.alone and (values.get("due") or today) < today:
            values["role"] = "reference"
        return values

    def _body(self, text: str) -> str:
        """Return the kind of term (a key of `named.TERMS`, or `local`) of the body named last in `text`, or nothing."""
        found = [(match.end(), kind) for kind in BODIES if (cue := self.words.cues.get(f"body_{kind}")) for match in cue.finditer(text)]
        return max(found)[1] if found else ""

    def _event_start(self, text: str, begin: int, start: int, stop: int) -> int:
        """Return where the words of an event begin: behind those of the main clause (`由养犬人｜自登记之日起`), with what it is an event
        of where that is long (`应当｜自收到甲方、乙方按本条例提出的申请之日起`)."""
        back = self.words.cues.get("event_back")
        if back and (behind := back.search(text, max(begin, start - FAR), start)):
            return behind.start(1)
        cue = self.words.cues.get("event_open")
        found = cue.match(text[start:stop]) if cue else None
        return start + found.end() if found else start

    def _event_end(self, text: str, start: int, stop: int) -> int:
        """Return where the words of an event end: before the words that open the main clause."""
        cue, counted = self.words.cues.get("event_stop"), self.words.cues.get("counted_from")
        begun = counted.search(text, start, stop) if counted else None
        found = cue.search(text, begun.end() if begun else start, stop) if cue else None
        return start + len(text[start : found.start() if found else stop].rstrip())

    def _remember(self, tree: Any, values: dict[str, Any], cited: bool) -> None:
        node = tree.node if isinstance(tree, Limit) else tree
        if not isinstance(node, (Cal, Range)):
            return
        unit = unit_of(node, self.scope, "plain")
        if unit is None or unit.first is None:
            return
        day = _day(values["value"])
        self.scope.mention = day or unit.first  # 6月3日 to come is next year's
        self.dated = True
        if cited or (values["role"] == "reference" and self.scope.mood != "narration"):
            return
        month = _month(node, day, values["value"])
        self.month = month or self.month
        if isinstance(node, Cal) and values["role"] != "reference" and (node.year or node.ryear is not None) and not _from_now(tree):
            self.year = self.year if node.named or node.festival else unit.first.year
            self.yearly = self.yearly and not (node.year and self.scope.published and node.year >= self.scope.published.year)

    def _excepted(self, token: Token, text: str) -> bool:
        """Return whether the token names what is left out of a recurrence (除7月、8月外, trừ tháng 7), which is no time of the act."""
        cues, node = self.words.cues, token.value
        if type(node) not in (Cal, Range, Several) or not cues["except_before"].search(text[max(0, token.start - 16) : token.start]):
            return False
        return "except_after" not in cues or cues["except_after"].match(text[token.end : token.end + 16]) is not None

    def _mood(self, text: str, start: int, stop: int, begin: int, end: int) -> str:
        if self.context.mood:
            return self.context.mood
        cues = self.words.cues
        window = text[max(begin, start - 90) : start]
        clause = re.split(r"[,;]", window)[-1]
        after = text[stop : min(end, stop + 24)]
        if cues["narration_after"].match(after) or cues["narration"].search(clause):
            return "narration"
        if self.obliges is None:
            self.obliges = cues["obligation"].search(text, begin, end) is not None
        if self.obliges:
            return "obligation"
        if cues["narration_clause"].search(re.split(r"[,;。]", after)[0]):
            return "narration"
        return "plain"

    def _cited(self, tree: Cal, text: str, start: int, stop: int) -> bool:
        cues = self.words.cues
        if tree.finest() == "year":
            return bool(cues["cited_year"].search(text[max(0, start - 60) : start]))
        return bool(cues["cited_before"].search(text[max(0, start - 60) : start]) or cues["cited_after"].match(text[stop : stop + 30]))

    def _stated_year(self) -> int | None:
        """Return the year that the heading states, or the title of an annual document: one still to come when it was published, for what
        is due in the year that runs has its own rule."""
        published = self.scope.published
        for line, annual in ((self.context.heading, False), (self.context.title, True)):
            if not line:
                continue
            folded = fold(line, self.words.letters).text
            years = {int(y) for y in self.words.cues["stated_year"].findall(folded)}
            if (
                len(years) == 1
                and not self.words.cues["span_of_years"].search(folded)
                and (not annual or self.words.cues["annual_title"].search(folded))
            ):
                year = years.pop()
                if not annual or published is None or year > published.year:
                    return year
        return None


def _month(node: Cal | Range, day: date | None, value: str) -> date | None:
    """Return a day of the month that the place names, or the last of a range of days; a festival or a range of months names none."""
    last = node if isinstance(node, Cal) else node.end
    if last is None or last.festival or last.named or last.lunar or not (last.month or last.rmonth is not None or last.mmonth is not None):
        return None
    if isinstance(node, Range):
        return _day(value.rpartition("/")[2]) if last.day else None
    return day or _day(f"{value[:7]}-01")


def _from_now(tree: Any) -> bool:
    """Return whether the tree ends a time that has begun at publication, which may have begun in another year (即日起至2026年1月31日)."""
    return isinstance(tree, Limit) and tree.kind in ("from_now", "from_now_before")


def _specifies(tree: Any, general: Recur) -> bool:
    """Return whether the tree names the day in each of the periods that `general` names."""
    return isinstance(tree, Recur) and bool(tree.where) and (tree.unit, tree.count) == (general.unit, general.count) == ("quarter", 1)


def _same_day(tree: Any) -> bool:
    """Return whether the tree is a day counted from one that is named before it, and no more (当日, 次日)."""
    node = tree.node if isinstance(tree, Limit) and tree.kind in ("at", "within") else tree
    return isinstance(node, Cal) and node.mday in (0, 1)


def _of_month(tree: Any) -> bool:
    """Return whether the tree counts its month from one that is named before it."""
    node = tree.node if isinstance(tree, Limit) else tree
    return isinstance(node, Cal) and node.mmonth is not None


def _of_its_year(tree: Any) -> bool:
    """Return whether the tree is a limit in the year of what it bounds, or in the year after it."""
    node = tree.node if isinstance(tree, Limit) else tree
    return isinstance(tree, Limit) and isinstance(node, Cal) and node.month is not None and node.myear in (0, 1)


def _of_term(tree: Any) -> bool:
    """Return whether the tree names a term of office, whose years depend on the body."""
    node = tree.node if isinstance(tree, Limit) else tree
    return (isinstance(node, Cal) and (node.named or "").startswith("term")) or (isinstance(node, Recur) and node.unit == "term")


def _single(token: Token) -> list[tuple[Any, int, int]]:
    """Return the trees of a token with their places; places side by side share the limit around them."""
    tree = token.value
    inner = tree.node if isinstance(tree, Limit) else tree
    if not isinstance(inner, Several):
        return [(tree, token.start, token.end)] if isinstance(tree, TREES) else []
    out = []
    last = len(inner.items) - 1
    for place, (item, (start, end)) in enumerate(zip(inner.items, inner.spans, strict=True)):
        node = Limit(tree.kind, item) if isinstance(tree, Limit) else item
        out.append((node, token.start if place == 0 else start, token.end if place == last else end))
    return out


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
