"""Which documents of a run post another one again: they are read, but no records are sought in them a second time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from tempfile import SpooledTemporaryFile

from pipeline import emit
from pipeline.duplicates import NOTHING, copies, tokens
from pipeline.run.identity import IDENTITY
from pipeline.run.store import Store

SIZE = len(NOTHING)
SPOOL = 1 << 20  # bytes of sketches that are held: those of 7,000 documents


class Copies:
    """The copies among the documents of a run, found by sketches that are kept with their results, and lie in a file until then.

    `found` gives for the place of a copy that of the first of its kind, and how alike they are.
    """

    def __init__(self, store: Store, documents: bytes, sought: bool) -> None:
        self.sought = sought
        self.found: dict[int, tuple[int, float]] = {}
        self._store, self._documents = store, documents
        self._sketches = SpooledTemporaryFile(SPOOL, dir=str(store.folder))  # noqa: SIM115, closed by close()
        self._known = bytearray(len(documents) // IDENTITY if sought else 0)
        self._firsts: dict[int, dict[str, str]] = {}

    def close(self) -> None:
        """Give up the sketches."""
        self._sketches.close()

    def unread(self) -> Iterator[tuple[int, bytes | None]]:
        """Yield the place of each document whose sketch was unknown, and the sketch, if one is kept."""
        for place in (place for place, known in enumerate(self._known) if not known):
            sketch = self._store.sketch(self.document(place))
            if sketch is not None:
                self.learn(place, sketch)
            yield place, sketch

    def learn(self, place: int, sketch: bytes) -> None:
        """Take in the sketch of a document; an empty one, of a document that cannot be read, makes it no copy."""
        self._sketches.seek(place * SIZE)
        self._sketches.write(sketch or NOTHING)
        self._known[place] = 1

    def seek(self) -> set[int] | None:
        """Find the copies among all documents and return the places where that changes what is known, or None.

        None means that the text of a document was kept, but is damaged: it counts as unread again.
        """
        lost: list[int] = []

        @lru_cache(maxsize=512)
        def words(place: int) -> tuple[str, ...] | None:
            from pipeline.run.work import kept

            held = kept(self._store.held(self.document(place)), self._store.packs)
            if held is None:
                lost.append(place)
                return None
            return tokens(held.document.text, held.document.blocks)

        found = copies(self._sketches, words)
        for place in lost:
            self._store.lose(self.document(place))
            self._known[place] = 0
        if lost:
            return None
        changed = found.keys() ^ self.found.keys()
        self.found, self._firsts = found, {of: {} for of, _ in found.values()}
        return changed

    def joined(self, place: int, part: emit.Part) -> emit.Part | None:
        """Return what a document adds to the files; None where it was to stand for its copies, but failed."""
        if place in self.found:
            of, score = self.found[place]
            return part if part.failure else emit.copied(part, self._firsts[of], score)
        if place in self._firsts:
            if part.failure:
                self.learn(place, NOTHING)
                return None
            self._firsts[place] = emit.reference(part)
        return part

    def document(self, place: int) -> bytes:
        """Return the identity of the document at a place of the run."""
        return self._documents[place * IDENTITY : (place + 1) * IDENTITY]
