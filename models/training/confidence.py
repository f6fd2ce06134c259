"""Signals of a probability map from which the confidence is computed.

The same definitions as main/worker/confidence.ts; tests/fixtures/confidence holds shared cases.
All are in [0, 1] and computed in model space on 16-bit probabilities.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

BAND_RADIUS = 2
UNCERTAIN = (0.1, 0.9)

SIGNALS = (
    "expectedJaccard",
    "boundaryMargin",
    "areaShare",
    "fragmentShare",
    "meanForeground",
    "uncertainShare",
    "borderShare",
)

DEFINITION = (
    "confidence = sigmoid(bias + sum of weight x signal), an estimate of the Jaccard, fitted by "
    "logistic regression on the validation split. Signals of the probability map p in model "
    "space, inside = pixels with p >= threshold: expectedJaccard = sum of p inside / (count "
    "inside + sum of p outside), 1 where both are 0; boundaryMargin = mean |2p - 1| over pixels "
    "whose 5 x 5 surroundings, cut at the border, hold inside and outside, 0 without any; "
    "areaShare = count inside / all pixels; fragmentShare = share of the inside out of its "
    "largest four-connected component, 0 if empty; meanForeground = mean p inside, 0 if empty; "
    "uncertainShare = count of 0.1 < p < 0.9 / (that count + count inside), 0 if both are 0; "
    "borderShare = share of the outermost pixels that are inside."
)


def largest_component(mask: np.ndarray) -> int:
    """Pixels of the largest four-connected component of a boolean H x W mask; 0 when empty."""
    parent: list[int] = []
    size: list[int] = []

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    above: list[tuple[int, int, int]] = []
    for row in mask:
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
        here: list[tuple[int, int, int]] = []
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist()):
            run = len(parent)
            parent.append(run)
            size.append(end - start)
            here.append((start, end, run))
            for above_start, above_end, above_run in above:
                if above_start < end and start < above_end:
                    a, b = root(above_run), root(run)
                    if a != b:
                        parent[b] = a
                        size[a] += size[b]
        above = here
    return max((size[root(run)] for run in range(len(parent))), default=0)


def outline_band(inside: np.ndarray) -> np.ndarray:
    """Pixels whose surroundings hold both sides of the outline: boolean H x W."""
    side = 2 * BAND_RADIUS + 1

    def any_near(mask: np.ndarray) -> np.ndarray:
        windows = sliding_window_view(np.pad(mask, BAND_RADIUS), (side, side))
        return windows.any(axis=(2, 3))

    return any_near(inside) & any_near(~inside)


def signals(probability: np.ndarray, threshold: float) -> np.ndarray:
    """The values of SIGNALS for one probability map, H x W."""
    inside = probability >= threshold
    area = int(inside.sum())
    sum_inside = float(probability[inside].sum())
    union = area + float(probability[~inside].sum())
    band = outline_band(inside)
    uncertain = int(((probability > UNCERTAIN[0]) & (probability < UNCERTAIN[1])).sum())
    height, width = inside.shape
    border = int(inside.sum() - inside[1:-1, 1:-1].sum())
    return np.array(
        [
            1.0 if union == 0 else sum_inside / union,
            float(np.abs(2 * probability[band] - 1).mean()) if band.any() else 0.0,
            area / inside.size,
            1 - largest_component(inside) / area if area > 0 else 0.0,
            sum_inside / area if area > 0 else 0.0,
            uncertain / (uncertain + area) if uncertain > 0 else 0.0,
            border / (2 * (width + height) - 4),
        ]
    )
