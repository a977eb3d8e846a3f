"""Documents that are posted twice: near-duplicates by MinHash, told apart from new texts cut after the same pattern.

    index = Index()
    index.find("a", tokens_of_a)    # None: the first of its kind
    index.find("b", tokens_of_b)    # "a": the same document again

A directive for another year, commune or person repeats nearly every word of the one before, and is no duplicate: what differs between
duplicates is left out or added at the edges, or a slip of the pen, but never a number or a name put in another's place.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

TOKEN = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|\d+(?:[.,]\d+)*|[^\W\d_\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
PARTS = frozenset(["title", "heading", "paragraph", "list_item", "table_row", "question", "answer"])
SHINGLE = 5  # tokens
PERMUTATIONS = 128
ALIKE = 0.8  # Jaccard similarity of shingles from which two texts are compared word for word
SLIPS = 0.005  # of the tokens that may be others
FEWEST_SLIPS = 2
SHORTEST = 30  # tokens: in shorter texts nothing tells a copy from a common phrase but equality


class Part(Protocol):
    """A block of a document, as it was read or as it was written to `documents.jsonl`."""

    kind: str
    start: int
    end: int


def tokens(text: str, blocks: Iterable[Part]) -> tuple[str, ...]:
    """Return words, Chinese characters and numbers of a text's body in order; not those of furniture, datelines and signatures."""
    return tuple(
        sys.intern(match[0])
        for block in blocks
        if block.kind in PARTS
        for match in TOKEN.finditer(unicodedata.normalize("NFC", text[block.start : block.end]))
    )


def minhash(words: Sequence[str]) -> MinHash:
    """Return the MinHash of the text's shingles of five tokens, caseless; the same on every machine."""
    from datasketch import MinHash

    plain = [word.casefold() for word in words]
    shingles = {" ".join(plain[place : place + SHINGLE]) for place in range(max(1, len(plain) - SHINGLE + 1))}
    made = MinHash(num_perm=PERMUTATIONS, seed=1)
    made.update_batch(sorted(shingle.encode("utf-8", "surrogatepass") for shingle in shingles))
    return made


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


@dataclass(frozen=True, slots=True)
class Known:
    """A document in the index."""

    words: tuple[str, ...]
    number: str | None


class Index:
    """The documents seen so far, each the first of its kind; memory grows with their text."""

    def __init__(self) -> None:
        """Begin without documents."""
        from datasketch import MinHashLSH

        self.lsh: MinHashLSH = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
        self.hashes: dict[str, MinHash] = {}
        self.known: dict[str, Known] = {}
        self.order: dict[str, int] = {}

    def find(self, name: str, words: tuple[str, ...], number: str | None = None) -> tuple[str, float] | None:
        """Return the first document that this one posts again and how alike they are (0–1), or take it as new and return None.

        `number` is the official number it bears; two documents with two numbers are two.
        """
        made = minhash(words)
        alike = [(made.jaccard(self.hashes[other]), -self.order[other], other) for other in self.lsh.query(made)]
        for score, _, other in sorted(alike, reverse=True):
            found = self.known[other]
            if score < ALIKE or (number and found.number and number != found.number):
                continue
            same = found.words == words if min(len(words), len(found.words)) < SHORTEST else reposted(found.words, words)
            if same:
                return other, round(float(score), 3)
        self.order[name] = len(self.order)
        self.hashes[name], self.known[name] = made, Known(words, number)
        self.lsh.insert(name, made)
        return None
