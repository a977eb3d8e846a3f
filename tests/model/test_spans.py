"""Chains of tags: the best one is legal, and probabilities are those of all legal chains together."""

import itertools

import numpy as np

from pipeline.model.spans import FORBIDDEN, HEADS, TAGS, posterior, read, viterbi

LEGAL = {"O": "OBS", "B": "IE", "I": "IE", "E": "OBS", "S": "OBS"}
STEPS = np.array([[[0.0 if b in LEGAL[a] else FORBIDDEN for b in TAGS] for a in TAGS]] * len(HEADS))


def chains(length):
    """Every legal chain of tags, as numbers."""
    for tags in itertools.product(TAGS, repeat=length):
        if tags[0] in "OBS" and tags[-1] in "OES" and all(b in LEGAL[a] for a, b in itertools.pairwise(tags)):
            yield [TAGS.index(tag) for tag in tags]


def test_the_best_chain_is_the_best_of_all_legal_ones():
    scores = np.random.default_rng(1).normal(size=(2, 5, len(HEADS), len(TAGS)))
    found = viterbi(scores, STEPS, np.array([5, 4]))
    for row, size in enumerate((5, 4)):
        best = max(chains(size), key=lambda tags: sum(scores[row, i, 2, tag] for i, tag in enumerate(tags)))
        assert found[row, :size, 2].tolist() == best


def test_a_tags_probability_is_its_share_of_all_legal_chains():
    scores = np.random.default_rng(2).normal(size=(1, 4, len(HEADS), len(TAGS)))
    weights = {tuple(tags): np.exp(sum(scores[0, i, 0, tag] for i, tag in enumerate(tags))) for tags in chains(4)}
    share = sum(weight for tags, weight in weights.items() if tags[1] == TAGS.index("B")) / sum(weights.values())
    assert np.isclose(posterior(scores, STEPS, np.array([4]))[0, 1, 0, TAGS.index("B")], share)


def test_padding_behind_a_short_row_changes_nothing():
    scores = np.random.default_rng(3).normal(size=(1, 6, len(HEADS), len(TAGS)))
    padded = np.concatenate([scores, np.full((1, 3, len(HEADS), len(TAGS)), 9.0)], 1)
    assert (viterbi(padded, STEPS, np.array([6]))[:, :6] == viterbi(scores, STEPS, np.array([6]))).all()
    assert np.allclose(posterior(padded, STEPS, np.array([6]))[:, :6], posterior(scores, STEPS, np.array([6])))


def test_spans_are_read_from_tags():
    assert read(np.array([0, 1, 2, 3, 4, 0, 1, 3])) == [(1, 3), (4, 4), (6, 7)]
