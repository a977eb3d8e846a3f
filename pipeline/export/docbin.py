"""Documents with their records as spaCy Docs in a DocBin (`.spacy`), the input of spaCy's training and analysis.

A Doc for each document and language, its text the document's to the letter. `doc.spans` holds `clauses` (label: the record's type) and a
group a slot (`actor`, `modal`, `action`, `deadline`, …), each span's id the record; a span whose edges lie inside a word is widened to it.
`doc.user_data` names document, source, language and genre. Read it with `DocBin(store_user_data=True).from_disk(path)` and
`get_docs(spacy.blank("xx").vocab)`.
"""

from __future__ import annotations

from pathlib import Path

from pipeline import languages
from pipeline.export.rows import Row, Run, languages_of, slots

ATTRIBUTES = ["ORTH", "POS", "TAG", "NORM", "SENT_START"]


def write(run: Run, out: Path) -> int:
    """Write the DocBin and return how many Docs it holds; all of them are in memory at once."""
    from spacy.tokens import Doc, DocBin, SpanGroup

    held = DocBin(attrs=ATTRIBUTES, store_user_data=True)
    for document, records in run.pairs():
        for code in languages_of(document, records):
            doc: Doc = languages.get(code).make_doc(document["text"])
            groups: dict[str, list[tuple[Row, Row, str]]] = {"clauses": []}
            for record in records:
                if record["language"] == code:
                    groups["clauses"].append((record, record["clause"], record["type"]))
                    for slot, quote in slots(record):
                        groups.setdefault(slot, []).append((record, quote, slot))
            for name, found in groups.items():
                spans = [
                    doc.char_span(quote["start"], quote["end"], label, alignment_mode="expand", span_id=record["record_id"])
                    for record, quote, label in found
                ]
                doc.spans[name] = SpanGroup(doc, name=name, spans=[span for span in spans if span is not None])
            source = document["source"].encode("utf-8", "backslashreplace").decode()  # a file name may be no UTF-8
            told = {"document_id": document["document_id"], "source": source, "language": code}
            doc.user_data = {**told, "genre": run.genre_of(document)}
            held.add(doc)
    out.write_bytes(held.to_bytes())
    return len(held)
