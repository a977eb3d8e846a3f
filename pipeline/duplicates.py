"""Documents that are posted twice: near-duplicates by MinHash, told apart from new texts cut after the same pattern.

    table = BytesIO(b"".join(sketch(words) for words in documents))
    copies(table, documents.__getitem__)    # {3: (0, 0.981)}: the fourth is the first again

A directive for another year, commune or person repeats nearly every word of the one before, and is no duplicate: what differs between
duplicates is left out or added at the edges, or a slip of the pen, but never a number or a name put in another's place.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import IO, TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from datasketch import MinHash

TOKEN = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|\d+(?:[.,]\d+)*|[^\W\d_\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
PARTS = frozenset(["title", "heading", "paragraph", "list_item", "table_row", "question", "answer"])
SHINGLE = 5  # tokens
PRIME = np.uint64(0x9E3779B185EBCA87)  # its powers weigh the parts of a run: their order counts
BANDS, ROWS = 16, 8  # texts four fifths alike share a band in 95 of 100 cases, texts half alike in 6
AT_ONCE = 4096  # shingles hashed, sketches read at once: memory does not grow with text or run
ALIKE = 0.8  # Jaccard similarity of shingles from which two texts are compared word for word
SLIPS = 0.005  # of the tokens that may be others
FEWEST_SLIPS = 2
SHORTEST = 30  # tokens: in shorter texts nothing tells a copy from a common phrase but equality
HELD = 50  # documents that a band is kept for, and
COMPARED = 8  # those compared with one document: a thousand texts after one pattern cost a thousand times that, and no million
SKETCH = np.dtype([("whole", "<u8", (2,)), ("number", "<u8"), ("bands", "<u8", (BANDS,))])  # 152 bytes
NOTHING = bytes(SKETCH.itemsize)


class Part(Protocol):
    """A block of a document, as it was read or as it was written to `documents.jsonl`."""

    @property
    def kind(self) -> str:
        """What it is."""
        ...

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        ...

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        ...


def tokens(text: str, blocks: Iterable[Part]) -> tuple[str, ...]:
    """Return words, Chinese characters and numbers of a text's body in order; not those of furniture, datelines and signatures."""
    return tuple(
        sys.intern(match[0])
        for block in blocks
        if block.kind in PARTS
        for match in TOKEN.finditer(unicodedata.normalize("NFC", text[block.start : block.end]))
    )


def sketch(words: Sequence[str], number: str | None = None, published: str | None = None) -> bytes:
    """Return what finds a text again among others, in 152 bytes, the same on every machine; zeros for a text without words.

    `number` is the official number it bears, `published` its day, which counts for a short text alone.
    """
    if not words:
        return NOTHING
    plain = [word.casefold() for word in words]
    made = np.zeros((), SKETCH)
    day = f"\0{published}" if len(words) < SHORTEST else ""
    made["whole"] = _digest("\0".join(plain) + day)
    made["number"] = _digest(number)[0] if number else 0
    made["bands"] = _mixed(minhash(plain).hashvalues.astype("<u8").reshape(BANDS, ROWS))
    return made.tobytes()


def _digest(text: str) -> np.ndarray[Any, Any]:
    return np.frombuffer(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest(), "<u8")


def _mixed(rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return one number of 64 bits for each row of numbers."""
    return np.asarray((rows * PRIME ** np.arange(1, rows.shape[1] + 1, dtype=np.uint64)).sum(axis=1, dtype=np.uint64))


def minhash(plain: Sequence[str]) -> MinHash:
    """Return the MinHash of a text's shingles of five tokens (small letters), of which there is at least one."""
    from datasketch import MinHash

    made = MinHash(num_perm=BANDS * ROWS, hashfunc=int, permutations=_permutations(), scheme="affine32")
    found = shingles(plain)
    for place in range(0, len(found), AT_ONCE):
        made.update_batch(found[place : place + AT_ONCE].tolist())
    return made


@cache
def _permutations() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32").permutations


def shingles(plain: Sequence[str]) -> np.ndarray[Any, Any]:
    """Return the hashes (32 bits) of each run of five tokens, or of all where there are fewer, each once."""
    codes = np.fromiter((zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in plain), np.uint64, len(plain))
    return np.unique(_mixed(np.lib.stride_tricks.sliding_window_view(codes, min(SHINGLE, len(plain)))) >> np.uint64(32))


def similarity(a: Sequence[str], b: Sequence[str]) -> float:
    """Return how alike two texts are: the share of their shingles that both have, 0–1."""
    one, other = (shingles([word.casefold() for word in words]) for words in (a, b))
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def reposted(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two nearly equal texts are one and the same document: no number, name or recurring word of one stands for another's.

    Linear in their length.
    """
    less, more = Counter(word.casefold() for word in a), Counter(word.casefold() for word in b)
    gone, new = less - more, more - less
    if any(map(numeric, gone)) and any(map(numeric, new)):
        return False
    if not gone.keys().isdisjoint(names(a)) and not new.keys().isdisjoint(names(b)):
        return False
    slips = min(sum(gone.values()), sum(new.values()))  # the rest was left out or added
    recurring = max(gone.values(), default=0) > 1 and max(new.values(), default=0) > 1
    return slips <= max(FEWEST_SLIPS, SLIPS * min(len(a), len(b))) and not (recurring and slips > 1)


def numeric(token: str) -> bool:
    """Whether a token is a number."""
    return token[0].isdigit()


def names(words: Iterable[str]) -> set[str]:
    """Return the words that are written with a capital, as names are, caseless."""
    return {word.casefold() for word in words if word[0].isupper()}


def copies(table: IO[bytes], words: Callable[[int], Sequence[str] | None]) -> dict[int, tuple[int, float]]:
    """Return for each document that posts another again the place of the first of its kind, and how alike they are (0–1).

    `table` is a file of the sketches of all documents in order: of a million of them only what two documents share is held. `words` gives
    the tokens of the document at a place, or None where they cannot be had any more, and is asked only for documents that look alike.
    Two documents with two official numbers are two.
    """
    held: dict[tuple[int, ...], list[tuple[int, int]]] = defaultdict(list)  # by what they share, the places of first ones, their numbers
    found: dict[int, tuple[int, float]] = {}
    shares = _shares(table)
    for place in np.flatnonzero(shares).tolist():
        made = _sketch(table, place)
        if not made["whole"].any():
            continue
        number, shared = int(made["number"]), int(shares[place])
        whole = (-1, *made["whole"].tolist())
        bands = [(band, value) for band, value in enumerate(made["bands"].tolist()) if shared >> band & 1]
        same = [other for other, its in held.get(whole, ()) if not number or not its or its == number]
        common = Counter(other for band in bands for other, its in held.get(band, ()) if not number or not its or its == number)
        likely = sorted(common, key=lambda other: (-common[other], other))[:COMPARED] if not same else []
        score, other = max(((_score(words(other), words(place)), -other) for other in likely), default=(0.0, 0))
        if same:
            found[place] = (same[0], 1.0)
        elif score:
            found[place] = (-other, round(score, 3))
        else:
            for key in (whole, *bands) if shared >> BANDS else bands:
                if len(held[key]) < HELD:
                    held[key].append((place, number))
    return found


def _shares(table: IO[bytes]) -> np.ndarray[Any, Any]:
    """Return for each document the bands that it shares with another, as bits, and as the bit after them whether it shares all words."""
    table.seek(0, os.SEEK_END)
    shares = np.zeros(table.tell() // SKETCH.itemsize, np.uint32)
    for bit in range(BANDS + 1):
        column = _column(table, bit, len(shares))
        order = np.argsort(column, kind="stable")
        equal = np.diff(column[order]) == 0
        for of_equal in (order[1:][equal], order[:-1][equal]):
            shares[of_equal] |= np.uint32(1 << bit)
    return shares


def _column(table: IO[bytes], bit: int, size: int) -> np.ndarray[Any, Any]:
    """Return one band of all sketches, or half the hash of all words."""
    column = np.empty(size, "<u8")
    table.seek(0)
    for place in range(0, size, AT_ONCE):
        part = np.frombuffer(table.read(AT_ONCE * SKETCH.itemsize), SKETCH)
        column[place : place + AT_ONCE] = part["whole"][:, 0] if bit == BANDS else part["bands"][:, bit]
    return column


def _sketch(table: IO[bytes], place: int) -> np.void:
    table.seek(place * SKETCH.itemsize)
    return np.frombuffer(table.read(SKETCH.itemsize), SKETCH)[0]


def _score(first: Sequence[str] | None, words: Sequence[str] | None) -> float:
    """Return how alike two texts are where they are one document, else 0."""
    if first is None or words is None or min(len(first), len(words)) < SHORTEST:  # short ones are copies where they are equal
        return 0.0
    score = similarity(first, words)
    return score if score >= ALIKE and reposted(first, words) else 0.0
