"""Folded views of a text: the letters a machine should compare, with the way back to the letters that were written.

    view = fold("ＨÀ  nô\u0323i")     # full width, decomposed
    view.text                        # "HÀ  nội"
    view.original(4, 7)              # (4, 8): the characters of the original that the word stands for

A view never holds more than one reading: every rule, lexicon and model looks at `view.text`, every quote is cut from the
original by `view.original`.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

import regex

# Characters that print nothing: zero-width spaces and joiners, soft hyphen, byte order mark, direction marks, variation selectors.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Longer runs of marks are no writing; cutting them keeps canonical ordering linear (the bound is that of Unicode's Stream-Safe Format).
MARKS = 30

INVISIBLES = re.compile(f"[{INVISIBLE}]+")
COMPOSABLE = regex.compile(rf"\P{{M}}?\p{{M}}{{1,{MARKS}}}|\p{{NFC_QC=No}}|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
# Outside these blocks a character may compose with its neighbour; a text wholly inside them is in NFC already.
SUSPECT = re.compile("[^\0-\u02ff\u1e00-\u1eff\u2002-\u20cf\u2150-\u2328\u2460-\u27ff\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uff00-\uffef]")
SPACE = re.compile(f"[{SPACES}]")
WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
ODD = re.compile(f"[{INVISIBLE}{SPACES}\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")


@dataclass(frozen=True, slots=True)
class View:
    """A folded text: view character i stands for `source[starts[i]:ends[i]]`; an inserted character has an empty range.

    `starts` and `ends` never fall. Characters of the source that the view left out lie in no range.
    """

    text: str
    source: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the source that `text[start:end]` stands for (an empty range at its place for an empty span)."""
        if start >= end:
            place = self.starts[start] if start < len(self.text) else len(self.source)
            return place, place
        return self.starts[start], self.ends[end - 1]

    def folded(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the view that stands for `source[start:end]`: every view character that has a part in it."""
        if start >= end:
            place = bisect_left(self.starts, start)
            return place, place
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def replace(self, text: str) -> View:
        """Return the view with `text` of the same length in place of its own."""
        if len(text) != len(self.text):
            raise ValueError(f"a view of {len(self.text)} characters cannot take a text of {len(text)}; use edit()")
        return View(text, self.source, self.starts, self.ends)

    def edit(self, edits: Iterable[tuple[int, int, str]]) -> View:
        """Return the view after `edits`: (start, end, new text) in order of place, not overlapping.

        New characters of another number than the old stand for the whole range of the old; where nothing was, for nothing.
        """
        text, done, placed = StringIO(), 0, 0
        starts: array[int] | None = None
        ends: array[int] = array("I")
        for start, end, new in edits:
            text.write(self.text[done:start])
            text.write(new)
            if len(new) != end - start:
                if starts is None:  # until here the places are those of this view
                    starts, ends = array("I", self.starts[:start]), array("I", self.ends[:start])
                else:
                    starts.extend(self.starts[placed:start])
                    ends.extend(self.ends[placed:start])
                first, last = self.original(start, end)
                starts.extend([first] * len(new))
                ends.extend([last] * len(new))
                placed = end
            done = end
        if done == 0 and starts is None:
            return self
        text.write(self.text[done:])
        if starts is None:
            return self.replace(text.getvalue())
        starts.extend(self.starts[placed:])
        ends.extend(self.ends[placed:])
        return View(text.getvalue(), self.source, starts, ends)

    def substitute(self, pattern: re.Pattern[str] | regex.Pattern[str], new: Callable[[str], str]) -> View:
        """Return the view with every match of `pattern` replaced by `new(match)`."""
        changes = ((match, new(match[0])) for match in pattern.finditer(self.text))
        return self.edit((match.start(), match.end(), after) for match, after in changes if after != match[0])


def plain(text: str) -> View:
    """Return the view that changes nothing."""
    return View(text, text, range(len(text)), range(1, len(text) + 1))


def fold(text: str) -> View:
    """Return the language-neutral view: NFC, full-width digits and letters and odd spaces as ASCII, invisible characters out.

    Line breaks and punctuation stay as they are. Runs of more than 30 combining marks are composed piece by piece.
    """
    view = plain(text)
    if text.isascii():
        return view
    if ODD.search(text):
        view = view.replace(WIDE.sub(lambda m: chr(ord(m[0]) - 0xFEE0), SPACE.sub(" ", text))).substitute(INVISIBLES, lambda _: "")
    if not SUSPECT.search(view.text):
        return view
    return view.substitute(COMPOSABLE, lambda piece: unicodedata.normalize("NFC", piece))
