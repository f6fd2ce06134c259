"""Make a model of a run: python export.py --run runs/malunet --data DIR

Writes models/<id>/ (model.onnx, model.json, curves.png, confidence.png) and the checkpoint without
the optimiser, checkpoints/<id>.pt. --run may also name such a shipped checkpoint. The card's texts
come from cards/<id>.toml.
"""

from __future__ import annotations

import argparse
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from count_macs import count_macs
from curves import write_curves
from dataset import split_hash, training_ids
from judged import judged
from onnx_graph import AGREEMENT_IMAGES, OPSET, compare, write_graph
from package_files import Written, data_format, settle, sha256_of, write_manifest
from predict import (
    SCORED_SIZE,
    Scored,
    load_checkpoint,
    load_network,
    load_scored,
    onnx_forward,
    predict,
)
from two_stage_package import write_two_stage

HERE = Path(__file__).parent
# The network whose package is the pair of it and the frozen one it was trained on.
TWO_STAGES = "two-stage-local"
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
    network_id = config["network"]["id"]
    model_id = "two-stage" if network_id == TWO_STAGES else network_id
    card = tomllib.loads((HERE / "cards" / f"{model_id}.toml").read_text())
    before = config.get("stage_before", {"train": []})
    train_ids = list(dict.fromkeys(training_ids(config["data"]) + training_ids(before)))
    own = config.get("package", {})
    texts = {name: own.get(name, card[name]) for name in CARD_TEXTS}
    return Package(own.get("id", model_id), texts, own.get("train_ids", train_ids))


def write_single(
    checkpoint: dict[str, Any], pictures: Scored, folder: Path, threads: int
) -> Written:
    """One network, checked against PyTorch before it gets its name."""
    size = checkpoint["config"]["data"]["size"]
    network = load_network(checkpoint)
    beside = folder / "model.onnx.tmp"
    graph = write_graph(network, size, beside)
    agreement = compare(network, beside, pictures.inputs.first(AGREEMENT_IMAGES), threads)
    print(f"torch against ONNX Runtime: {agreement}", flush=True)
    maps = predict(onnx_forward(beside, threads), pictures.inputs)
    settle(beside, folder / "model.onnx")
    names = {"input_name": "image", "output_name": "logits"}
    return Written(
        ["model.onnx"],
        {
            "network": {"file": "model.onnx", "opset": OPSET, **names},
            "network_data_format": data_format(size),
        },
        sum(p.numel() for p in network.parameters()),
        count_macs(graph),
        maps,
    )


def export(run: Path, data: Path, models: Path, checkpoints: Path, threads: int) -> dict[str, Any]:
    """Write the model of a run and return its manifest (schema: main/models/manifest.ts)."""
    checkpoint = selected_checkpoint(run)
    config = checkpoint["config"]
    package = package_of(config)
    folder = models / package.id
    folder.mkdir(parents=True, exist_ok=True)
    checkpoints.mkdir(parents=True, exist_ok=True)

    if config["network"]["id"] == TWO_STAGES:
        truth = load_scored(data, config["data"]["val"], SCORED_SIZE).truth
        written = write_two_stage(checkpoint, truth, folder, threads)
    else:
        pictures = load_scored(data, config["data"]["val"], config["data"]["size"])
        truth, written = pictures.truth, write_single(checkpoint, pictures, folder, threads)
    judgement = judged(written.maps, truth, folder / "confidence.png")
    write_curves(checkpoint["history"], folder / "curves.png")
    before = config.get("stage_before", {"epochs": 0, "seconds": 0})
    manifest = {
        "format": "limen-model/1",
        "id": package.id,
        **package.texts,
        "task": "lesion segmentation",
        "files": {
            name: sha256_of(folder / name)
            for name in (*written.files, "curves.png", "confidence.png")
        },
        **written.entries,
        **judgement,
        "params": written.params,
        "macs": written.macs,
        "splits": {
            "train_sha256": split_hash(package.train_ids),
            "val_sha256": split_hash(truth.ids),
        },
        "training": {
            "epochs": before["epochs"] + len(checkpoint["history"]),
            "seconds": round(before["seconds"] + checkpoint["seconds"]),
            "best_epoch": before["epochs"] + checkpoint["epoch"],
        },
    }
    write_manifest(manifest, folder)
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
