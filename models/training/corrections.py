"""The samples of an export of Limen (docs/dataset-format.md), checked and decoded for training."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dataset import Samples, load_pair

FORMAT = "limen-export/1"
# Those with one picture of 0 and 255 a lesion.
LAYOUTS = ("isic", "isic-task1", "png")


@dataclass(frozen=True)
class Corrections:
    """Corrected samples, and the sha256 of the manifest that names every file of theirs."""

    samples: Samples
    manifest_sha256: str


def load_corrections(folder: Path, size: int) -> Corrections:
    """All samples of an export, in one of LAYOUTS, at size x size, with what is to be ignored in them.

    Raises ValueError naming the file where something is missing, changed or of another format.
    """
    path = folder / "manifest.json"
    if not path.exists():
        raise ValueError(f"{path}: not there; name the folder that `limen export` wrote")
    raw = path.read_bytes()
    manifest: dict[str, Any] = json.loads(raw)
    if manifest.get("format") != FORMAT:
        raise ValueError(f"{path}: format is {manifest.get('format')!r}, not {FORMAT!r}")
    layout = manifest.get("layout", "isic")
    if layout not in LAYOUTS:
        raise ValueError(
            f"{path}: the layout {layout} has no mask picture a lesion; export as {LAYOUTS[0]}"
        )
    listed = manifest["samples"]
    if not listed:
        raise ValueError(f"{path}: the export holds no samples; correct some pictures first")
    images = np.empty((len(listed), size, size, 3), np.uint8)
    masks = np.empty((len(listed), size, size), np.uint8)
    for row, sample in enumerate(listed):
        image, mask = (checked(folder, sample[kind]) for kind in ("image", "mask"))
        ignore = sample.get("ignore")
        left_out = None if ignore is None else checked(folder, ignore)
        images[row], masks[row] = load_pair(image, mask, size, left_out)
    samples = Samples([sample["id"] for sample in listed], images, masks)
    return Corrections(samples, hashlib.sha256(raw).hexdigest())


def checked(folder: Path, listed: dict[str, Any]) -> Path:
    """The path of a listed file. Raises ValueError when it is not what the manifest says."""
    path = folder / listed["path"]
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{path}: lies outside the export")
    if not path.exists():
        raise ValueError(f"{path}: is missing; export again")
    if hashlib.sha256(path.read_bytes()).hexdigest() != listed["sha256"]:
        raise ValueError(f"{path}: does not have the sha256 of manifest.json; export again")
    return path


def joined(first: Samples, second: Samples, repeats: int) -> Samples:
    """All of `first` once and all of `second` so many times, in one list."""
    return Samples(
        first.ids + second.ids * repeats,
        np.concatenate([first.images, *[second.images] * repeats]),
        np.concatenate([first.masks, *[second.masks] * repeats]),
    )
