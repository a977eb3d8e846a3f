"""Items under a line that tells what they are: pledged (乙方作出如下承诺：), forbidden (Các hành vi bị nghiêm cấm), or owed by nobody.

Nobody owes rights (Hội viên có các quyền sau đây:), conditions (符合下列条件的，可以申请补助：), what has been done (Các phòng báo cáo kết
quả tháng 4:), and in a law neither mere cases nor contents and definitions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.scope import document_kind
from pipeline.extract.units import is_party, parties
from pipeline.records import Bearer, Block, Clause, Document, Span

VOWED = 0.8  # confidence that an act under a line in which somebody pledges is a pledge
LONGEST_LIST = 60  # blocks looked back over for the line that leads into a list
LONGEST_NAME = 120  # characters of who pledges, before the verb
FIRST = re.compile(r"\W*[1一aA①]\W*")  # the number of the first item of a list
BREAKS = re.compile(r"[，,。；;：:.\n]\s*")


@dataclass(frozen=True, slots=True)
class Leading:
    """What a line makes of the items under it, for whom it names and by which word."""

    kind: Literal["pledge", "ban", "idle", "told", "decided", "other"]
    bearers: tuple[Bearer, ...] = ()
    modal: Span | None = None


# By number of its block, each line that leads into a list or heads one.
Leads = dict[int, Leading]
OTHER = Leading("other")


def leads(document: Document) -> Leads:
    """Return the lines of a document that lead into a list and the headings that tell what stands under them; empty where none tells."""
    found: Leads = {}
    laws: dict[str, bool] = {}
    over = {parent for block in document.blocks for parent in block.parents}
    beside = {number for number, block in enumerate(document.blocks) if block.number is None and block.kind == "paragraph"}
    for number in sorted(over | beside):
        block = document.blocks[number]
        if block.language == "other":
            continue
        words = grammar(block.language)
        if block.language not in laws:
            laws[block.language] = document_kind(document, words) == "law"
        leading = _leading(document, block, words, laws[block.language])
        if leading is not OTHER or _opens(block, document):
            found[number] = leading
    return found if any(leading is not OTHER for leading in found.values()) else {}


def led(clause: Clause, document: Document, found: Leads) -> Clause | None:
    """Return a clause as what the nearest line over it makes of it, None where it is nobody's; one with a subject or a word of duty of
    its own stays what it is."""
    block, over = document.blocks[clause.block], _over(clause.block, document, found)
    lead = OTHER if over is None else found.get(over, OTHER)
    cue = clause.modal if clause.modal is not None and clause.modal.start >= block.start else None
    own = cue is not None and cue.quote.casefold() not in grammar(clause.language).negations  # a case: Không khắc phục được vi phạm
    if over is not None and lead.kind == "told" and not own and clause.type == "duty" and clause.status == "prescribed":
        said = grammar(clause.language).said["duty_list"]
        between = (document.blocks[number] for number in block.parents if number > over)
        return clause if any(said.search(document.text[one.body : one.end].casefold()) for one in between) else None
    subject = any(bearer.source == "clause" for bearer in clause.actors)
    if over is None or lead.kind in ("decided", "other") or subject or clause.type not in ("duty", "prohibition"):
        return clause
    if lead.kind == "pledge":
        sure = max(clause.confidence, VOWED if lead.bearers else 0.0)
        return replace(clause, type="pledge", status="prescribed", actors=lead.bearers or clause.actors, confidence=sure)
    if own or lead.kind == "told":
        return clause
    if lead.kind == "idle":
        return None
    above = document.blocks[over]
    named = tuple(bearer for bearer in clause.actors if above.start <= bearer.start < above.end)
    action = _denying(clause, block, document)
    return replace(clause, type="prohibition", status="prescribed", actors=named, modal=lead.modal, action=action)


def _denying(clause: Clause, block: Block, document: Document) -> Span:
    """Return a banned act with the word of denial before it (Nghiêm cấm: ｜Không sử dụng đất), which its clause has for a modal."""
    modal, act = clause.modal, clause.action
    if modal is None or not block.start <= modal.start < act.start:
        return act
    return Span(document.text[modal.start : act.end], modal.start, act.end)


def _opens(block: Block, document: Document) -> bool:
    """Tell whether a block ends in a colon."""
    return document.text[block.start : block.end].rstrip().endswith((":", "："))


def _over(number: int, document: Document, found: Leads) -> int | None:
    """Return the line that a block stands under: the nearest over it that leads into a list or heads one, or one behind an earlier list
    (`会员履行下列义务：`) that leads into a list of its own; None where it is prose behind a list."""
    blocks, own = document.blocks, document.blocks[number]
    over = next((parent for parent in reversed(own.parents) if parent in found), None)
    if over is None or own.kind == "heading":
        return over
    item = blocks[own.parents[-1]]
    if own.number is None and item.number is not None and own.parents[-1] != over and _opens(blocks[over], document):
        return None
    for place in range(number - 1, max(over, number - LONGEST_LIST) if own.number is not None else number, -1):
        first = blocks[place + 1]
        restarts = first.parents == own.parents and FIRST.fullmatch(first.number or "") is not None
        if restarts and blocks[place].number is None and _opens(blocks[place], document):
            return place
    return over


def _leading(document: Document, block: Block, words: Grammar, law: bool) -> Leading:
    """Return what a block makes of the items under it."""
    context, text = words.words.context, document.text[block.start : block.end].rstrip()
    if vow := context.pledging.search(text):
        return Leading("pledge", _named(document, block.start, block.start + vow.start(), words)) if text.endswith((":", "：")) else OTHER
    if ban := context.banning.search(text):
        start, end = (block.start + place for place in ban.span("cue"))
        return Leading("ban", (), Span(document.text[start:end], start, end))
    if context.entitling.search(text) or context.conditional.search(text) or (law and context.unowed.search(text)):
        return Leading("idle")
    opens = text.endswith((":", "："))
    if not law and (block.kind == "heading" or opens) and context.reporting.search(text):
        return Leading("told")
    return Leading("decided") if opens and context.decides.match(document.text[block.body : block.end]) else OTHER


def _named(document: Document, start: int, end: int, words: Grammar) -> tuple[Bearer, ...]:
    """Return who is named between the last mark and the verb, or else, where the head noun stands first, the pronoun before these words;
    nobody where they are too many to be names."""
    text = document.text
    begin = max((mark.end() for mark in BREAKS.finditer(text, start, end)), default=start)
    found = tuple(parties(document, begin, end, words)) if 0 < end - begin <= LONGEST_NAME else ()
    if words.head_last:
        return found
    # a fragment is no name: Sau khi nghe phổ biến, tôi đã hiểu rõ quy định phòng cháy, chữa cháy và xin cam kết …
    names = tuple(one for one in found if is_party(one.quote, words) or words.words.context.ours.match(one.quote))
    pronouns = "|".join(map(re.escape, words.words.bearers.pronouns))
    own = re.search(rf"(?<!\w)(?:{pronouns})(?!\w)", text[start:end], re.IGNORECASE)
    return names or ((Bearer(own[0], start + own.start(), start + own.end(), "context"),) if own else ())
