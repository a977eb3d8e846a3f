"""The reading order of a page: its columns, and what stands across them, from top to bottom.

A page is cut into slabs at the horizontal white that crosses it; neighbouring slabs with a common vertical white are columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest import pdf_aligned
from pipeline.ingest.limits import Layout
from pipeline.ingest.pdf_sheet import Line, Sheet, Word, lines
from pipeline.ingest.pdf_tables import Grid, tables
from pipeline.ingest.vocabulary import Vocabulary

NARROWEST = 0.08  # of the page's width: narrower, what stands beside is a number or a bullet
DEEPEST = 4  # columns inside columns
SURE_ROWS = 5  # lines; between fewer, the wide spaces of set text may stand above one another
APART = 2.0  # letters of white above what is no more a part of the columns before it
UNSURE = 2.2  # letters that the white between such few lines must measure


@dataclass(slots=True)
class Column:
    """What is read in one go: lines, and the edges between which they stand; `whole` where it is as wide as the page's text."""

    lines: list[Line]
    left: float
    right: float
    whole: bool


Part = Column | Grid


def parts(sheet: Sheet, layout: Layout, marks: Vocabulary) -> list[Part]:
    """Return the columns and tables of a page in the order in which they are read."""
    grids, words = tables(sheet)
    open_grids, words = pdf_aligned.tables(words, sheet, layout, marks)
    grids += open_grids
    items: list[Word | Grid] = [*words, *grids]
    return cut(items, sheet, layout, DEEPEST, whole=True) if items else []


def extent(item: Word | Grid) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom."""
    return item.box if isinstance(item, Grid) else (item.left, item.top, item.right, item.bottom)


@dataclass(slots=True)
class Slab:
    """What stands between two horizontal whites, and the vertical whites inside it."""

    items: list[Word | Grid]
    whites: list[tuple[float, float]] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(extent(i)[1] for i in self.items)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(extent(i)[3] for i in self.items)


def cut(items: Sequence[Word | Grid], sheet: Sheet, layout: Layout, deeper: int, whole: bool) -> list[Part]:
    """Return the parts of a region: bands of columns, and what stands between the bands."""
    least = layout.gutter * sheet.size
    region = min(extent(i)[0] for i in items), max(extent(i)[2] for i in items)
    found: list[Part] = []
    plain: list[Word | Grid] = []
    waiting = slabs(items, least, region)
    while waiting:
        count, white = band(waiting, least, region, sheet) if deeper else (0, None)
        if white is None:
            plain += waiting.pop(0).items
            continue
        found += single(plain, sheet.number, region, whole)
        plain = []
        members = [item for slab in waiting[:count] for item in slab.items]
        middle = (white[0] + white[1]) / 2
        for side in ([i for i in members if extent(i)[2] <= middle], [i for i in members if extent(i)[2] > middle]):
            found += cut(side, sheet, layout, deeper - 1, whole=False)
        del waiting[:count]
    return found + single(plain, sheet.number, region, whole)


def single(items: Sequence[Word | Grid], page: int, region: tuple[float, float], whole: bool) -> list[Part]:
    """Return items of one column in order: lines, and tables where they stand between them."""
    grids = sorted((i for i in items if isinstance(i, Grid)), key=lambda g: g.ys[0])
    rest = lines([i for i in items if isinstance(i, Word)], page)
    found: list[Part] = []
    for grid in grids:
        above = [line for line in rest if line.top < grid.ys[0]]
        if above:
            found.append(Column(above, *region, whole))
        found.append(grid)
        rest = [line for line in rest if line.top >= grid.ys[0]]
    return [*found, Column(rest, *region, whole)] if rest else found


def slabs(items: Sequence[Word | Grid], least: float, region: tuple[float, float]) -> list[Slab]:
    """Return the slabs of a region from top to bottom; boxes of letters overlap a little, so a fifth of each side is left out."""
    found: list[Slab] = []
    reach = float("-inf")
    for item in sorted(items, key=lambda i: extent(i)[1] + trim(i)):
        top, bottom = extent(item)[1] + trim(item), extent(item)[3] - trim(item)
        if top > reach:
            found.append(Slab([]))
        found[-1].items.append(item)
        reach = max(reach, bottom)
    for slab in found:
        slab.whites = whites(slab.items, least, region)
    return found


def trim(item: Word | Grid) -> float:
    """Return how much of an item's height at either end does not count."""
    return 0.0 if isinstance(item, Grid) else 0.2 * (item.bottom - item.top)


def whites(items: Sequence[Word | Grid], least: float, region: tuple[float, float]) -> list[tuple[float, float]]:
    """Return the stretches from left to right, at least so wide, that no item touches; those at the region's edges too."""
    found: list[tuple[float, float]] = []
    reach = region[0] - 2 * least
    for left, _, right, _ in sorted(extent(i) for i in items):
        if left - reach >= least:
            found.append((reach, left))
        reach = max(reach, right)
    return [*found, (reach, region[1] + 2 * least)]


def band(waiting: Sequence[Slab], least: float, region: tuple[float, float], sheet: Sheet) -> tuple[int, tuple[float, float] | None]:
    """Return how many slabs from the first on share a gutter with text on both its sides, and the gutter; (0, None) where none do."""
    common = waiting[0].whites
    best: tuple[int, tuple[float, float] | None] = (0, None)
    for count, slab in enumerate(waiting, 1):
        apart = count > 1 and slab.top - waiting[count - 2].bottom > APART * sheet.size
        if apart and not any(region[0] < a and b < region[1] for a, b in slab.whites):
            break  # what stands alone and far below goes on no column
        common = [(max(a, c), min(b, d)) for a, b in common for c, d in slab.whites if min(b, d) - max(a, c) >= least]
        if not common:
            break
        gutter = parting(waiting[:count], common, sheet)
        if gutter is not None:
            best = (count, gutter)
        elif count > 40 and best[1] is None:
            break
    return best


def parting(members: Sequence[Slab], common: Sequence[tuple[float, float]], sheet: Sheet) -> tuple[float, float] | None:
    """Return the widest of the whites that has columns on both sides, at least two lines high and no mere list numbers."""
    found = None
    for white in common:
        sides: list[list[Word | Grid]] = [[], []]
        rows = [0, 0]
        for slab in members:
            left = [i for i in slab.items if extent(i)[2] <= white[0] + 0.5]
            right = [i for i in slab.items if extent(i)[0] >= white[1] - 0.5]
            for side, some in enumerate((left, right)):
                sides[side] += some
                rows[side] += heights(some)
        if min(rows) < 2 or (min(rows) < SURE_ROWS and white[1] - white[0] < UNSURE * sheet.size):
            continue
        wide = min(max(extent(i)[2] for i in side) - min(extent(i)[0] for i in side) for side in sides)
        if wide >= NARROWEST * sheet.width and (found is None or white[1] - white[0] > found[1] - found[0]):
            found = white
    return found


def heights(items: Sequence[Word | Grid]) -> int:
    """Return how many lines the items of one side of a slab make."""
    count, reach = 0, float("-inf")
    for item in sorted(items, key=lambda i: extent(i)[1]):
        _, top, _, bottom = extent(item)
        if (top + bottom) / 2 > reach:
            count += 1
            reach = bottom
    return count
