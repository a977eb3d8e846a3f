"""Sentences with words, parts of speech and records in CoNLL-U, the format of Universal Dependencies.

One word a line; nothing is parsed, so that HEAD and DEPREL are `_`. MISC holds the word's place (`start_char`, `end_char`) and what it
is of which record: `Commitment=action:ID,…`. A Vietnamese word of several syllables is one word with spaces, which the format
allows for Vietnamese.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import languages
from pipeline.export.rows import Row, Run, languages_of, slots

NOT_WORDS = ("SPACE", "")  # parts of speech that CoNLL-U does not have
EMPTY = "_"


def write(run: Run, out: Path) -> int:
    """Write the sentences of all documents and return how many there are."""
    count = 0
    with out.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for document, records in run.pairs():
            for code in languages_of(document, records):
                for block in sentences(document, records, code):
                    file.write(block)
                    count += 1
    return count


def sentences(document: Row, records: Sequence[Row], code: str) -> Iterator[str]:
    """Yield the sentences of a document in a language as CoNLL-U, each with its comments and the empty line behind it."""
    speaker = languages.get(code)
    marks = sorted((quote["start"], quote["end"], f"{name}:{record['record_id']}") for record in records for name, quote in slots(record))
    starts, longest = [start for start, _, _ in marks], max((end - start for start, end, _ in marks), default=0)
    own = (code, "other") if document["language"] == code else (code,)
    number, paragraph = 0, 0
    for block in document["blocks"]:
        if block["language"] not in own or block["kind"] == "boilerplate":
            continue
        paragraph += 1
        text = document["text"][block["start"] : block["end"]]
        for place, (start, end) in enumerate(speaker.sentences(text)):
            words = [(a, b, tag) for a, b, tag in speaker.tags(text[start:end])]
            if not words:
                continue
            number += 1
            head = [f"# newdoc id = {document['document_id']}-{code}", f"# source = {_line(document['source'])}"] if number == 1 else []
            head += [f"# newpar id = {document['document_id']}-{code}-p{paragraph}"] if place == 0 else []
            head += [f"# sent_id = {document['document_id']}-{code}-s{number}", f"# lang = {code}", f"# block = {block['kind']}"]
            base = block["start"] + start
            near = marks[bisect_left(starts, base - longest) : bisect_left(starts, base + end - start)]
            yield "\n".join([*head, *_words(text[start:end], words, base, near)]) + "\n\n"


def _words(text: str, words: Sequence[tuple[int, int, str]], base: int, near: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    forms = [_line(text[start:end]) for start, end, _ in words]
    gaps = [text[end:after] for (_, end, _), after in zip(words, [start for start, _, _ in words[1:]] + [len(text)], strict=True)]
    last = len(words) - 1
    told = [form + (" " if gap and place < last else "") for place, (form, gap) in enumerate(zip(forms, gaps, strict=True))]
    yield f"# text = {''.join(told)}"
    for place, ((start, end, tag), form, gap) in enumerate(zip(words, forms, gaps, strict=True), 1):
        named = ",".join(dict.fromkeys(label for a, b, label in near if a < base + end and base + start < b))
        misc = [f"Commitment={named}"] if named else []
        misc += ["SpaceAfter=No"] if not gap and place <= last else []
        misc += [f"end_char={base + end}", f"start_char={base + start}"]
        upos = "X" if tag in NOT_WORDS else tag
        yield "\t".join([str(place), form, EMPTY, upos, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, "|".join(misc)])


def _line(text: str) -> str:
    """Return a text without tabs and line breaks, which end fields and lines here."""
    return " ".join("".join(letter if letter.isprintable() or letter.isspace() else "\ufffd" for letter in text).split()) or "\ufffd"
