"""Documents that are posted twice: near-duplicates by MinHash, told apart from new texts cut after the same pattern.

    table = b"".join(sketch(words) for words in documents)
    copies(table, documents.__getitem__)    # {3: (0, 0.981)}: the fourth is the first again

A directive for another year, commune or person repeats nearly every word of the one before, and is no duplicate: what differs between
duplicates is left out or added at the edges, or a slip of the pen, but never a number or a name put in another's place.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

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
AT_ONCE = 4096  # shingles hashed at once: memory does not grow with the text
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


def copies(table: bytes, words: Callable[[int], Sequence[str] | None]) -> dict[int, tuple[int, float]]:
    """Return for each document that posts another again the place of the first of its kind, and how alike they are (0–1).

    `table` holds the sketches of all documents in order; `words` gives the tokens of the document at a place, or None where they cannot
    be had any more, and is asked only for documents that look alike. Two documents with two official numbers are two.
    """
    sketches = np.frombuffer(table, SKETCH)
    held: dict[tuple[int, ...], list[int]] = defaultdict(list)
    found: dict[int, tuple[int, float]] = {}
    for place in _meeting(sketches):
        whole = (-1, *sketches[place]["whole"].tolist())
        bands = [(band, value) for band, value in enumerate(sketches[place]["bands"].tolist())]
        same = [other for other in held[whole] if _one_number(sketches, place, other)]
        shared = Counter(other for band in bands for other in held[band] if _one_number(sketches, place, other))
        likely = sorted(shared, key=lambda other: (-shared[other], other))[:COMPARED] if not same else []
        score, other = max(((_score(words(other), words(place)), -other) for other in likely), default=(0.0, 0))
        if same:
            found[place] = (same[0], 1.0)
        elif score:
            found[place] = (-other, round(score, 3))
        else:
            for key in (whole, *bands):
                if len(held[key]) < HELD:
                    held[key].append(place)
    return found


def _meeting(sketches: np.ndarray[Any, Any]) -> list[int]:
    """Return the places, in order, of the documents that share a band or all words with another; most share none."""
    marked = np.zeros(len(sketches), bool)
    for column in (sketches["whole"][:, 0], *sketches["bands"].T):
        order = np.argsort(column, kind="stable")
        equal = np.diff(column[order]) == 0
        marked[order[1:][equal]] = marked[order[:-1][equal]] = True
    return np.flatnonzero(marked & sketches["whole"].any(axis=1)).tolist()


def _one_number(sketches: np.ndarray[Any, Any], one: int, other: int) -> bool:
    a, b = sketches["number"][[one, other]]
    return bool(not a or not b or a == b)


def _score(first: Sequence[str] | None, words: Sequence[str] | None) -> float:
    """Return how alike two texts are where they are one document, else 0."""
    if first is None or words is None or min(len(first), len(words)) < SHORTEST:  # short ones are copies where they are equal
        return 0.0
    score = similarity(first, words)
    return score if score >= ALIKE and reposted(first, words) else 0.0
