"""Vietnamese spelling: what a syllable is, where its tone mark stands, and where words that ran together come apart.

A syllable is an onset, a rime and a tone. Onsets and rimes are closed sets (`config/segment/vi.yaml`), so a run of letters that
is no syllable but falls into frequent syllables without a rest has lost its spaces.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import inf, log

TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
ABRUPT = ("c", "ch", "p", "t")  # final stops take sắc or nặng only
HIGH_OR_HEAVY = "\u0301\u0323"
QUALITY = "ăâêôơư"  # vowels with a mark of their own carry the tone
# The capitals, for a class of letters: between À and Ỹ lie small letters as well.
CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LONGEST = 7  # letters of the longest syllable: nghiêng
LONGEST_RUN = 40  # letters; a longer run is no writing


@cache
def _untone(letter: str) -> tuple[str, str]:
    """Return a lower-case letter without its tone, and the tone mark or the empty string."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in TONES), "")
    return (unicodedata.normalize("NFC", marks.replace(tone, "")), tone) if tone else (letter, "")


@dataclass(frozen=True)
class Spelling:
    """The syllables of Vietnamese: `onsets`, `rimes`, `common` syllables by falling frequency, `names` that are one word of several."""

    onsets: frozenset[str]
    rimes: frozenset[str]
    common: tuple[str, ...]
    names: frozenset[str] = frozenset()

    @cached_property
    def _cost(self) -> dict[str, float]:
        """Return what reading each common syllable costs, in either place of its tone: its surprise under Zipf's law of ranks."""
        cost: dict[str, float] = {}
        for rank, syllable in enumerate(self.common):
            for spelling in (syllable, _newer(syllable)):
                cost.setdefault(spelling, log(rank + 10) + log(log(len(self.common) + 10)))
        return cost

    def parse(self, word: str) -> tuple[str, str, str] | None:
        """Return onset, rime and tone mark of a lower-case NFC syllable, or None where it is none."""
        if not 0 < len(word) <= LONGEST:
            return None
        letters, tones = zip(*(_untone(letter) for letter in word), strict=True)
        tone = "".join(tones)
        if len(tone) > 1:
            return None
        bare = "".join(letters)
        for cut in (3, 2, 1, 0):
            onset, rime = bare[:cut], bare[cut:]
            if onset in self.onsets and rime in self.rimes and len(onset) == cut:
                if rime.endswith(ABRUPT) and tone not in HIGH_OR_HEAVY:
                    return None
                return onset, rime, tone
        return None

    def canonical(self, word: str) -> str:
        """Return `word` with its tone mark where the older spelling puts it (`hòa`, `Ủy`, `quý`, `già`); no syllable is left as it is."""
        parts = self.parse(word.lower())
        if parts is None or not parts[2]:
            return word
        onset, rime, tone = parts
        place = len(onset) + _nucleus(rime)
        upper = word.isupper()
        bare = [_untone(letter.lower())[0] for letter in word]
        bare[place] = unicodedata.normalize("NFC", bare[place] + tone)
        return "".join(new.upper() if upper or old.isupper() else new for new, old in zip(bare, word, strict=True))

    def cuts(self, word: str) -> tuple[int, ...]:
        """Return the places at which the glued `word` comes apart into syllables; none where it is a syllable or no Vietnamese.

        Only a word with a Vietnamese letter is opened: `online` and `Canada` would fall into syllables too.
        """
        lower = word.lower()
        if not 4 <= len(word) <= LONGEST_RUN or word.isascii() or len(lower) != len(word) or lower in self.names or self.parse(lower):
            return ()
        # A small letter before a capital is a lost space too: thứXIV, trườngTHPT.
        turns = [place for place in range(1, len(word)) if word[place - 1].islower() and word[place].isupper()]
        places = list(turns)
        for start, end in pairwise((0, *turns, len(word))):
            if (turns and end - start > 1 and word[start:end].isupper()) or self.parse(lower[start:end]):
                continue
            inner = self._apart(lower[start:end])
            if inner is None:
                return ()
            places += (start + place for place in inner)
        return tuple(sorted(places))

    def _apart(self, run: str) -> tuple[int, ...] | None:
        """Return the inner borders of the cheapest reading of `run` as common syllables, or None where there is none."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(run) + 1):
            options = (
                (best[start][0] + self._cost[run[start:end]], start)
                for start in range(max(0, end - LONGEST), end)
                if run[start:end] in self._cost
            )
            best.append(min(options, default=(inf, 0)))
        if best[-1][0] == inf:
            return None
        places = []
        end = best[-1][1]
        while end:
            places.append(end)
            end = best[end][1]
        return tuple(reversed(places))


def _newer(syllable: str) -> str:
    """Return an open syllable in oa, oe or uy with its tone on the last vowel, where newer spelling has it (`hòa` → `hoà`)."""
    bare, tones = zip(*(_untone(letter) for letter in syllable), strict=True)
    tone = "".join(tones)
    if not tone or "".join(bare[-2:]) not in ("oa", "oe", "uy") or "".join(bare).startswith("qu"):
        return syllable
    return "".join(bare[:-1]) + unicodedata.normalize("NFC", bare[-1] + tone)


def _nucleus(rime: str) -> int:
    """Return the index of the letter of a toneless rime that carries the tone."""
    marked = [index for index, letter in enumerate(rime) if letter in QUALITY]
    if marked:
        return marked[-1]
    vowels = len(rime) - len(rime.lstrip("aeiouy"))
    if vowels < len(rime):
        return vowels - 1
    return 1 if vowels == 3 else 0
