"""Which language a stretch of text is written in, by its letters."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.records import LanguageCode

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
# Letters that Vietnamese has and its neighbours in such texts (English, French names) have rarely or never.
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u0300-\u0303\u0309\u0323\u1ea0-\u1ef9àáãèéìíĩòóõùúũýÀÁÃÈÉÌÍĨÒÓÕÙÚŨÝ]")
SAMPLE = 150  # characters at either end that decide


def of(text: str, start: int, end: int) -> Literal["zh", "vi", "other"]:
    """Return the language of `text[start:end]`, from at most its first and last 150 characters; `other` where neither."""
    sample = text[start:end] if end - start <= 2 * SAMPLE else text[start : start + SAMPLE] + text[end - SAMPLE : end]
    han = len(sample) - len(HAN.sub("", sample)) if HAN.search(sample) else 0
    if 2 * han > len(sample):
        return "zh"
    marked = len(VIETNAMESE.findall(sample))
    if not han:
        return "vi" if 20 * marked >= len(sample) else "other"
    latin = len(sample) - len(LATIN.sub("", sample))
    # A Chinese character carries about as much as a short Latin word of three to four letters.
    if 3 * han >= latin:
        return "zh"
    if 16 * marked >= latin:
        return "vi"
    return "zh" if han > 4 else "other"


def main(languages: list[tuple[str, int]]) -> LanguageCode | None:
    """Return the language with most letters among (language, characters) pairs; a Chinese character counts three."""
    zh = 3 * sum(size for language, size in languages if language == "zh")
    vi = sum(size for language, size in languages if language == "vi")
    return None if not zh and not vi else "zh" if zh >= vi else "vi"
