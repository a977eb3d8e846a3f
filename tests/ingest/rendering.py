"""Texts as office documents, PDFs and scans of them, made for the tests of readers."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageChops, ImageDraw, ImageFilter

URN = "urn:oasis:names:tc:opendocument:xmlns"
FODT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{URN}:office:1.0" xmlns:style="{URN}:style:1.0" xmlns:text="{URN}:text:1.0"
 xmlns:fo="{URN}:xsl-fo-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Standard" style:family="paragraph">
<style:paragraph-properties fo:text-align="justify" fo:line-height="120%" fo:margin-bottom="{{after}}pt"/>
<style:text-properties fo:font-family="{{font}}" style:font-family-asian="{{font}}" fo:font-size="{{size}}pt"
 style:font-size-asian="{{size}}pt" fo:language="{{language}}"/>
</style:style>
<style:style style:name="Body" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:text-indent="{{indent}}pt"/>
</style:style>
<style:style style:name="Head" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-weight="bold"/>
</style:style>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="pm1">
<style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="18mm" fo:margin-bottom="18mm"
 fo:margin-left="28mm" fo:margin-right="20mm"/><style:header-style/><style:footer-style/>
</style:page-layout>
</office:automatic-styles>
<office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="pm1">
<style:header><text:p text:style-name="Head">{{head}}</text:p></style:header>
<style:footer><text:p text:style-name="Head"><text:page-number text:select-page="current">1</text:page-number></text:p></style:footer>
</style:master-page>
</office:master-styles>
<office:body><office:text>{{body}}</office:text></office:body></office:document>"""


def office(text: str, language: str, head: str = "") -> str:
    """Return a flat OpenDocument of `text` as such documents are set: justified, first lines set in, page numbers below."""
    paragraphs = []
    for line in text.splitlines():
        if line.strip():
            short = len(line) < 40 and line.isupper()
            paragraphs.append(f'<text:p text:style-name="{"Head" if short else "Body"}">{escape(line.strip())}</text:p>')
    look = {"vi": ("Liberation Serif", 13, 28, 6), "zh": ("Noto Serif CJK SC", 14, 28, 0)}[language]
    return FODT.format(
        font=look[0], size=look[1], indent=look[2], after=look[3], language=language, head=escape(head), body="\n".join(paragraphs)
    )


def converted(files: Sequence[Path], out: Path, kind: str = "pdf") -> list[Path]:
    """Return the files as LibreOffice converts them, in `out`."""
    program = shutil.which("soffice")
    assert program is not None
    profile = f"-env:UserInstallation=file://{out.resolve()}/profile"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, files)], check=True, capture_output=True
    )
    return [out / f"{file.stem}.{kind}" for file in files]


def scanned(pdf: Path, dpi: int = 200, seed: int = 0, tilt: float = 0.6, stamp: bool = True) -> bytes:
    """Return a PDF of pictures of the pages, as an office scanner gives them: tilted, grey, with specks and a red stamp."""
    import pypdfium2

    chance = random.Random(seed)
    images = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        image = page.render(scale=dpi / 72).to_pil().convert("RGB")
        if stamp and len(images) == len(document) - 1:
            ink = Image.new("RGB", image.size, (255, 255, 255))
            draw = ImageDraw.Draw(ink)
            x, y, r = image.width * 0.62, image.height * 0.3, dpi * 0.7
            for ring in (1.0, 0.93):
                draw.ellipse((x - r * ring, y - r * ring, x + r * ring, y + r * ring), outline=(214, 48, 49), width=max(2, dpi // 60))
            image = ImageChops.multiply(image, ink)
        image = image.rotate(chance.uniform(-tilt, tilt), resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        image = image.filter(ImageFilter.GaussianBlur(0.4))
        draw = ImageDraw.Draw(image)
        for _ in range(150):
            x, y = chance.randrange(image.width), chance.randrange(image.height)
            draw.point((x, y), fill=(chance.randrange(200),) * 3)
        images.append(image)
    document.close()
    file = io.BytesIO()
    images[0].save(file, "PDF", resolution=dpi, save_all=True, append_images=images[1:], quality=75)
    return file.getvalue()
