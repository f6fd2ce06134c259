"""Fine-tune a network with corrected samples and write a candidate model package:

python retrain.py --base checkpoints/malunet.pt --export DIR --data DIR --id malunet-2 --out DIR

DIR of --export is what `limen export` wrote, whole or since a snapshot; --data holds the shipped
pictures, images/ and masks/: its validation split calibrates and scores the candidate, and with
--mix its training split is trained on too, so that what was learnt is not forgotten. The last epoch
is taken, whatever it scores: a model chosen on val could not be compared on val afterwards. With
--dry-run the checkpoint and the export are checked, and nothing is trained. Then:
limen models promote OUT/malunet-2 --images ... --masks ...
"""

from __future__ import annotations

import argparse
import copy
import os
import re
import time
from pathlib import Path
from typing import Any

import torch

from corrections import Corrections, joined, load_corrections
from dataset import Samples, load_samples, read_split, training_ids
from export import CARD_TEXTS, export, package_of
from predict import load_checkpoint
from processes import Processes
from train import Trainer, save, validate

# Of the learning rate that the network was trained with from the start.
LEARNING_RATE_SHARE = 0.2
# Corrections are few beside the shipped pictures, and are what this training is about.
REPEATS_WHEN_MIXED = 3


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", type=Path, required=True, help="a checkpoint of train.py")
    parser.add_argument("--export", type=Path, required=True, help="what `limen export` wrote")
    parser.add_argument("--data", type=Path, required=True, help="folder with images/ and masks/")
    parser.add_argument("--id", required=True, help="of the new model, for example malunet-2")
    parser.add_argument("--out", type=Path, required=True, help="folder for the package")
    parser.add_argument("--mix", action="store_true", help="train on the shipped pictures too")
    parser.add_argument("--dry-run", action="store_true", help="check what is given, train nothing")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def next_version(version: str) -> str:
    """1.0.0 -> 1.1.0: the same network with other weights."""
    major, minor, _ = version.split(".")
    return f"{major}.{int(minor) + 1}.0"


def retraining_config(
    base: dict[str, Any],
    model_id: str,
    corrections: Corrections,
    mix: bool,
    epochs: int,
    samples: int,
) -> dict[str, Any]:
    """The base's configuration, changed for fine-tuning, with what the package says of itself."""
    config = copy.deepcopy(base)
    batch = min(base["training"]["batch"], samples)
    config["training"] |= {
        "batch": batch,
        "epochs": epochs,
        # The average reaches back one epoch at most: in a short run it would stay the base else.
        "ema_decay": min(base["training"]["ema_decay"], 1 - 1 / max(2, samples // batch)),
        "early_epochs": 0,
        "warmup_epochs": min(1, epochs / 2),
        "learning_rate": base["training"]["learning_rate"] * LEARNING_RATE_SHARE,
    }
    before = package_of(base)
    count = len(corrections.samples)
    config["package"] = {name: before.texts[name] for name in CARD_TEXTS} | {
        "id": model_id,
        "version": next_version(before.texts["version"]),
        "trained_on": (
            f"{before.id} {before.texts['version']} ({before.texts['trained_on']}), fine-tuned on "
            f"{count} corrected samples of the export with manifest sha256 "
            f"{corrections.manifest_sha256}{', mixed with the pictures before' if mix else ''}"
        ),
        "train_ids": before.train_ids + corrections.samples.ids,
    }
    return config


def fine_tune(
    checkpoint: dict[str, Any], config: dict[str, Any], samples: Samples, val: Samples
) -> dict[str, Any]:
    """All epochs from the base's averaged weights; returns the last one's checkpoint."""
    trainer = Trainer(config, Processes(0, 1, torch.device("cpu")))
    trainer.restore({"averaged": checkpoint["averaged"]})
    history: list[dict[str, float]] = []
    for epoch in range(config["training"]["epochs"]):
        loss = trainer.train_epoch(trainer.model, samples, epoch)
        scores = validate(trainer.averaged.module, val)
        history.append({"epoch": epoch + 1, "loss": loss, **scores})
        print(
            f"epoch {epoch + 1}/{config['training']['epochs']}  loss {loss:.4f}  "
            f"val J {scores['meanJaccard']:.4f}",
            flush=True,
        )
    return {
        "config": config,
        "epoch": len(history),
        "best": history[-1]["meanJaccard"],
        "history": history,
        "averaged": trainer.averaged.module.state_dict(),
    }


def retrain(arguments: argparse.Namespace) -> dict[str, Any] | None:
    """Write the candidate package and its checkpoint; returns the manifest, None of a dry run.

    Raises ValueError naming what is wrong with the id, the checkpoint or the export.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", arguments.id):
        raise ValueError(f"--id {arguments.id}: small letters, digits and hyphens only")
    started = time.monotonic()
    checkpoint = load_checkpoint(arguments.base)
    data = checkpoint["config"]["data"]
    corrections = load_corrections(arguments.export, data["size"])
    if arguments.dry_run:
        return None
    samples = corrections.samples
    if arguments.mix:
        shipped = load_samples(arguments.data, training_ids(data), data["size"])
        samples = joined(shipped, samples, REPEATS_WHEN_MIXED)
    config = retraining_config(
        checkpoint["config"],
        arguments.id,
        corrections,
        arguments.mix,
        arguments.epochs,
        len(samples),
    )
    print(f"{len(corrections.samples)} corrections, {len(samples)} samples an epoch", flush=True)
    val = load_samples(arguments.data, read_split(data["val"]), data["size"])
    trained = fine_tune(checkpoint, config, samples, val)
    trained["seconds"] = checkpoint["seconds"] + time.monotonic() - started
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = arguments.out / f"{arguments.id}.pt"
    save(path, trained)
    return export(path, arguments.data, arguments.out, arguments.out, arguments.threads)


def main() -> None:
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    try:
        manifest = retrain(arguments)
    except ValueError as wrong:
        raise SystemExit(f"retrain: {wrong}") from wrong
    if manifest is None:
        print(f"{arguments.export}: accepted; nothing was trained")
        return
    print(f"{manifest['id']} {manifest['version']} is in {arguments.out / arguments.id}")


if __name__ == "__main__":
    main()
