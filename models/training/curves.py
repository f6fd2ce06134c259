"""Pictures of training histories and of what the confidence buys, as PNG files."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np
from matplotlib import pyplot

from metrics import THRESHOLD_JACCARD

matplotlib.use("Agg")


def write_curves(history: list[dict[str, float]], path: Path) -> None:
    """Training loss, and mean and threshold Jaccard on val, over the epochs of a history."""
    epochs = [row["epoch"] for row in history]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 3.5), layout="constrained")
    left.plot(epochs, [row["loss"] for row in history])
    left.set(title="training loss", xlabel="epoch")
    right.plot(epochs, [row["meanJaccard"] for row in history], label="mean J")
    right.plot(epochs, [row["thresholdJaccard"] for row in history], label="threshold J")
    right.set(title="validation", xlabel="epoch")
    right.legend()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def write_review_curve(confidence: np.ndarray, jaccards: np.ndarray, path: Path) -> None:
    """Failures found against the share of pictures reviewed, least confident first.

    Beside it the perfect ranking (by the Jaccard itself) and the random one.
    """
    failed = jaccards < THRESHOLD_JACCARD
    reviewed = np.arange(len(jaccards) + 1) / len(jaccards)

    def found(order: np.ndarray) -> np.ndarray:
        return np.concatenate([[0.0], np.cumsum(failed[order]) / max(1, failed.sum())])

    figure, axes = pyplot.subplots(figsize=(5, 4), layout="constrained")
    axes.plot(reviewed, found(np.argsort(jaccards)), "--", label="perfect ranking")
    axes.plot(reviewed, found(np.argsort(confidence, kind="stable")), label="by confidence")
    axes.plot([0, 1], [0, 1], ":", label="random")
    for share in (0.2, 0.4):
        axes.axvline(share, color="0.85", zorder=0)
    axes.set(
        xlabel="share of pictures reviewed",
        ylabel=f"share of the {failed.sum()} failures (J < {THRESHOLD_JACCARD}) found",
        title="validation, cross-fitted in five folds",
    )
    axes.legend()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
