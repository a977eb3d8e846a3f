"""The times of a sentence that can bound its clauses, and how they are cut off the actions that they open or close."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extract.row import Row
from pipeline.records import Timex
from pipeline.timex.notation import gives_time

BOUNDING = frozenset({"deadline", "period", "start", "earliest"})


@dataclass(frozen=True, slots=True)
class Time:
    """A bounding time expression at units `start:end` of its row, with what else may call for the act (`hằng năm hoặc đột xuất`); `bare`
    ones hold no verb and may be cut off an action's edge."""

    start: int
    end: int
    timex: Timex
    bare: bool


def times_of(row: Row, found: list[tuple[int, int, Timex]], telling: bool = False) -> list[Time]:
    """Return the bounding times of a sentence in units; `found` has them in characters of the row's text, `telling`: it is news."""
    times, unit = [], 0
    for start, end, timex in found:
        if timex.role not in BOUNDING or not gives_time(timex) or timex.quote.casefold() in row.grammar.words.context.no_times:
            continue
        if telling and timex.mod is None and timex.timex == "DATE" and len(timex.value) == 10:
            continue  # the day of the news
        while unit < len(row.forms) and row.ends[unit] <= start:
            unit += 1
        stop = unit
        while stop < len(row.forms) and row.starts[stop] < end:
            stop += 1
        begin = unit
        while begin < stop and begin in row.hits and not row.hits[begin].labels.isdisjoint(("duty", "prohibition", "order")):
            begin = row.hits[begin].end
        if begin >= stop or (row.depth[begin] and row.text[row.starts[begin]] != "("):
            continue
        if _named(row, begin, stop, timex):
            continue
        if begin > unit:  # 要在6月底前: the modal is none of the time
            skip = row.starts[begin] - start
            timex = replace(timex, quote=timex.quote[skip:], start=timex.start + skip)
        begin = _striving(row, begin)
        after = row.at(stop, len(row.forms)) if stop < len(row.forms) else None
        if after is not None and "copula" in after.labels and row.grammar.head_last:
            continue
        verb = (
            (row.grammar.head_last or timex.timex == "SET")
            and not timex.event
            and any("verb" in row.hits[k].labels and "adverb" not in row.hits[k].labels for k in range(begin, stop) if k in row.hits)
        )
        if timex.timex == "SET" and (or_else := row.grammar.words.context.or_else.match(row.text, row.ends[stop - 1])):
            while stop < len(row.forms) and row.starts[stop] < or_else.end():
                stop += 1
        times.append(Time(begin, stop, timex, not verb))
    return times


def _striving(row: Row, start: int) -> int:
    """Return where a time begins with the word before it that says no more than that it is meant: ｜Phấn đấu đến năm 2025."""
    for word in () if row.grammar.head_last else row.grammar.words.context.for_now:
        first = start - len(word.split())
        if first >= row.first and row.word(first, start) == word and (first == row.first or row.forms[first - 1] in row.grammar.clause):
            return first
    return start


def _named(row: Row, start: int, stop: int, timex: Timex) -> bool:
    """Tell whether a time is part of a name: the years of a plan (`kế hoạch 5 năm 2011-2015`), a year before a quoted title."""
    if stop < len(row.forms) and row.depth[stop] and row.forms[stop] not in ("(", "（"):
        return True
    if row.grammar.head_last or timex.mod is not None or start == row.first or row.forms[start - 1] in row.grammar.clause:
        return False
    return timex.quote.casefold().startswith(row.grammar.words.context.named_years)


def cut(row: Row, start: int, end: int) -> tuple[int, int]:
    """Return an action's units without the bare times at its edges, and what joins several of them."""
    changed, joints = True, row.grammar.clause | row.grammar.list | row.grammar.verb_joints
    while changed:
        changed = False
        for time in row.times:
            if not time.bare:
                continue
            if time.start <= start < time.end < end:
                start, changed = time.end, True
                if any(other.start == start + 1 for other in row.times) and row.forms[start] in joints:
                    start += 1  # 6月15日前、｜12月10日前
            elif start < time.start < end <= time.end and not _measures(row, time):
                end, changed = time.start, True
                while end > start + 1 and row.forms[end - 1] in joints | row.grammar.time_prepositions:
                    end -= 1
    return start, end


def _measures(row: Row, time: Time) -> bool:
    """Tell whether a time is what the verb right before it is about: 将期限延长超过｜五年."""
    verb = row.ending.get(time.start)
    return verb is not None and row.word(verb.start, verb.end) in row.grammar.words.context.exceeding


def closing_time(row: Row, start: int, stop: int) -> int | None:
    """Return the unit where a bare time begins that closes units `start:stop` behind other words, or None."""
    return next((time.start for time in row.times if time.bare and time.end == stop and time.start > start), None)


def skip_time(row: Row, start: int, stop: int) -> int:
    """Return the unit behind the bare times side by side that begin at `start` (with a preposition), else `start`."""
    passable = row.grammar.time_prepositions
    for time in row.times:
        if time.bare and time.end <= stop and (time.start == start or (time.start == start + 1 and row.forms[start] in passable)):
            start, passable = time.end, row.grammar.list | row.grammar.verb_joints  # 6月15日前、12月10日前
    return start
