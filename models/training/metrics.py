"""Segmentation metrics, one definition each; TypeScript's `shared/agreement.ts` has the same ones.

Masks are boolean arrays; empty against empty counts as perfect agreement (1.0). Boundary metrics
are computed here only; their unit is a pixel of a field of 256 x 256.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

THRESHOLD_JACCARD = 0.65
BOOTSTRAP_DRAWS = 1000
SURFACE_TOLERANCE_PX = 2.0

DEFINITIONS = {
    "pooledIou": "intersection over union of pixel counts summed over all pictures",
    "pooledDsc": "2 TP / (2 TP + FP + FN) of pixel counts summed over all pictures",
    "accuracy": "(TP + TN) / all pixels, summed over all pictures",
    "sensitivity": "TP / (TP + FN), summed over all pictures",
    "specificity": "TN / (TN + FP), summed over all pictures",
    "meanJaccard": "mean over pictures of each one's intersection over union",
    "meanDice": "mean over pictures of each one's Dice coefficient",
    "thresholdJaccard": "mean over pictures of J where J >= 0.65, else 0 (ISIC task 1 score)",
    "failureRate": "share of pictures with J < 0.65",
    "hausdorff95": "mean over pictures of the greater of the two directed 95 % distances between "
    "the outlines, in pixels; the field's diagonal where only one mask is empty",
    "surfaceDice": "mean over pictures of the share of both outlines within 2 px of the other one",
}


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


def outline(mask: np.ndarray) -> np.ndarray:
    """Foreground pixels with a background pixel or the field's edge beside them: K x 2 (y, x)."""
    padded = np.pad(mask, 1)
    inside = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return np.argwhere(mask & ~inside)


def outline_distances(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For every outline pixel of each of two non-empty masks, the distance to the other's outline.

    Distances are between pixel centres, in pixels.
    """
    from_a, from_b = outline(a).astype(np.float64), outline(b).astype(np.float64)
    squared = (
        (from_a**2).sum(axis=1)[:, None] + (from_b**2).sum(axis=1)[None] - 2 * from_a @ from_b.T
    )
    return (
        np.sqrt(np.maximum(squared.min(axis=1), 0)),
        np.sqrt(np.maximum(squared.min(axis=0), 0)),
    )


@dataclass(frozen=True)
class Boundary:
    """Boundary agreement of one prediction with its truth."""

    hausdorff95: float
    surface_dice: float


def boundary(predicted: np.ndarray, truth: np.ndarray) -> Boundary:
    """95 % Hausdorff distance and surface Dice at 2 px of two boolean H x W masks."""
    if not predicted.any() or not truth.any():
        if predicted.any() or truth.any():
            return Boundary(float(np.hypot(*truth.shape)), 0.0)
        return Boundary(0.0, 1.0)
    there, back = outline_distances(predicted, truth)
    near = np.count_nonzero(there <= SURFACE_TOLERANCE_PX) + np.count_nonzero(
        back <= SURFACE_TOLERANCE_PX
    )
    return Boundary(
        float(max(np.percentile(there, 95), np.percentile(back, 95))),
        near / (len(there) + len(back)),
    )


def dice_bound(mean_jaccard: float) -> float:
    """The highest mean per-image Dice that a mean per-image Jaccard allows: 2J / (1 + J).

    Dice is a concave function of Jaccard, so its mean stays below; pooled scores reach it exactly.
    """
    return 2 * mean_jaccard / (1 + mean_jaccard)


def _accuracy(c: Counts) -> float:
    return _ratio(c.tp + c.tn, c.tp + c.fp + c.fn + c.tn)


def bootstrap(
    metric: Callable[[np.ndarray], float], images: int, seed: int = 20170101
) -> dict[str, float]:
    """A metric of image indices, with its 95 % percentile interval over resampled images."""
    draws = np.random.default_rng(seed).integers(0, images, size=(BOOTSTRAP_DRAWS, images))
    sampled = np.array([metric(rows) for rows in draws])
    # A draw in which the metric is not defined (no failure in it, say) says nothing about it.
    low, high = np.nanpercentile(sampled, [2.5, 97.5])
    return {
        "value": round(metric(np.arange(images)), 6),
        "low": round(float(low), 6),
        "high": round(float(high), 6),
    }


def summarise(
    counts: list[Counts], boundaries: list[Boundary] | None = None
) -> dict[str, dict[str, float]]:
    """Every metric with its 95 % bootstrap interval over images: name -> value, low, high."""
    table = np.array([[c.tp, c.fp, c.fn, c.tn] for c in counts], dtype=np.int64)
    jaccards = np.array([jaccard(c) for c in counts])
    dices = np.array([dice(c) for c in counts])

    def pooled_score(score: Callable[[Counts], float]) -> Callable[[np.ndarray], float]:
        return lambda rows: score(Counts(*table[rows].sum(axis=0).tolist()))

    def mean_of(values: np.ndarray) -> Callable[[np.ndarray], float]:
        return lambda rows: float(values[rows].mean())

    metrics: dict[str, Callable[[np.ndarray], float]] = {
        "pooledIou": pooled_score(jaccard),
        "pooledDsc": pooled_score(dice),
        "accuracy": pooled_score(_accuracy),
        "sensitivity": pooled_score(lambda c: _ratio(c.tp, c.tp + c.fn)),
        "specificity": pooled_score(lambda c: _ratio(c.tn, c.tn + c.fp)),
        "meanJaccard": mean_of(jaccards),
        "meanDice": mean_of(dices),
        "thresholdJaccard": lambda rows: threshold_jaccard(jaccards[rows]),
        "failureRate": mean_of((jaccards < THRESHOLD_JACCARD).astype(np.float64)),
    }
    if boundaries is not None:
        metrics["hausdorff95"] = mean_of(np.array([b.hausdorff95 for b in boundaries]))
        metrics["surfaceDice"] = mean_of(np.array([b.surface_dice for b in boundaries]))
    return {name: bootstrap(metric, len(counts)) for name, metric in metrics.items()}
