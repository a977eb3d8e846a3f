"""Load words, lexicons and taggers by reading a sentence of each language.

Imported by the server that workers are forked from, and by nothing else: many workers pay once and share the memory. The learned
model is left out: its threads do not survive a fork.
"""

import gc
from contextlib import suppress

from pipeline import annotate, emit, extract, ingest, languages, resolve
from pipeline.duplicates import sketch, tokens
from pipeline.settings import Settings

SENTENCES = ("Ủy ban nhân dân xã phải báo cáo kết quả trước ngày 30/6/2026.", "县级人民政府应当于2026年6月底前报告工作情况。")

for sentence in SENTENCES:
    with suppress(Exception):  # whatever is wrong is met again in a worker, which knows for which document
        settings = Settings(extractor="rules")
        annotated = annotate.annotate(ingest.read_text(sentence), settings)
        emit.part(annotated.document, [resolve.commitment(clause, annotated, settings) for clause in extract.clauses(annotated, settings)])
        sketch(tokens(annotated.document.text, annotated.document.blocks))
for code in languages.CODES:
    with suppress(Exception):
        languages.get(code).prepare()
gc.collect()
gc.freeze()  # what was read stays: the collector of a worker need not look through all of it again with every few documents
