"""Verdicts while a run is brought in: laid over what it reads, and handed on to the records that take the judged ones' places."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, select, update

from pipeline import overlap
from pipeline.register import content, verdicts
from pipeline.register.journal import Journal
from pipeline.register.likeness import Brief, Pair
from pipeline.register.tables import commitments, contents, corrections
from pipeline.register.texts import Text, text

SAME = 0.8  # overlap (Dice) from which a new reading is the one that a person rejected
Row = dict[str, Any]


class Standing:
    """The verdicts that stand when an import begins, by record."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self.connection, self.journal = connection, journal
        found = connection.execute(select(corrections.c.record_id, corrections.c.verdict))
        self.verdicts: dict[str, str] = {row.record_id: row.verdict for row in found}
        self.texts: dict[str, Text | None] = {}

    def judged(self, record_id: str) -> Row:
        """Return the fields that people answer for; none where nobody judged the record."""
        found = verdicts.held(self.connection, record_id) if record_id in self.verdicts else None
        return found["judged"] if found else {}

    def read(self, record_id: str) -> Row | None:
        """Return a judged record as last read, without what people corrected."""
        found = verdicts.held(self.connection, record_id) if record_id in self.verdicts else None
        return found and found["read"]

    def reread(self, record_id: str, read: str) -> None:
        """Keep what a run reads of a judged record now."""
        if record_id in self.verdicts:
            self.connection.execute(update(corrections).where(corrections.c.record_id == record_id).values(read=read))

    def brief(self, brief: Brief) -> Brief:
        """Return what a record is compared by, as it was read."""
        read = self.read(brief.record_id)
        if read is None:
            return brief
        made = content.rows(read | {"document": {"document_id": ""}}, "").commitment
        return Brief.of(*(made[name] for name in ("record_id", "action", "bearers", "item", "due")))

    def takers(self, gone: Iterable[str], added: Collection[str]) -> list[Pair]:
        """Return which new readings of the same text are of the acts that judged records, gone from it, were about."""
        olds = [found for record_id in gone if (found := verdicts.held(self.connection, record_id))]
        if not olds or not added:
            return []
        wanted = select(contents).where(contents.c.record_id.in_(added)).order_by(contents.c.record_id)
        news = {record_id: json.loads(line) for record_id, line in self.connection.execute(wanted)}
        pairs: list[Pair] = []
        for by in (lambda old: old["read"], lambda old: old["read"] | old["judged"]):
            left = [old for old in olds if old["record_id"] not in {pair.old for pair in pairs}]
            free = [key for key in news if key not in {pair.new for pair in pairs}]
            spans = [_span(by(old)) for old in left], [_span(news[key]) for key in free]
            for i, j in overlap.pairs(*spans):
                alike = overlap.dice(spans[0][i], spans[1][j])
                if left[i]["verdict"] != "rejected" or (alike >= SAME and left[i]["read"]["type"] == news[free[j]]["type"]):
                    pairs.append(Pair(left[i]["record_id"], free[j], round(100 * alike, 1)))
        return pairs

    def hand_on(self, matched: Iterable[Pair]) -> None:
        """Give the verdicts on old records to those that take their places; in another text only where it says the same."""
        for pair in matched:
            old = verdicts.held(self.connection, pair.old) if pair.old in self.verdicts else None
            if old is None or pair.new in self.verdicts:
                continue
            new = verdicts.current(self.connection, pair.new)
            documents = [self._document(pair.old), self._document(pair.new)]
            judged: Row | None = old["judged"]
            if documents[0] != documents[1]:
                judged = verdicts.moved(old["judged"], old["read"], new, self._text(documents[1]))
            if judged is None:
                continue
            self.journal.flush()  # what led here comes first
            verdict = old["verdict"]
            version = self.journal.write(verdict, pair.new, {"verdict": None}, {"verdict": verdict}, f"from {pair.old}")
            verdicts.write(self.connection, pair.new, verdict, judged, new, version)
            self.verdicts[pair.new] = verdict

    def _document(self, record_id: str) -> str:
        c = commitments.c
        return str(self.connection.execute(select(c.document_id).where(c.record_id == record_id)).scalar_one())

    def _text(self, document_id: str) -> Text | None:
        if document_id not in self.texts:
            self.texts = {document_id: text(self.connection, document_id)}  # pairs come document by document
        return self.texts[document_id]


def _span(record: Row) -> overlap.Place:
    return record["action"]["start"], record["action"]["end"]
