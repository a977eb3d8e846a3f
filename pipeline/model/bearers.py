"""Which of the candidates bear an action: the likely ones of the likeliest group, and whether an inherited one is believed."""

from __future__ import annotations

import re

from pipeline.model.page import CLOSING, LANGUAGES, OFFSETS, OPENING, Page
from pipeline.model.pairs import Candidate
from pipeline.records import Span

EITHER = re.compile(r"\s*(?:或者?|兼|hoặc|hay|cũng như)\s*", re.IGNORECASE)  # bearers on both sides of it share the act
OURS = re.compile(r"(我[们局市县省委厅院校区会])(?:还|也|将|要|须|必须|应|应当|会|拟|代表)+$")
CONCERNING = re.compile(r"(?:đối với|对于?)$", re.IGNORECASE)
SHARED = (0.0, -1.5)  # by language: what a bearer must score beside one that is likely (lists of bodies are long in Vietnamese)
LABEL = 24  # characters before a bearer in which its label ends


def doubtful(page: Page, first: int, found: list[tuple[float, Candidate]], least: float) -> bool:
    """Tell whether bearers are inherited, though not from the lead or heading over the action, and score less than `least`."""
    return all(page.sentence[c.first] != page.sentence[first] and score < least and not _governs(page, c, first) for score, c in found)


def _governs(page: Page, c: Candidate, first: int) -> bool:
    """Tell whether a lead or heading over the action names the candidate as the one it speaks of: at its head, as whose duties they are,
    or before a colon; what it only concerns (`Đối với khu vực nông thôn:`) must be a party to the rules, too."""
    blocks, own = page.document.blocks, int(page.block[c.first])
    if own not in blocks[int(page.block[first])].parents:
        return False
    text, block = page.document.text, blocks[own]
    before = text[block.start : int(page.starts[c.first])].strip()
    if CONCERNING.search(before):
        return any((c.first, c.last) in ruled.links["bearer"] for ruled in page.ruled)
    return not any(map(str.isalpha, before[3:])) or before.endswith("của") or text[block.start : block.end].rstrip().endswith((":", "："))


def likely(page: Page, first: int, near: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Return the bearers of the action that begins at piece `first`, with their scores: the likely ones of the likeliest group.

    A group is what is coordinated, or the units of one bracket. What is named after the action's sentence bears only as such a unit.
    """
    text, language = page.document.text, int(page.features[first, 1]) - OFFSETS["language"]
    vietnamese = LANGUAGES[language] == "vi"
    groups: list[list[tuple[float, Candidate]]] = []
    for score, c in near:
        if not any(map(str.isalpha, text[page.starts[c.first] : page.ends[c.last]])):
            continue  # ①
        before = groups[-1][-1][1] if groups else None
        inside = page.features[c.first, 3] == OFFSETS["bracket"] + 1
        if page.sentence[c.first] > page.sentence[first] and not inside and not _labelled(page, c):
            continue
        between = text[page.ends[before.last] : page.starts[c.first]] if before else ""
        if between.strip() == "(" and vietnamese:
            continue  # Sở Nội vụ (Ban Thi đua - Khen thưởng): the name's own part
        joined = before is not None and (
            before.group == c.group
            or EITHER.fullmatch(between) is not None
            or (
                inside
                and page.block[before.first] == page.block[c.first]
                and page.features[before.first, 3] == page.features[c.first, 3]
                and not any(mark in between for mark in CLOSING)
            )
        )
        if joined:
            groups[-1].append((score, c))
        else:
            groups.append([(score, c)])
    likeliest = max(groups, key=lambda group: max(score for score, _ in group), default=[])
    if all(score <= 0 for score, _ in likeliest):
        return []
    return apart([(score, c) for score, c in likeliest if score > SHARED[language]])


def _labelled(page: Page, c: Candidate) -> bool:
    """Tell whether a label stands before the candidate: 责任单位：市教育局."""
    start = int(page.starts[c.first])
    return any(mark in page.document.text[max(0, start - LABEL) : start] for mark in ":：")


def apart(chosen: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Return candidates that share no piece, the likelier ones first, of two equally likely the longer."""
    taken: list[tuple[float, Candidate]] = []
    for score, c in sorted(chosen, key=lambda pair: (-pair[0], pair[1].first - pair[1].last, pair[1].first)):
        if all(c.last < other.first or other.last < c.first for _, other in taken):
            taken.append((score, c))
    return taken


def named(span: Span, text: str, body: int = 0) -> tuple[str, int, int]:
    """Return quote, start and end of a bearer tagged in `text`: without the mood word behind 我们 and the number of its line, which ends at
    `body`, with both of its brackets or neither."""
    found = OURS.match(span.quote)
    end = span.start + len(found[1]) if found else span.end
    start = body if span.start < body < end else span.start  # 3.1.｜1 指挥部
    quote = text[start:end]
    missing = sum(map(quote.count, OPENING)) - sum(map(quote.count, CLOSING))
    if missing > 0 and text[end : end + 1] in tuple(CLOSING):
        end += 1
    elif missing < 0 and quote[-1] in CLOSING:
        end -= 1
    return text[start:end], start, end
