"""Pictures of training histories and of what the confidence buys, as PNG files."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot


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
