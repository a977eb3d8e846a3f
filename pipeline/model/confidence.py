"""Calibrated confidence: a logistic curve over the decoder's evidence, then a monotone table; fitted on held-out folds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PRIOR = 5.0  # pulls the weights of the curve to nought, as five records would


@dataclass(frozen=True, slots=True)
class Confidence:
    """`weights` and `bias` of the curve, then `edges` (raw confidence) and `values` (share of right records) of the table."""

    weights: list[float]
    bias: float
    edges: list[float]
    values: list[float]

    def __call__(self, evidence: np.ndarray) -> np.ndarray:
        """Return the confidence (records,) that a record needs no correction, from its evidence (records, EVIDENCE)."""
        return np.round(np.interp(self.raw(evidence), self.edges, self.values), 4)

    def raw(self, evidence: np.ndarray) -> np.ndarray:
        """Return the curve's value before the table."""
        return 1 / (1 + np.exp(-(evidence @ np.array(self.weights) + self.bias)))


def calibrate(evidence: np.ndarray, right: np.ndarray, bins: int = 8) -> Confidence:
    """Fit the curve by Newton's method with a weak prior, and the table by pooling adjacent violators over equal shares of records."""
    mean, spread = evidence.mean(0), evidence.std(0) + 1e-6
    x = np.c_[(evidence - mean) / spread, np.ones(len(evidence))]
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (right - p) - PRIOR * w
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + PRIOR * np.eye(len(w)), slope)
    weights, bias = w[:-1] / spread, float(w[-1] - (w[:-1] / spread) @ mean)
    raw = 1 / (1 + np.exp(-(evidence @ weights + bias)))
    order = np.argsort(raw)
    parts = np.array_split(order, min(bins, max(1, len(order) // 25)))
    pools = [(raw[part].mean(), right[part].mean(), len(part)) for part in parts if len(part)]
    merged: list[list[float]] = []
    for place, share, size in pools:
        merged.append([place, share, size])
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            (p1, s1, n1), (p2, s2, n2) = merged[-2:]
            merged[-2:] = [[(p1 * n1 + p2 * n2) / (n1 + n2), (s1 * n1 + s2 * n2) / (n1 + n2), n1 + n2]]
    return Confidence([float(v) for v in weights], bias, [float(m[0]) for m in merged], [float(m[1]) for m in merged])


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """Return the expected calibration error over equal-width bins, and the table (mean confidence, share right, records) of each bin."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    full = [which == b for b in range(bins) if (which == b).any()]
    rows = [(float(confidence[own].mean()), float(right[own].mean()), int(own.sum())) for own in full]
    return sum(abs(c - r) * n for c, r, n in rows) / max(1, len(confidence)), rows
