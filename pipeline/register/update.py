"""Bring a run's records into the register as one transaction: new, changed, unchanged, returned, superseded, vanished.

A record is known again by its id; where its id is gone, by likeness (`likeness`) to the new records of the same document or of its
amended version (`versions`). What people entered stays with the record, and goes along to the one that takes its place. An import
that finds nothing new writes nothing at all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from pipeline.register import content, intake, texts
from pipeline.register.findings import Report
from pipeline.register.journal import CHUNK, Journal, author
from pipeline.register.likeness import Brief, Pair, pairs
from pipeline.register.standing import Standing
from pipeline.register.store import Register
from pipeline.register.tables import commitments, contents, deadlines, documents, links, tracking
from pipeline.register.tracking import FIELDS, UNTOUCHED
from pipeline.register.versions import Versions

Row = dict[str, Any]


def update_register(register: Register, path: Path, *, who: str | None = None, why: str | None = None, complete: bool = False) -> Report:
    """Bring the records of `path` (a run's `commitments.jsonl`) into the register and return what was found.

    Documents that the run did not read stay as they are, unless `complete` says that it read all there are.
    RegisterError: nothing was changed.
    """
    with intake.opened(path) as run, register.writing() as connection:
        journal = Journal(connection, who or author(), why or f"update from {path}")
        report = _Import(connection, journal, run, complete).report()
        journal.flush()
    return report


class _Import:
    def __init__(self, connection: Connection, journal: Journal, run: intake.Run, complete: bool) -> None:
        self.connection, self.journal, self.run = connection, journal, run
        known = select(commitments.c.record_id, commitments.c.digest, commitments.c.state, commitments.c.document_id)
        self.known = {row[0]: row for row in connection.execute(known)}
        self.documents: dict[str, Row] = {row.document_id: dict(row._mapping) for row in connection.execute(select(documents))}
        self.read = {*run.documents, *(self.documents if complete else ())}
        self.complete = complete
        self.standing = Standing(connection, journal)
        self.added: dict[str, list[str]] = defaultdict(list)  # new or returned records by document
        self.back: set[str] = set()  # documents whose amendment was taken back
        self.result = Report()

    def report(self) -> Report:
        arrived = self._documents()
        texts.keep(self.connection, self.run, self.run.documents)
        self._records()
        self._amended(arrived)
        self._dropped()
        return self.result

    # ---- documents

    def _documents(self) -> list[str]:
        """Write the documents' rows; return the documents that have just come, or come back in place of their own successor."""
        arrived, rows = [], []
        for key, found in self.run.documents.items():
            held = self.documents.get(key)
            if held is None:
                self.documents[key] = {**found, "state": "active", "successor": None}
                rows.append(self.documents[key])
                arrived.append(key)
                continue
            changed = [name for name, value in found.items() if held[name] != value]
            if changed:
                before = {name: held[name] for name in changed}
                self.journal.add("document", None, before, {name: found[name] for name in changed}, key)
                self._set_document(key, **{name: found[name] for name in changed})
            if self._is_back(key):
                self._set_document(key, state="active", successor=None)
                self.back.add(key)
                arrived.append(key)
        for chunk in _chunks(rows):
            self.connection.execute(insert(documents), chunk)
        return sorted(arrived, key=lambda key: (self.documents[key]["published"] or "", key))

    def _is_back(self, key: str) -> bool:
        """Tell whether an amendment was taken back: the older version stands in the place of the newer again."""
        held = self.documents[key]
        later = self.documents.get(held["successor"] or "")
        gone = held["state"] == "superseded" and later is not None and later["document_id"] not in self.run.documents
        return gone and later is not None and (self.complete or later["source"] == held["source"])

    def _set_document(self, key: str, **values: Any) -> None:
        self.documents[key].update(values)
        self.connection.execute(update(documents).where(documents.c.document_id == key).values(**values))

    # ---- records seen

    def _records(self) -> None:
        fresh, changed, back = [], [], []
        for line in self.run.lines.values():
            held = self.known.get(line.record_id)
            if held is None:
                fresh.append(line)
                continue
            if held.digest != line.digest:
                changed.append(line)
            else:
                self.result.unchanged += 1
            away = held.state in ("vanished", "superseded") and self.documents[held.document_id]["state"] == "active"
            if away and not (held.state == "superseded" and self._has_successor(line.record_id)):
                back.append(line.record_id)
                self.added[line.document_id].append(line.record_id)
        for chunk in _chunks(changed):
            self._change(chunk)
        for state in ("active", "rejected"):
            self._state([i for i in back if (self.standing.verdicts.get(i) == "rejected") == (state == "rejected")], state, "returned")
        for chunk in _chunks(fresh):
            self._insert(chunk)
        self.result.new, self.result.changed, self.result.returned = len(fresh), len(changed), len(back)

    def _has_successor(self, record_id: str) -> bool:
        """Tell whether a superseded record's place is still taken: by one that this run holds, or of a document it did not read."""
        taken = self.connection.execute(select(links.c.new).where(links.c.old == record_id)).scalars()
        elsewhere = self.known[record_id].document_id not in self.back
        return any(new in self.run.lines or (elsewhere and self.known[new].document_id not in self.read) for new in taken)

    def _insert(self, lines: list[intake.Line]) -> None:
        made = [self._rows(line) for line in lines]
        new = []
        for line, found in zip(lines, made, strict=True):
            state = self.documents[line.document_id]["state"]  # a superseded document may still lie beside its amended version
            new.append(found.commitment | {"state": state, "first_seen": self.journal.at, "changed_at": self.journal.at})
            self.added[line.document_id].append(line.record_id)
            self.journal.add("added", line.record_id)
        self.connection.execute(insert(commitments), new)
        self.connection.execute(insert(contents), [found.content for found in made])
        self._bounds(made)

    def _change(self, lines: list[intake.Line]) -> None:
        made = [self._rows(line) for line in lines]
        ids = [line.record_id for line in lines]
        olds, tracked = self._contents(ids), self._tracked(ids)
        for line, found in zip(lines, made, strict=True):
            record_id, old, new = line.record_id, olds[line.record_id], json.loads(found.content["content"])
            before = self.standing.read(record_id)
            if before is None:
                self.journal.add("changed", record_id, *content.difference(old, new))
            else:
                read = content.encoded(self.run.record(line))
                self.journal.add("changed", record_id, *content.difference(before, json.loads(read)))
                self.standing.reread(record_id, read)
            told = content.told(old, new) if record_id in tracked else None
            if told:
                self.connection.execute(update(tracking).where(tracking.c.record_id == record_id).values(attention=told))
        names = [name for name in made[0].commitment if name != "record_id"]
        rows = [{f"new_{name}": value for name, value in found.commitment.items()} for found in made]
        values: Row = {name: bindparam(f"new_{name}") for name in names} | {"changed_at": self.journal.at}
        self.connection.execute(update(commitments).where(commitments.c.record_id == bindparam("new_record_id")).values(values), rows)
        texts = [{"key": found.content["record_id"], "text": found.content["content"]} for found in made]
        self.connection.execute(update(contents).where(contents.c.record_id == bindparam("key")).values(content=bindparam("text")), texts)
        self.connection.execute(delete(deadlines).where(deadlines.c.record_id.in_(ids)))
        self._bounds(made)

    def _bounds(self, made: list[content.Rows]) -> None:
        bounds = [bound for found in made for bound in found.deadlines]
        if bounds:
            self.connection.execute(insert(deadlines), bounds)

    def _rows(self, line: intake.Line) -> content.Rows:
        record = self.run.record(line)
        read = content.encoded(record)
        judged = self.standing.judged(line.record_id)
        if judged:
            record |= judged
        return content.rows(record, content.encoded(record) if judged else read, read)

    # ---- records gone

    def _amended(self, arrived: list[str]) -> None:
        """Find what the documents that came amend, and let their records take the places of the older ones."""
        versions = Versions(self.documents.values(), set(self.run.documents))
        for key in arrived:
            found = versions.before(self.documents[key], self._briefs) if self.documents[key]["state"] == "active" else None
            if found is None:
                continue
            old, matched, whole = found
            self.journal.add("amended", None, {"document": old["document_id"]}, {"document": key}, key)
            self._replace(matched)
            replaced = {pair.old for pair in matched}
            if whole:  # of one amended in part, the rest stays in force
                self._vanish([brief.record_id for brief in self._briefs(old["document_id"]) if brief.record_id not in replaced])
                self._set_document(old["document_id"], state="superseded", successor=key)
            self.result.amended.append((old["document_id"], key))

    def _dropped(self) -> None:
        """Find the records that their own document no longer gives; a new one of like wording takes their place."""
        gone: dict[str, list[str]] = defaultdict(list)
        for held in self.known.values():
            if held.state in ("active", "rejected") and held.document_id in self.read and held.record_id not in self.run.lines:
                gone[held.document_id].append(held.record_id)
        for key, ids in gone.items():
            lost, added = set(ids), set(self.added.get(key, ()))
            if key in self.run.documents:  # what people judged stays, under its own id or that of a new reading of the same act
                kept = lost & self.standing.verdicts.keys()
                taken = self.standing.takers(sorted(kept), added)
                self._replace(taken)
                lost, added = lost - kept, added - {pair.new for pair in taken}
            briefs = self._briefs(key)  # what was superseded a moment ago is no longer among them
            olds = [brief for brief in briefs if brief.record_id in lost and self._could_be_read(brief.record_id)]
            matched = pairs(olds, [brief for brief in briefs if brief.record_id in added])
            self._replace(matched)
            replaced = {pair.old for pair in matched}
            self._vanish([brief.record_id for brief in olds if brief.record_id not in replaced])

    def _could_be_read(self, record_id: str) -> bool:
        if self.run.language is None and not self.run.min_confidence:
            return True
        record = self._contents([record_id])[record_id]
        return self.run.could_hold(record["language"], record["confidence"])

    def _replace(self, matched: list[Pair]) -> None:
        if not matched:
            return
        olds, news = [pair.old for pair in matched], [pair.new for pair in matched]
        self.standing.hand_on(matched)
        records, tracked = self._contents(olds + news), self._tracked(olds)
        self._state(olds, "superseded", "superseded", [{"by": pair.new, "score": pair.score} for pair in matched])
        for chunk in _chunks(matched):  # those of an earlier time go: an amendment may be taken back, and made again
            both = [pair.old for pair in chunk] + [pair.new for pair in chunk]
            self.connection.execute(delete(links).where(links.c.new.in_(both), links.c.old.in_(both)))
            self.connection.execute(insert(links), [asdict(pair) for pair in chunk])
        for pair in matched:
            told = content.told(records[pair.old], records[pair.new])
            self.journal.add("supersedes", pair.new, {"record": pair.old}, {"record": pair.new, "difference": told})
            if pair.old in tracked:
                self._carry(pair, told)
        self.result.superseded += len(matched)

    def _carry(self, pair: Pair, told: str | None) -> None:
        """Give what people entered about the old record to the one that takes its place."""
        entered = self.connection.execute(select(tracking).where(tracking.c.record_id == pair.old)).mappings().one()
        before = self.connection.execute(select(tracking).where(tracking.c.record_id == pair.new)).mappings().first()
        fields = {name: entered[name] for name in FIELDS}
        self.journal.flush()  # what led here comes first
        version = self.journal.write(
            "carried", pair.new, {name: (before or UNTOUCHED)[name] for name in FIELDS}, fields, f"from {pair.old}"
        )
        values = fields | {"attention": told or entered["attention"], "version": version}
        if before is None:
            self.connection.execute(insert(tracking), values | {"record_id": pair.new})
        else:
            self.connection.execute(update(tracking).where(tracking.c.record_id == pair.new).values(**values))

    def _vanish(self, ids: list[str]) -> None:
        self._state(ids, "vanished", "vanished")
        self.result.tracked_vanished += len(self._tracked(ids))
        self.result.vanished += len(ids)

    # ---- reading and writing rows

    def _state(self, ids: list[str], state: str, kind: str, afters: list[Row] | None = None) -> None:
        if ids:
            change = update(commitments).where(commitments.c.record_id == bindparam("key")).values(state=state, changed_at=self.journal.at)
            self.connection.execute(change, [{"key": record_id} for record_id in ids])
        for i, record_id in enumerate(ids):
            self.journal.add(kind, record_id, None, afters[i] if afters else None)

    def _contents(self, ids: list[str]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for chunk in _chunks(ids):
            for record_id, text in self.connection.execute(select(contents).where(contents.c.record_id.in_(chunk))):
                found[record_id] = json.loads(text)
        return found

    def _tracked(self, ids: list[str]) -> set[str]:
        """Return those of the records about which people entered something."""
        found: set[str] = set()
        for chunk in _chunks(ids):
            found |= set(self.connection.execute(select(tracking.c.record_id).where(tracking.c.record_id.in_(chunk))).scalars())
        return found

    def _briefs(self, document_id: str) -> list[Brief]:
        c = commitments.c
        columns = select(c.record_id, c.action, c.bearers, c.item, c.due)
        found = columns.where(c.document_id == document_id, c.state.in_(("active", "rejected"))).order_by(c.place, c.record_id)
        return [self.standing.brief(Brief.of(*row)) for row in self.connection.execute(found)]


def _chunks(things: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(things)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk
