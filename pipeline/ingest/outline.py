"""Headings, list items and what stands above what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import labels
from pipeline.ingest.lines import BULLETS, Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import SENTENCE_END, capitals, last_letter

LONGEST_HEADING = {"zh": 45, "vi": 170, "other": 170}
LONGEST_NAME = {"zh": 30, "vi": 100, "other": 100}  # of a heading without number
LONGEST_ADDRESSEE = 400
REMARK = re.compile(r"[。；]\s*[（(][^（）()]*[）)]\s*$")  # behind the last sentence of a paragraph: 。（责任人：李强）
LONGEST_LIST = 60  # lines between a lead-in and the last line of its list
UNNUMBERED_RANK = 42
LEAD_RANK = 64  # a paragraph that ends in a colon stands above bullets and lettered items, below headings
LABELLED = re.compile(r"[^\s：:，。；,.;][^：:，。；,.;\n]{0,11}[：:][ \t\u3000]*\S")  # a short name and what it stands for
LOWEST_SECTION = 70  # `1.`: families above have sections more often than items
HIGHEST_ITEM = 50  # of the families whose members can be items of a list: `I.`, `一、`, not chapters and articles
OUTSIDE = frozenset({"boilerplate", "caption", "dateline", "note", "signature"})


def kinds(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Set `heading`, `list_item` or `paragraph` on every piece that has no kind yet, and which of them lead into a list."""
    wide = frozenset(numbering.family for numbering in marks.families if numbering.heading)
    body = [piece for piece in pieces if piece.kind not in OUTSIDE]
    for place, piece in enumerate(body):
        following = body[place + 1] if place + 1 < len(body) else None
        piece.lead = last_letter(text, piece) in ":：" and not addressee(text, piece, marks)
        if piece.kind is not None:
            continue
        if piece.family == "quote":
            piece.kind = "paragraph"
        elif piece.family == "markdown" or piece.family in wide:
            piece.kind = "heading"
        elif piece.family is not None:
            under = numbered_heading(text, piece, following) and not ends_list(text, body, place)
            piece.kind = "heading" if under else "list_item"
        else:
            bare = (
                not addressee(text, piece, marks)
                and bare_heading(text, piece, body[place - 1] if place else None, following)
                and not goes_on(text, body, place)
            )
            piece.kind = "heading" if bare else "paragraph"


def addressee(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether the piece names those a circular is sent to: its colon leads into no list."""
    size = piece.end - piece.start
    return size <= LONGEST_ADDRESSEE and marks.addressees is not None and bool(marks.addressees.fullmatch(text, piece.start, piece.end))


def numbered_heading(text: str, piece: Piece, following: Piece | None) -> bool:
    """Whether a numbered line is a heading: short, no sentence, and something stands under it."""
    if (
        piece.family in BULLETS
        or piece.end - piece.body > LONGEST_HEADING[piece.language]
        or piece.family in ("ordinal", "letter", "circled", "bracket_roman", "li")
    ):
        return False
    last = last_letter(text, piece)
    if last in SENTENCE_END + ";；,，、" and not (last in "?？" or text.endswith("...", piece.start, piece.end)):
        return False
    if piece.language == "zh" and last not in ":：" and text.find("，", piece.body, piece.end) >= 0 and piece.end - piece.body > 30:
        return False
    sibling = following is not None and following.family == piece.family
    return (following is None and piece.rank <= 60) or (
        following is not None and not sibling and (following.family is None or following.rank > piece.rank)
    )


def ends_list(text: str, body: Sequence[Piece], place: int) -> bool:
    """Whether a numbered line is the last of a list: the item right above it is one more of its numbers without anything under it, and a
    blank line follows."""
    piece, above = body[place], body[place - 1] if place else None
    listed = above is not None and above.kind == "list_item" and above.family == piece.family and piece.gap == 1
    return (
        listed
        and piece.rank >= LOWEST_SECTION
        and last_letter(text, piece) not in ":："
        and place + 1 < len(body)
        and body[place + 1].gap > 1
    )


def bare_heading(text: str, piece: Piece, before: Piece | None, following: Piece | None) -> bool:
    """Whether a line without a number is a heading: a short name with prose or numbered parts under it."""
    size = piece.end - piece.start
    longest = LONGEST_HEADING if last_letter(text, piece) in "?？" else LONGEST_NAME
    if size > longest[piece.language] or following is None or piece.gap == 0 or size < 2:
        return False
    last, first = last_letter(text, piece), text[piece.start]
    if last in SENTENCE_END.replace("?", "").replace("？", "") + ":：;；,，、" or first.islower() or first in "(（“\"'":
        return False
    if not first.isalnum() or labels.opens(text, piece.start, piece.end):
        return False
    if (
        piece.kind is None
        and before is not None
        and before.kind == "paragraph"
        and before.lead
        and piece.gap <= 1
        and following.family is None
    ):
        return False
    if text.startswith("**", piece.start) and text.endswith("**", piece.start, piece.end):
        return True
    ends = last_letter(text, following) in SENTENCE_END + ":：;；,，" or bool(REMARK.search(text, following.start, following.end))
    longer = following.end - following.start > 1.5 * size and ends
    numbered = following.family is not None and following.family not in BULLETS
    shouted = piece.language != "zh" and capitals(text[piece.start : piece.end]) and size > 8
    asks = last in "?？" and following.end - following.start >= 60
    return longer or numbered or shouted or asks or following.kind in ("table_row", "question")


def goes_on(text: str, body: Sequence[Piece], place: int) -> bool:
    """Whether a line without a number is one more of the lines above it: it stands by them and apart from what is below, says what a label
    names as the line above does (`组长：李强`, `成员：王明`), or ends the short lines that a lead-in opens."""
    piece, number = body[place], place - 1
    if piece.gap > 1 or number < 0 or not plain(text, body[number]):
        return False
    by_itself = piece.gap < body[place + 1].gap
    if by_itself or (LABELLED.match(text, body[number].start, body[number].end) and LABELLED.match(text, piece.start, piece.end)):
        return True
    first = max(0, number - LONGEST_LIST)
    while number > first and body[number].gap <= 1 and not body[number].lead and plain(text, body[number]):
        number -= 1
    return number < place - 1 and body[number].lead and plain(text, body[number])


def plain(text: str, piece: Piece) -> bool:
    """Whether a piece is a short line without a number that ends no sentence."""
    size = piece.end - piece.start
    short = piece.kind == "paragraph" and piece.family is None and size <= LONGEST_HEADING[piece.language]
    return short and last_letter(text, piece) not in SENTENCE_END + ";；"


@dataclass(slots=True)
class Step:
    """A heading, item or lead-in that is open: what follows with a higher rank stands under it."""

    piece: Piece
    rank: int
    family: str | None


def nest(text: str, pieces: Sequence[Piece]) -> None:
    """Set `level` and `parents` of every piece from the families of numbers that are open above it.

    A heading or numbered item stands under the nearest open one of a higher family; a bullet also under a lead-in that ends in a
    colon; a plain paragraph under the headings and the articles, not under bullets or lead-ins before it.
    """
    stack: list[Step] = []
    question: Piece | None = None
    for place, piece in enumerate(pieces):
        kind = piece.kind
        if kind == "title":
            stack, question = [], None
            piece.level = 1 if piece.level is None else piece.level
            continue
        if kind in OUTSIDE:
            continue
        if kind == "question":
            stack = [step for step in stack if step.piece.kind == "heading" and step.family is None]
            piece.parents = tuple(step.piece for step in stack)
            question = piece
            continue
        if kind == "answer":
            stack = [step for step in stack if step.rank < LEAD_RANK and step.piece.kind == "heading"]
            piece.parents = (*[step.piece for step in stack], *([question] if question else []))
            if piece.lead:
                stack.append(Step(piece, LEAD_RANK, None))
            continue
        rank = rank_of(piece, stack)
        if kind in ("heading", "list_item"):
            while stack and (stack[-1].rank > rank or (stack[-1].rank == rank)):
                stack.pop()
            piece.level = 1 + sum(step.piece.kind in ("heading", "list_item") for step in stack)
            piece.parents = tuple(step.piece for step in stack)
            stack.append(Step(piece, rank, piece.family))
        elif kind == "table_row":
            piece.parents = tuple(step.piece for step in stack if step.piece.kind == "heading" or step.piece.lead)
        else:
            while stack and stack[-1].piece.kind == "list_item" and stack[-1].family in BULLETS and piece.lead:
                stack.pop()
            piece.parents = tuple(paragraph_parents(stack))
            if piece.lead:
                rank = lead_rank(pieces, place, stack)
                while stack and stack[-1].rank >= rank and not (stack[-1].piece.kind == "heading" or article_like(stack[-1])):
                    stack.pop()
                stack.append(Step(piece, max(rank, stack[-1].rank if stack else 0), None))
        if question and kind in ("heading", "list_item", "paragraph") and piece.speaker and question not in piece.parents:
            piece.parents = (question, *piece.parents)


def lead_rank(pieces: Sequence[Piece], place: int, stack: Sequence[Step]) -> int:
    """Return the rank of a lead-in: right above the items after it, where their family is not open already."""
    following = next((piece for piece in pieces[place + 1 : place + 4] if piece.kind not in OUTSIDE), None)
    if following is None or following.family is None or any(step.family == following.family for step in stack):
        return LEAD_RANK
    return following.rank - 1 if HIGHEST_ITEM <= following.rank <= LEAD_RANK else LEAD_RANK


def paragraph_parents(stack: Sequence[Step]) -> Iterator[Piece]:
    """Yield what a plain paragraph stands under: headings, articles, numbered points; not the last item of a list that is over."""
    in_list = False
    for step in stack:
        in_list = in_list or step.piece.kind in ("paragraph", "answer")
        if step.piece.kind == "heading" or (article_like(step) and not (in_list and step.rank >= HIGHEST_ITEM and not step.piece.lead)):
            yield step.piece


def article_like(step: Step) -> bool:
    """Whether plain paragraphs after the item belong to it: articles and numbered points go on, bullets do not."""
    return step.piece.kind == "list_item" and step.family not in BULLETS and (step.rank <= 60 or step.piece.lead)


def rank_of(piece: Piece, stack: Sequence[Step]) -> int:
    """Return the rank of a piece; an unnumbered heading stands above articles' items, markdown headings by their depth."""
    if piece.family == "markdown" or (piece.fixed and piece.depth and piece.kind == "heading"):
        return 10 + min(piece.depth or 1, 8)
    if piece.depth and piece.kind == "list_item":
        return 85 + min(piece.depth, 9)
    if piece.family is None:
        return UNNUMBERED_RANK
    if piece.family in BULLETS and piece.indent > 1:
        open_bullets = [step.piece for step in stack if step.family == piece.family]
        if open_bullets and piece.indent >= open_bullets[-1].indent + 2:
            return min(99, next(step.rank for step in reversed(stack) if step.family == piece.family) + 1)
    return piece.rank
