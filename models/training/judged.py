"""What a model's manifest says of its results on val: scores, confidence, and the review figure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from calibration import JUDGEMENT_DEFINITIONS, cross_fitted, fit, judge
from confidence import DEFINITION, SIGNALS, signals
from curves import write_review_curve
from dataset import Samples
from metrics import DEFINITIONS, jaccard, summarise
from predict import SCORED_SIZE, score

THRESHOLD = 0.5


@dataclass(frozen=True)
class FurtherSignal:
    """A signal of the confidence that one kind of model has beyond the others."""

    name: str
    definition: str
    values: np.ndarray


def metrics_definition(images: int, selection: str) -> str:
    """What the metrics were computed on, then each one's definition."""
    definitions = DEFINITIONS | JUDGEMENT_DEFINITIONS
    return (
        f"On the {images} pictures of the official ISIC 2017 validation split, {selection}, at "
        f"{SCORED_SIZE} x {SCORED_SIZE} px and threshold {THRESHOLD}; 95 % percentile "
        "bootstrap over pictures. The confidence was judged cross-fitted in five folds. "
        + "; ".join(f"{name}: {text}" for name, text in definitions.items())
        + "."
    )


def judged(
    maps: np.ndarray,
    truth: Samples,
    figure: Path,
    selection: str = "on which the epoch was selected too",
    further: FurtherSignal | None = None,
) -> dict[str, Any]:
    """The manifest's threshold, calibration, metrics and their definition, of maps N x H x W.

    Writes the figure of what reviewing by confidence buys.
    """
    scores = score(maps, truth, THRESHOLD)
    jaccards = np.array([jaccard(c) for c in scores.counts])
    names, definition = SIGNALS, DEFINITION
    values = np.stack([signals(p, THRESHOLD) for p in maps])
    if further is not None:
        names, definition = (*SIGNALS, further.name), f"{DEFINITION} {further.definition}."
        values = np.column_stack([values, further.values])
    calibration = fit(names, values, jaccards)
    confidence = cross_fitted(names, values, jaccards)
    write_review_curve(confidence, jaccards, figure)
    return {
        "threshold": THRESHOLD,
        "calibration": {
            "bias": calibration.bias,
            "weights": dict(zip(calibration.names, calibration.weights.tolist())),
            "definition": definition,
        },
        "metrics": summarise(scores.counts, scores.boundaries) | judge(confidence, jaccards),
        "metrics_definition": metrics_definition(len(truth), selection),
    }
