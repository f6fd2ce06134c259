"""Train one network: python train.py --config configs/malunet.toml --data DIR --out runs/malunet

A run writes, after every epoch, `last.pt` (weights, averaged weights, optimiser, epoch, seeds and
the configuration), `best.pt` (averaged weights with the best mean Jaccard on val), `history.jsonl`
and `curves.png`. It stops after --minutes, in time to be resumed with --resume.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from dataset import Samples, augment, load_samples, normalise, read_split, to_tensors
from losses import bce_dice_loss
from metrics import count, jaccard, threshold_jaccard
from networks import build


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with images/ and masks/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", type=Path, help="a last.pt (same run) or best.pt (warm start)")
    parser.add_argument("--minutes", type=float, default=100, help="stop after the epoch in which")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def learning_rate_at(epoch: float, training: dict[str, Any]) -> float:
    """Linear warm-up, then cosine to 1 % at the last epoch."""
    warmup = training["warmup_epochs"]
    if epoch < warmup:
        return training["learning_rate"] * max(epoch, 0.05) / warmup
    progress = (epoch - warmup) / max(1e-9, training["epochs"] - warmup)
    return training["learning_rate"] * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress)))


def train_epoch(
    model: nn.Module,
    averaged: AveragedModel,
    optimiser: torch.optim.Optimizer,
    samples: Samples,
    training: dict[str, Any],
    epoch: int,
) -> float:
    """One pass over all samples in a new order; returns the mean loss."""
    model.train()
    order = np.random.default_rng([training["seed"], epoch]).permutation(len(samples))
    generator = torch.Generator().manual_seed(training["seed"] * 1000 + epoch)
    batch = training["batch"]
    early = epoch < training["early_epochs"]
    size = training["early_size"] if early else samples.images.shape[1]
    steps = len(order) // batch
    total = 0.0
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = learning_rate_at(epoch + step / steps, training)
        images, masks = to_tensors(samples, order[step * batch : (step + 1) * batch])
        images, masks = augment(images, masks, size, generator)
        images = normalise(images).contiguous(memory_format=torch.channels_last)
        loss = bce_dice_loss(model(images), masks)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), training["gradient_clip"])
        optimiser.step()
        averaged.update_parameters(model)
        total += loss.item()
    return total / steps


@torch.no_grad()
def validate(model: nn.Module, samples: Samples, batch: int = 16) -> dict[str, float]:
    """Mean and threshold Jaccard at the training size, probability threshold 0.5."""
    model.eval()
    values: list[float] = []
    for start in range(0, len(samples), batch):
        rows = np.arange(start, min(start + batch, len(samples)))
        images, masks = to_tensors(samples, rows)
        images = normalise(images).contiguous(memory_format=torch.channels_last)
        predicted = (model(images) > 0).numpy()
        truth = masks.bool().numpy()
        values += [jaccard(count(p, t)) for p, t in zip(predicted, truth)]
    scores = np.array(values)
    return {"meanJaccard": float(scores.mean()), "thresholdJaccard": threshold_jaccard(scores)}


def write_curves(history: list[dict[str, float]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    epochs = [row["epoch"] for row in history]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 3.5), layout="constrained")
    left.plot(epochs, [row["loss"] for row in history])
    left.set(title="training loss", xlabel="epoch")
    right.plot(epochs, [row["meanJaccard"] for row in history], label="mean J")
    right.plot(epochs, [row["thresholdJaccard"] for row in history], label="threshold J")
    right.set(title="validation", xlabel="epoch")
    right.legend()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def save(path: Path, content: dict[str, Any]) -> None:
    """Write beside, then rename: a stopped run never leaves half a checkpoint."""
    beside = path.with_suffix(".tmp")
    torch.save(content, beside)
    beside.replace(path)


def main() -> None:
    arguments = parse_arguments()
    started = time.monotonic()
    config = tomllib.loads(arguments.config.read_text())
    training = config["training"]
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(training["seed"])
    arguments.out.mkdir(parents=True, exist_ok=True)

    size = config["data"]["size"]
    train_ids = [i for name in config["data"]["train"] for i in read_split(name)]
    train_samples = load_samples(arguments.data, train_ids, size)
    val_samples = load_samples(arguments.data, read_split(config["data"]["val"]), size)
    print(f"{len(train_samples)} training and {len(val_samples)} validation pictures", flush=True)

    model = build(config["network"]).to(memory_format=torch.channels_last)
    averaged = AveragedModel(
        model, multi_avg_fn=get_ema_multi_avg_fn(training["ema_decay"]), use_buffers=True
    )
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=training["learning_rate"], weight_decay=training["weight_decay"]
    )
    first_epoch, best, history, seconds_before = 0, 0.0, [], 0.0
    if arguments.resume:
        checkpoint = torch.load(arguments.resume, map_location="cpu", weights_only=True)
        model.load_state_dict(checkpoint["weights"])
        averaged.module.load_state_dict(checkpoint["averaged"])
        # A shipped checkpoint carries no optimiser state: moments are then built up anew.
        if "optimiser" in checkpoint:
            optimiser.load_state_dict(checkpoint["optimiser"])
        first_epoch, best = checkpoint["epoch"], checkpoint["best"]
        history, seconds_before = checkpoint["history"], checkpoint["seconds"]

    for epoch in range(first_epoch, training["epochs"]):
        epoch_started = time.monotonic()
        loss = train_epoch(model, averaged, optimiser, train_samples, training, epoch)
        scores = validate(averaged.module, val_samples)
        row = {"epoch": epoch + 1, "loss": loss, **scores}
        history.append(row)
        elapsed = time.monotonic() - started
        checkpoint = {
            "config": config,
            "epoch": epoch + 1,
            "best": max(best, scores["meanJaccard"]),
            "history": history,
            "seconds": seconds_before + elapsed,
            "weights": model.state_dict(),
            "averaged": averaged.module.state_dict(),
        }
        if scores["meanJaccard"] > best:
            best = scores["meanJaccard"]
            save(arguments.out / "best.pt", checkpoint)
        save(arguments.out / "last.pt", checkpoint | {"optimiser": optimiser.state_dict()})
        with (arguments.out / "history.jsonl").open("a") as file:
            file.write(json.dumps(row) + "\n")
        epoch_seconds = time.monotonic() - epoch_started
        left = (training["epochs"] - epoch - 1) * epoch_seconds / 60
        print(
            f"epoch {epoch + 1}/{training['epochs']}  loss {loss:.4f}  "
            f"val J {scores['meanJaccard']:.4f} (best {best:.4f})  "
            f"threshold J {scores['thresholdJaccard']:.4f}  {epoch_seconds:.0f} s  {left:.0f} min left",
            flush=True,
        )
        if elapsed / 60 > arguments.minutes:
            print(f"stopped after {elapsed / 60:.0f} minutes; go on with --resume", flush=True)
            break
    write_curves(history, arguments.out / "curves.png")


if __name__ == "__main__":
    main()
