"""What each term of a lexicon can be in a sentence, worked out once by its number: a sentence asks it of every term it holds."""

from __future__ import annotations

from collections.abc import Sequence

ADDRESS = frozenset({"to", "tell"})
NAMING = frozenset({"bearer_heads", "bearer_names", "bearer_series"})
PREDICATE = frozenset({"adverb", "verb", "object_coverb", "assign", "hold", "pledge", "sanction"})
BINDING = frozenset({"duty", "prohibition", "right", "order"})
OPENS, BARS = 1, -1


class Roles:
    """The terms, by their numbers, that have a part of their own in a row.

    `address` are marks of address and verbs of reporting, `mere` those of them that are nothing else; `ends` says of a party's head noun
    True, of a word that only looks like one False; `binding` are the terms that can bind a party; `predicate` tells of each term whether
    it OPENS a predicate, BARS a shorter one at its place from doing so, or does neither (0).
    """

    def __init__(self, labels: Sequence[frozenset[str]], head_last: bool) -> None:
        self.labels = labels
        self.address = {number for number, names in enumerate(labels) if not names.isdisjoint(ADDRESS)}
        self.mere = {number for number in self.address if labels[number] <= ADDRESS}
        heads = {number for number, names in enumerate(labels) if not names.isdisjoint(("bearer_heads", "bearer_names"))}
        self.ends = dict.fromkeys(heads, True) | {number: False for number, names in enumerate(labels) if "bearer_not_heads" in names}
        self.aside = self.address | self.ends.keys()
        self.binding = {n for n, names in enumerate(labels) if not names.isdisjoint(BINDING) and "not_cues" not in names}
        bars = ("not_cues", "role") if head_last else NAMING
        self.predicate = [BARS * (not names.isdisjoint(bars)) if names.isdisjoint(PREDICATE) else OPENS for names in labels]
