"""Word pieces with their places: unigram Viterbi over a fixed vocabulary, exact offsets on the original text.

    pieces = Pieces.read(path)
    ids, spans = pieces.encode("Sở Tài chính chủ trì")      # spans[i] = (start, end) in characters of the text given

A piece never crosses the edge between letters, digits and punctuation, so that every edge of a quote that stands at a word or a
mark is an edge of a piece. Text is read through a view (NFKC, composed, zero-width characters dropped) that maps back by counting.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path

LONGEST = 16  # letters in the longest piece of the XLM-R vocabulary that Viterbi looks for
CHUNK = 48  # longest run of letters segmented at once; longer runs are cut, which keeps time and cache bounded
WORD = "\u2581"  # marks a piece that begins a word
IDEOGRAPHS = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CHUNKS = re.compile(rf"[{IDEOGRAPHS}]{{1,{CHUNK}}}|[^\W\d_{IDEOGRAPHS}]{{1,{CHUNK}}}|\d{{1,{CHUNK}}}|[^\s]")
IDEOGRAPH = re.compile(rf"[{IDEOGRAPHS}]")


@functools.lru_cache(maxsize=65536)
def _folded(letter: str) -> str:
    """Return the NFKC form of a letter (with its combining marks), without characters that have no width."""
    folded = unicodedata.normalize("NFKC", letter)
    return "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Cs", "Mn"))


def view(text: str) -> tuple[str, list[int], list[int]]:
    """Return the folded text and, for each of its characters, where its source starts and ends in `text`."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place, size = 0, len(text)
    composed = unicodedata.is_normalized("NFC", text)
    while place < size:
        after = place + 1
        if not composed:
            while after < size and after - place < 4 and unicodedata.combining(text[after]):
                after += 1
        for c in _folded(text[place:after]):
            letters.append(c)
            starts.append(place)
            ends.append(after)
        place = after
    return "".join(letters), starts, ends


class Pieces:
    """A unigram vocabulary: the pieces in order of their ids, each with its log probability."""

    def __init__(self, pieces: list[str], scores: list[float]) -> None:
        self.names = pieces
        self.scores = scores
        self.index = {piece: i for i, piece in enumerate(pieces)}
        self.bos, self.pad, self.eos, self.unk, self.mask = (self.index[name] for name in ("<s>", "<pad>", "</s>", "<unk>", "<mask>"))
        self._unknown = -60.0  # less than any piece that is used
        self._segment = functools.lru_cache(maxsize=65536)(self._viterbi)

    @classmethod
    def read(cls, path: Path) -> Pieces:
        """Read a vocabulary file: one `piece TAB score` a line, ids in order of lines."""
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]
        return cls([row[0] for row in rows], [float(row[1]) for row in rows])

    def __len__(self) -> int:
        return len(self.names)

    def _viterbi(self, word: str) -> tuple[tuple[int, int], ...]:
        """Return (id, length) of the likeliest pieces of `word`."""
        size = len(word)
        best = [0.0] + [-1e30] * size
        back: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        find, scores = self.index.get, self.scores
        for i in range(size):
            here = best[i]
            if here + self._unknown > best[i + 1]:
                best[i + 1], back[i + 1] = here + self._unknown, (i, self.unk)
            for j in range(i + 1, min(size, i + LONGEST) + 1):
                piece = find(word[i:j])
                if piece is not None and here + scores[piece] > best[j]:
                    best[j], back[j] = here + scores[piece], (i, piece)
        path, j = [], size
        while j:
            i, piece = back[j]
            path.append((piece, j - i))
            j = i
        return tuple(reversed(path))

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the ids of the pieces of `text` and their spans in it, in order; white space belongs to no piece."""
        line, starts, ends = view(text)
        ids: list[int] = []
        spans: list[tuple[int, int]] = []
        before = -1
        for match in CHUNKS.finditer(line):
            chunk, place = match.group(), match.start()
            lead = 0
            if place != before and chunk[0].isalnum() and not IDEOGRAPH.match(chunk):
                chunk, lead = WORD + chunk, 1
            before = match.end()
            for piece, length in self._segment(chunk):
                shown = length - lead if lead else length
                if shown > 0:
                    ids.append(piece)
                    spans.append((starts[place], ends[place + shown - 1]))
                    place += shown
                lead = 0
        return ids, spans
