"""What the words around a penalty tell of it: whom it strikes, that it has been imposed already, that a ban for a term is one."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.bearers import head_at
from pipeline.extract.grammar import Context, Grammar, grammar
from pipeline.extract.row import read_row
from pipeline.extract.units import is_party, parties
from pipeline.records import Bearer, Clause, Document

NAMED = re.compile("某{1,2}$")  # a person whose name is not told in full
GIVEN = re.compile("[给予]予?以?了?$")  # right before whom a penalty is given to
STRONG = re.compile("[。；;！!]")
PLACE = re.compile("[镇乡村]$")
PERSON = re.compile("[一-鿿]{2,3}")


def banned(clause: Clause, before: Clause | None, document: Document, words: Context) -> Clause:
    """Return a ban that is a penalty as the sanction it is: for a term, behind another penalty or what is punished."""
    if clause.type != "prohibition" or clause.modal is None:
        return clause
    left = document.text[clause.sentence.start : clause.modal.start]
    term = words.ban_terms.search(left)
    after = before is not None and before.type == "sanction"
    penal = term is not None and (after or words.failing.search(left[: term.start()]) is not None)
    return replace(clause, type="sanction") if penal else clause


def struck(clause: Clause, document: Document, words: Context) -> Clause:
    """Return a sanction with those whom its own words strike (约谈矿长, 对局长通报批评) for bearers, or who is to pay
    (由抵押人｜承担赔偿责任), or who fails in its condition (乙方未按期整改的，甲方｜给予通报批评); who stands before others that are
    struck (市局每季抽查，对造假的，｜予以通报) orders it."""
    if clause.type != "sanction":
        return clause
    action, text = clause.action, document.text
    named = words.strikes.match(action.quote)
    if named:
        grammar_ = grammar(clause.language)
        start, end = (action.start + place for place in named.span("whom"))
        if not grammar_.head_last:
            return _strikes(clause, Bearer(text[start:end], start, end, "clause"), grammar_)
        whom = parties(document, start, end, grammar_)
        given = GIVEN.search(text[action.start : start]) is not None
        known = (NAMED.search(one.quote) or PLACE.search(one.quote) or is_party(one.quote, grammar_) for one in whom)
        if whom and (all(known) or (given and _person(whom[0].quote, grammar_))):
            return replace(clause, actors=tuple(replace(one, source="clause") for one in whom))
    low = clause.sentence.start
    pays = words.pays.search(text[low : action.start] + "|" + action.quote)
    if pays and clause.actors:
        return clause
    if pays:
        who = parties(document, low + pays.start("who"), low + pays.end("who"), grammar(clause.language))
        return replace(clause, actors=tuple(replace(one, source="clause") for one in who))
    fails = max(words.fails.finditer(text, low, action.start), key=re.Match.start, default=None)
    orders = fails and clause.actors and words.orders.fullmatch(text, fails.end(), clause.actors[0].end)
    if fails and orders and is_party(fails["who"], grammar(clause.language)):
        failing = parties(document, fails.start("who"), fails.end("who"), grammar(clause.language))
        return replace(clause, actors=tuple(replace(one, source="clause") for one in failing))
    kept = tuple(
        one
        for one in clause.actors
        if one.end > action.start
        or not (words.others.search(text[one.end : action.start]) or words.imposes.fullmatch(text, one.start - 1, action.start))
    )
    return replace(clause, actors=kept) if len(kept) < len(clause.actors) else clause


def dealt(clause: Clause, document: Document, words: Context) -> Clause:
    """Return an act towards others (`对旷课的学生，校方给予记过处分，并｜通知家长`) with those who do it for bearers, a penalty with those
    whom it strikes."""
    low, end = clause.sentence.start, clause.action.start + 2
    found = max(words.deals.finditer(document.text, low, end), key=re.Match.start, default=None)
    if found is None or STRONG.search(document.text, found.end(), end):
        return clause
    grammar_, (start, stop) = grammar(clause.language), found.span("whom")
    others = all(start <= one.start < stop for one in clause.actors)
    named = parties(document, *found.span("by"), grammar_) if found["by"] and is_party(found["by"], grammar_) else []
    if clause.type == "sanction":
        ordering = {one.start for one in named}
        struck_ = is_party(found["whom"], grammar_) and all(one.start in ordering for one in clause.actors)
        return replace(clause, actors=(Bearer(found["whom"], start, stop, "clause"),)) if struck_ else clause
    if clause.type not in ("duty", "assignment") or not clause.actors or not others:
        return clause
    return replace(clause, actors=tuple(replace(one, source="clause") for one in named))


def _person(name: str, words: Grammar) -> bool:
    """Tell whether a word is a Chinese person's name for all that the language's lists know: 给予｜张伟｜警告处分."""
    return PERSON.fullmatch(name) is not None and not read_row(name, words).hits


def _strikes(clause: Clause, struck: Bearer, words: Grammar) -> Clause:
    """Return a sanction with whom its words strike for a bearer, with all that tells of him (`xử lý nghiêm｜cán bộ bao che`), where it had
    one that only orders it."""
    row, inside = read_row(struck.quote, words), any(one.start >= clause.action.start for one in clause.actors)
    party = row.first < len(row.forms) and head_at(row, row.first, len(row.forms)) is not None
    return replace(clause, actors=(struck,)) if party and not inside else clause


def punished(clause: Clause, before: Clause | None, document: Document, words: Context) -> Clause:
    """Return a sanction that has been imposed as reported; so are those that go on with it."""
    if clause.type != "sanction" or clause.status == "reported":
        return clause
    text, action = document.text, clause.action
    left = text[clause.sentence.start : action.start]
    imposed = words.imposed.search(left + "|" + action.quote) is not None and not text.startswith("的", action.end)
    if before is not None and before.type == "sanction" and before.status == "reported":
        imposed = imposed or not words.supposing.search(text[before.action.end : action.start])
    return replace(clause, status="reported") if imposed else clause
