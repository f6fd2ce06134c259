"""Model packages (models/<id>/) as the app runs them: a picture becomes a probability map."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from PIL import Image

from crops import Rect, box_of, crop_box, map_side, native_rect, paste
from dataset import normalise
from predict import PROBABILITY_STEPS, probability

# An RGB picture -> probability in steps of 1/65535, h x w over the whole field.
Predict = Callable[[Image.Image], np.ndarray]
BAND_ROWS = 64
# Arrays by the names of a network's inputs -> arrays by the names of its outputs.
Run = Callable[[dict[str, np.ndarray]], dict[str, np.ndarray]]


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a package. Raises FileNotFoundError where there is none."""
    return json.loads((folder / "model.json").read_text())


def package_sha256(manifest: dict[str, Any]) -> str:
    """The sha256 that names a model in lineage, as main/models/network-file.ts computes it."""
    match manifest.get("pipeline"):
        case None:
            return manifest["files"][manifest["network"]["file"]]
        case "global-to-local":
            stages = (manifest["networks"][stage]["file"] for stage in ("global", "local"))
            lines = ["global-to-local", *(manifest["files"][file] for file in stages)]
        case "ensemble":
            members = (member["sha256"] for member in manifest["members"])
            lines = ["ensemble", manifest["combination"], *members]
        case unknown:
            raise ValueError(f"{manifest['id']}: unknown pipeline '{unknown}'")
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def open_network(path: Path, threads: int) -> Run:
    """An ONNX file on the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return lambda feeds: dict(zip(names, session.run(names, feeds)))


def prepare(picture: Image.Image, size: int, rect: Rect | None = None) -> np.ndarray:
    """The input contract for an RGB picture or a part of it: 1 x 3 x size x size, float32."""
    x, y, width, height = rect or (0, 0, *picture.size)
    # Rows first, as in the app (Pillow chooses by itself), and a few at a time, so that the part is
    # never copied whole.
    narrow = Image.new("RGB", (size, height))
    for top in range(0, height, BAND_ROWS):
        rows = min(BAND_ROWS, height - top)
        band = picture.crop((x, y + top, x + width, y + top + rows))
        narrow.paste(band.resize((size, rows), Image.Resampling.BILINEAR), (0, top))
    small = np.array(narrow.resize((size, size), Image.Resampling.BILINEAR))
    return normalise(torch.from_numpy(small).permute(2, 0, 1)[None].float()).numpy()


def steps_of(logits: np.ndarray) -> np.ndarray:
    """Probabilities of 1 x 1 x H x W logits: H x W in steps of 1/65535."""
    return np.round(probability(logits[0, 0]) * PROBABILITY_STEPS)


@dataclass(frozen=True)
class TwoStages:
    """The two networks of a `global-to-local` model, and how they are called."""

    run_global: Run
    run_local: Run
    networks: dict[str, Any]
    size: int
    threshold: float

    def look(self, picture: Image.Image) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Stage one: the field's probabilities in steps, and all that the network returned."""
        stage = self.networks["global"]
        found = self.run_global({stage["input_name"]: prepare(picture, self.size)})
        return steps_of(found[stage["output_name"]]), found

    def refine(
        self, picture: Image.Image, found: dict[str, np.ndarray], rect: Rect, size: int
    ) -> np.ndarray:
        """Stage two on a rectangle of native pixels: its probabilities, size x size, in steps."""
        first, stage = self.networks["global"], self.networks["local"]
        width, height = picture.size
        feeds = {
            stage["input_name"]: prepare(picture, size, rect),
            stage["box_name"]: np.array([box_of(rect, width, height)], np.float32),
            stage["field_logits_name"]: found[first["output_name"]],
        } | {name: found[name] for name in first["level_names"]}
        return steps_of(self.run_local(feeds)[stage["output_name"]])

    def __call__(self, picture: Image.Image) -> np.ndarray:
        width, height = picture.size
        field, found = self.look(picture)
        rect = native_rect(crop_box(field >= self.threshold * PROBABILITY_STEPS), width, height)
        crop = self.refine(picture, found, rect, self.size)
        sides = map_side(self.size, width, rect[2]), map_side(self.size, height, rect[3])
        return paste(field, crop, box_of(rect, width, height), *sides)


def open_package(folder: Path, threads: int) -> Predict:
    """A model of one or two networks. Raises ValueError for an ensemble, which has none itself."""
    manifest = read_manifest(folder)
    match manifest.get("pipeline"):
        case None:
            network, size = manifest["network"], manifest["network_data_format"]["width"]
            run = open_network(folder / network["file"], threads)
            return lambda picture: steps_of(
                run({network["input_name"]: prepare(picture, size)})[network["output_name"]]
            )
        case "global-to-local":
            networks = manifest["networks"]
            return TwoStages(
                open_network(folder / networks["global"]["file"], threads),
                open_network(folder / networks["local"]["file"], threads),
                networks,
                manifest["network_data_format"]["width"],
                manifest["threshold"],
            )
        case other:
            raise ValueError(f"{folder.name}: a package of pipeline '{other}' has no networks")
