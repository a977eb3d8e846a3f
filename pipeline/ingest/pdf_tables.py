"""Tables with ruled lines on a page: the grid that the lines draw, its merged cells, and the words in each cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from pipeline.ingest.pdf_sheet import Line, Sheet, Word, lines

NEAR = 3.0  # points: lines closer than that are one
MOST_EDGES = 400  # lines in one direction of one table; beyond it is a drawing


@dataclass(slots=True)
class Cell:
    """A cell of a table: its place in the grid, how many columns and rows it covers, and its lines."""

    row: int
    column: int
    wide: int
    high: int
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table: the edges of its columns and rows in points, and its cells row by row."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    page: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


Ruling = tuple[float, float, float]


def tables(sheet: Sheet, empty: bool = False) -> tuple[list[Grid], list[Word]]:
    """Return the ruled tables of the page from top to bottom, and the words that stand outside them; `empty` ones only if asked for."""
    across, down = merged(sheet.across), merged(sheet.down)
    rest = sheet.words
    found: list[Grid] = []
    for some_across, some_down in components(across, down):
        grid = read(some_across, some_down, sheet.number)
        if grid is None:
            continue
        left, top, right, bottom = grid.box
        inside: list[Word] = []
        outside: list[Word] = []
        for word in rest:
            middle = (word.left + word.right) / 2
            (inside if left <= middle <= right and top <= word.middle <= bottom else outside).append(word)
        if fill(grid, inside) or (empty and len(grid.xs) > 2):
            found.append(grid)
            rest = outside
    return sorted(found, key=lambda g: g.ys[0]), rest


def merged(rulings: list[Ruling]) -> list[Ruling]:
    """Return the lines with those on one axis that touch or overlap joined to one."""
    found: list[list[float]] = []
    for place, start, end in sorted(rulings):
        near = takewhile(lambda other: place - other[0] <= NEAR, reversed(found))  # noqa: B023 (used up at once)
        other = next((o for o in near if start <= o[2] + NEAR and end >= o[1] - NEAR), None)
        if other is None:
            found.append([place, start, end])
        else:
            other[1], other[2] = min(other[1], start), max(other[2], end)
    return [(p, s, e) for p, s, e in found]


def components(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Return the groups of lines that cross or meet one another."""
    if len(across) > MOST_EDGES or len(down) > MOST_EDGES:
        return []
    group = list(range(len(across) + len(down)))

    def root(item: int) -> int:
        while group[item] != item:
            group[item] = group[group[item]]
            item = group[item]
        return item

    for i, (y, left, right) in enumerate(across):
        for j, (x, top, bottom) in enumerate(down):
            if left - NEAR <= x <= right + NEAR and top - NEAR <= y <= bottom + NEAR:
                group[root(i)] = root(len(across) + j)
    found: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, line in enumerate(across):
        found.setdefault(root(i), ([], []))[0].append(line)
    for j, line in enumerate(down):
        found.setdefault(root(len(across) + j), ([], []))[1].append(line)
    return [pair for pair in found.values() if len(pair[0]) >= 2 and len(pair[1]) >= 2]


def edges(rulings: list[Ruling]) -> list[float]:
    """Return the different places of the lines on their axis, in order."""
    found: list[float] = []
    for place, _, _ in rulings:
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def read(across: list[Ruling], down: list[Ruling], page: int) -> Grid | None:
    """Return the grid of a group of lines, or None where they enclose no two cells; cells without a line between them are one."""
    xs, ys = edges(sorted(down)), edges(sorted(across))
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows < 2:
        return None
    right_of = [[between(down, xs[c + 1], ys[r], ys[r + 1]) for c in range(columns)] for r in range(rows)]
    below = [[between(across, ys[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows)]
    taken = [[False] * columns for _ in range(rows)]
    cells = []
    for r in range(rows):
        for c in range(columns):
            if taken[r][c]:
                continue
            wide = 1
            while c + wide < columns and not right_of[r][c + wide - 1] and not taken[r][c + wide]:
                wide += 1
            high = 1
            while r + high < rows and not any(below[r + high - 1][c : c + wide]) and not any(taken[r + high][c : c + wide]):
                if any(right_of[r + high][c + i] for i in range(wide - 1)):
                    break
                high += 1
            for i in range(r, r + high):
                taken[i][c : c + wide] = [True] * wide
            cells.append(Cell(r, c, wide, high))
    return Grid(xs, ys, cells, page) if len(cells) >= 2 else None


def between(rulings: list[Ruling], place: float, start: float, end: float) -> bool:
    """Whether a line stands at `place` over most of the stretch from `start` to `end`."""
    covered = sum(max(0.0, min(end, e) - max(start, s)) for p, s, e in rulings if abs(p - place) <= NEAR)
    return covered >= 0.6 * (end - start)


def fill(grid: Grid, words: list[Word]) -> bool:
    """Put the words into their cells; False where too few cells hold any, as in a box drawn around a text."""
    at: dict[tuple[int, int], Cell] = {}
    for cell in grid.cells:
        for r in range(cell.row, cell.row + cell.high):
            for c in range(cell.column, cell.column + cell.wide):
                at[r, c] = cell
    held: dict[int, list[Word]] = {}
    for word in words:
        column = index(grid.xs, (word.left + word.right) / 2)
        row = index(grid.ys, word.middle)
        held.setdefault(id(at[row, column]), []).append(word)
    if len(held) < 2 or len(grid.xs) < 3:
        return False
    for cell in grid.cells:
        cell.lines = lines(held.get(id(cell), []), grid.page)
    return True


def index(places: list[float], place: float) -> int:
    """Return the number of the interval between `places` that holds `place`."""
    return max(0, min(len(places) - 2, sum(p <= place for p in places) - 1))
