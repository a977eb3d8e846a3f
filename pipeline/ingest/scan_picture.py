"""A picture of a page made ready for reading: stamps out, straight, its ruled lines found and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

import numpy as np

from pipeline.ingest.pdf_sheet import Sheet
from pipeline.ingest.pdf_tables import tables

RED = 45  # levels by which red outshines green and blue in a stamp's ink
CELL = 0.25  # inches: the grid in which red ink is gathered to stamps
STAMP = 0.36  # of the page's width: what is wider is a letterhead in red, not a stamp
STEEPEST, COARSE, FINE = 4.0, 0.5, 0.1  # degrees
LEVEL_WIDTH = 500  # pixels of the small picture on which the tilt is measured
DARK = 150  # grey level of ink, at most
RULE = 0.45  # inches of unbroken ink that make a piece of a ruled line
MOST_PIECES = 20_000


@dataclass(slots=True)
class Picture:
    """A grey page, the degrees by which it was turned to stand straight, and its resolution."""

    grey: Any
    turned: float
    dpi: float


def prepared(image: Any, dpi: float) -> Picture:
    """Return the picture of a page, grey, without red stamps, and straight."""
    grey = without_stamps(image.convert("RGB"), dpi) if image.mode not in ("1", "L") else image.convert("L")
    turn = tilt(grey)
    if turn:
        from PIL import Image

        grey = grey.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return Picture(grey, turn, dpi)


def turned(image: Any, quarters: int) -> Any:
    """Return the picture turned so many quarters clockwise."""
    from PIL import Image

    ways = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
    return image.transpose(ways[quarters - 1]) if quarters else image


def without_stamps(image: Any, dpi: float) -> Any:
    """Return the picture in grey with the ink of red stamps as white paper; red letterheads stay, as black."""
    from PIL import Image

    colours = np.asarray(image)
    red = colours[:, :, 0].astype(np.int16)
    inked = (red - colours[:, :, 1] > RED) & (red - colours[:, :, 2] > RED)
    grey = np.array(image.convert("L"))
    if inked.any():
        side = max(1, round(CELL * dpi))
        stamps = stamp_cells(blocks(inked, side), inked.shape[1] / side)
        spread = np.kron(stamps, np.ones((side, side), dtype=bool))[: inked.shape[0], : inked.shape[1]]
        stamped = inked & spread
        grey[stamped] = np.where(red[stamped] > DARK, 255, np.minimum(255, red[stamped]))
        grey[inked & ~spread] = np.minimum(grey[inked & ~spread], DARK // 2)
    return Image.fromarray(grey)


def blocks(mask: Any, side: int) -> Any:
    """Return which squares of the mask hold more than a speck."""
    height, width = -(-mask.shape[0] // side) * side, -(-mask.shape[1] // side) * side
    padded = np.zeros((height, width), dtype=bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    return padded.reshape(height // side, side, width // side, side).sum(axis=(1, 3)) > 0.01 * side * side


def stamp_cells(filled: Any, width: float) -> Any:
    """Return the squares of groups that are as compact as a stamp (`width` of the page in squares)."""
    found = np.zeros_like(filled)
    seen = np.zeros_like(filled)
    for start in zip(*np.nonzero(filled), strict=True):
        if seen[start]:
            continue
        group, waiting = [], [start]
        seen[start] = True
        while waiting:
            row, column = waiting.pop()
            group.append((row, column))
            for r in range(max(0, row - 1), min(filled.shape[0], row + 2)):
                for c in range(max(0, column - 1), min(filled.shape[1], column + 2)):
                    if filled[r, c] and not seen[r, c]:
                        seen[r, c] = True
                        waiting.append((r, c))
        rows, columns = [r for r, _ in group], [c for _, c in group]
        high, wide = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
        if wide <= STAMP * width and wide <= 3 * high:
            for cell in group:
                found[cell] = True
    return found


def tilt(grey: Any) -> float:
    """Return the degrees (anticlockwise) by which the page must be turned for its lines to lie level, 0 where none are seen."""
    from PIL import Image

    ratio = LEVEL_WIDTH / grey.width
    small = grey.resize((LEVEL_WIDTH, max(1, round(grey.height * ratio))), Image.Resampling.BOX)
    ink = Image.fromarray((255 - np.asarray(small)).astype(np.uint8))

    def sharpness(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle, resample=Image.Resampling.BILINEAR)).sum(axis=1, dtype=np.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    level = sharpness(0)
    best = max(np.arange(-STEEPEST, STEEPEST + COARSE / 2, COARSE), key=sharpness)
    best = max(np.arange(best - COARSE, best + COARSE + FINE / 2, FINE), key=sharpness)
    return round(float(best), 2) if abs(best) >= FINE and sharpness(best) > 1.02 * level else 0.0


def rules(picture: Picture) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]], Any]:
    """Return the ruled lines of a straight page in points (y, left, right and x, top, bottom), and the picture without them.

    The picture is left as it is where the lines make no table: underlines do no harm.
    """
    from PIL import Image

    ink = np.asarray(picture.grey) < DARK
    length = max(8, round(RULE * picture.dpi))
    across, down = runs(ink, length), runs(ink.T, length).T
    scale = 72 / picture.dpi
    level = [(y * scale, a * scale, b * scale) for y, a, b in pieces(across)]
    upright = [(x * scale, a * scale, b * scale) for x, a, b in pieces(down.T)]
    sheet = Sheet(1, picture.grey.width * scale, picture.grey.height * scale, [], level, upright)
    grids = tables(sheet, empty=True)[0]
    if not grids:
        return [], [], picture.grey
    grey = np.array(picture.grey)
    wide = max(1, round(picture.dpi / 150))
    for mask in (across, down):
        thick = mask.copy()
        for axis in (0, 1):
            for step in range(1, wide + 1):
                thick |= np.roll(mask, step, axis) | np.roll(mask, -step, axis)
        grey[thick] = 255
    return level, upright, Image.fromarray(grey)


def runs(ink: Any, length: int) -> Any:
    """Return which pixels lie in a level run of ink of at least `length` pixels (a twentieth of it may be missing)."""
    if ink.shape[1] <= length:
        return np.zeros_like(ink)
    total = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    np.cumsum(ink, axis=1, out=total[:, 1:])
    full = (total[:, length:] - total[:, :-length]) >= 0.95 * length
    covered = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    covered[:, : full.shape[1]] += full
    covered[:, length : length + full.shape[1]] -= full[:, : covered.shape[1] - length]
    return (np.cumsum(covered, axis=1)[:, :-1] > 0) & ink


def pieces(mask: Any) -> list[tuple[float, float, float]]:
    """Return the level runs of a mask as (row, start, end), none where there are more than any table has."""
    edge = np.zeros((mask.shape[0], 1), dtype=np.int8)
    steps = np.diff(np.hstack([edge, mask.astype(np.int8), edge]), axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    long = ends - starts >= 8
    if long.sum() > MOST_PIECES:
        return []
    return [(float(r), float(a), float(b)) for r, a, b in zip(rows[long], starts[long], ends[long], strict=True)]


def as_shown(left: float, top: float, right: float, bottom: float, picture: Picture) -> tuple[float, float, float, float]:
    """Return in points, on the page as it was before it was turned, the box that stands at these pixels of the straight one."""
    scale = 72 / picture.dpi
    if not picture.turned:
        return left * scale, top * scale, right * scale, bottom * scale
    x0, y0 = picture.grey.width / 2, picture.grey.height / 2
    angle = radians(picture.turned)
    x, y = (left + right) / 2 - x0, (top + bottom) / 2 - y0
    dx = x * cos(angle) - y * sin(angle) - x
    dy = x * sin(angle) + y * cos(angle) - y
    return (left + dx) * scale, (top + dy) * scale, (right + dx) * scale, (bottom + dy) * scale
