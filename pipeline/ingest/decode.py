"""Bytes to text: which encoding a file is in, and its characters, with nothing lost."""

from __future__ import annotations

import re

import charset_normalizer

from pipeline.ingest import legacy
from pipeline.ingest.errors import IngestError

SAMPLE = 200_000  # bytes that decide
MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\xfd7zXZ": "an xz archive",
    b"BZh": "a bzip2 archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
    b"OggS": "a sound file",
    b"ID3": "a sound file",
    b"\x00\x00\x00 ftyp": "a video",
}
# The commonest characters of official Chinese; a wrong decoding yields rare ones instead.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装府县市省委村乡责落督促监考核贯彻"
    "這為個國來時們發會動過對產種學進著等電裡實體點從業應開還後線內數無軍題黨總設長級圖統接見計別農區強決戰處隊門熱領東導壓業爭濟階術極聯認權證轉單風車務萬達積議報類離華張馬話記許廣觀責"
)
SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f]")


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, str, list[str]]:
    """Return text without byte-order mark, the encoding's name and warnings; IngestError where `data` is no text.

    `declared` is what the document says of itself (HTML). What cannot be decoded is kept as `\\xNN` escapes.
    """
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            raise IngestError("decode", f"{name}: is {what}, not text; convert it to UTF-8 text or give the file its right ending")
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            label = "utf-8-sig" if encoding == "utf-8" else encoding[:-3]
            return *_lenient(data[len(mark) :], encoding, name), label, _warnings(data[len(mark) :], encoding, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other(data, name, declared, error.start)
    if "\x00" in text:
        return _other(data, name, declared, text.index("\x00"))
    return of_fonts(text)


def escaped(text: str) -> str:
    """Return `text` with lone surrogates, which no file can hold, written as `\\udNNN`."""
    return SURROGATE.sub(lambda s: f"\\u{ord(s.group()):04x}", text) if SURROGATE.search(text) else text


def of_fonts(text: str) -> tuple[str, str, list[str]]:
    """Return a text in UTF-8 whose lines may be in the letters of old fonts, those lines in Unicode's letters, with a warning."""
    if not any(signs.search(text) for signs in legacy.FONTS.values()):
        return text, "utf-8", []
    lines = [legacy.modern(line) for line in text.splitlines(keepends=True)]
    fonts = sorted({font for _, font in lines if font})
    if not fonts:
        return text, "utf-8", []
    issue = f"lines in the letters of old fonts ({', '.join(fonts)}) were read as such; save the file with Unicode fonts"
    return "".join(line for line, _ in lines), "utf-8", [issue]


def _lenient(data: bytes, encoding: str, name: str) -> tuple[str]:
    return (escaped(data.decode(encoding, "backslashreplace")),)


def _warnings(data: bytes, encoding: str, name: str) -> list[str]:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return [f"byte {error.start} is not {encoding}; such bytes are kept as \\xNN"]
    return []


def _other(data: bytes, name: str, declared: str | None, place: int) -> tuple[str, str, list[str]]:
    """Return the text of what is not plain UTF-8: the candidate whose result looks most like Chinese or Vietnamese."""
    sample = _sample(data)
    found = [(score, encoding) for encoding in _candidates(sample, declared) if (score := _score(sample, encoding)) > 0]
    score, encoding = max(found, default=(0.0, ""))
    damaged = _damaged_utf8(sample)
    if damaged and damaged >= score:
        text = escaped(data.decode("utf-8", "backslashreplace"))
        return text, "utf-8", [f"byte {place} is not UTF-8; such bytes are kept as \\xNN"]
    if score >= 0.3:
        text = _decoded(data, encoding)
        return text, encoding, _warnings(data, encoding, name) if encoding not in LEGACY else []
    control = len(CONTROL.findall(sample.decode("latin-1")))
    if b"\x00" in sample or control > len(sample) // 100:
        raise IngestError(
            "decode", f"{name}: holds NUL and control characters (the first at byte {place}), so it is no text; convert it to UTF-8 text"
        )
    guess = charset_normalizer.from_bytes(sample).best()
    if guess is not None:
        return (
            escaped(data.decode(guess.encoding, "backslashreplace")),
            guess.encoding.replace("_", "-"),
            [f"encoding {guess.encoding} is a guess; save the file as UTF-8 if letters are wrong"],
        )
    return (
        escaped(data.decode("utf-8", "backslashreplace")),
        "utf-8",
        [f"byte {place} is in no known encoding; such bytes are kept as \\xNN"],
    )


LEGACY = ("tcvn3", "vni", "viscii")


def _sample(data: bytes) -> bytes:
    """Return up to 200,000 bytes that hold letters beyond ASCII, cut at a line where there is one."""
    if len(data) <= SAMPLE:
        return data
    first = next((m.start() for m in re.finditer(rb"[\x80-\xff]", data)), 0)
    start = max(0, data.rfind(b"\n", 0, first) + 1) // 2 * 2
    return data[start : start + SAMPLE]


def _candidates(sample: bytes, declared: str | None) -> list[str]:
    names = ["gb18030", "big5hkscs", *LEGACY, "cp1258"]
    if declared and declared.casefold() not in names:
        names.append(declared)
    if b"\x00" in sample or len(sample) % 2 == 0:
        names += ["utf-16-le", "utf-16-be"]
    return names


def _decoded(data: bytes, encoding: str) -> str:
    return legacy.decode(data, encoding) if encoding in LEGACY else escaped(data.decode(encoding, "backslashreplace"))


def _score(sample: bytes, encoding: str) -> float:
    """Return how much the sample read so looks like Chinese or Vietnamese, 0–1."""
    try:
        text = (
            _decoded(sample, encoding)
            if encoding in LEGACY
            else sample.decode(encoding, "strict" if encoding.startswith("utf") else "backslashreplace")
        )
    except (UnicodeDecodeError, LookupError):
        return 0.0
    if "\x00" in text or len(CONTROL.findall(text)) > len(text) // 100:
        return 0.0
    if not encoding.startswith("utf") and encoding not in LEGACY and text.count("\\x") > len(text) // 50:
        return 0.0
    beyond = [c for c in text[:20_000] if c > "\x7f"]
    if not beyond:
        return 0.0
    han = sum("\u4e00" <= c <= "\u9fff" for c in beyond)
    if 2 * han > len(beyond):
        common = sum(c in COMMON for c in beyond)
        return 0.0 if common < 0.15 * han else min(1.0, 0.5 + common / (2 * han))
    words = legacy.vietnamese(text[:20_000])
    return words if words >= 0.75 else 0.0


def _damaged_utf8(sample: bytes) -> float:
    """Return 0.9 where the sample is UTF-8 but for a few bytes, else 0."""
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(c > "\x7f" for c in text[:SAMPLE]) - bad
    return 0.9 if "\x00" not in text and good > 4 * bad else 0.0
