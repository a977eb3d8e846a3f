"""What a heading, lead-in or address opens for what stands under it: bearers, a cue, times."""

from __future__ import annotations

import re
from functools import partial

from pipeline.extract import units
from pipeline.extract.bearers import bearers_at, ends_as_bearer, head_at, last_named, name_end, split_bearers, split_names, trim
from pipeline.extract.item import Item
from pipeline.extract.line import Line
from pipeline.extract.row import Row, split
from pipeline.extract.scope import Lead, Scope
from pipeline.extract.state import Outcome, Units
from pipeline.extract.units import glued, parties
from pipeline.records import Bearer, Timex

LINE_END = " \t\u3000：:。."
PERSON = re.compile(
    r"(?:(?P<label>[^：:\s（()）]{2,16})[：:][ \t\u3000]*)?(?P<name>[一-鿿]{2,3})(?:同志)?"
    r"(?:[（(](?P<office>[^（()）]+)[）)]|[ \t\u3000]+(?P<behind>[^：:，,。；;]+))?"
)
SHORT_TITLE = 16  # letters of a line of its own that gives duties to a post
ABOVE_ALL = -1  # the rank of a title
LABEL = 24  # units of a label at the head of a sentence
REACH = 12  # syllables from the word for duties to the name of the party
SHORT_LEAD = {"character": 8, "syllable": 7}  # units of a lead-in that names no party
LIMITS = frozenset({"ON_OR_BEFORE", "BEFORE"})


def is_party(line: Line, outcome: Outcome) -> bool:
    """Tell whether a heading is the name of a party, however verbal its modifiers look."""
    if not line.heading or outcome.modal is not None or line.row.first >= len(line.row.forms):
        return False
    if line.row.grammar.head_last:  # 指挥部 is no order to 指挥
        hit = line.row.at(line.row.first, len(line.row.forms))
        return hit is not None and hit.end == len(line.row.forms) and "bearer_heads" in hit.labels
    divided = any(found.type == "assignment" and found.rule == "statement" for found in outcome.found)
    return not divided and head_at(line.row, line.row.first, len(line.row.forms)) is not None


def open_lead(line: Line, scope: Scope, item: Item, outcome: Outcome, lead: Lead) -> None:
    """Open in the scope what a heading, lead-in or address passes on to what stands under it."""
    context, row, head_last = scope.grammar.words.context, line.row, scope.grammar.head_last
    fresh = line.rank is None and not line.heading
    if ban := forbidden(line):
        scope.push(Lead(scope.rank_of(line.rank), (), line.quote(ban), "prohibition", list=True, fresh=fresh, stays=True))
        return
    if owned := _owner(line):
        title = line.block.kind == "title"
        rank, plain = ABOVE_ALL if title else scope.rank_of(line.rank), line.rank is None and not title
        scope.push(Lead(rank, bearers=owned, list=line.opens, task=True, stays=True, owns=True, fresh=plain, plain=plain))
        return
    address = head_last or row.text.casefold().startswith(context.address)
    if outcome.party and line.opens and fresh and not scope.started and address:
        scope.addressees = line.bearers(outcome.party)
        return
    concerned = line.heading and row.word(row.first, row.first + 2) in row.grammar.concerning  # 2. Đối với UBND các xã
    if (line.opens or concerned) and not outcome.bearers and not outcome.party and not head_last:
        last = last_named(row, context.list_objects)
        if last and row.word(row.first, row.first + 2) in row.grammar.concerning:
            outcome.party = last
        elif named := last or _ordered(line, outcome) or _charged_names(line):
            outcome.bearers, item.carried = named, line.bearers(named)
    charged = line.short and line.says("duty_list")
    limits = _limits(line, outcome)
    decided = line.opens and context.decides.match(row.text) is not None
    opened, rank = partial(Lead, deadlines=limits, decided=decided), scope.rank_of(line.rank)
    if outcome.party and (line.short or line.opens) and line.block.kind != "title":
        party, owns = line.bearers(outcome.party), line.heading and scope.kind != "law"
        scope.push(opened(rank, bearers=party, list=line.opens, task=True, fresh=fresh, stays=True, owns=owns))
    elif line.short and not outcome.found and (person := _person(line)):
        scope.push(opened(rank, bearers=person, list=line.opens, task=True, stays=True, owns=line.heading))
    elif fresh and line.opens and lead.bearers and outcome.bearers is None and outcome.cue is None and _only_duties(line):
        above = scope.leads[-1].rank
        scope.push(opened(above + 0.25, bearers=lead.bearers, list=True, task=True, fresh=True, under=above))
    elif decided and not outcome.bearers and outcome.cue != "order":
        scope.push(opened(rank, list=True, task=True, fresh=fresh))
    elif line.opens and (outcome.bearers or outcome.cue or lead.bearers or charged or limits):
        stays = line.heading or outcome.cue == "order"
        bearers = item.carried if outcome.bearers is not None else None
        modal = line.maybe(outcome.modal)
        give = outcome.give
        scope.push(opened(rank, bearers, modal, outcome.cue, list=True, task=charged, give=give, fresh=fresh, stays=stays))
    elif charged or limits:
        topic = scope.topic if scope.kind == "law" and not lead.bearers and not head_last else None
        owner = _charged(line)
        scope.push(opened(rank, bearers=owner or topic, task=True, stays=True, owns=bool(owner)))
    elif announced := _announced(line, outcome):
        scope.push(opened(rank, bearers=announced, list=True, fresh=fresh))
    if outcome.bearers:
        scope.topic = item.carried
    scope.started = scope.started or line.opens or line.says("announcing")


def take_side(line: Line, scope: Scope) -> None:
    """Open what is to be done by the party whose side of a matter a paragraph begins with: `学校方面。`, `派出所方面：配合…`."""
    row = line.row
    side = row.grammar.words.context.sides.search(row.text)
    stop = next((unit for unit, start in enumerate(row.starts) if start == side.start()), row.first) if side else row.first
    if side and stop > row.first and ends_as_bearer(row, row.first, stop):
        named = line.bearers(split_bearers(row, row.first, stop))
        scope.push(Lead(scope.rank_of(line.rank), bearers=named, list=True, task=True))
        row.first = next((unit for unit, start in enumerate(row.starts) if start >= side.end()), len(row.forms))


def _owner(line: Line) -> tuple[Bearer, ...]:
    """Return whose duties a heading opens, a party or who holds a post: `乙方义务`, `村民小组长的职责：`; nobody for `安全责任`. Of titles
    only those of a post's duties do (`护林员岗位职责`)."""
    words, block = line.row.grammar, line.block
    end = block.body + len(line.document.text[block.body : block.end].rstrip(LINE_END))
    heads = line.short or line.opens or end - block.body <= SHORT_TITLE
    found = words.words.context.duties_of.fullmatch(line.document.text, block.body, end) if heads else None
    title = block.kind == "title"
    if found is None or (title and not found[0].rstrip(LINE_END).endswith(words.words.context.post_titles)):
        return ()
    named = tuple(parties(line.document, *found.span("who"), words)) if units.is_party(found["who"], words) else ()
    return named or ((Bearer(found["who"], *found.span("who"), "context"),) if words.words.context.roles.fullmatch(found["who"]) else ())


def _person(line: Line) -> tuple[Bearer, ...]:
    """Return the person whom a line names with his office: 镇长：王明, 李强（县委书记）, 镇长王明."""
    words, text, block = line.row.grammar, line.document.text, line.block
    end = block.body + len(text[block.body : block.end].rstrip(LINE_END))
    found = PERSON.fullmatch(text, block.body, end) if words.head_last else None
    offices = words.words.bearers.offices
    if found and any(found[group] and found[group].rstrip().endswith(offices) for group in ("label", "office", "behind")):
        start, end = found.span("name")
    elif not words.head_last or not glued(text[block.body : end], words):
        return ()
    else:
        start = block.body
    return (Bearer(text[start:end], start, end, "context"),)


def forbidden(line: Line) -> Units | None:
    """Return the cue of a line that heads what nobody may do: `Các hành vi bị nghiêm cấm`."""
    ban = re.search(line.row.grammar.words.context.banning, line.row.text)
    if ban is None or ban["acts"] is None:
        return None
    inside = [unit for unit, start in enumerate(line.row.starts) if ban.start("cue") <= start < ban.end("cue")]
    return inside[0], inside[-1] + 1


def _only_duties(line: Line) -> bool:
    """Tell whether a lead-in only says that duties follow, and leaves it to the heading whose they are: `主要职责：`, `Nhiệm vụ:`."""
    row = line.row
    return len(row.forms) - row.first <= SHORT_LEAD[row.grammar.unit] and line.says("duty_list")


def _announced(line: Line, outcome: Outcome) -> tuple[Bearer, ...]:
    """Return the parties of a sentence that says that what they will do follows: `我局将抓好以下四项工作。`"""
    row = line.row
    if line.heading or not row.grammar.words.context.announces.search(line.text):
        return ()
    if outcome.bearers:
        return line.bearers(outcome.bearers)

    def follows(row: Row, unit: int, stop: int) -> int | None:
        hit = row.at(unit, stop)
        return unit if hit is not None and not hit.labels.isdisjoint(("duty", "will", "verb")) else None

    pieces = split(row, row.first, len(row.forms))  # 为完成全年任务，我局拟抓好以下工作：
    named = (found for piece in pieces if (found := bearers_at(row, piece.start, piece.end, follows)))
    return next((line.bearers(names) for names, _ in named), ())


def _ordered(line: Line, outcome: Outcome) -> list[Units]:
    """Return the parties that are told to do what follows: `Tỉnh ủy yêu cầu các cấp ủy, các sở, ngành:`."""
    row = line.row
    if outcome.modal is None or outcome.cue != "order":
        return []
    names: list[Units] = []
    for start, end in split_names(row, outcome.modal[1], len(row.forms) - line.opens):
        if not names and head_at(row, start, end) is None:
            return []
        stop = name_end(row, start, end)
        names.append((start, trim(row, start, stop)))
        if stop < end:
            break
    return names


def _charged_names(line: Line) -> list[Units]:
    """Return the parties whose rights and duties a lead-in or heading opens: `Quyền, nghĩa vụ của Chủ tịch, Giám đốc:`."""
    row, grammar_ = line.row, line.row.grammar
    context, end = grammar_.words.context, len(row.forms)
    while end > row.first and row.forms[end - 1] in grammar_.lead:
        end -= 1
    start = next((row.first + size for size in (3, 2, 1, 0) if row.word(row.first, row.first + size) in context.duty_also), row.first)
    duty = any(row.word(start, start + len(word.split())) == word for word in context.duty_list)
    if not line.short or not duty:
        return []
    for place in range(start + 1, min(end, start + REACH)):
        if row.forms[place - 1] in grammar_.of and head_at(row, place, end) is not None:
            stop = next((k for k in range(place, end) if row.word(k, k + 2) in context.list_objects), end)
            return split_names(row, place, stop)
    return []


def _limits(line: Line, outcome: Outcome) -> tuple[Timex, ...]:
    """Return the times that a heading or lead-in sets for its items; a year in a heading's name sets none."""
    row = line.row
    times = [time for time in row.times if time.timex.mod in LIMITS]
    if line.heading:
        return tuple(time.timex for time in times if time.start <= row.first + 1 and not outcome.found)
    return tuple(time.timex for time in times if line.opens and len(time.timex.value) > len("2026"))


def told_duties(line: Line, scope: Scope) -> tuple[Bearer, ...]:
    """Return whose duties a sentence tells behind a label of its own, where the head noun stands last: the party it names
    (`办公室职责：承担…`), else that of the heading over it (`主要职责：承担…`)."""
    row, grammar_ = line.row, line.row.grammar
    colon = next((k for k in range(row.first, min(row.first + LABEL, len(row.forms) - 1)) if row.forms[k] in grammar_.lead), row.first)
    if not grammar_.head_last or colon == row.first:
        return ()
    own = row.word(row.first, colon) in grammar_.words.context.duty_list
    return (scope.inherited().bearers or ()) if own else _charged(line, colon) or ()


def _charged(line: Line, end: int | None = None) -> tuple[Bearer, ...] | None:
    """Return the parties in a heading such as `指挥部职责` or `Trách nhiệm của Sở Tài chính`; `end`: the unit up to which to look."""
    row, grammar_ = line.row, line.row.grammar
    if not grammar_.head_last:
        return line.bearers(_charged_names(line)) or None
    start, end = row.first, len(row.forms) if end is None else end
    for word in grammar_.words.context.duty_list:
        if row.word(end - len(word), end) == word:
            stop = end - len(word)
            while stop > start and row.forms[stop - 1] in grammar_.trailing:
                stop -= 1
            if ends_as_bearer(row, start, stop):
                return line.bearers(split_bearers(row, start, stop))
    return None
