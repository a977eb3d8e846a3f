"""A page as the network reads it: in windows, and where its tags are in doubt a second time in windows that are cut elsewhere.

What a piece is taken for depends on what its window shows around it. The scores of both looks are averaged: two readings err in different
places, and what both see stays.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from pipeline.model.page import CORE, Page, Window, windows
from pipeline.model.spans import allowed, edges, posterior, viterbi

ACTIONS = 2  # the first of HEADS: plain and nested actions
DOUBT = 1.0  # pieces in the core of a window that are expected to have a wrong tag, from which it is looked at again


class Engine(Protocol):
    """What runs the network."""

    steps: np.ndarray

    def read(self, page: Page, found: list[Window]) -> tuple[np.ndarray, np.ndarray]:
        """Return states (n, hidden) and tag scores (n, heads, tags) of a page, zero where no window has its core."""

    def link(self, states: np.ndarray, *columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return type scores (actions, types) and pair scores (actions, candidates).

        `columns`: first and last pieces of the actions; first and last pieces, links and groups of the candidates; pair features.
        """


def look(page: Page, engine: Engine) -> tuple[np.ndarray, np.ndarray, list[Window]]:
    """Return states (n, hidden) and scores of the tags that may stand at each piece (n, heads, tags), and the windows whose cores are
    chains of their own."""
    tiles, limits = windows(page), edges(page)
    states, scores = engine.read(page, tiles)
    likely = posterior(*_stacked(allowed(scores, *limits)[:, :ACTIONS], engine.steps[:ACTIONS], tiles))
    doubt = (1 - _flat(likely, tiles).max(-1)).sum(1)
    again = [tile for tile in windows(page, first=CORE // 2) if doubt[tile.first : tile.first + tile.size].sum() >= DOUBT]
    if again:
        more = engine.read(page, again)
        for tile in again:
            core = slice(tile.first, tile.first + tile.size)
            states[core], scores[core] = (states[core] + more[0][core]) / 2, (scores[core] + more[1][core]) / 2
    return states, allowed(scores, *limits), tiles


def chains(scores: np.ndarray, steps: np.ndarray, tiles: list[Window]) -> tuple[np.ndarray, np.ndarray]:
    """Return tags (n, heads) and tag probabilities (n, kinds of action, tags): each window's core is a chain of its own."""
    best = viterbi(*_stacked(scores, steps, tiles))
    return _flat(best, tiles), _flat(posterior(*_stacked(scores[:, :ACTIONS], steps[:ACTIONS], tiles)), tiles)


def _stacked(scores: np.ndarray, steps: np.ndarray, tiles: list[Window]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores by window, padded, with the steps and the sizes of the cores."""
    sizes = np.array([tile.size for tile in tiles])
    stacked = np.zeros((len(tiles), sizes.max(), *scores.shape[1:]), scores.dtype)
    for row, tile in enumerate(tiles):
        stacked[row, : tile.size] = scores[tile.first : tile.first + tile.size]
    return stacked, steps, sizes


def _flat(rows: np.ndarray, tiles: list[Window]) -> np.ndarray:
    """Return what stands in rows by window as one row by piece."""
    return np.concatenate([rows[i, : tile.size] for i, tile in enumerate(tiles)])
