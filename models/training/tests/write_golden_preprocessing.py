"""Write the golden vectors of the input contract: generated pictures and the tensors they become.

Both languages are held to them: tests/test_preprocessing_golden.py here, and
tests/main/worker/preprocess.test.ts in the app.

    python models/training/tests/write_golden_preprocessing.py
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parents[3] / "tests" / "fixtures" / "preprocessing"
OUTPUT_SIDE = 32

# width, height of each picture; its content is made by `picture`.
CASES = {
    "landscape": (131, 97),
    "portrait": (53, 149),
    "upscaled": (16, 11),
    "one-row": (200, 1),
    "same-size": (32, 32),
    "constant": (70, 45),
}


def picture(name: str, width: int, height: int) -> np.ndarray:
    """A disc on a ramp with grain, uint8 H x W x 3; one colour for `constant`."""
    if name == "constant":
        return np.full((height, width, 3), (180, 120, 90), np.uint8)
    rng = np.random.default_rng(sum(name.encode()))
    y, x = np.mgrid[0:height, 0:width]
    ramp = 140 + 80 * x / width + 20 * y / height
    disc = ((x - width * 0.45) / width) ** 2 + ((y - height * 0.55) / height) ** 2 < 0.06
    grain = rng.integers(-12, 13, (height, width, 3))
    base = np.where(disc, 70, ramp)[..., None] * np.array([1.0, 0.75, 0.6])
    return np.clip(base + grain, 0, 255).astype(np.uint8)


def expected(rgb: np.ndarray) -> np.ndarray:
    """The contract in docs/model-format.md, spelt out: 3 x 32 x 32 float32."""
    # In two calls: in one, the order of the passes depends on Pillow's version and the shape.
    narrow = Image.fromarray(rgb).resize((OUTPUT_SIDE, rgb.shape[0]), Image.Resampling.BILINEAR)
    resized = narrow.resize((OUTPUT_SIDE, OUTPUT_SIDE), Image.Resampling.BILINEAR)
    values = np.asarray(resized).astype(np.float32)
    low, high = values.min(), values.max()
    if low == high:
        return np.zeros((3, OUTPUT_SIDE, OUTPUT_SIDE), np.float32)
    return ((values - low) / (high - low)).transpose(2, 0, 1).astype(np.float32)


def encode(array: np.ndarray) -> str:
    """Little-endian bytes as base64."""
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (width, height) in CASES.items():
        rgb = picture(name, width, height)
        case = {
            "width": width,
            "height": height,
            "rgb": encode(rgb),
            "outputWidth": OUTPUT_SIDE,
            "outputHeight": OUTPUT_SIDE,
            "tensor": encode(expected(rgb)),
        }
        (FOLDER / f"{name}.json").write_text(json.dumps(case, indent=2) + "\n")


if __name__ == "__main__":
    main()
