"""Who issued a document, and so which rung is its own."""

from __future__ import annotations

import re

from pipeline import languages
from pipeline.records import Document, LanguageCode, Tier
from pipeline.resolve.bearer import party
from pipeline.resolve.home import Home
from pipeline.resolve.lexicon import vocabulary

# The letterhead: a body that issues a document names itself in its first lines.
LETTERHEAD = 400
LONGEST_ISSUER = 60


def home(document: Document, code: LanguageCode) -> Home:
    """Return the rung of a document from its publisher, else its number, else its title."""
    words = vocabulary(code)
    fold = languages.get(code).fold
    top = fold(" ".join(filter(None, (document.publisher, document.title))) + "\n" + document.text[:LETTERHEAD]).text
    other_language = any(b.language not in (code, "other") for b in document.blocks)
    foreign = bool(words.foreign.search(top + fold(document.text[: 10 * LETTERHEAD]).text)) or (
        other_language and bool(words.organs.foreign)
    )
    municipality = bool(words.municipalities.search(top))
    for source in (document.publisher, document.number, document.title):
        if not source:
            continue
        folded = fold(source).text
        tier: Tier | None = None
        if source == document.number:
            tier = next((rung for pattern, rung in words.organs.numbers.items() if re.search(pattern, folded)), None)
        else:
            issuer = re.split("关于|印发|转发|：|:|về việc|V/v", folded, maxsplit=1)[0].strip()
            named = party(issuer, code, Home(None, municipality, foreign))
            official = named.organ not in ("other", "enterprise", "citizen", "school_hospital") and len(issuer) < LONGEST_ISSUER
            tier = named.tiers[0] if official and len(named.tiers) == 1 and named.tiers[0] != "unit" else None
        if tier:
            return Home(tier, municipality and tier != "central", foreign)
    return Home(None, municipality, foreign)
