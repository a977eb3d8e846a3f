"""Sentences that render each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bead:
    """Chinese sentences `zh[0]:zh[1]` and Vietnamese `vi[0]:vi[1]` that render each other; one range is empty where nothing does.

    `worth` is the log-likelihood ratio of their being translations (0 where one side is empty).
    """

    zh: tuple[int, int]
    vi: tuple[int, int]
    worth: float
