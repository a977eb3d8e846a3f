"""The parties that a bracket at the end of a task names, or a label: （财政部牵头，教育部配合，6月底前完成）, 责任单位：市教育局."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from pipeline import languages
from pipeline.extract.bearers import ends_as_bearer, split_bearers
from pipeline.extract.grammar import Grammar
from pipeline.extract.row import Row, read_row
from pipeline.extract.state import Units
from pipeline.labels import Label
from pipeline.records import Bearer, Document

BRACKET = re.compile(r"[（(【]((?:[^（）()【】]|[（(][^（）()]{0,40}[）)]){2,400})[）)】](?=[\s。；;，,.]|$)")
# What follows the last of several names, or a name its telephone number; no part of it.
ROLES = re.compile(
    r"(?:等)?(?:按职责分工负责|分别负责|分工负责|牵头负责|共同负责|按职责负责|牵头|负责|配合|参与|参加|按职责分工)+$|等$|\s*[\d\-—]{7,}$"
    r"|[（(](?:牵头|主办|主责|第一|配合|协办|协助|参与)(?:单位|部门|责任单位)?[）)]$"
)
ROLE = re.compile(r"\s+\(?(?:chủ trì|phối hợp|thực hiện|tham mưu|chịu trách nhiệm|là đầu mối)(?!\w)", re.IGNORECASE)  # and what it does
BY = re.compile(r"^(?:由|do\s)|.*\sdo\s", re.IGNORECASE | re.DOTALL)
NAMED = re.compile(r"(?:các|từng|mỗi)\s")  # how a name begins that is written with blanks and no capital
LONGEST_HEAD = 8  # characters of a party's head noun
PARTING = re.compile("[、，,;；]+|等?[和及与](?=各)|等(?=[和及与])")  # 财政部等和各省级人民政府
NAMES = re.compile(r"[\s、，,；;：:]+")
INSIDE = re.compile(r"[（(〔［\[][^（）()〔〕［］\[\]\n]*[）)〕］\]]")  # 各县（市、区）人民政府, 各县〔市、区〕政府 are one name
BLANKS = re.compile(r"[^ \u3000]+")  # between two parties a blank parts them, in one name (高新区、\n经开区管委会) it does not
# A name of two letters is often written with a gap (李  明); what stands in brackets behind one is no part of it.
TOKENS = re.compile(
    r"(?P<before>[\s\u3000、，,；;]*)(?P<name>[一-鿿][ \u3000]+[一-鿿](?![^\s、，,；;（(])|[^\s、，,；;（()）]+)(?:[（(][^（）()\n]*[）)])?"
)
PERSON = re.compile(r"[一-鿿][ \u3000]+[一-鿿]|[一-鿿]{2,4}")
COLON = re.compile("[：:]")
SHORT_NAME = 3
SEMICOLON = re.compile(r";|(?<=\)),|(?<=\))\s+và(?=\s)")  # behind a remark (Sở Y tế (chủ trì), Sở Nội vụ) a comma parts as well
EDGE = " \t\n\u3000、，,;；.。"


@cache
def _marked(words: Grammar) -> re.Pattern[str]:
    """Return what finds names and the mark behind them that says how they take part."""
    mark = "|".join(map(re.escape, sorted(words.words.bearers.units_mark, key=len, reverse=True)))
    return re.compile(rf"([^；;]+?)\s*((?:{mark})(?:\s*(?:và\s)?(?:{mark}))*)\s*(?=[，,；;。.]|$)", re.IGNORECASE)


def brackets(text: str, start: int, end: int, words: Grammar) -> Iterator[Label]:
    """Yield for each bracket in `text[start:end]` that says who does what stands before it: the units by their marks, then the rest,
    which may set a time; all of them begin where the bracket does."""
    for match in BRACKET.finditer(text, start, end):
        done, found = match.start(1), []
        for part in _marked(words).finditer(text, match.start(1), match.end(1)):
            by = BY.match(part[1])
            low = part.start(1) + (by.end() if by else 0)
            name = text[low : part.end(1)].lstrip(EDGE)
            if words.unit == "character" or name[:1].isupper() or NAMED.match(name):
                found.append(Label("units", match.start(), low, part.end(1)))
            done = part.end()
        if found:
            yield from found
            yield Label("times", match.start(), done, match.end(1))
        elif words.head_last and _only_parties(text, match, start, end, words):
            yield Label("units", match.start(), match.start(1), match.end(1))


def _only_parties(text: str, bracket: re.Match[str], start: int, end: int, words: Grammar) -> bool:
    """Tell whether a bracket ends its paragraph and lists parties, after words that name none (各部门（教育局、财政局） tells which)."""
    names = [text[a:b].strip() for a, b, _ in _parts(text, bracket.start(1), bracket.end(1), words)]
    before = text[max(start, bracket.start() - LONGEST_HEAD) : bracket.start()]
    if PERSON.fullmatch(NAMES.split(before)[-1]) and all(name.endswith(words.words.bearers.offices) for name in names):
        return False  # 责任人：王建国（局长）
    return not text[bracket.end() : end].strip(EDGE) and all(is_party(name, words) for name in names) and not is_party(before, words)


def is_party(name: str, words: Grammar) -> bool:
    """Tell whether words are the name of a party."""
    row = read_row(name, words)
    return len(name) > 1 and ends_as_bearer(row, 0, len(row.forms))


def parties(document: Document, start: int, end: int, words: Grammar) -> list[Bearer]:
    """Return the parties listed in `text[start:end]`, without the words that say how they take part."""
    text, found = document.text, [Bearer(document.text[a:b], a, b, "context") for a, b in persons(document.text, start, end, words)]
    for a, b, whole in () if found else _parts(text, start, end, words):
        role = ROLE.search(text, a, b)
        b = role.start() if role else b
        for low, high in [(a, b)] if whole else party_places(text, a, b, words):
            bare = ROLES.sub("", text[low:high].rstrip(EDGE)).strip(EDGE)
            at = low + text[low:high].find(bare)
            if len(bare) > 1:
                found.append(Bearer(bare, at, at + len(bare), "context"))
    return found


def persons(text: str, start: int, end: int, words: Grammar) -> list[tuple[int, int]]:
    """Return the places of the persons listed in `text[start:end]`, each with the offices before his name (`县委常委、宣传部部长 何伟`) and
    without those behind it (`王强 副县长、县公安局局长`); none where others than persons are listed, or no name."""
    offices, found = words.words.bearers.offices, list[tuple[int, int]]()
    held, named, behind = list[tuple[int, int]](), False, False
    for token in TOKENS.finditer(text, start, end) if words.head_last else ():
        name, apart = token["name"].removesuffix("同志"), token["before"].strip()
        if COLON.search(name):
            return []  # 副组长：县委常委: a line of its own
        if name.endswith(offices) and is_party(name, words):
            several = name.startswith(words.words.bearers.quantifiers)  # 各乡镇长: nobody holds them all
            if found and not held and not several and (behind or (named and apart in ("", "，", ","))):
                named, behind = False, True
            else:
                held.append(token.span("name"))
        elif PERSON.fullmatch(name) and not is_party(name, words) and not ROLES.search(name):
            if apart in ("，", ",") and len(name) > SHORT_NAME:
                return []  # 好的，马上去办
            if held and apart:
                found, held = [*found, *held], []
            found.append((held[0][0] if held else token.start("name"), token.end("name")))
            held, behind, named = [], False, True
        elif glued(name, words):
            if held and apart != "、":
                found, held = [*found, *held], []
            found.append((held[0][0] if held else token.start("name"), token.end("name")))
            held, behind, named = [], False, True
        else:
            return []
    return [*found, *held] if any(not text[a:b].endswith(offices) for a, b in found) else []


def glued(name: str, words: Grammar) -> bool:
    """Tell whether words are a person's office and, right behind it, his name, which is no word that the language's lists know:
    县水利局局长张华."""
    for size in (2, 3):
        office, person = name[:-size], read_row(name[-size:], words)
        if office.endswith(words.words.bearers.offices) and is_party(office, words) and not is_party(name, words):
            return not person.hits
    return False


def _parts(text: str, start: int, end: int, words: Grammar) -> list[tuple[int, int, bool]]:
    """Return the stretches between the marks that part names, and which of them is one name though it holds such a mark: levels and
    places lend each other their noun (`各市、县人民政府`)."""
    parts: list[tuple[int, int, bool]] = []
    inside = [bracket.span() for bracket in INSIDE.finditer(text, start, end)]
    parting = (PARTING if words.unit == "character" else SEMICOLON).finditer(text, start, end)
    edges = [edge.span() for edge in parting if not any(a < edge.start() < b for a, b in inside)]
    for a, b in zip([start, *(b for _, b in edges)], [*(a for a, _ in edges), end], strict=True):
        first = parts[-1][0] if parts else a
        names = [*BLANKS.finditer(text, a, b)] if words.unit == "character" else []
        if len(names) > 1 and all(is_party(name[0], words) for name in names):
            parts += [(*name.span(), False) for name in names]
        elif parts and words.unit == "character" and _lends(text[first : parts[-1][1]].strip(), text[a:b].strip(), tuple(words.levels)):
            parts[-1] = (first, b, True)
        else:
            parts.append((a, b, False))
    return parts


def party_places(text: str, start: int, end: int, words: Grammar) -> list[tuple[int, int]]:
    """Return the places of the coordinated parties of a stretch."""
    return stretch(text, start, end, words, lambda row: split_bearers(row, row.first, len(row.forms)))


def stretch(text: str, start: int, end: int, words: Grammar, read: Callable[[Row], Iterable[Units]]) -> list[tuple[int, int]]:
    """Return the places in `text` of the units that `read` finds in the row of a stretch."""
    view = languages.get(words.language).fold(text[start:end])
    row = read_row(view.text, words)
    places = (view.original(row.starts[a], row.ends[b - 1]) for a, b in (read(row) if row.first < len(row.forms) else ()))
    return [(start + low, start + high) for low, high in places]


def _lends(name: str, following: str, levels: tuple[str, ...]) -> bool:
    """Tell whether a name that ends in a level takes its noun from the next: 高新区、经开区管委会, but 高新区、市教育局."""
    if not name.endswith(levels) or following.endswith(levels):
        return False
    return len(name.removeprefix("各")) < 3 or not following.startswith((*levels, "各", "国"))
