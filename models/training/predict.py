"""Probability maps as the app makes them: network, input contract and 16-bit quantisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from torch import nn

from dataset import IGNORED, Samples, load_samples, normalise, read_split, to_tensors
from metrics import Boundary, Counts, boundary, count
from networks import build

# Logits of one image: 1 x 3 x H x W in [0, 1] -> 1 x 1 x H x W.
Forward = Callable[[np.ndarray], np.ndarray]
PROBABILITY_STEPS = 65535
# Networks of every input size are scored on the same pixels.
SCORED_SIZE = 256


def load_checkpoint(path: Path) -> dict[str, Any]:
    """A checkpoint of train.py or a shipped one. Raises ValueError naming a file that is neither."""
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    if not {"config", "averaged", "epoch", "history"} <= checkpoint.keys():
        raise ValueError(f"{path}: not a checkpoint of train.py; use a run's best.pt")
    return checkpoint


def load_network(checkpoint: dict[str, Any]) -> nn.Module:
    """The averaged network in its deployed form (training-only parts folded or left out)."""
    network = build(checkpoint["config"]["network"])
    network.load_state_dict(checkpoint["averaged"])
    return deployed(network)


def deployed(network: nn.Module) -> nn.Module:
    """A trained network in the form that ships; it is changed where it has another form."""
    return network.deployed() if hasattr(network, "deployed") else network.eval()


def torch_forward(network: nn.Module) -> Forward:
    """A PyTorch network as a function of arrays."""

    @torch.no_grad()
    def forward(image: np.ndarray) -> np.ndarray:
        return network(torch.from_numpy(image)).numpy()

    return forward


def onnx_forward(path: Path, threads: int) -> Forward:
    """An exported network as a function of arrays, on the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda image: session.run(["logits"], {"image": image})[0]


def network_input(samples: Samples, row: int) -> np.ndarray:
    """One sample by the input contract: 1 x 3 x H x W, float32, per-image min-max."""
    images, _ = to_tensors(samples, np.array([row]))
    return normalise(images).numpy()


def probability(logits: np.ndarray) -> np.ndarray:
    """Sigmoid, kept in steps of 1/65535 as the app keeps it."""
    exact = 1 / (1 + np.exp(-logits.astype(np.float64)))
    return np.round(exact * PROBABILITY_STEPS) / PROBABILITY_STEPS


def predict(forward: Forward, samples: Samples) -> np.ndarray:
    """Probability maps N x H x W of all samples."""
    return np.stack(
        [probability(forward(network_input(samples, row))[0, 0]) for row in range(len(samples))]
    )


@dataclass(frozen=True)
class Scored:
    """A split as a network sees it and as it is scored, in one order."""

    inputs: Samples
    truth: Samples


def load_scored(data: Path, split: str, size: int) -> Scored:
    """A split at a network's input size, and at the size at which all networks are scored."""
    ids = read_split(split)
    truth = load_samples(data, ids, SCORED_SIZE)
    return Scored(truth if size == SCORED_SIZE else load_samples(data, ids, size), truth)


def enlarge(maps: np.ndarray, height: int, width: int) -> np.ndarray:
    """Probability maps N x h x w at another size, bilinear between pixel centres as in the app."""
    if maps.shape[1:] == (height, width):
        return maps
    resized = torch.nn.functional.interpolate(
        torch.from_numpy(maps)[:, None], (height, width), mode="bilinear", align_corners=False
    )
    return resized[:, 0].numpy()


@dataclass(frozen=True)
class Scores:
    """What every image scored, in the order of the samples."""

    counts: list[Counts]
    boundaries: list[Boundary]


def score(maps: np.ndarray, truth: Samples, threshold: float) -> Scores:
    """Agreement of probability maps (N x h x w, of any size) with masks."""
    masks = truth.masks == 1
    predicted = (enlarge(maps, *masks.shape[1:]) >= threshold) & (truth.masks != IGNORED)
    pairs = list(zip(predicted, masks))
    return Scores([count(p, t) for p, t in pairs], [boundary(p, t) for p, t in pairs])
