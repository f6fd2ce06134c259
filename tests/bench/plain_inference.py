"""One model on one picture in plain onnxruntime and Pillow: what `npm run bench:inference` compares
Limen with. Prints one line of JSON: medians in ms, and the peak resident memory in MB.

Usage: plain_inference.py PICTURE MASK RUNS THRESHOLD FOLDER...
Each FOLDER holds a model of one network or of two stages; of several the mean probability counts.
"""

import json
import math
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from PIL import Image

PADDING = 0.1
Predict = Callable[[Image.Image, "Clock"], Image.Image]


class Clock:
    """Seconds by what they were spent on."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.since = time.perf_counter()

    def book(self, name: str) -> None:
        """All since the last call was spent on `name`."""
        now = time.perf_counter()
        self.spent[name] = self.spent.get(name, 0) + now - self.since
        self.since = now


def open_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, (os.cpu_count() or 1) - 1)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def network_input(rgb: Image.Image, size: tuple[int, int]) -> np.ndarray:
    small = np.asarray(rgb.resize(size, Image.Resampling.BILINEAR), dtype=np.float32)
    low, high = small.min(), small.max()
    return np.ascontiguousarray(((small - low) / max(high - low, 1)).transpose(2, 0, 1)[None])


def probability(logits: np.ndarray, size: tuple[int, int]) -> Image.Image:
    return Image.fromarray(1 / (1 + np.exp(-logits.reshape(size[1], size[0]))))


def load_single(folder: Path, manifest: dict[str, Any], size: tuple[int, int]) -> Predict:
    network = manifest["network"]
    session = open_session(folder / network["file"])

    def predict(rgb: Image.Image, clock: Clock) -> Image.Image:
        planes = network_input(rgb, size)
        clock.book("preprocess")
        (logits,) = session.run([network["output_name"]], {network["input_name"]: planes})
        clock.book("run")
        return probability(logits, size).resize(rgb.size, Image.Resampling.BILINEAR)

    return predict


def crop_rect(found: np.ndarray, native: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in native pixels of the padded square around what was found."""
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    if len(rows) == 0:
        return 0, 0, *native
    height, width = found.shape
    ends = (columns[0], columns[-1] + 1, width), (rows[0], rows[-1] + 1, height)
    side = max(end - start for start, end, _ in ends) * (1 + 2 * PADDING)
    sides = []
    for (start, end, samples), pixels in zip(ends, native):
        low = min(max((start + end - side) / 2, 0), max(samples - side, 0))
        high = min(low + side, samples)
        sides.append((math.floor(low / samples * pixels), math.ceil(high / samples * pixels)))
    (left, right), (top, bottom) = sides
    return left, top, right, bottom


def load_two_stage(folder: Path, manifest: dict[str, Any], size: tuple[int, int]) -> Predict:
    names, local_names = manifest["networks"]["global"], manifest["networks"]["local"]
    outputs = [names["output_name"], *names["level_names"]]
    field_session = open_session(folder / names["file"])
    crop_session = open_session(folder / local_names["file"])

    def predict(rgb: Image.Image, clock: Clock) -> Image.Image:
        planes = network_input(rgb, size)
        clock.book("preprocess")
        logits, *levels = field_session.run(outputs, {names["input_name"]: planes})
        clock.book("run")
        field = probability(logits, size)
        rect = crop_rect(np.asarray(field) >= manifest["threshold"], rgb.size)
        shares = [edge / rgb.size[at % 2] for at, edge in enumerate(rect)]
        clock.book("postprocess")
        planes = network_input(rgb.crop(rect), size)
        clock.book("preprocess")
        feeds = dict(zip(names["level_names"], levels)) | {
            local_names["input_name"]: planes,
            local_names["box_name"]: np.array([shares], np.float32),
            local_names["field_logits_name"]: logits,
        }
        (refined,) = crop_session.run([local_names["output_name"]], feeds)
        clock.book("run")
        whole = field.resize(rgb.size, Image.Resampling.BILINEAR)
        crop_size = (rect[2] - rect[0], rect[3] - rect[1])
        crop = probability(refined, size).resize(crop_size, Image.Resampling.BILINEAR)
        whole.paste(crop, rect[:2])
        return whole

    return predict


def load(folder: Path) -> Predict:
    manifest = json.loads((folder / "model.json").read_text())
    data_format = manifest["network_data_format"]
    size = (data_format["width"], data_format["height"])
    make = load_two_stage if "networks" in manifest else load_single
    return make(folder, manifest, size)


def segment(
    picture: str, mask: str, threshold: float, predictors: list[Predict]
) -> dict[str, float]:
    clock = Clock()
    rgb = Image.open(picture).convert("RGB")
    rgb.load()
    clock.book("decode")
    total = np.zeros((rgb.height, rgb.width), np.float32)
    for predict in predictors:
        total += np.asarray(predict(rgb, clock))
    inside = np.where(total >= threshold * len(predictors), 255, 0)
    Image.fromarray(inside.astype(np.uint8)).save(mask)
    clock.book("postprocess")
    return {**clock.spent, "total": sum(clock.spent.values())}


def main() -> None:
    picture, mask, runs, threshold, *folders = sys.argv[1:]
    predictors = [load(Path(folder)) for folder in folders]
    times = [segment(picture, mask, float(threshold), predictors) for _ in range(int(runs) + 1)]
    medians = {name: 1000 * statistics.median(time[name] for time in times[1:]) for name in times[0]}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**medians, "peakRssMb": peak}))


main()
