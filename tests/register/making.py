"""Records as a run writes them, composed from the words that matter to a test."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.records import Commitment

Row = dict[str, Any]
QUARTERLY = "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"
ROADS = "hoàn thành sửa chữa các tuyến đường liên xã bị hư hỏng"
WELLS = "kiểm tra chất lượng nước giếng tại các điểm trường"
LIBRARY = "mở cửa thư viện xã vào các buổi tối trong tuần"


def identity(*parts: Any) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def document(text: str = "v1", **values: Any) -> Row:
    """A document whose identity is its text, as in a run."""
    row = {
        "document_id": identity(text),
        "source": "data/raw/directive.txt",
        "title": "Chỉ thị về chăm lo đời sống nông thôn",
        "publisher": "Ủy ban nhân dân tỉnh",
        "published": "2026-01-15",
        "number": "07/CT-UBND",
        "url": None,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return row | values


def record(
    action: str, who: str = "UBND huyện A", *, of: Row | None = None, at: int = 0, tier: str | None = "county", **values: Any
) -> Row:
    """A record of a document; `due`, `rrule`, `dtstart` and `recipient` are given by their values."""
    reference = of or document()
    due, rrule, dtstart, recipient = (values.pop(name, None) for name in ("due", "rrule", "dtstart", "recipient"))
    times = {"timex": "SET" if rrule else "DATE", "value": due, "due": due, "rrule": rrule, "dtstart": dtstart, "anchor": None}
    made = {
        "record_id": identity(reference["document_id"], action, who, at),
        "language": "vi",
        "type": "duty",
        "status": "prescribed",
        "actors": [
            {**quote(name, at), "from": "clause", "name": name, "organ": "government", "tier": tier, "individual": False}
            for name in who.split(" + ")
            if name
        ],
        "modal": None,
        "action": {**quote(action, at), "verb": None, "object": None},
        "deadlines": [{**quote(due or "hằng quý", at), **times}] if due or rrule else [],
        "recipient": quote(recipient, at) if recipient else None,
        "condition": None,
        "basis": [],
        "targets": [],
        "concepts": [],
        "clause": quote(action, at),
        "section": None,
        "item": None,
        "specificity": 1,
        "confidence": 0.9,
        "rules": ["composed"],
        "document": reference,
    } | values
    return Commitment.model_validate(made).model_dump(by_alias=True)


def quote(text: str, start: int) -> Row:
    return {"quote": text, "start": start, "end": start + len(text)}


def run(folder: Path, *records: Row, documents: tuple[Row, ...] = (), **settings: Any) -> Path:
    """Write the files of a run into a folder and return its commitments.jsonl."""
    folder.mkdir(exist_ok=True)
    path = folder / "commitments.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records), encoding="utf-8")
    if documents:
        (folder / "documents.jsonl").write_text("".join(json.dumps(row) + "\n" for row in documents), encoding="utf-8")
    if settings:
        (folder / "run.json").write_text(json.dumps({"settings": settings}), encoding="utf-8")
    return path


def textual(text: str, **values: Any) -> Row:
    """A document with its text, as in documents.jsonl."""
    blocks = [{"kind": "paragraph", "start": 0, "end": len(text), "level": None, "language": "vi"}]
    return document(text, **values) | {"text": text, "blocks": blocks}


def found(of: Row, action: str, who: str = "UBND huyện A", **values: Any) -> Row:
    """A record at the place where its words stand in the document's text."""
    reference = {name: value for name, value in of.items() if name not in ("text", "blocks")}
    made = record(action, who, of=reference, at=of["text"].index(action), **values)
    for actor in made["actors"]:
        actor.update(quote(actor["quote"], of["text"].index(actor["quote"])))
    if made["recipient"]:
        made["recipient"] = quote(made["recipient"]["quote"], of["text"].index(made["recipient"]["quote"]))
    for bound in made["deadlines"]:
        words = "trước ngày 30/6/2026" if bound["due"] else "hằng"
        bound.update(quote(words, of["text"].index(words)))
    return made
