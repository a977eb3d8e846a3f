"""Statistics against figures that others have published, and against R and scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from pipeline.compare import contrasts, dispersion, keyness, resampling, statistics, strata
from pipeline.compare.figures import describe
from pipeline.compare.permutation import p_values
from pipeline.compare.units import Counts

# Bickel, Hammel and O'Connell, Sex Bias in Graduate Admissions, Science 187 (1975); R's datasets::UCBAdmissions. Department: men
# admitted, men rejected, women admitted, women rejected.
BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}
DOCUMENTS = 20  # among which each department's applicants are spread evenly


def berkeley(place: int, name: str) -> Counts:
    """Return one sex's applications as records: departments are genres, a document holds a twentieth of one's applicants."""
    yes = np.repeat([row[place] / DOCUMENTS for row in BERKELEY.values()], DOCUMENTS)
    no = np.repeat([row[place + 1] / DOCUMENTS for row in BERKELEY.values()], DOCUMENTS)
    genres = tuple(np.repeat(list(BERKELEY), DOCUMENTS))
    counts = np.column_stack([yes, no])
    return Counts(name, (("status", "prescribed"), ("status", "reported")), counts, counts.sum(1), np.zeros(len(counts)), genres)


def test_dispersion_of_gries_2008() -> None:
    """The invented corpus of 50 words in five parts (International Journal of Corpus Linguistics 13): its word `a`."""
    counts, sizes = [1, 2, 3, 4, 5], [9, 10, 10, 10, 11]
    assert round(float(dispersion.gries_dp(counts, sizes)[0]), 2) == 0.18
    assert round(float(dispersion.juilland_d(counts, sizes)[0]), 3) == 0.785


def test_dispersion_at_its_ends() -> None:
    assert dispersion.gries_dp([[2, 0], [2, 4]], [10, 10]).tolist() == [0, 0.5]
    assert dispersion.juilland_d([[2, 0], [2, 4]], [10, 10]).tolist() == [1, 0]
    assert np.isnan(dispersion.gries_dp([0, 0], [10, 10])[0])
    assert np.isnan(dispersion.juilland_d([3], [10])[0])


@pytest.mark.parametrize(
    ("table", "published"),
    [
        ((110, 2442, 111, 29114), 270.72),  # the swiss
        ((29, 13, 123, 31612), 263.90),  # can be
        ((31, 23, 139, 31584), 256.84),  # previous year
        ((10, 0, 3, 31764), 167.23),  # mineral water
        ((76, 104, 2476, 29121), 157.21),  # at the
    ],
)
def test_log_likelihood_of_dunning_1993(table: tuple[int, ...], published: float) -> None:
    """Table 1 of Accurate Methods for the Statistics of Surprise and Coincidence."""
    both, first, second, neither = table
    found = keyness.likelihood(both, both + second, first, first + neither)
    assert round(float(found), 2) == published
    expected = stats.chi2_contingency([[both, second], [first, neither]], correction=False, lambda_="log-likelihood").statistic
    assert math.isclose(float(found), expected)


@pytest.mark.parametrize(
    ("prior", "odds", "z"),
    [
        ([15, 12, 5], None, [1.1728347, -1.3767516, 0.4033125]),
        ([1, 1, 1], [0.6968169, -1.2527630, 0.3249262], [1.8912729, -1.9691060, 0.5549172]),
    ],
)
def test_weighted_log_odds_of_tidylo(prior: list[int], odds: list[float] | None, z: list[float]) -> None:
    """The example of R's tidylo::bind_log_odds: gears of the cars in datasets::mtcars, engines of one shape against all."""
    one, other = (np.array(counts) + prior for counts in ([12, 2, 4], [3, 10, 1]))
    both = one + other
    delta, weighted = keyness.log_odds(one, one.sum(), both, both.sum(), 0.0, 0.0)
    assert np.allclose(weighted, z, atol=1e-6)
    assert odds is None or np.allclose(delta, odds, atol=1e-6)


def test_log_odds_with_a_prior_follow_the_paper() -> None:
    """Equations 16, 20 and 22 of Fightin' Words, written out for one word."""
    delta, z = keyness.log_odds(30, 1000, 10, 800, np.array(5.0), 500)
    by_hand = math.log(35 / (1500 - 35)) - math.log(15 / (1300 - 15))
    assert math.isclose(float(delta), by_hand)
    assert math.isclose(float(z), by_hand / math.sqrt(1 / 35 + 1 / 15))


def test_odds_ratio_over_strata_is_that_of_r() -> None:
    """mantelhaen.test(UCBAdmissions): common odds ratio 0.9046968."""
    first, second = berkeley(0, "men"), berkeley(2, "women")
    pooled, _ = contrasts._pooled(strata.tables(first, second, list(BERKELEY), 0))
    assert pooled is not None and math.isclose(pooled, 0.9046968283, rel_tol=1e-8)


def test_standardised_shares_are_those_of_the_textbook() -> None:
    """Freedman, Pisani and Purves, Statistics, chapter 2: weighted average admission rates of 39 % for men and 43 % for women."""
    first, second = berkeley(0, "men"), berkeley(2, "women")
    found = strata.adjusted(first, second, 200)
    assert round(float(found.difference[0]), 2) == -0.04
    assert np.allclose(found.covered, 1)


def test_genre_that_explains_a_difference_is_named() -> None:
    first, second = berkeley(0, "men"), berkeley(2, "women")
    told = describe([first, second], 500)
    found, even = contrasts.contrasts(first, second, told, 500)
    assert round(told.differences[0].difference, 4) == 0.1416
    assert told.differences[0].clear
    assert found[0].note == contrasts.EXPLAINED
    assert any("genre explains it: status=prescribed" in warning for warning in contrasts.warnings(first, second, even, found))


def test_groups_without_a_common_genre_are_warned_of() -> None:
    first, second = berkeley(0, "men"), berkeley(2, "women")
    second = Counts(second.group, second.pairs, second.counts, second.records, second.words, ("speech",) * len(second.records))
    found, even = contrasts.contrasts(first, second, describe([first, second], 300), 300)
    assert found[0].adjusted is None and found[0].note == contrasts.INSEPARABLE
    assert any("share no genre" in warning for warning in contrasts.warnings(first, second, even, found))


def test_association_is_that_of_r() -> None:
    """chisq.test of datasets::Titanic by sex and survival, without correction: 456.87, likelihood ratio 434.47, V 0.4556."""
    pairs = (("status", "prescribed"), ("status", "reported"))
    groups = [
        Counts(name, pairs, np.array([row]), np.array([float(sum(row))]), np.zeros(1), ("",))
        for name, row in (("men", [1364.0, 367.0]), ("women", [126.0, 344.0]))
    ]
    (found,) = contrasts.associations(*groups, 200)
    assert np.allclose([found.chi2, found.g2, found.v], [456.8741563, 434.4688383, 0.4556047831])
    assert found.freedom == 1 and found.p is None


def test_cohens_h_is_that_of_his_table() -> None:
    """Cohen 1988, table 6.2.2: the arcsine transform of .65 is 1.875, of .45 1.471."""
    assert abs(contrasts.cohen_h(0.65, 0.45) - (1.875 - 1.471)) < 0.001


def test_bootstrap_agrees_with_scipy() -> None:
    chance = np.random.default_rng(3)
    sizes = chance.integers(5, 60, 40).astype(float)
    counts = np.array([chance.binomial(int(size), 0.3) for size in sizes], float)
    low, high = resampling.interval(resampling.ratios(counts[:, None], sizes, 4000))
    theirs = stats.bootstrap(
        (counts, sizes), lambda c, n, axis: c.sum(axis) / n.sum(axis), paired=True, n_resamples=4000, method="percentile", rng=5
    ).confidence_interval
    assert abs(low[0] - theirs.low) < 0.004 and abs(high[0] - theirs.high) < 0.004


def test_permutation_agrees_with_scipy() -> None:
    counts, sizes = np.array([3.0, 4, 5, 6, 1, 2, 3, 1, 0, 2]), np.full(10, 10.0)
    ours = p_values(counts[:, None], sizes, 5, [""] * 10, 5000)[0]
    theirs = stats.permutation_test((counts[:5], counts[5:]), lambda a, b: abs(a.mean() - b.mean()), alternative="greater").pvalue
    assert abs(ours - theirs) < 0.01


def test_what_nothing_varies_in_has_no_interval() -> None:
    low, _ = resampling.interval(np.column_stack([np.ones(50), np.linspace(0, 1, 50)]))
    assert np.isnan(low[0]) and np.isfinite(low[1])


def test_a_run_of_nothing_has_no_figures() -> None:
    assert statistics([], []).figures == ()


def test_documents_without_records_count() -> None:
    documents = [{"document_id": str(i), "source": f"{i}.txt", "language": "vi"} for i in range(3)]
    found = statistics([], documents)
    assert found.groups[0].documents == 3 and found.figures == ()
