"""Calibration: confidence says how often a record is right."""

import numpy as np

from pipeline.model.confidence import calibrate, calibration_error


def drawn(size, seed):
    """Evidence whose first number decides how likely a record is right."""
    draw = np.random.default_rng(seed)
    evidence = draw.normal(size=(size, 3))
    return evidence, (draw.random(size) < 1 / (1 + np.exp(-2 * evidence[:, 0]))).astype(float)


def test_confidence_on_new_records_is_the_share_that_is_right():
    sure = calibrate(*drawn(2000, 1))
    evidence, right = drawn(2000, 2)
    assert calibration_error(sure(evidence), right)[0] < 0.05


def test_what_speaks_for_a_record_raises_its_confidence():
    sure = calibrate(*drawn(1000, 3))
    low, high = sure(np.array([[-1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
    assert low < 0.3 and high > 0.7


def test_the_error_is_the_mean_distance_of_confidence_and_share():
    error, rows = calibration_error(np.array([0.25, 0.25, 0.85, 0.85]), np.array([0.0, 1.0, 1.0, 1.0]))
    assert np.isclose(error, (0.25 * 2 + 0.15 * 2) / 4)
    assert rows == [(0.25, 0.5, 2), (0.85, 1.0, 2)]
