"""What is to be paid: for a failing it is a penalty (`逾期的，支付违约金`), theirs who fail; without one it is owed like any other act."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.grammar import Context, grammar
from pipeline.extract.subjects import with_subject
from pipeline.extract.units import is_party, parties
from pipeline.records import Bearer, Clause, Document

STRONG = re.compile("[。；;！!]")


def paid(clause: Clause, before: Clause | None, document: Document, words: Context) -> Clause:
    """Return a payment as the penalty or the duty that it is; what goes on with a penalty is one."""
    if clause.type not in ("duty", "assignment", "sanction"):
        return clause
    low, start = clause.sentence.start, clause.action.start
    left = STRONG.split(document.text[low:start])[-1]
    fault = words.fault.search(left) or words.fault.search(clause.condition.quote if clause.condition else "")
    goes_on = before is not None and before.type == "sanction"
    if clause.type == "sanction" and not fault and not goes_on and words.gives_back.match(clause.action.quote):
        return with_subject(replace(clause, type="duty"), document, words)
    if not fault or not words.damages.search(clause.action.quote):
        return clause
    actors = tuple(one for one in clause.actors if not start <= one.start < clause.action.end)  # 向甲方赔偿: who is paid
    subject = with_subject(replace(clause, type="duty", actors=actors), document, words)
    return replace(clause, type="sanction", actors=subject.actors or _failing(start - len(left), start, document, clause, words))


def _failing(low: int, end: int, document: Document, clause: Clause, words: Context) -> tuple[Bearer, ...]:
    """Return who fails in `text[low:end]`: 乙方｜每延误一日，支付…"""
    found = words.failing_party.search(document.text, low, end)
    if found is None or not is_party(found["who"], grammar(clause.language)):
        return ()
    return tuple(replace(one, source="clause") for one in parties(document, *found.span("who"), grammar(clause.language)))
