"""The words that records are made of: languages, kinds, ranks."""

from __future__ import annotations

from typing import Literal

LanguageCode = Literal["zh", "vi"]
RecordType = Literal["duty", "assignment", "pledge", "prohibition", "sanction"]
Status = Literal["prescribed", "reported"]
Source = Literal["clause", "context", "none"]
Force = Literal["strong", "medium", "weak"]
BlockKind = Literal[
    "title",
    "heading",
    "paragraph",
    "list_item",
    "table_row",
    "question",
    "answer",
    "caption",
    "note",
    "dateline",
    "signature",
    "boilerplate",
]
Organ = Literal[
    "party_committee",
    "government",
    "people_congress",
    "front",
    "court",
    "procuracy",
    "inspection",
    "department",
    "enterprise",
    "school_hospital",
    "mass_organisation",
    "armed_force",
    "head",
    "cadre",
    "citizen",
    "other",
]
Tier = Literal["central", "province", "prefecture", "county", "commune", "village", "unit"]
TimexType = Literal["DATE", "DURATION", "SET", "INTERVAL"]
Precision = Literal["exact", "vague", "ambiguous", "unresolved"]
Role = Literal["deadline", "period", "start", "earliest", "reference", "rate"]
