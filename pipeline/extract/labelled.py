"""What stands behind, under or beside a task and gives it its bearers and its time: brackets （市教育局负责）, labels 责任单位：市教育局,
the other cells of its row in a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from pipeline import labels
from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.led import Leads, leads
from pipeline.extract.posts import Post, posts
from pipeline.extract.tables import TaskRow, task_rows
from pipeline.extract.telling import READ, telling
from pipeline.extract.times import BOUNDING
from pipeline.extract.units import brackets, parties
from pipeline.records import Bearer, Block, Document, Timex
from pipeline.timex import find_in

OPEN = ("（", "(", "【", "[")
GIVING: frozenset[labels.Kind | None] = frozenset({"units", "times", "others"})
LONGEST = 12  # letters of a label with its colon
EDGE = labels.PARTING + labels.CLOSING
# Items of a list below a task: a label behind the last of them holds for all; `1.` and `（一）` are tasks of their own.
PART = re.compile(r"[（(]\d+[）)]|[①-⑳]|[a-zđ][.)]")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A bracket of units or a row of labels, `text[start:end]`: what it names, and the stretch `text[first:last]` of its tasks."""

    start: int
    end: int
    first: int
    last: int
    bearers: tuple[Bearer, ...]
    deadlines: tuple[Timex, ...]


class Labels:
    """What is labelled in a document, in order of place; by number of their blocks, its `rows` of tasks and the `leads` over lists.

    `told` are the stretches that only tell or list `posts`, in order of place; once the document's sentences have been read, the lines that
    lead into lists are known to charge somebody with them.
    """

    def __init__(
        self,
        document: Document,
        found: Sequence[Labelled],
        rows: dict[int, TaskRow],
        leads: Leads,
        told: Sequence[tuple[int, int]],
        posts: Sequence[Post],
    ) -> None:
        self.document, self._found, self.rows, self.leads, self._told, self.posts = document, found, rows, leads, told, posts
        self._starts, self._tells = [one.start for one in found], [start for start, _ in told]
        self._charged: list[tuple[int, tuple[Bearer, ...], bool]] = []
        # The section a place lies in whose heading has labels under it: by number of the labels before the place.
        self._section: list[Labelled | None] = [None]
        for one in found:
            around = self._section[-1]
            self._section.append(one if one.last > one.start else around if around and around.last > one.start else None)

    def __bool__(self) -> bool:
        return bool(self._found or self.rows or self.leads or self._told or any(bearers for _, bearers, _ in self._charged))

    def tasks(self) -> Iterator[Labelled]:
        """Yield what labels say of a task, in order of place."""
        return iter(self._found)

    def charge(self, start: int, bearers: tuple[Bearer, ...], owned: bool = False) -> None:
        """Note whom a line charges with the list that holds what follows `start`; places come in order. `owned`: it is a heading over all
        that they have to do and not to do (`乙方责任`)."""
        self._charged.append((start, bearers, owned))

    def charged(self, place: int, ban: bool = False) -> tuple[Bearer, ...]:
        """Return whom a line charges with the list that a place lies in; nobody where a thing is the subject there, or for a ban that does
        not stand under their own heading: it is for whoever it may be."""
        number = bisect_right(self._charged, place, key=lambda one: one[0])
        bearers, owned = self._charged[number - 1][1:] if number else ((), False)
        return bearers if owned or not ban else ()

    def hold(self, place: int) -> bool:
        """Tell whether a place of the document lies inside a label or its value, or in what only tells."""
        number, tells = bisect_right(self._starts, place), bisect_right(self._tells, place)
        return (number > 0 and place < self._found[number - 1].end) or (tells > 0 and place < self._told[tells - 1][1])

    def after(self, place: int) -> Labelled | None:
        """Return the next labels behind a place."""
        number = bisect_right(self._starts, place)
        return self._found[number] if number < len(self._found) else None

    def about(self, place: int) -> list[Labelled]:
        """Return the labels that are about the task at a place: those behind it, and those right under its section's heading."""
        behind, around = self.after(place), self._section[bisect_right(self._starts, place)]
        return [one for one in (behind, around) if one is not None and one.first <= place < one.last]


@dataclass(slots=True)
class Group:
    """Labels side by side, of one block or of blocks one after the other, the first of which has number `block`."""

    block: int
    found: list[labels.Label]
    alone: bool  # the first one begins its block


def labelled(document: Document) -> Labels:
    """Return what brackets, labels, columns and the lines over lists say of the document's tasks."""
    before, done = 0, []
    for group in _groups(document):
        if all(label.kind == "others" for label in group.found):
            continue
        first, last = _tasks(document, group, before)
        bearers, times = _named(document, group.found, _words(document.blocks[group.block]))
        start, before = group.found[0].start, group.found[-1].high
        while document.text[start - 1 : start] in OPEN:
            start -= 1
        done.append(Labelled(start, before, first, last, bearers, times))
    held = posts(document)
    told = sorted([*telling(document), *(place for post in held for place in post.told)])
    return Labels(document, done, task_rows(document, _words), leads(document), told, held)


def _groups(document: Document) -> Iterator[Group]:
    """Yield the labels of a document, those of neighbouring blocks together."""
    text, held = document.text, None
    for number, block in enumerate(document.blocks):
        if block.kind not in READ or (_numbered(document, number) and not _member(document, number)):
            continue  # 1.牵头单位：市教育局 heads what stands under it
        end = block.body
        for label in _told_in(text, block):
            if held is not None and not text[held.found[-1].high : label.start].strip(EDGE):
                held.found.append(label)
            else:
                if held is not None:
                    yield held
                held = Group(number, [label], not text[end : label.start].strip(EDGE) and end == block.body)
            end = label.high
    if held is not None:
        yield held


def _numbered(document: Document, number: int) -> bool:
    """Tell whether a block is a label with a number."""
    block = document.blocks[number]
    return block.number is not None and labels.opens(document.text, block.body, block.end) in GIVING


def _member(document: Document, number: int) -> bool:
    """Tell whether a numbered label is one of several parts of an entry, behind what must be done: （三）整改措施：… （四）责任单位：…"""
    blocks = document.blocks
    parents = blocks[number].parents
    if not parents or any(number in block.parents for block in blocks[number + 1 : number + 2]):
        return False
    return any(
        block.parents == parents and block.number and not _numbered(document, parents[-1] + k)
        for k, block in enumerate(blocks[parents[-1] : number])
    )


def _told_in(text: str, block: Block) -> list[labels.Label]:
    """Return the labels of a block and what its brackets of units say without labels, in order of place."""
    found = [label for label in labels.find(text, block.body, block.end) if label.kind in GIVING]
    if found and block.number is not None and not text[block.body : found[0].start].strip(EDGE):
        found[0] = replace(found[0], start=block.start)
    places = [label.start for label in found]
    found += (b for b in brackets(text, block.body, block.end, _words(block)) if not any(b.start < place < b.high for place in places))
    return sorted(found, key=lambda label: label.start)


def _named(document: Document, found: list[labels.Label], words: Grammar) -> tuple[tuple[Bearer, ...], tuple[Timex, ...]]:
    times = [t for label in found if label.kind != "others" for t in find_in(document, label.low, label.high, words.language)]
    bearers = [b for label in found if label.kind == "units" for b in parties(document, label.low, label.high, words)]
    named = (b for b in bearers if not any(t.start < b.end and b.start < t.end for t in times))  # 2026年6月底前完成
    return tuple(named), tuple(time for time in times if time.role in BOUNDING)


def _words(block: Block) -> Grammar:
    return grammar("vi" if block.language == "vi" else "zh")


def _tasks(document: Document, group: Group, floor: int) -> tuple[int, int]:
    """Return the stretch whose tasks a group of labels is about: what precedes it in its block, or the item before its line, or, right
    under a heading, the heading's section; what stands before `floor` belongs to the labels there."""
    blocks, above, start = document.blocks, group.block - 1, group.found[0].start
    own = blocks[group.block]
    if not group.alone:
        return max(floor, own.start), start
    if own.parents and (own.number is not None or own.kind == "list_item"):  # an item of its list: - 报送时间：9月15日前
        return max(floor, blocks[own.parents[-1]].start), start
    if above < 0 or blocks[above].kind not in READ:
        return start, start
    if (measured := _measured(document, group.block)) is not None:
        return start, measured
    if blocks[above].kind == "heading" and not _led(document, above):
        under = takewhile(lambda block: above in block.parents, blocks[group.block :])
        return max(floor, blocks[above].start), max((block.end for block in under), default=start)
    return max(floor, _item(document, group, floor)), start


def _measured(document: Document, number: int) -> int | None:
    """Return where the entry ends that begins with the numbered item before block `number`, which is labels, if what is to be done stands
    behind them under a label of its own (问题二：扬尘多发。 责任单位：县城管局 整改措施：…); None where it does not."""
    item, blocks = document.blocks[number - 1], document.blocks[number:]
    if item.number is None or item.kind == "heading":
        return None
    inside = [*takewhile(lambda block: block.kind != "heading" and (block.number is None or block.parents != item.parents), blocks)]
    told = (labels.named(document.text[block.body : block.body + LONGEST].partition("：")[0]) for block in inside)
    return inside[-1].end if "tasks" in told else None


def _led(document: Document, number: int) -> bool:
    """Tell whether a block is an item of a list that a line (`整改措施：`) or a heading of that name leads into."""
    blocks = document.blocks
    above = blocks[blocks[number].parents[-1]] if blocks[number].parents else None
    return above is not None and (above.kind == "paragraph" or labels.named(document.text[above.body : above.end]) == "tasks")


def _item(document: Document, group: Group, floor: int) -> int:
    """Return where the item begins that ends before a group of labels: at its number, at the heading over its paragraphs, or, behind a
    list that a line leads into (`整改措施：`) and that ends there, above that line."""
    blocks = document.blocks
    number, own = group.block - 1, set(blocks[group.block].parents)
    following = next((block for block in blocks[group.block + 1 :] if block.start >= group.found[-1].high), None)
    ends = following is None or following.number is None or following.parents != blocks[number].parents
    while number > 0 and blocks[number].start > floor:
        block, above = blocks[number], blocks[number - 1]
        single = block.kind == "list_item" and block.number is not None and not PART.fullmatch(block.number)
        one_of_many = ends and _led(document, number)
        if own.issuperset(block.parents) and (block.kind == "heading" or single) and not one_of_many:
            break
        if above.kind not in READ:
            break
        if block.kind == "list_item" and above.kind == "list_item" and block.level == 1:
            break
        number -= 1
    return blocks[number].start
