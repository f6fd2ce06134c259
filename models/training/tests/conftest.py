"""Synthetic pictures: a dark blob on bright skin, whose mask is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from dataset import Samples

FIXTURES = Path(__file__).parents[3] / "tests" / "fixtures"


def paint(n: int, size: int, seed: int = 7) -> Samples:
    """n pictures of size x size with one elliptic lesion each."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size] / size
    images = np.empty((n, size, size, 3), np.uint8)
    masks = np.empty((n, size, size), np.uint8)
    for row in range(n):
        centre, radii = random.uniform(0.35, 0.65, 2), random.uniform(0.12, 0.3, 2)
        inside = ((x - centre[0]) / radii[0]) ** 2 + ((y - centre[1]) / radii[1]) ** 2 < 1
        skin = random.uniform(170, 220, 3)
        picture = np.where(inside[..., None], skin * 0.45, skin)
        images[row] = np.clip(picture + random.normal(0, 6, (size, size, 3)), 0, 255)
        masks[row] = inside
    return Samples([f"synthetic-{row}" for row in range(n)], images, masks)


@pytest.fixture
def samples() -> Samples:
    return paint(8, 64)


@pytest.fixture(autouse=True)
def same_numbers() -> None:
    torch.manual_seed(3)
    torch.set_num_threads(1)


def tiny_config(network: str = "malunet", **training: Any) -> dict[str, Any]:
    """A configuration whose epoch takes a fraction of a second."""
    return {
        "network": {"id": network},
        "data": {"size": 64, "train": ["train"], "val": "val"},
        "training": {
            "seed": 5,
            "epochs": 4,
            "early_epochs": 0,
            "early_size": 64,
            "batch": 4,
            "learning_rate": 2e-3,
            "warmup_epochs": 1,
            "weight_decay": 1e-2,
            "gradient_clip": 1.0,
            "ema_decay": 0.9,
            **training,
        },
    }
