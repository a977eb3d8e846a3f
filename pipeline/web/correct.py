"""A correction as a person enters it — words of the text, picked or typed — as the fields of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args

from pipeline import languages
from pipeline.records import Bearer, Block, Document, LanguageCode, RecordType, Span, Status, Timex
from pipeline.register.days import read_day
from pipeline.register.texts import Text
from pipeline.register.tracking import EntryError
from pipeline.timex import find
from pipeline.timex.notation import record_value
from pipeline.timex.occurrences import first
from pipeline.web.marking import shown

LONGEST = 5_000  # characters of one span: an act, not a chapter
MOST = 50  # bearers or deadlines of one record
Row = dict[str, Any]
Form = Mapping[str, Sequence[str]]


def fields(form: Form, record: Row, document: Row, text: Text) -> Row:
    """Return the judged fields that a form gives a record; EntryError names what does not stand in the text.

    A span comes as its words (`action`, `bearer`, `deadline`) and its place `start-end` (`action_at`, …); where the words are not
    those of the place, the nearest place with these words counts.
    """
    near = record["action"]["start"]
    action = _span(text.text, _first(form, "action"), _first(form, "action_at"), near, "action")
    if action is None:
        raise EntryError("action: empty; mark the words that say what is to be done, or reject the record")
    old = record["action"]
    kept = {"verb": old["verb"], "object": old["object"]} if action.quote == old["quote"] else {"verb": None, "object": None}
    bearers = [span for words, at in _rows(form, "bearer") if (span := _span(text.text, words, at, near, "bearer"))]
    return {
        "type": _choice(form, "type", get_args(RecordType), record["type"]),
        "status": _choice(form, "status", get_args(Status), record["status"]),
        "action": _quote(action) | kept,
        "actors": _actors(bearers, action, record, document, text),
        "deadlines": list(_deadlines(form, near, record, document, text)),
        "clause": _clause(record["clause"], action, text.text),
    }


def _actors(bearers: list[Span], action: Span, record: Row, document: Row, text: Text) -> list[Row]:
    """Return bearers as a record holds them: as read where they were read, else resolved like those of an extracted clause."""
    read = {(actor["start"], actor["end"]): actor for actor in record["actors"]}
    new = [span for span in bearers if (span.start, span.end) not in read]
    made: dict[tuple[int, int], Row] = {}
    if new:
        from pipeline.resolve import actors, names, publisher

        code: LanguageCode = record["language"]
        whole = _document(document, text)
        start, end = _sentence(text, action, code)
        found = tuple(Bearer(s.quote, s.start, s.end, "clause" if start <= s.start and s.end <= end else "context") for s in bearers)
        resolved = actors.actors(found, text.text, code, publisher.home(whole, code), names.Names(whole, code))
        made = {(actor.start, actor.end): actor.model_dump(by_alias=True) for actor in resolved}
    return [read.get((span.start, span.end)) or made[span.start, span.end] for span in dict.fromkeys(bearers)]


def _deadlines(form: Form, near: int, record: Row, document: Row, text: Text) -> Iterator[Row]:
    read = {(bound["start"], bound["end"]): bound for bound in record["deadlines"]}
    days, rules = form.get("deadline_due", ()), form.get("deadline_rrule", ())
    for number, (words, at) in enumerate(_rows(form, "deadline")):
        span = _span(text.text, words, at, near, "deadline")
        if span is None:
            continue
        bound = read.get((span.start, span.end)) or _bound(span, record["language"], document["published"], text)
        due = days[number].strip() if number < len(days) else ""
        rule = rules[number].strip().removeprefix("RRULE:") if number < len(rules) else ""
        if (due or None, rule or None) != (bound["due"], bound["rrule"]) and (due or rule or (span.start, span.end) in read):
            bound = bound | _entered(due, rule)
        yield bound


def _bound(span: Span, code: str, published: str | None, text: Text) -> Row:
    """Return a time as the time grammar reads it in its sentence, else from its words alone."""
    start, end = _sentence(text, span, code)
    found = [replace(t, start=t.start + start, end=t.end + start) for t in find(text.text[start:end], code, published)]
    inside = [t for t in found if t.start < span.end and span.start < t.end] or find(span.quote, code, published)
    t = inside[0] if inside else Timex(span.quote, span.start, span.end, "DATE", span.quote, precision="unresolved")
    names = ("timex", "mod", "due", "due_latest", "rrule", "dtstart", "anchor", "precision", "role")
    return _quote(span) | {name: getattr(t, name) for name in names} | {"value": record_value(t), "role": "deadline"}


def _entered(due: str, rule: str) -> Row:
    """Return the values of a due day or recurrence that a person entered."""
    exact: Row = {"due_latest": None, "dtstart": None, "anchor": None, "precision": "exact", "mod": None}
    if rule:
        if len(rule) > 200 or first(rule.upper(), date(2001, 1, 1)) is None:
            raise EntryError(f"deadline: {rule[:80]!r} is no recurrence; write one as in FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1")
        return exact | {"timex": "SET", "value": None, "due": None, "rrule": rule.upper()}
    if due:
        with suppress(ValueError):
            day = read_day(due).isoformat()
            return exact | {"timex": "DATE", "value": day, "due": day, "rrule": None, "mod": "ON_OR_BEFORE"}
        raise EntryError(f"deadline: {due[:80]!r} is no day; write it as in 2026-06-30")
    return exact | {"timex": "DATE", "due": None, "rrule": None, "precision": "unresolved"}


def _span(text: str, words: str, at: str, near: int, name: str) -> Span | None:
    """Return the span of words in the text: where it was picked, else at the nearest place that has these words."""
    if len(words) > LONGEST:
        raise EntryError(f"{name}: longer than {LONGEST} characters; mark the act alone")
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", at)
    if found and int(found[1]) < int(found[2]) <= len(text) and int(found[2]) - int(found[1]) <= LONGEST:
        start, end = int(found[1]), int(found[2])
        if _plain(text[start:end]) == _plain(words):
            return _trimmed(text, start, end)
    words = words.strip()
    if not words:
        return None
    before, after = text.rfind(words, 0, near + len(words)), text.find(words, near)
    starts = [start for start in (before, after) if start >= 0]
    if not starts:
        raise EntryError(f"{name}: “{words[:80]}” does not stand in the document; mark it in the text, or copy it to the letter")
    start = min(starts, key=lambda place: abs(place - near))
    return _trimmed(text, start, start + len(words))


def _plain(words: str) -> str:
    """Return words as a form gives them back: line ends and what a page shows for a hidden character left aside."""
    return re.sub(r"[\s\u200b]+", " ", shown(words)).strip()


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(text[start:end], start, end) if start < end else None


def _clause(clause: Row, action: Span, text: str) -> Row:
    """Return the clause, widened to hold the action; that of a record far away begins anew."""
    if clause["start"] <= action.start and action.end <= clause["end"]:
        return clause
    if action.end < clause["start"] or clause["end"] < action.start:
        return _quote(action)
    start, end = min(clause["start"], action.start), max(clause["end"], action.end)
    return {"quote": text[start:end], "start": start, "end": end}


def _sentence(text: Text, span: Span, code: str) -> tuple[int, int]:
    """Return the sentence of a span inside its block."""
    block = next((b for b in text.blocks if b.start <= span.start < b.end), None)
    left, right = (block.start, block.end) if block else (0, len(text.text))
    left, right = max(left, span.start - LONGEST), min(right, span.end + LONGEST)
    for start, end in languages.get(code).sentences(text.text[left:right]):
        if start + left <= span.start < end + left:
            return start + left, max(end + left, span.end)
    return span.start, span.end


def _document(document: Row, text: Text) -> Document:
    blocks = tuple(Block(cast(Any, b.kind), cast(Any, b.language), b.start, b.end, b.start, b.level) for b in text.blocks)
    meta = {name: document[name] for name in ("document_id", "source", "title", "publisher", "published", "number", "url")}
    return Document(sha256=document["sha256"] or "", encoding="utf-8", text=text.text, blocks=blocks, **meta)


def _rows(form: Form, name: str) -> list[tuple[str, str]]:
    words, places = form.get(name, ()), form.get(f"{name}_at", ())
    if len(words) > MOST:
        raise EntryError(f"{name}: more than {MOST}; a record has a few")
    return [(word, places[i] if i < len(places) else "") for i, word in enumerate(words)]


def _first(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")


def _choice(form: Form, name: str, known: tuple[str, ...], held: str) -> str:
    value = _first(form, name) or held
    if value not in known:
        raise EntryError(f"{name}: {value[:40]!r} is none; choose one of {', '.join(known)}")
    return value


def _quote(span: Span) -> Row:
    return {"quote": span.quote, "start": span.start, "end": span.end}
