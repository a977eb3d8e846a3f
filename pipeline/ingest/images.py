"""Pictures of pages (PNG, JPEG, TIFF, GIF, BMP, WebP): each picture in the file is a page, read like a scan."""

from __future__ import annotations

import io
import warnings
from typing import Any

from pipeline.ingest import guard, scan
from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import Reading, reading
from pipeline.ingest.metadata import Found
from pipeline.ingest.pdf import source
from pipeline.ingest.pdf_sheet import Sheet
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary

# Folders of saved pages are full of pictures that are none of the text: of pictures, only the scanners' own kind is looked for.
# Any other is read where it is named.
ENDINGS = frozenset({".tif", ".tiff"})
GUARDED = True
MARKS = {
    b"\x89PNG\r\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"BM": "BMP",
    b"RIFF": "WebP",
}
PAPER = 8.27  # inches: the width of A4, which a picture shows that does not tell its resolution
BELIEVED = (70, 1300)  # dots an inch that a file may say of itself
LARGER = 2.5  # times a small picture is enlarged, at most: there is no more to see in it
LEAST_WIDTH = 400  # pixels: no page of text can be read in fewer


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file is a picture, by its first bytes."""
    if data.startswith(b"BM"):
        return data[6:10] == b"\0\0\0\0" and len(data) > 54
    if data.startswith(b"RIFF"):
        return data[8:12] == b"WEBP"
    return data.startswith(tuple(MARKS))


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return what the pictures show, with box and confidence of each word; IngestError where none can be opened or one is too large."""
    from PIL import Image, UnidentifiedImageError

    settings, found = reading(), Found()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # sizes are checked against the configured limit
        Image.MAX_IMAGE_PIXELS = None
        try:
            with Image.open(io.BytesIO(data)) as image:
                sheets = list(pages(image, name, settings, found))
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            kind = next(kind for mark, kind in MARKS.items() if data.startswith(mark))
            why = "" if isinstance(error, UnidentifiedImageError) else f" ({error})"
            raise IngestError("image", f"{name}: is a damaged {kind} picture{why}; save or scan it again") from error
    return source(sheets, marks, settings, found, {})


def pages(image: Any, name: str, settings: Reading, found: Found) -> Any:
    """Yield each picture of the file as a page."""
    from PIL import ImageOps

    frames = getattr(image, "n_frames", 1) if image.format in ("TIFF", "MPO") else 1  # the others only move
    if frames > settings.limits.pages:
        raise IngestError("image", f"{name}: holds {frames} pictures, more than {settings.limits.pages}; split it into documents")
    guess: str | None = None
    for index in range(frames):
        if frames > 1:
            image.seek(index)
        width, height = image.size
        if width * height > settings.limits.pixels:
            most = settings.limits.pixels // 10**6
            raise IngestError(
                "image", f"{name}: a picture of {width} × {height} pixels is over the limit of {most} million; make it smaller"
            )
        if min(width, height) < LEAST_WIDTH // 4 or max(width, height) < LEAST_WIDTH:
            raise IngestError("image", f"{name}: a picture of {width} × {height} pixels shows no page that can be read; scan it again")
        given = image.info.get("dpi", (0, 0))[0] or 0
        dpi = float(given) if BELIEVED[0] <= given <= BELIEVED[1] else max(BELIEVED[0], width / PAPER)
        shown = flat(ImageOps.exif_transpose(image))
        scale = min(LARGER, settings.ocr.dpi / dpi)
        if scale > 1.2 and width * height * scale * scale <= settings.limits.pixels:  # small letters are read better enlarged
            shown, dpi = shown.resize((round(shown.width * scale), round(shown.height * scale))), dpi * scale
        sheet: Sheet = scan.picture(shown, dpi, index + 1, name, settings, found, guess)
        guess = sheet.languages or guess
        guard.alive()
        yield sheet


def flat(image: Any) -> Any:
    """Return the picture in colours or grey, what is transparent as white paper."""
    from PIL import Image

    if image.mode in ("1", "L", "RGB"):
        return image
    seen = image.convert("RGBA")
    paper = Image.new("RGBA", seen.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, seen).convert("RGB")
