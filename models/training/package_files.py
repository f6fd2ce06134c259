"""The files of a model package, each whole before it has its name."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


def settle(beside: Path, path: Path) -> None:
    """Flush a finished file to disk, then rename: never half a file under its own name."""
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(path)


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Written:
    """The networks of a model as they were written, and what they give on the pictures of val."""

    files: list[str]
    # The manifest's entries on its networks.
    entries: dict[str, Any]
    params: int
    macs: int
    maps: np.ndarray


def data_format(size: int) -> dict[str, Any]:
    """The input contract at size x size."""
    return {
        "width": size,
        "height": size,
        "resize": "whole-field-triangle",
        "normalise": "min-max-per-image",
        "output_activation": "sigmoid",
    }


def write_manifest(manifest: dict[str, Any], folder: Path) -> None:
    """The manifest under its name, once it is whole."""
    beside = folder / "model.json.tmp"
    beside.write_text(json.dumps(manifest, indent=2) + "\n")
    settle(beside, folder / "model.json")
