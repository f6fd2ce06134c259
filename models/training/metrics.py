"""Segmentation metrics, one definition each; TypeScript's `shared/agreement.ts` has the same ones.

Masks are boolean arrays; empty against empty counts as perfect agreement (1.0).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

THRESHOLD_JACCARD = 0.65
BOOTSTRAP_DRAWS = 1000


@dataclass(frozen=True)
class Counts:
    """Pixel counts of one prediction against its truth."""

    tp: int
    fp: int
    fn: int
    tn: int


def count(predicted: np.ndarray, truth: np.ndarray) -> Counts:
    """Counts of two boolean masks of one shape. Raises ValueError when the shapes differ."""
    if predicted.shape != truth.shape:
        raise ValueError(f"mask shapes differ: {predicted.shape} and {truth.shape}")
    tp = int(np.count_nonzero(predicted & truth))
    fp = int(np.count_nonzero(predicted)) - tp
    fn = int(np.count_nonzero(truth)) - tp
    return Counts(tp, fp, fn, predicted.size - tp - fp - fn)


def _ratio(numerator: float, denominator: float) -> float:
    return 1.0 if denominator == 0 else numerator / denominator


def jaccard(c: Counts) -> float:
    """Intersection over union."""
    return _ratio(c.tp, c.tp + c.fp + c.fn)


def dice(c: Counts) -> float:
    """2 TP / (2 TP + FP + FN)."""
    return _ratio(2 * c.tp, 2 * c.tp + c.fp + c.fn)


def pooled(counts: list[Counts]) -> Counts:
    """Counts summed over all images: pooled scores weigh images by their lesions' size."""
    return Counts(
        sum(c.tp for c in counts),
        sum(c.fp for c in counts),
        sum(c.fn for c in counts),
        sum(c.tn for c in counts),
    )


def threshold_jaccard(values: np.ndarray) -> float:
    """Mean of J where J >= 0.65, else 0: the score of ISIC challenge task 1."""
    return float(np.where(values >= THRESHOLD_JACCARD, values, 0.0).mean())


def summarise(counts: list[Counts], seed: int = 20170101) -> dict[str, dict[str, float]]:
    """Every metric with its 95 % bootstrap interval over images: name -> value, low, high."""
    table = np.array([[c.tp, c.fp, c.fn, c.tn] for c in counts], dtype=np.int64)
    per_image = np.array([[jaccard(c), dice(c)] for c in counts])

    def pooled_of(rows: np.ndarray) -> Counts:
        tp, fp, fn, tn = table[rows].sum(axis=0).tolist()
        return Counts(tp, fp, fn, tn)

    metrics: dict[str, Callable[[np.ndarray], float]] = {
        "pooledIou": lambda rows: jaccard(pooled_of(rows)),
        "pooledDsc": lambda rows: dice(pooled_of(rows)),
        "accuracy": lambda rows: (lambda c: (c.tp + c.tn) / (c.tp + c.fp + c.fn + c.tn))(
            pooled_of(rows)
        ),
        "sensitivity": lambda rows: (lambda c: _ratio(c.tp, c.tp + c.fn))(pooled_of(rows)),
        "specificity": lambda rows: (lambda c: _ratio(c.tn, c.tn + c.fp))(pooled_of(rows)),
        "meanJaccard": lambda rows: float(per_image[rows, 0].mean()),
        "meanDice": lambda rows: float(per_image[rows, 1].mean()),
        "thresholdJaccard": lambda rows: threshold_jaccard(per_image[rows, 0]),
        "failureRate": lambda rows: float((per_image[rows, 0] < THRESHOLD_JACCARD).mean()),
    }
    generator = np.random.default_rng(seed)
    everything = np.arange(len(counts))
    draws = generator.integers(0, len(counts), size=(BOOTSTRAP_DRAWS, len(counts)))
    report: dict[str, dict[str, float]] = {}
    for name, metric in metrics.items():
        sampled = np.array([metric(rows) for rows in draws])
        low, high = np.percentile(sampled, [2.5, 97.5])
        report[name] = {
            "value": round(metric(everything), 6),
            "low": round(float(low), 6),
            "high": round(float(high), 6),
        }
    return report
