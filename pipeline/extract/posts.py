"""Who holds which post in a body that is set up, where a list tells it: `组长：李明 县长`, `1. Trưởng ban: Ông A, Chủ tịch UBND huyện`,
`Đồng chí B - Chánh Văn phòng - Ủy viên`. The post is the act, whoever holds it bears it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline import languages
from pipeline.extract.bearers import ends_as_bearer, head_at
from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.mentions import person_name
from pipeline.extract.row import read_row
from pipeline.extract.telling import READ
from pipeline.extract.units import parties, party_places, persons
from pipeline.records import Bearer, Clause, Document, RecordType, Span, Timex

SURE = 0.7  # confidence: the form of the list leaves little doubt
NEAR = 12  # blocks between two posts of a list: members stand in lines of their own
SENTENCE = re.compile(r"[。.；;](?=\s|$)|$")
EDGE = " \t\n\u3000。.；;，,、"
JOINT = re.compile(
    r"[、，](?:[^、，]+?(?<!员)(?<!长))(?:等(?:单位|部门))?(?:主要|分管|有关|相关)?(?:负责人|负责同志|领导|代表)$"
)  # of all of them
BESIDE = re.compile(r"\s*(?:$|[,;.:(–-])")  # behind a name: `đồng chí Phó Chủ tịch` is none
SAYING = re.compile("[：:。；;！!？?]")  # a line with such a mark is more than a name
SINGLE = re.compile(r"\S{2,4}")  # 工作职责 may be what stands below


@dataclass(frozen=True, slots=True)
class Post:
    """A post in block `block` that stands at `action` and is told, with those who hold it, in the stretches `told`."""

    block: int
    action: tuple[int, int]
    told: tuple[tuple[int, int], ...]
    bearers: tuple[Bearer, ...]


@cache
def _forms(words: Grammar) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Return what finds a post before its holders and, where a language writes it so, behind one."""
    context = words.words.context
    seats, more = ("|".join(map(_spelt, sorted(some, key=len, reverse=True))) for some in (context.seats, context.seats_more))
    post = rf"(?i:(?:{seats})(?:\s(?:{more}))*)"
    first = re.compile(rf"(?:^|(?<=[.;。；]\s)|(?<=[。；]))\s*(?P<post>{post})\s*[:：]", re.MULTILINE)
    return first, None if words.head_last else re.compile(rf"^(?P<who>\S.*?)(?P<mark>\s[-–]|,)\s(?P<post>{post})$")


def _spelt(post: str) -> str:
    """Return what finds a post however it is spelt: with gaps between Chinese letters (组  长), either place of the Vietnamese tone."""
    return r"[ \u3000]*".join(post) if post >= "一" else re.escape(post).replace("ủy", "(?:ủy|uỷ)")


def posts(document: Document) -> list[Post]:
    """Return the posts that lists of a document's blocks tell, in order of place; one post alone is no list, unless it heads one."""
    found = [post for number in range(len(document.blocks)) for post in _in_block(document, number)]
    places = [post.block for post in found]
    beside = zip(found, [-NEAR - 1, *places], [*places[1:], len(document.blocks) + NEAR + 1], strict=False)
    near = ((post, min(post.block - before, after - post.block) <= NEAR) for post, before, after in beside)
    return [post for post, listed in near if post.bearers and (listed or len(post.told) > 2)]


def _in_block(document: Document, number: int) -> Iterator[Post]:
    block, text = document.blocks[number], document.text
    if block.kind not in READ or block.language == "other":
        return
    words = grammar("vi" if block.language == "vi" else "zh")
    first, last = _forms(words)
    heads = [*first.finditer(text[block.body : block.end])]
    for place, head in enumerate(heads):
        low = block.body + head.end()
        limit = block.body + heads[place + 1].start() if place + 1 < len(heads) else block.end
        stop = SENTENCE.search(text, low, limit)
        high = stop.end() if stop else limit
        lines = [*_members(document, number, words)] if place + 1 == len(heads) else []
        bearers = tuple(bearer for a, b in [(low, high), *lines] for bearer in _holders(document, a, b, words))
        action = (block.body + head.start("post"), block.body + head.end("post"))
        yield Post(number, action, ((action[0], high), *lines), bearers)
    behind = last.match(text[block.body : block.end].rstrip(EDGE)) if last is not None and not heads else None
    if behind is not None and (bearer := _holder(text, block.body, block.body + behind.end("who"), words, behind["mark"] != ",")):
        action = (block.body + behind.start("post"), block.body + behind.end("post"))
        yield Post(number, action, ((block.body, block.end),), (bearer,))


def _members(document: Document, number: int, words: Grammar) -> Iterator[tuple[int, int]]:
    """Yield the lines behind a post that go on with its holders."""
    parents = document.blocks[number].parents
    for block in document.blocks[number + 1 :]:
        line = document.text[block.body : block.end]
        under = number in block.parents
        if (
            block.kind not in READ
            or not (under or block.parents == parents)
            or (block.number and not under)
            or not (_only_names(line, words) or (block.kind != "heading" and _only_parties(line, words)))
        ):
            return
        yield block.body, block.end


def _only_names(line: str, words: Grammar) -> bool:
    """Tell whether a line names persons and says nothing else."""
    if words.head_last:
        return not SINGLE.fullmatch(line.strip(EDGE)) and bool(persons(line, 0, len(line), words))
    return _person(line, 0, len(line), words) is not None and not line.rstrip().endswith(":")


def _only_parties(line: str, words: Grammar) -> bool:
    """Tell whether a line is the name of a party and says nothing else, where the head noun stands last."""
    if not words.head_last or SAYING.search(line):
        return False
    row = read_row(line, words)
    return row.labels.isdisjoint(("duty", "hold", "assign", "by")) and ends_as_bearer(row, 0, len(row.forms))


def _holders(document: Document, start: int, end: int, words: Grammar) -> list[Bearer]:
    """Return who is named in `text[start:end]`: persons without the offices behind their names, else parties; nobody where it says more."""
    text = document.text
    start += len(text[start:end]) - len(text[start:end].lstrip(EDGE))
    end = start + len(text[start:end].rstrip(EDGE))
    known = False
    if words.head_last:
        known = bool(persons(text, start, end, words))
        whole = JOINT.search(text, start, end) is not None
        places = [(start, end)] if whole else [(bearer.start, bearer.end) for bearer in parties(document, start, end, words)]
    elif known := _person(text, start, end, words) is not None:
        names = (name.span() for name in person_name(words).finditer(text, start, end))
        places = [(a, b) for a, b in names if BESIDE.match(text, b, end)]
    else:
        places = party_places(text, start, end, words)
    sure = known or 2 * sum(_begins(text[a:b], words) for a, b in places) > len(places)
    return [Bearer(text[a:b], a, b, "clause") for a, b in places] if sure else []


def _begins(name: str, words: Grammar) -> bool:
    """Tell whether words name a party; where the head noun stands first, whatever follows it."""
    row = read_row(languages.get(words.language).fold(name).text, words)
    return ends_as_bearer(row, 0, len(row.forms)) if words.head_last else head_at(row, row.first, len(row.forms)) is not None


def _person(text: str, start: int, end: int, words: Grammar) -> int | None:
    """Return where the name ends of the person with whom `text[start:end]` begins."""
    named = person_name(words).match(text, start, end)
    return named.end() if named and BESIDE.match(text, named.end(), end) else None


def _holder(text: str, start: int, end: int, words: Grammar, office: bool) -> Bearer | None:
    """Return the one person or office that is named in `text[start:end]`; behind a comma (`office`: no) only a person's post stands."""
    person = _person(text, start, end, words)
    end = person or end
    return Bearer(text[start:end], start, end, "clause") if person or (office and _begins(text[start:end], words)) else None


def assigned(document: Document, found: Iterable[Post]) -> Iterator[Clause]:
    """Yield an assignment for each post."""
    for post in found:
        yield by_form(document, post.block, ("assignment", "post"), post.action, post.told[0], post.bearers, (), SURE)


def by_form(
    document: Document,
    block: int,
    told: tuple[RecordType, str],
    act: tuple[int, int],
    line: tuple[int, int],
    bearers: tuple[Bearer, ...],
    deadlines: tuple[Timex, ...],
    sure: float,
) -> Clause:
    """Return the clause that `act`, in a line of a block, is by the form of what it stands in: `told` are its type and that form's name."""
    text, (kind, form) = document.text, told
    language = grammar("vi" if document.blocks[block].language == "vi" else "zh").language
    return Clause(
        language=language,
        type=kind,
        status="prescribed",
        action=Span(text[slice(*act)], *act),
        actors=bearers,
        modal=None,
        deadlines=deadlines,
        recipient=None,
        condition=None,
        basis=(),
        sentence=Span(text[slice(*line)], *line),
        block=block,
        rules=(f"{language}.{kind}.{form}",),
        confidence=sure,
    )
