"""The typed things that flow from stage to stage; this package imports neither spaCy nor pandas.

    raw file → Document (with Blocks) → spaCy Docs → Clause → Commitment → files

All offsets count characters (code points) of `Document.text`, end exclusive, and `text[start:end] == quote` always holds.
Inside the pipeline things are frozen dataclasses (`stages`); what leaves it is a pydantic model (`rows`); both are made of the same
words (`values`).
"""

from pipeline.records.rows import (
    Action,
    Actor,
    Basis,
    Commitment,
    CopyOf,
    Deadline,
    DocumentBlock,
    DocumentPlace,
    DocumentReference,
    DocumentRow,
    Failure,
    Modal,
    Quote,
    Strict,
    Target,
)
from pipeline.records.stages import Annotated, Bearer, Block, Clause, Document, Place, Sentence, Span, Timex
from pipeline.records.values import BlockKind, Force, LanguageCode, Organ, Precision, RecordType, Role, Source, Status, Tier, TimexType

__all__ = [
    "Action",
    "Actor",
    "Annotated",
    "Basis",
    "Bearer",
    "Block",
    "BlockKind",
    "Clause",
    "Commitment",
    "CopyOf",
    "Deadline",
    "Document",
    "DocumentBlock",
    "DocumentPlace",
    "DocumentReference",
    "DocumentRow",
    "Failure",
    "Force",
    "LanguageCode",
    "Modal",
    "Organ",
    "Place",
    "Precision",
    "Quote",
    "RecordType",
    "Role",
    "Sentence",
    "Source",
    "Span",
    "Status",
    "Strict",
    "Target",
    "Tier",
    "Timex",
    "TimexType",
]
