"""Spans from tag scores: the best chain of BIOES tags, its posterior probabilities, and where spans may begin and end."""

from __future__ import annotations

import numpy as np

from pipeline.model.page import CLOSING, OPENING, Page

TAGS = ("O", "B", "I", "E", "S")
HEADS = ("action", "nested", "bearer", "modal", "condition", "recipient", "basis")
LINKS = ("bearer", "modal", "condition", "recipient", "basis", "time")
FORBIDDEN = -1e4
QUOTES_OPEN, QUOTES_CLOSE = '“‘「『《〈"', '”’」』》〉"%'


def edges(page: Page) -> tuple[np.ndarray, np.ndarray]:
    """Return two boolean arrays (n,): where a span may begin, and where one may end (never inside a word, never at a bare mark)."""
    text, size = page.document.text, len(page)
    begin, finish = np.zeros(size, bool), np.zeros(size, bool)
    for i in range(size):
        a, b = int(page.starts[i]), int(page.ends[i])
        if a == b:
            continue
        word = text[a].isalnum()
        glued = i > 0 and page.ends[i - 1] == a and page.starts[i - 1] < a and text[a - 1].isalnum() and word
        # Chinese writes no spaces, so every piece is a word's edge there; elsewhere a word is what stands between spaces.
        glued = glued and ord(text[a]) < 0x2E80 and ord(text[a - 1]) < 0x2E80
        begin[i] = not glued and (word or text[a] in QUOTES_OPEN or text[a] in OPENING)
        finish[i] = text[b - 1].isalnum() or text[b - 1] in QUOTES_CLOSE or text[b - 1] in CLOSING
        if glued and not (text[a - 1].isdigit() or text[a].isdigit()):
            finish[i - 1] = False
    return begin, finish


def allowed(scores: np.ndarray, begin: np.ndarray, finish: np.ndarray) -> np.ndarray:
    """Return tag scores (n, heads, tags) with tags forbidden where a span may not begin or end, or a marker stands."""
    scores = scores.copy()
    scores[~begin, :, 1] = scores[~begin, :, 4] = FORBIDDEN
    scores[~finish, :, 3] = scores[~finish, :, 4] = FORBIDDEN
    return scores


def viterbi(scores: np.ndarray, steps: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the best tags (windows, length, heads) of scores (windows, length, heads, tags); `sizes` are true lengths of rows."""
    windows, length, heads, tags = scores.shape
    state = scores[:, 0].copy()
    state[..., 2:4] = FORBIDDEN
    back = np.zeros((length, windows, heads, tags), np.int8)
    last = [state]
    for step in range(1, length):
        reached = state[..., :, None] + steps
        back[step] = reached.argmax(-2)
        state = reached.max(-2) + scores[:, step]
        last.append(state)
    final = np.stack([last[size - 1][row] for row, size in enumerate(sizes)])
    final[..., 1:3] = FORBIDDEN
    best = np.zeros((windows, length, heads), np.int8)
    tag = final.argmax(-1)
    rows, columns = np.arange(windows)[:, None], np.arange(heads)[None]
    for step in range(length - 1, -1, -1):
        live = (sizes > step)[:, None]
        best[:, step] = np.where(live, tag, 0)
        if step:
            tag = np.where(live, back[step][rows, columns, tag], tag)
    return best


def _logsumexp(x: np.ndarray, axis: int) -> np.ndarray:
    top = x.max(axis, keepdims=True)
    return (top + np.log(np.exp(x - top).sum(axis, keepdims=True))).squeeze(axis)


def posterior(scores: np.ndarray, steps: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the probability (windows, length, heads, tags) of each tag under the whole chain (forward–backward)."""
    length = scores.shape[1]
    state = scores[:, 0].copy()
    state[..., 2:4] = FORBIDDEN
    forward, backward = [state], [np.zeros_like(state)] * length
    for step in range(1, length):
        state = _logsumexp(state[..., :, None] + steps, -2) + scores[:, step]
        forward.append(state)
    end = np.zeros_like(state)
    end[..., 1:3] = FORBIDDEN
    after = end
    for step in range(length - 1, -1, -1):
        ends_here = (sizes == step + 1)[:, None, None]
        after = np.where(ends_here, end, after)
        backward[step] = after
        if step:
            after = _logsumexp(steps + (scores[:, step] + after)[..., None, :], -1)
    joint = np.stack(forward, 1) + np.stack(backward, 1)
    return np.exp(joint - _logsumexp(joint, -1)[..., None])


def read(tags: np.ndarray) -> list[tuple[int, int]]:
    """Return (first, last) pieces of the spans in a row of tags (n,)."""
    found, first = [], 0
    for place, tag in enumerate(tags.tolist()):
        if tag in (1, 4):
            first = place
        if tag in (3, 4):
            found.append((first, place))
    return found
