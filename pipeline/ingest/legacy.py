"""The old Vietnamese encodings that no library reads: TCVN3 (ABC fonts), VNI (Windows) and VISCII (RFC 1456)."""

from __future__ import annotations

import re
import unicodedata

# Bytes 0xA1–0xFE of TCVN 5712:1993 VN1; the ABC fonts use those of the small letters and of Ă–Đ.
TCVN3_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ"
VISCII_FROM_80 = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
# VNI writes a letter and then its accent; the accents by what they make of the letter.
VNI_SIGNS = {
    "a": dict(zip("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
VNI_LETTERS = {"ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ"}


def _vni() -> dict[str, str]:
    table = dict(VNI_LETTERS)
    for letter, signs in VNI_SIGNS.items():
        table |= {letter + sign: whole for sign, whole in signs.items()}
    for pair, whole in list(table.items()):
        table[pair.upper()] = whole.upper()
        if len(pair) == 2:
            table[pair[0].upper() + pair[1]] = whole.upper()
    return table


VNI = _vni()
VNI_PAIR = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
LATIN_1 = [chr(code) for code in range(256)]
TCVN3 = str.maketrans({chr(0xA1 + i): sign for i, sign in enumerate(TCVN3_FROM_A1)})
VISCII = str.maketrans(
    {**{chr(0x80 + i): sign for i, sign in enumerate(VISCII_FROM_80)}, **{chr(b): s for b, s in VISCII_CONTROLS.items()}}
)

SYLLABLE = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE)
TONES = "\u0300\u0301\u0303\u0309\u0323"
WORD = re.compile(r"[^\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]+")


def decode(data: bytes, name: str) -> str:
    """Return `data` read as `tcvn3`, `vni` or `viscii`; never fails, bytes outside a table stay Latin-1."""
    text = data.decode("latin-1")
    if name == "vni":
        return VNI_PAIR.sub(lambda pair: VNI[pair.group()], text)
    return text.translate(TCVN3 if name == "tcvn3" else VISCII)


# Signs of the old fonts in a text that is Unicode: Vietnamese has none of these letters, and no such sign beside a letter.
FONTS = {
    "tcvn3": re.compile(r"[^\W\d_][¨©ª«¬®µ¶·¸¹»¼½¾]|[®§][^\W\d_]|[ßÞþÐÆÇËÎÏÑÖ×ØÜðñäæëîïöøûü]"),
    "vni": re.compile(r"[ñÑøûïåäëüØÛÏÅÄËÜ]|[ôöÔÖ][ùøûõï]"),
}
UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")  # letters that no such font's text has
SURE = 0.9  # of the marked words of a line that must be Vietnamese when it is read as of such a font
LEAST_GAIN = 0.01


def modern(line: str) -> tuple[str, str | None]:
    """Return a line whose letters are those of an old font, pasted as Unicode, in Unicode's own, and the font's encoding; any other line
    as it is, and None."""
    hinted = [name for name, signs in FONTS.items() if signs.search(line) and not UNICODE.search(line)]
    for name in hinted:
        read = line.translate(TCVN3) if name == "tcvn3" else VNI_PAIR.sub(lambda pair: VNI[pair.group()], line)
        if vietnamese(read) >= max(SURE, vietnamese(line) + LEAST_GAIN):
            return read, name
    return line, None


def vietnamese(text: str) -> float:
    """Return the share of words with marked letters that are well-formed Vietnamese syllables, 0–1 (0 where there are none)."""
    marked = [word for word in WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    return sum(map(syllable, marked)) / len(marked) if marked else 0.0


def syllable(word: str) -> bool:
    """Whether `word` is built as a Vietnamese syllable: at most one tone, letters where the language has them."""
    word = word.strip("“”‘’…–—\xa0")
    apart = unicodedata.normalize("NFD", word)
    if sum(apart.count(tone) for tone in TONES) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(c for c in apart if c not in TONES))
    mixed = not (word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower()))
    return not mixed and SYLLABLE.fullmatch(plain) is not None
