from __future__ import annotations

import numpy as np
import pytest

from calibration import (
    cross_fitted,
    failures_found,
    fit,
    judge,
    rank_correlation,
    review_gain,
)

NAMES = ("first", "second")


def pictures(n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Signals, and Jaccards that follow a known logistic rule of them."""
    signals = np.random.default_rng(4).uniform(0, 1, (n, 2))
    return signals, 1 / (1 + np.exp(-(-1 + 4 * signals[:, 0] - 2 * signals[:, 1])))


def test_the_rule_behind_the_jaccards_is_found() -> None:
    signals, jaccards = pictures()
    calibration = fit(NAMES, signals, jaccards)
    assert calibration.confidence(signals) == pytest.approx(jaccards, abs=0.03)
    assert calibration.weights[0] > 3 and calibration.weights[1] < -1


def test_a_signal_that_never_varies_does_no_harm() -> None:
    signals, jaccards = pictures()
    signals[:, 1] = 0.5
    confidence = fit(NAMES, signals, jaccards).confidence(signals)
    assert np.isfinite(confidence).all()
    assert confidence.mean() == pytest.approx(jaccards.mean(), abs=0.01)


def test_no_picture_is_judged_by_a_fit_that_saw_it() -> None:
    signals, jaccards = pictures(50)
    before = cross_fitted(NAMES, signals, jaccards)
    changed = jaccards.copy()
    changed[7] = 1 - changed[7]
    after = cross_fitted(NAMES, signals, changed)
    assert after[7] == before[7]
    assert (after != before).sum() >= 0.7 * len(before)


def test_gains_of_the_perfect_and_of_the_worst_ranking() -> None:
    jaccards = np.linspace(0.4, 0.95, 100)
    assert review_gain(jaccards, jaccards, 0.2) == pytest.approx(1)
    assert review_gain(-jaccards, jaccards, 0.2) < 0
    # 45 of the 100 are below 0.65: a fifth reviewed can find at most 20 of them.
    assert failures_found(jaccards, jaccards, 0.2) == pytest.approx(20 / 45)


def test_rank_correlation() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0])
    assert rank_correlation(values, values**3) == pytest.approx(1)
    assert rank_correlation(values, -values) == pytest.approx(-1)
    assert rank_correlation(values, np.ones(4)) == 0
    # By hand, ties at rank 1.5: ranks 1 2 3 4 and 1.5 1.5 3.5 3.5.
    assert rank_correlation(values, np.array([0, 0, 9, 9.0])) == pytest.approx(4 / 20**0.5)


def test_the_judgement_has_an_interval_for_everything() -> None:
    signals, jaccards = pictures(150)
    for name, row in judge(cross_fitted(NAMES, signals, jaccards), jaccards).items():
        assert row["low"] <= row["value"] <= row["high"], name


def test_without_failures_there_is_nothing_to_find() -> None:
    signals, _ = pictures(30)
    assert judge(signals[:, 0], np.linspace(0.7, 0.9, 30)).keys() == {"rankCorrelation"}
    assert judge(signals[:, 0], np.linspace(0.1, 0.5, 30)).keys() == {"rankCorrelation"}
