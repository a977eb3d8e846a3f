"""Files made to harm cost a bounded time and memory and say what is wrong; their neighbours are read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.ingest.office_files import W, p, package
from tests.ingest.printing import drawn, paragraph, printed

SECONDS, MEGABYTES = 30, 1000
WORDS = "各县区人民政府要在汛期到来之前完成小型水库安全检查。"
READ = """
import json, resource, sys, tempfile, time
from pathlib import Path
from pipeline.ingest import IngestError, read, unpack
for path in map(Path, sys.argv[1:]):
    start, told = time.monotonic(), {}
    with tempfile.TemporaryDirectory() as folder:
        for item in unpack(path, Path(folder)):
            try:
                told["text"] = told.get("text", 0) + len(read(item.path, source=item.source).text)
            except IngestError as error:
                told["error"] = error.message
    # Of itself the kernel's mark for this program: ru_maxrss would count what the tests that started it had grown to.
    own = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
    kilobytes = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(json.dumps({"name": path.name, "seconds": time.monotonic() - start, "megabytes": kilobytes / 1024, **told}), flush=True)
"""


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """Return a PDF of numbered objects, the first of which is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start))


def stream(content: bytes, times: int = 1) -> bytes:
    """Return a packed stream of `content` so many times over; it is packed once, since each copy can be unpacked by itself."""
    packer = zlib.compressobj(9, wbits=-15)
    once = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = b"\x78\xda" + once * times + b"\x03\x00"
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def picture(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("1", (width, height), 1).save(file, "PNG")
    return file.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return file.getvalue()


def entities() -> bytes:
    """Return a DOCX whose one word would be a thousand million characters long."""
    parts = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    xml = f'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">{parts}]><w:document {W}><w:body>{p("&i;")}</w:body></w:document>'
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def hostile() -> dict[str, bytes]:
    """Return the files by name."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    whole = printed([paragraph(WORDS * 20, "zh")], language="zh")
    gif = io.BytesIO()
    Image.new("P", (40, 40)).save(gif, "GIF")
    letters = b"BT /F 8 Tf 1 0 0 1 %d %d Tm (x) Tj ET\n"
    return {
        "encrypted.pdf": printed([paragraph(WORDS, "zh")], language="zh", encrypt=StandardEncryption("secret", strength=128)),
        "bomb.zip": archive({"bomb.txt": b"0" * 200_000_000, "good.txt": WORDS.encode()}),
        "outside.zip": archive({"../../evil.txt": b"x", "good.txt": WORDS.encode()}),
        "entities.docx": entities(),
        "truncated.pdf": whole[: len(whole) // 3],
        "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 2000,
        "objects.pdf": pdf(CATALOGUE, PAGES, PAGE, stream(b""), FONT, *[b"<< /Next %d 0 R >>" % (n + 7) for n in range(100_000)]),
        "drawn.pdf": pdf(CATALOGUE, PAGES, PAGE, stream(b"".join(letters % (n % 500, n // 130) for n in range(100_000))), FONT),
        "lines.pdf": pdf(
            CATALOGUE, PAGES, PAGE, stream(b"".join(b"0 %d m 500 %d l S\n" % (n % 800, n % 801) for n in range(100_000))), FONT
        ),
        "bomb.pdf": pdf(CATALOGUE, PAGES, PAGE, stream(b" " * 1_000_000, 1_500), FONT),
        "loop.pdf": pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
        "pages.pdf": pdf(CATALOGUE, b"<< /Type /Pages /Kids [" + b"3 0 R " * 200_000 + b"] /Count 200000 >>", PAGE, stream(b""), FONT),
        "wide.pdf": pdf(CATALOGUE, PAGES, PAGE.replace(b"595 842", b"14000000 14000000"), stream(letters % (9, 9)), FONT),
        "picture.pdf": gif.getvalue(),
        "huge.png": picture(20_000, 20_000),
        "cut.png": picture(2_000, 2_000)[:300],
        "nested.html": b"<html><body>" + b"<div>" * 10_000 + WORDS.encode() + b"</div>" * 10_000,
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """What reading each file said and cost, one after the other in one process of its own."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in hostile().items():
        (folder / name).write_bytes(data)
    with (folder / "large.txt").open("wb") as file:
        for _ in range(200):
            file.write(b"x" * 1_000_000)
    paths = sorted(map(str, folder.iterdir()))
    done = subprocess.run([sys.executable, "-c", READ, *paths], capture_output=True, text=True, cwd=Path(__file__).resolve().parents[2])
    for path in map(Path, paths):
        path.unlink()
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_every_file_costs_a_bounded_time_and_memory(told):
    assert len(told) == 18
    assert {name: row["seconds"] for name, row in told.items() if row["seconds"] > SECONDS} == {}
    assert max(row["megabytes"] for row in told.values()) < MEGABYTES


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("encrypted.pdf", "encrypted; save it without its password"),
        ("bomb.zip", "zip bomb"),
        ("outside.zip", "leads out of the archive"),
        ("entities.docx", "no valid XML|entit"),
        ("truncated.pdf", "damaged or cut off"),
        ("noise.pdf", "damaged or cut off"),
        ("objects.pdf", "holds no text"),
        ("loop.pdf", "holds no text|damaged"),
        ("pages.pdf", "more than 3000"),
        ("picture.pdf", "pixels shows no page|tesseract"),
        ("huge.png", "20000 × 20000 pixels is over the limit"),
        ("cut.png", "damaged PNG picture|tesseract"),
        ("large.txt", "more than 64 MB"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(told, name, words):
    import re

    message = told[name]["error"]
    assert re.search(words, message) and name in message and ";" in message


@pytest.mark.parametrize("name", ["drawn.pdf", "lines.pdf", "bomb.pdf", "wide.pdf", "nested.html"])
def test_what_is_only_strange_is_read_or_says_why(told, name):
    assert told[name].get("text") or ";" in told[name]["error"]


@pytest.mark.parametrize("name", ["bomb.zip", "outside.zip"])
def test_the_neighbours_inside_a_hostile_archive_are_read(told, name):
    assert told[name]["text"] == len(WORDS)


def test_the_neighbours_of_hostile_files_are_read(tmp_path):
    from pipeline.run import run
    from pipeline.settings import Settings

    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(WORDS, encoding="utf-8")
    (raw / "b.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 100)
    (raw / "c.pdf").write_bytes(drawn([(80, 80, WORDS)], "zh"))
    summary = run([raw], tmp_path / "out", Settings(extractor="rules"))
    assert (summary.counts.documents, [Path(row.source).name for row in summary.failures]) == (2, ["b.pdf"])
