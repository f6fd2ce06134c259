"""Confidence fitted to the Jaccard of val pictures, and judged by what reviewing by it buys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics import THRESHOLD_JACCARD, bootstrap

FOLDS = 5
RIDGE = 1.0
REVIEWED = (0.2, 0.4)

JUDGEMENT_DEFINITIONS = {
    "failuresFound20": "share of the failures (J < 0.65) among the 20 % least confident pictures",
    "failuresFound40": "share of the failures (J < 0.65) among the 40 % least confident pictures",
    "reviewGain20": "gain over random review at 20 %, divided by the gain of a perfect ranking",
    "reviewGain40": "gain over random review at 40 %, divided by the gain of a perfect ranking",
    "rankCorrelation": "Spearman correlation of confidence and J",
}


@dataclass(frozen=True)
class Calibration:
    """confidence = sigmoid(bias + sum of weights x signals), signals in the order of `names`."""

    names: tuple[str, ...]
    bias: float
    weights: np.ndarray

    def confidence(self, signals: np.ndarray) -> np.ndarray:
        """Of N x K signals: N values in (0, 1), estimates of the Jaccard."""
        return 1 / (1 + np.exp(-(self.bias + signals @ self.weights)))


def fit(names: tuple[str, ...], signals: np.ndarray, jaccards: np.ndarray) -> Calibration:
    """Logistic regression with the Jaccards themselves as targets, by Newton's method.

    A ridge on the standardised signals keeps correlated ones from cancelling each other; the
    result is expressed for the signals as they are.
    """
    mean, spread = signals.mean(axis=0), signals.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    design = np.column_stack([np.ones(len(signals)), (signals - mean) / spread])
    ridge = np.diag([0.0] + [RIDGE] * signals.shape[1])
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        estimate = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (jaccards - estimate) - ridge @ beta
        curvature = design.T @ (design * (estimate * (1 - estimate))[:, None]) + ridge
        step = np.linalg.solve(curvature, gradient)
        beta += step
        if np.abs(step).max() < 1e-10:
            break
    weights = beta[1:] / spread
    return Calibration(names, float(beta[0] - weights @ mean), weights)


def cross_fitted(
    names: tuple[str, ...], signals: np.ndarray, jaccards: np.ndarray, seed: int = 20170505
) -> np.ndarray:
    """The confidence of every picture from a fit to the four folds that it is not in."""
    fold = np.random.default_rng(seed).permutation(len(jaccards)) % FOLDS
    confidence = np.empty(len(jaccards))
    for held_out in range(FOLDS):
        others = fold != held_out
        fitted = fit(names, signals[others], jaccards[others])
        confidence[~others] = fitted.confidence(signals[~others])
    return confidence


def failures_found(confidence: np.ndarray, jaccards: np.ndarray, share: float) -> float:
    """Share of all failures in the least confident `share` of the pictures; nan without failures."""
    failed = jaccards < THRESHOLD_JACCARD
    if not failed.any():
        return float("nan")
    reviewed = np.argsort(confidence, kind="stable")[: round(share * len(jaccards))]
    return float(failed[reviewed].sum() / failed.sum())


def review_gain(confidence: np.ndarray, jaccards: np.ndarray, share: float) -> float:
    """(found - random) / (perfect - random): 0 is chance, 1 is ranking by the Jaccard itself.

    nan where every picture or none is a failure, because there is nothing to rank then.
    """
    found = failures_found(confidence, jaccards, share)
    perfect = failures_found(jaccards, jaccards, share)
    return (found - share) / (perfect - share) if perfect > share else float("nan")


def rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Spearman's rank correlation, ties given their mean rank; 0 where one side is constant."""

    def ranks(values: np.ndarray) -> np.ndarray:
        _, inverse, repeats = np.unique(values, return_inverse=True, return_counts=True)
        return (np.cumsum(repeats) - (repeats - 1) / 2)[inverse]

    x, y = ranks(a), ranks(b)
    x, y = x - x.mean(), y - y.mean()
    scale = np.sqrt((x**2).sum() * (y**2).sum())
    return float((x * y).sum() / scale) if scale > 0 else 0.0


def judge(confidence: np.ndarray, jaccards: np.ndarray) -> dict[str, dict[str, float]]:
    """Measures of JUDGEMENT_DEFINITIONS with their 95 % bootstrap intervals over pictures.

    Those of failures are left out where every picture or none is one.
    """
    failed = jaccards < THRESHOLD_JACCARD
    report: dict[str, dict[str, float]] = {}
    for measure, name in ((failures_found, "failuresFound"), (review_gain, "reviewGain")):
        for share in REVIEWED if failed.any() and not failed.all() else ():
            report[f"{name}{round(share * 100)}"] = bootstrap(
                lambda rows, m=measure, s=share: m(confidence[rows], jaccards[rows], s),
                len(jaccards),
            )
    report["rankCorrelation"] = bootstrap(
        lambda rows: rank_correlation(confidence[rows], jaccards[rows]), len(jaccards)
    )
    return report
