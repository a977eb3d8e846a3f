"""Where sentences end: one set of rules for languages with and without spaces; a language adds its abbreviations and heads.

A sentence ends at 。！？!?, at a full stop that is none of an abbreviation, number, initial or list marker, and at a line end
that ends a paragraph. `；` and `;` end no sentence: they part the clauses of one, and a bearer, a modal or a time at its head
holds beyond them. A single line break is a space of running text unless the lines show that it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE = "\n\r\v\f\x85\u2028\u2029"
# White space behind a line break belongs to the match, so that a run of it is looked at once.
BORDER = re.compile(rf"[。｡！？!?.．…⋯]+|[{LINE}]\s*|\u3000{{2,}}\s*")
START = re.compile(rf"[。｡！？!?.．…⋯{LINE}\u3000]")  # a first look by one set of characters is ten times as fast
SPACE = re.compile(r"\s*")
CLOSERS = "”’»)]}）］】」』〕》〉＂＇"
OPENERS = "“‘«([{（［【「『〔《〈"
CONTINUING = "的都等也就"  # after a quotation they go on with its sentence
STRAIGHT = "\"'"
NOTE = re.compile(r"\[\d{1,3}\]|[¹²³⁰⁴-⁹]+|[①-⑳](?=\s|$)")
# A stop inside short brackets or a title does not end the sentence around them.
BRACKETED = re.compile(r"\([^()（）\n]{0,200}\)|（[^()（）\n]{0,200}）|《[^《》\n]{0,100}》|\[[^\[\]\n]{0,200}\]|〔[^〔〕\n]{0,60}〕")
NUMERAL = r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[ivxIVX]{1,5}|[A-Za-zĐđ]|[一二三四五六七八九十百]{1,5})"
MARKER = re.compile(
    rf"[-–—−+•*·●○▪■□◆◇★☆✓✔►▶➢➤❖※]+(?=[^\W\d]|\s|$)\s*"
    rf"|{NUMERAL}(?:[.．](?!\d)|[)）]\.?|、)\s*|[(（]{NUMERAL}[)）][.、]?\s*"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}\u3000+|\d{1,2}(?:\.\d{1,2}){1,4} +(?=[\u4e00-\u9fff])"
    r"|[IVX]{1,5} ?[-–—](?=\s)\s*|[①-⑳⑴-⒇㈠-㈩]\s*|第[一二三四五六七八九十百千零〇\d]{1,7}[条章节款编][\s：:]+"
)
HEAD = re.compile(r"([^\W\d_]+) (?:\d{1,3}[a-zđ]?|[IVXLC]{1,6})[.:]\s+")
STILL_MARKER = re.compile(rf"\s*[(（]?{NUMERAL}")
CASELESS_LEFT = re.compile(r"[^\W\d_a-zA-Z]|[”’」』）)》%％]")
NEAR = 40  # characters in which a rule looks back for the word before a number
WIDEST_WRAP = 130  # columns; nobody wraps lines wider than this, so longer lines are paragraphs
SHORT_BY = 12  # columns by which a line must fall short of the next to have been broken on purpose


@dataclass(frozen=True)
class Habits:
    """What a language needs to know about full stops: words in lower case, without their own last stop."""

    spaced: bool = True
    abbreviations: frozenset[str] = frozenset()
    may_end: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset({""})


def borders(text: str, habits: Habits) -> Iterator[int]:
    """Yield the ends of the sentences of `text` in order; white space around them is not trimmed."""
    protected = BRACKETED.finditer(text)
    bracket = next(protected, None)
    begin = SPACE.match(text).end()  # type: ignore[union-attr]
    line = 0
    for match in _candidates(text):
        at, after = match.span()
        breaks = match[0][0] in LINE or match[0][0] == "\u3000"
        if at < begin:
            line = after if breaks else line
            continue
        while bracket and bracket.end() <= at:
            bracket = next(protected, None)
        if bracket and bracket.start() < at and (bracket.start() > begin or after < bracket.end() - 1):
            continue  # but a sentence may stand in brackets as a whole
        end = _line_end(text, at, line, habits) if breaks else _stop_end(text, at, after, begin, habits)
        if breaks and any(mark in LINE for mark in match[0]):
            line = after
        if end is not None:
            yield end
            begin = SPACE.match(text, end).end()  # type: ignore[union-attr]


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of BORDER."""
    first = START.search(text)
    while first:
        match = BORDER.match(text, first.start())
        if match:
            yield match
        first = START.search(text, match.end() if match else first.end())


def sentences(text: str, habits: Habits) -> list[tuple[int, int]]:
    """Return the sentences of `text`, edge white space and list markers left out; a stretch without letter or digit is none."""
    found, begin = [], 0
    for end in (*borders(text, habits), len(text)):
        start = body(text, begin, end, habits)
        stop = start + len(text[start:end].rstrip())
        if any(character.isalnum() for character in text[start:stop]):
            found.append((start, stop))
        begin = end
    return found


def body(text: str, start: int, end: int, habits: Habits) -> int:
    """Return where the words of `text[start:end]` begin, behind white space and list markers (`1.`, `a)`, `（一）`, `-`, `Điều 5.`)."""
    start = SPACE.match(text, start, end).end()  # type: ignore[union-attr]
    for _ in range(3):
        match = MARKER.match(text, start, end)
        if match is None or match.end() >= end:
            break
        start = match.end()
    head = HEAD.match(text, start, end)
    if head and head[1].lower() in habits.heads and head.end() < end:
        start = head.end()
    return start


def _stop_end(text: str, at: int, after: int, begin: int, habits: Habits) -> int | None:
    """Return the end of the sentence whose stop is `text[at:after]`, closing marks included; None where the stop ends nothing."""
    end = after
    while end < len(text):
        note = NOTE.match(text, end)
        if note:
            end = note.end()
        elif text[end] in CLOSERS or (text[end] in STRAIGHT and (end + 1 == len(text) or not text[end + 1].isalnum())):
            end += 1
        else:
            break
    resume = SPACE.match(text, end).end()  # type: ignore[union-attr]
    if resume == len(text):
        return end
    stop, following, gap = text[at:after], text[resume], text[end:resume]
    if any(mark in "。｡！？" for mark in stop):
        continues = not gap and (following in "，、；：,;:" or (end > after and following in CONTINUING))
        return None if continues else end
    if following in ",;:，、；：)" or (habits.spaced and following.islower()):
        return None
    if any(mark in "!?" for mark in stop):
        inside_word = not gap and end == after and text[at - 1 : at].isalnum() and following.isascii()
        return None if inside_word else end
    if len(stop) > 1 or stop in "…⋯":
        return _ellipsis_end(end, after, gap, following, habits)
    rule = _spaced_full_stop if habits.spaced else _unspaced_full_stop
    return end if rule(text, at, end, resume, begin, habits) else None


def _ellipsis_end(end: int, after: int, gap: str, following: str, habits: Habits) -> int | None:
    """Return `end` where an ellipsis ends a sentence: before a capital; in a script without capitals only at a closing mark or line end."""
    if habits.spaced:
        return end if gap or following.isupper() else None
    return end if end > after or following in OPENERS or any(mark in LINE for mark in gap) else None


def _spaced_full_stop(text: str, at: int, end: int, resume: int, begin: int, habits: Habits) -> bool:
    """Tell whether the full stop at `at`, in a language with spaces and capitals, ends a sentence."""
    left = at
    while left > begin and at - left < 15 and (text[left - 1].isalnum() or text[left - 1] in "./-"):
        left -= 1
    token, following, closed = text[left:at], text[resume], end > at + 1
    last = token.rsplit(".", 1)[-1]
    glued = resume == end
    if token.lower() in habits.may_end:
        return following.isupper() and not glued
    if last.lower() in habits.abbreviations and not closed:
        return False
    if glued and not closed:
        # "…quan trọng.Đảng uỷ…": a word, the stop, a capital and small letters.
        word = following.isupper() and (text[resume + 1 : resume + 2].islower() or text[resume + 1 : resume + 2].isspace())
        ended = last.islower() or last.isdigit() or len(last) > 2 or not last
        return word and ended and (len(last) > 1 or not last.isalpha())
    if glued and following.isalnum():
        return following.isupper()
    if len(last) == 1 and last.isupper():
        return not _initial(text, left, begin, token)
    if token.isdigit() or (token.isupper() and set(token) <= set("IVXLC")) or STILL_MARKER.fullmatch(text, begin, at):
        return not _numbers_a_head(text, left, at, begin, habits)
    return True


def _initial(text: str, left: int, begin: int, token: str) -> bool:
    """Tell whether a single capital is a marker or a name's initial: at the start, in a chain of initials, after a capitalised word."""
    before = text[max(begin, left - NEAR) : left].rsplit(maxsplit=1)
    return "." in token or not before or before[-1].endswith(".") or before[-1][0].isupper()


def _numbers_a_head(text: str, left: int, at: int, begin: int, habits: Habits) -> bool:
    """Tell whether the number before a stop is a list marker or a heading's (`1.`, `Điều 5.`, `…: 2. Sở Nội vụ`)."""
    if at - begin < NEAR:
        head = text[begin:left].strip(f"{OPENERS}{STRAIGHT} ").lower() in habits.heads
        if head or STILL_MARKER.fullmatch(text, begin, at):
            return at - left <= 4
    return at - left <= 2 and text[max(begin, left - NEAR) : left].rstrip()[-1:] in (";", ":", "；", "：")


def _unspaced_full_stop(text: str, at: int, end: int, resume: int, begin: int, habits: Habits) -> bool:
    """Tell whether an ASCII full stop in a script without spaces ends a sentence: after a character of that script, not in a marker."""
    if at - begin < 8 and STILL_MARKER.fullmatch(text, begin, at):
        return False
    before = text[at - 1 : at]
    if CASELESS_LEFT.match(before):
        return not (resume == end and text[resume].isascii() and text[resume].isalnum() and before.isascii())
    ahead_of_number = text[max(begin, at - NEAR) : at].rstrip("0123456789").rstrip()[-1:]
    return resume > end and before.isdigit() and ahead_of_number not in (";", ":", "；", "：", "，", ",")


def _line_end(text: str, at: int, line: int, habits: Habits) -> int | None:
    """Return `at` where the line break there ends a paragraph or list item; `line` is where its line begins."""
    resume = SPACE.match(text, at).end()  # type: ignore[union-attr]
    if resume == len(text):
        return None
    run = text[at:resume]
    before = text[max(line, at - 2 * WIDEST_WRAP) : at].rstrip()
    following = text[resume]
    if MARKER.match(text, resume):
        return at
    if run[0] == "\u3000" and not any(mark in LINE for mark in run):
        return at if before[-1:] in "：；:;" else None  # in running text wide spaces set names and headings apart, too
    if STILL_MARKER.fullmatch(before.rstrip(".．)）、")):
        return None  # a marker on a line of its own
    if habits.spaced and following.islower() and (before[-1:].isalnum() or before[-1:] == ","):
        return None  # torn apart in the middle, even by an empty line
    if sum(mark in LINE for mark in run.replace("\r\n", "\n")) > 1 or "\u3000\u3000" in run:
        return at
    if not before or (habits.spaced and following.islower()):
        return None
    if before[-1] in ":：;；":
        return at
    next_end = text.find("\n", resume)
    ahead = (next_end if next_end >= 0 else len(text)) - resume
    if max(len(before), ahead) > WIDEST_WRAP:
        return at
    word = len(text[resume : resume + 20].split(maxsplit=1)[0]) if habits.spaced else 1
    shout = habits.spaced and before.isupper() and not text[resume : resume + ahead].isupper()
    return at if shout or len(before) + word + SHORT_BY < ahead else None
