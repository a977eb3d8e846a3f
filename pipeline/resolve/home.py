"""The document's own rung: who speaks when a text says 本市, bản tỉnh or names a bureau without saying whose."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Tier


@dataclass(frozen=True, slots=True)
class Home:
    """The publisher's rung; whether its city is a province of its own; whether the text tells of the other country's ladder.

    `beside` are the rungs named by the bearers that a mention is coordinated with.
    """

    tier: Tier | None = None
    municipality: bool = False
    foreign: bool = False
    beside: frozenset[Tier] = frozenset()


UNKNOWN = Home()
