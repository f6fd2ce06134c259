"""Make a model of a run: python export.py --run runs/malunet --data DIR

Writes models/<id>/ (model.onnx, model.json, curves.png, confidence.png) and the checkpoint without
the optimiser, checkpoints/<id>.pt. --run may also name such a shipped checkpoint. The card's texts
come from cards/<id>.toml.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from calibration import JUDGEMENT_DEFINITIONS, Calibration, cross_fitted, fit, judge
from confidence import DEFINITION, SIGNALS, signals
from count_macs import count_macs
from curves import write_curves, write_review_curve
from dataset import split_hash, training_ids
from metrics import DEFINITIONS, jaccard, summarise
from onnx_graph import AGREEMENT_IMAGES, OPSET, compare, write_graph
from predict import (
    SCORED_SIZE,
    load_checkpoint,
    load_network,
    load_scored,
    onnx_forward,
    predict,
    score,
)

HERE = Path(__file__).parent
THRESHOLD = 0.5
CARD_TEXTS = (
    "title version description authors license data_source intended_use trained_on width"
).split()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="a run's folder or a checkpoint")
    parser.add_argument("--data", type=Path, required=True, help="folder with images/ and masks/")
    parser.add_argument("--models", type=Path, default=HERE.parent)
    parser.add_argument("--checkpoints", type=Path, default=HERE / "checkpoints")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def selected_checkpoint(run: Path) -> dict[str, Any]:
    """The best epoch's checkpoint, with the history and seconds of the whole run."""
    if run.is_file():
        return load_checkpoint(run)
    best, last = load_checkpoint(run / "best.pt"), load_checkpoint(run / "last.pt")
    return best | {"history": last["history"], "seconds": last["seconds"]}


def shipped(checkpoint: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a checkpoint: the averaged weights and how they came to be."""
    return {
        name: checkpoint[name]
        for name in ("config", "epoch", "best", "history", "seconds", "averaged")
    }


@dataclass(frozen=True)
class Package:
    """What a model is called and says of itself; the texts have the names of CARD_TEXTS."""

    id: str
    texts: dict[str, str]
    train_ids: list[str]


def package_of(config: dict[str, Any]) -> Package:
    """From the card of the network, and from [package] where retrain.py made the checkpoint."""
    card = tomllib.loads((HERE / "cards" / f"{config['network']['id']}.toml").read_text())
    train_ids = training_ids(config["data"])
    own = config.get("package", {})
    texts = {name: own.get(name, card[name]) for name in CARD_TEXTS}
    return Package(own.get("id", config["network"]["id"]), texts, own.get("train_ids", train_ids))


def settle(beside: Path, path: Path) -> None:
    """Flush a finished file to disk, then rename: never half a file under its own name."""
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(path)


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def calibrate(maps: np.ndarray, jaccards: np.ndarray) -> tuple[Calibration, np.ndarray]:
    """The calibration on all pictures, and their cross-fitted confidence."""
    values = np.stack([signals(p, THRESHOLD) for p in maps])
    return fit(SIGNALS, values, jaccards), cross_fitted(SIGNALS, values, jaccards)


def metrics_definition(images: int) -> str:
    """What the metrics were computed on, then each one's definition."""
    definitions = DEFINITIONS | JUDGEMENT_DEFINITIONS
    return (
        f"On the {images} pictures of the official ISIC 2017 validation split, on which the epoch "
        f"was selected too, at {SCORED_SIZE} x {SCORED_SIZE} px and threshold {THRESHOLD}; 95 % percentile "
        "bootstrap over pictures. The confidence was judged cross-fitted in five folds. "
        + "; ".join(f"{name}: {text}" for name, text in definitions.items())
        + "."
    )


def export(run: Path, data: Path, models: Path, checkpoints: Path, threads: int) -> dict[str, Any]:
    """Write the model of a run and return its manifest (schema: main/models/manifest.ts)."""
    checkpoint = selected_checkpoint(run)
    config = checkpoint["config"]
    package = package_of(config)
    size = config["data"]["size"]
    folder = models / package.id
    folder.mkdir(parents=True, exist_ok=True)
    checkpoints.mkdir(parents=True, exist_ok=True)

    network = load_network(checkpoint)
    beside = folder / "model.onnx.tmp"
    graph = write_graph(network, size, beside)
    pictures = load_scored(data, config["data"]["val"], size)
    agreement = compare(network, beside, pictures.inputs.first(AGREEMENT_IMAGES), threads)
    print(f"torch against ONNX Runtime: {agreement}", flush=True)
    maps = predict(onnx_forward(beside, threads), pictures.inputs)
    settle(beside, folder / "model.onnx")

    scores = score(maps, pictures.truth, THRESHOLD)
    jaccards = np.array([jaccard(c) for c in scores.counts])
    calibration, confidence = calibrate(maps, jaccards)
    write_review_curve(confidence, jaccards, folder / "confidence.png")
    write_curves(checkpoint["history"], folder / "curves.png")
    manifest = {
        "format": "limen-model/1",
        "id": package.id,
        **package.texts,
        "task": "lesion segmentation",
        "files": {
            name: sha256_of(folder / name)
            for name in ("model.onnx", "curves.png", "confidence.png")
        },
        "network": {
            "file": "model.onnx",
            "opset": OPSET,
            "input_name": "image",
            "output_name": "logits",
        },
        "network_data_format": {
            "width": size,
            "height": size,
            "resize": "whole-field-triangle",
            "normalise": "min-max-per-image",
            "output_activation": "sigmoid",
        },
        "threshold": THRESHOLD,
        "calibration": {
            "bias": calibration.bias,
            "weights": dict(zip(calibration.names, calibration.weights.tolist())),
            "definition": DEFINITION,
        },
        "params": sum(p.numel() for p in network.parameters()),
        "macs": count_macs(graph),
        "splits": {
            "train_sha256": split_hash(package.train_ids),
            "val_sha256": split_hash(pictures.truth.ids),
        },
        "training": {
            "epochs": len(checkpoint["history"]),
            "seconds": round(checkpoint["seconds"]),
            "best_epoch": checkpoint["epoch"],
        },
        "metrics": summarise(scores.counts, scores.boundaries) | judge(confidence, jaccards),
        "metrics_definition": metrics_definition(len(pictures.truth)),
    }
    beside = folder / "model.json.tmp"
    beside.write_text(json.dumps(manifest, indent=2) + "\n")
    settle(beside, folder / "model.json")
    beside = checkpoints / f"{package.id}.tmp"
    torch.save(shipped(checkpoint), beside)
    settle(beside, checkpoints / f"{package.id}.pt")
    return manifest


def main() -> None:
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    manifest = export(
        arguments.run,
        arguments.data,
        arguments.models,
        arguments.checkpoints,
        arguments.threads,
    )
    print(f"{manifest['id']}: {manifest['params']} parameters, {manifest['macs']} MACs")
    for name, row in manifest["metrics"].items():
        print(f"{name:<18}{row['value']:>9.4f}  {row['low']:.4f}-{row['high']:.4f}")


if __name__ == "__main__":
    main()
