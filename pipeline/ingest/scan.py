"""Pages that are pictures, read by tesseract: the language found by a quick first look, every word with its confidence."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from statistics import fmean, median
from typing import Any

from pipeline.ingest import guard, scan_picture
from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import Reading, Recognition
from pipeline.ingest.metadata import Found
from pipeline.ingest.pdf_sheet import Sheet, Word
from pipeline.ingest.wrapping import is_han

CURE = "run `make setup-ocr` (Debian: tesseract-ocr with its languages vie, chi_sim and chi_tra), or give the document's text"
LATIN_WIDTH = 0.5  # of the size of Latin letters, on average; a Chinese one is as wide as its size
UPRIGHT = 4.0  # tesseract's confidence in the direction of a page, at least
SHARE = 0.15  # of the words that a second language must read better for a page to hold both
HAN_LANGUAGES = ("chi_sim", "chi_tra")


def page(page: Any, number: int, name: str, settings: Reading, found: Found, why: str, guess: str | None) -> Sheet:
    """Return the words of a PDF page as its picture shows them.

    `why` says why its own text is not taken, `guess` names the languages of the page before it.
    """
    width, height = page.get_size()
    dpi = min(float(settings.ocr.dpi), (settings.limits.pixels / max(1.0, width * height)) ** 0.5 * 72)
    available(name, number, why, settings.ocr)
    image = page.render(scale=dpi / 72).to_pil()
    return picture(image, dpi, number, name, settings, found, guess)


def picture(image: Any, dpi: float, number: int, name: str, settings: Reading, found: Found, guess: str | None = None) -> Sheet:
    """Return the words and ruled lines of one picture, in points of the picture as it was given."""
    available(name, number, "", settings.ocr)
    made = scan_picture.prepared(image, dpi)
    across, down, clean = scan_picture.rules(made)
    seen = recognise(clean, dpi, guess, name, number, settings.ocr) if guess else []
    quarters = 0
    if certainty(seen) < settings.ocr.sure:
        if quarters := lying(image, dpi, name, number, settings.ocr):
            made = scan_picture.prepared(scan_picture.turned(image, quarters), dpi)
            across, down, clean = scan_picture.rules(made)
        better = language(clean, dpi, name, number, settings)
        if better != guess or quarters:
            guess, seen = better, recognise(clean, dpi, better, name, number, settings.ocr)
    sheet = Sheet(number, clean.width * 72 / dpi, clean.height * 72 / dpi, [], across, down, scanned=True, languages=guess)
    sheet.quarters = quarters
    sheet.words = [word for spot in seen for word in words(spot, made, settings.ocr)]
    if seen and certainty(seen) < settings.ocr.sure:
        found.issues.append(f"page {number}: read from a picture with a mean confidence of only {certainty(seen):.0f} of 100")
    return sheet


def lying(image: Any, dpi: float, name: str, number: int, bounds: Recognition) -> int:
    """Return by how many quarters clockwise the page must be turned to stand upright; 0 where tesseract is not sure."""
    ratio = bounds.first_dpi / dpi
    small = image.resize((max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))) if ratio < 1 else image
    done = tesseract(small, ["-l", "osd", "--psm", "0", "--dpi", str(bounds.first_dpi)], name, number, bounds)
    told = dict(line.split(": ", 1) for line in done.stdout.decode("utf-8", "replace").splitlines() if ": " in line)
    if done.returncode or float(told.get("Orientation confidence", 0)) < UPRIGHT:
        return 0  # too few letters to tell
    return int(told.get("Rotate", 0)) // 90 % 4


def certainty(seen: Sequence[Spot]) -> float:
    """Return the mean confidence of the words that hold letters, 0 where there are none."""
    sure = [spot.confidence for spot in seen if any(c.isalnum() for c in spot.text)]
    return fmean(sure) if sure else 0.0


def available(name: str, number: int, why: str, bounds: Recognition) -> None:
    """Raise IngestError with the cure where tesseract or one of its languages is missing."""
    reason = f" ({why})" if why else ""
    lacking = missing(bounds.languages)
    if lacking:
        raise IngestError("scan", f"{name}: page {number} must be read from its picture{reason}, and {lacking} is not installed; {CURE}")


@cache
def missing(languages: tuple[str, ...]) -> str:
    """Return what is not installed, in words, or nothing."""
    program = shutil.which("tesseract")
    if program is None:
        return "tesseract"
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20).stdout.split()
    return " and ".join(f"its language {code}" for code in languages if code not in listed)


@dataclass(slots=True)
class Spot:
    """A word as tesseract gives it: pixels, the pixels of its line, the width of a letter there, confidence 0–100."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line_top: float
    line_bottom: float
    pitch: float
    confidence: float


def recognise(image: Any, dpi: float, languages: str, name: str, number: int, bounds: Recognition) -> list[Spot]:
    """Return the words that tesseract reads with these languages (`vie+chi_sim`)."""
    done = tesseract(image, ["-l", languages, "--dpi", str(round(dpi)), "--psm", "3", "tsv"], name, number, bounds)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise IngestError("scan", f"{name}: page {number}: tesseract failed ({said[-1] if said else done.returncode}); {CURE}")
    return list(spots(done.stdout.decode("utf-8", "replace")))


def tesseract(image: Any, options: list[str], name: str, number: int, bounds: Recognition) -> subprocess.CompletedProcess[bytes]:
    """Return what tesseract said of the picture; IngestError where it takes too long."""
    file = io.BytesIO()
    image.convert("RGB" if image.mode not in ("L", "RGB") else image.mode).save(file, "PPM")
    guard.alive(bounds.seconds)
    try:
        return subprocess.run(
            ["tesseract", "stdin", "stdout", *options],
            input=file.getvalue(),
            capture_output=True,
            timeout=bounds.seconds,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # one page a worker: threads would only fight for its processor
        )
    except subprocess.TimeoutExpired as error:
        raise IngestError(
            "scan", f"{name}: page {number} could not be read in {bounds.seconds:g} s; scan it again, or give its text"
        ) from error


def spots(table: str) -> Iterator[Spot]:
    """Yield the words of tesseract's table; the box of a line is that of its words, without stray marks."""
    rows: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and (row.get("text") or "").strip():
            rows.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    for line in rows.values():
        boxes = [(int(r["left"]), int(r["top"]), int(r["width"]), int(r["height"])) for r in line]
        tall = median(height for _, _, _, height in boxes)
        sound = [box for box in boxes if 0.5 * tall <= box[3] <= 2 * tall] or boxes
        top, bottom = min(b[1] for b in sound), max(b[1] + b[3] for b in sound)
        # Heights of words waver with their letters, and tesseract's of Chinese lines with their neighbours; widths do not.
        pitch = sum(b[2] for b in boxes) / sum(letters(row["text"].strip()) for row in line)
        told = iter(full_width("".join(row["text"].strip() for row in line)))
        for at, (row, (left, high, width, height)) in enumerate(zip(line, boxes, strict=True)):
            # Boxes of neighbouring Chinese words overlap at times; their order is sure.
            right = left + width if at + 1 == len(boxes) else min(left + width, max(left + 1, boxes[at + 1][0]))
            text = "".join(islice(told, len(row["text"].strip())))
            yield Spot(text, left, high, right, high + height, top, bottom, pitch, max(0.0, float(row["conf"])))


FULL = str.maketrans("(),:;?!", "（），：；？！")
CLOSERS = {"〈": "〉", "《": "》"}


def full_width(line: str) -> str:
    """Return a line with the signs of Chinese print as they are set: tesseract gives half-width ones, and mistakes opening brackets.

    As many characters as before; a line without Chinese stays as it is, and so does a sign between digits or Latin letters.
    """
    if not any("\u4e00" <= c <= "\u9fff" for c in line):
        return line
    signs = list(line)
    for at, sign in enumerate(line):
        around = line[at - 1 : at] + line[at + 1 : at + 2]
        if sign in "(),:;?!" and not (len(around) == 2 and around.isascii() and around.isalnum()):
            signs[at] = sign.translate(FULL)
    for at, sign in enumerate(signs):
        closer = next((c for c in signs[at + 1 :] if c in "〉》）"), None) if sign in CLOSERS else None
        if closer == "）" and "（" not in signs[at + 1 : signs.index("）", at + 1)]:
            signs[at] = "（"  # brackets come in pairs
    return "".join(signs)


def letters(text: str) -> float:
    """Return how wide a text is, in sizes of its letters."""
    return sum(1 if is_han(c) else LATIN_WIDTH for c in text)


def words(spot: Spot, made: scan_picture.Picture, bounds: Recognition) -> Iterator[Word]:
    """Yield the word on the page as it was given; Chinese is taken apart into its characters, dirt is left out."""
    if spot.confidence < bounds.least_confidence and not any(c.isalnum() for c in spot.text):
        return
    scale = 72 / made.dpi
    parts = list(spot.text) if any(is_han(c) for c in spot.text) else [spot.text]
    step = (spot.right - spot.left) / len(parts)
    size = max(1.0, spot.pitch * scale)
    for at, text in enumerate(parts):
        left = spot.left + at * step
        box = (left * scale, spot.line_top * scale, (left + step) * scale, spot.line_bottom * scale)
        yield Word(text, *box, size=size, confidence=spot.confidence, spaced=False)


def language(image: Any, dpi: float, name: str, number: int, settings: Reading) -> str:
    """Return tesseract's names of the languages of a page, from a quick look at it in coarse print."""
    bounds = settings.ocr
    ratio = bounds.first_dpi / dpi
    small = image.resize((max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))) if ratio < 1 else image
    scores: dict[str, float] = {}
    for code in bounds.languages:
        if code in HAN_LANGUAGES and code != HAN_LANGUAGES[0] and scores.get(HAN_LANGUAGES[0], 0) < max(scores.values()) * SHARE:
            continue  # no Chinese on the page: the second way of writing it need not be tried
        scores[code] = score(recognise(small, bounds.first_dpi, code, name, number, bounds), code)
    han = max((code for code in scores if code in HAN_LANGUAGES), key=lambda code: scores[code], default=None)
    others = [code for code in scores if code not in HAN_LANGUAGES]
    kept = sorted([*others, *([han] if han else [])], key=lambda code: -scores[code])
    best = scores[kept[0]]
    return "+".join(code for code in kept if scores[code] >= SHARE * best and scores[code] > 0) or kept[0]


def score(seen: Sequence[Spot], code: str) -> float:
    """Return how much of the page a language reads surely: letters of its own script, weighed by confidence."""
    total = 0.0
    for spot in seen:
        own = [c for c in spot.text if c.isalpha() and is_han(c) == (code in HAN_LANGUAGES)]
        if spot.confidence >= 60 and own:
            total += len(own) * (3 if code in HAN_LANGUAGES else 1) * spot.confidence / 100
    return total
