"""Calibrated confidence: a logistic curve over the decoder's evidence, fitted on held-out folds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PRIOR = 10.0  # pulls the weights of the curve to nought, as ten records would: folds differ


@dataclass(frozen=True, slots=True)
class Confidence:
    """`weights` and `bias` of the curve."""

    weights: list[float]
    bias: float

    def __call__(self, evidence: np.ndarray) -> np.ndarray:
        """Return the confidence (records,) that a record needs no correction, from its evidence (records, EVIDENCE)."""
        return np.round(1 / (1 + np.exp(-(evidence @ np.array(self.weights) + self.bias))), 4)


def calibrate(evidence: np.ndarray, right: np.ndarray) -> Confidence:
    """Fit the curve by Newton's method with a weak prior."""
    mean, spread = evidence.mean(0), evidence.std(0) + 1e-6
    x = np.c_[(evidence - mean) / spread, np.ones(len(evidence))]
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (right - p) - PRIOR * w
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + PRIOR * np.eye(len(w)), slope)
    weights = w[:-1] / spread
    return Confidence([float(v) for v in weights], float(w[-1] - weights @ mean))


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """Return the expected calibration error over equal-width bins, and the table (mean confidence, share right, records) of each bin."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    full = [which == b for b in range(bins) if (which == b).any()]
    rows = [(float(confidence[own].mean()), float(right[own].mean()), int(own.sum())) for own in full]
    return sum(abs(c - r) * n for c, r, n in rows) / max(1, len(confidence)), rows
