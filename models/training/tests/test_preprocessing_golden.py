"""Training prepares pictures as the app does: both are held to tests/fixtures/preprocessing."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

import dataset

FIXTURES = Path(__file__).parents[3] / "tests" / "fixtures" / "preprocessing"
CASES = sorted(FIXTURES.glob("*.json"))


def decoded(text: str, dtype: type, shape: tuple[int, ...]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype).reshape(shape)


def test_there_are_cases() -> None:
    assert len(CASES) >= 5


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_resize_and_normalise_give_the_golden_tensor(path: Path) -> None:
    case = json.loads(path.read_text())
    width, height = case["outputWidth"], case["outputHeight"]
    rgb = decoded(case["rgb"], np.uint8, (case["height"], case["width"], 3))
    narrow = Image.fromarray(rgb).resize((width, case["height"]), Image.Resampling.BILINEAR)
    resized = narrow.resize((width, height), Image.Resampling.BILINEAR)
    images = torch.from_numpy(np.array(resized)).permute(2, 0, 1).unsqueeze(0).float()

    tensor = dataset.normalise(images)[0].numpy()

    golden = decoded(case["tensor"], np.float32, (3, height, width))
    assert np.abs(tensor - golden).max() <= 1e-6
