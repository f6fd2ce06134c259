"""How well outlines fit on native pictures: the crop, the whole field as fine, and stage one alone.

Pictures are those of splits/native-heldout, which the local network was not trained on (the global
one was). Distances are in pixels of a field of 256 x 256 whatever the size at which they are taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from claim_memory import local_size
from crops import crop_box, map_side, native_rect, resample
from dataset import FOREGROUND_ABOVE
from metrics import bootstrap, count, jaccard, outline_distances
from packages import Run, TwoStages
from predict import PROBABILITY_STEPS
from two_stage_package import NETWORKS, THRESHOLD

# Outlines are compared at this size, twice as fine as the networks' input.
COMPARED_SIZE = 512
FIELD_SIZE = 256
TOLERANCES = (2.0, 0.5)
WAYS = ("crop", "whole", "global alone")
MEASURES = {
    "jaccard": "J",
    "hausdorff95": "HD95 px",
    "surfaceDice2": "surface Dice at 2 px",
    "surfaceDice05": "surface Dice at 0.5 px",
}


@dataclass(frozen=True)
class Outlined:
    """One picture: the crop's share of the field, and each way's measures in their order."""

    image_id: str
    share: float
    measures: dict[str, list[float]]


def measures(predicted: np.ndarray, truth: np.ndarray) -> list[float]:
    """MEASURES of two boolean masks at COMPARED_SIZE."""
    scale = FIELD_SIZE / COMPARED_SIZE
    overlap = jaccard(count(predicted, truth))
    if not predicted.any() or not truth.any():
        same = predicted.any() == truth.any()
        return [overlap, 0.0 if same else FIELD_SIZE * 2**0.5, float(same), float(same)]
    there, back = (distances * scale for distances in outline_distances(predicted, truth))
    farthest = max(np.percentile(there, 95), np.percentile(back, 95))
    every = np.concatenate([there, back])
    return [overlap, float(farthest), *(float((every <= t).mean()) for t in TOLERANCES)]


def load_native(root: Path, image_id: str) -> tuple[Image.Image, np.ndarray]:
    """A native picture, and its mask at COMPARED_SIZE."""
    with Image.open(root / "images" / f"{image_id}.jpg") as opened:
        picture = opened.convert("RGB")
    with Image.open(root / "masks" / f"{image_id}_segmentation.png") as opened:
        grey = opened.convert("L").resize((COMPARED_SIZE,) * 2, Image.Resampling.BILINEAR)
    return picture, np.asarray(grey) > FOREGROUND_ABOVE


def outline(
    run_global: Run, run_local: Run, size: int, picture: Image.Image, truth: np.ndarray
) -> tuple[float, dict[str, list[float]]]:
    """The crop's share of the field, and the measures of each way, of one picture.

    `run_local` takes crops of any size divisible by 32.
    """
    stages = TwoStages(run_global, run_local, NETWORKS, size, THRESHOLD)
    width, height = picture.size
    field, found = stages.look(picture)
    box = crop_box(field >= THRESHOLD * PROBABILITY_STEPS)
    x, y, across, down = native_rect(box, width, height)
    # As fine as the finer side of the crop's pixels.
    fine = local_size(size, min(across / width, down / height))
    limit = max(map_side(size, width, across), map_side(size, height, down))
    whole = stages.refine(picture, found, (0, 0, width, height), min(fine, limit // 32 * 32))
    maps = {"crop": stages(picture), "whole": whole, "global alone": field}
    masks = {
        way: resample(steps, COMPARED_SIZE, COMPARED_SIZE) >= THRESHOLD * PROBABILITY_STEPS
        for way, steps in maps.items()
    }
    share = across * down / (width * height)
    return share, {way: measures(mask, truth) for way, mask in masks.items()}


def summary(pictures: list[Outlined]) -> dict[str, dict[str, dict[str, float]]]:
    """Each measure of each way, and the crop's less the whole field's, with 95 % intervals."""
    rows: dict[str, dict[str, dict[str, float]]] = {}
    table = {way: np.array([p.measures[way] for p in pictures]) for way in WAYS}
    table["crop less whole"] = table["crop"] - table["whole"]
    for way, values in table.items():
        rows[way] = {
            name: bootstrap(lambda r, v=values[:, column]: float(v[r].mean()), len(pictures))
            for column, name in enumerate(MEASURES)
        }
    return rows
