"""Train one network: python train.py --config configs/malunet.toml --data DIR --out runs/malunet

A run writes, after every epoch, `last.pt` (weights, averaged weights, optimiser, epoch, seeds and
the configuration), `best.pt` (averaged weights with the best mean Jaccard on val), `history.jsonl`
and `curves.png`. It stops after --minutes, in time to be resumed with --resume. Several processes:
torchrun --nproc-per-node N train.py ...
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from curves import write_curves
from dataset import (
    IGNORED,
    Samples,
    augment,
    draw_jitter,
    load_samples,
    load_training,
    normalise,
    read_split,
    to_tensors,
)
from losses import build_loss, supervise
from metrics import count, jaccard, threshold_jaccard
from networks import build
from networks.two_stage_local import Cropped
from predict import load_checkpoint
from processes import Processes, start_processes


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with images/ and masks/")
    parser.add_argument("--native", type=Path, help="the same of native pictures, where used")
    parser.add_argument("--global-checkpoint", type=Path, help="of the stage before, where frozen")
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


def parameter_groups(model: nn.Module, training: dict[str, Any]) -> list[dict[str, Any]]:
    """All parameters; a pretrained encoder's apart where the configuration slows its learning."""
    slow = training.get("encoder_learning_rate_factor", 1.0)
    if slow == 1.0:
        return [{"params": list(model.parameters()), "factor": 1.0}]
    named = list(model.named_parameters())
    return [
        {"params": [p for n, p in named if not n.startswith("encoder.")], "factor": 1.0},
        {"params": [p for n, p in named if n.startswith("encoder.")], "factor": slow},
    ]


class Trainer:
    """The state of a run in one process: network, averaged network, optimiser and loss."""

    def __init__(self, config: dict[str, Any], processes: Processes) -> None:
        self.training: dict[str, Any] = config["training"]
        self.processes = processes
        torch.manual_seed(self.training["seed"])
        self.model = build(config["network"]).to(
            processes.device, memory_format=torch.channels_last
        )
        if config["network"].get("pretrained", False):
            self.model.load_pretrained()
        self.averaged = AveragedModel(
            self.model,
            multi_avg_fn=get_ema_multi_avg_fn(self.training["ema_decay"]),
            use_buffers=True,
        )
        self.optimiser = torch.optim.AdamW(
            parameter_groups(self.model, self.training),
            lr=self.training["learning_rate"],
            weight_decay=self.training["weight_decay"],
        )
        self.loss = build_loss(config)
        # float16 on CUDA; on a CPU bfloat16 where the configuration asks for it, since only
        # networks of plain 3 x 3 convolutions got faster there (U-Net 2.8 times, MALUNet not).
        on_cuda = processes.device.type == "cuda"
        self.autocast = torch.autocast(
            processes.device.type,
            dtype=torch.float16 if on_cuda else torch.bfloat16,
            enabled=on_cuda or self.training.get("bfloat16_on_cpu", False),
        )
        self.scaler = torch.amp.GradScaler("cuda", enabled=on_cuda)

    def restore(self, checkpoint: dict[str, Any]) -> None:
        """Weights and the optimiser's state; a shipped checkpoint has averaged weights only."""
        self.model.load_state_dict(checkpoint.get("weights", checkpoint["averaged"]))
        self.averaged.module.load_state_dict(checkpoint["averaged"])
        # At 0 the next update would copy the weights over the average instead of joining it.
        self.averaged.n_averaged.fill_(1)
        if "optimiser" in checkpoint:
            factors = [group["factor"] for group in self.optimiser.param_groups]
            self.optimiser.load_state_dict(checkpoint["optimiser"])
            for group, factor in zip(self.optimiser.param_groups, factors):
                group["factor"] = factor

    def start_on(self, checkpoint: dict[str, Any]) -> None:
        """Take the frozen stage from the checkpoint of another run."""
        for network in (self.model, self.averaged.module):
            network.load_global(checkpoint)

    def step(
        self, forward: Callable[[Tensor], Tensor], images: Tensor, masks: Tensor, done: float
    ) -> float:
        """One step of the optimiser on one batch (images in [0, 1]); returns the loss."""
        images = images.contiguous(memory_format=torch.channels_last)
        with self.autocast:
            outputs = forward(images)
        if isinstance(outputs, Cropped):
            loss = supervise(self.loss, outputs.logits.float(), outputs.truth(masks), done)
        elif isinstance(outputs, Tensor):
            loss = supervise(self.loss, outputs.float(), masks, done)
        else:
            loss = supervise(self.loss, tuple(o.float() for o in outputs), masks, done)
        self.optimiser.zero_grad(set_to_none=True)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimiser)
        nn.utils.clip_grad_norm_(self.model.parameters(), self.training["gradient_clip"])
        self.scaler.step(self.optimiser)
        self.scaler.update()
        self.averaged.update_parameters(self.model)
        return loss.item()

    def train_epoch(
        self, forward: Callable[[Tensor], Tensor], samples: Samples, epoch: int
    ) -> float:
        """One pass over all samples in a new order; returns the mean loss."""
        training, device = self.training, self.processes.device
        self.model.train()
        order = np.random.default_rng([training["seed"], epoch]).permutation(len(samples))
        generator = torch.Generator().manual_seed(training["seed"] * 1000 + epoch)
        # For networks that draw themselves: a resumed run goes on as it would have.
        torch.manual_seed(training["seed"] * 1000 + epoch)
        batch = training["batch"]
        mine = self.processes.rows(batch)
        early = epoch < training["early_epochs"]
        size = training["early_size"] if early else samples.images.shape[1]
        steps = len(order) // batch
        total = 0.0
        for step in range(steps):
            for group in self.optimiser.param_groups:
                group["lr"] = group["factor"] * learning_rate_at(epoch + step / steps, training)
            jitter = draw_jitter(batch, generator).take(mine)
            rows = order[step * batch : (step + 1) * batch][mine]
            images, masks = augment(*to_tensors(samples, rows), size, jitter)
            done = (epoch + step / steps) / training["epochs"]
            total += self.step(forward, normalise(images).to(device), masks.to(device), done)
        return self.processes.mean(total / steps)


@torch.no_grad()
def validate(model: nn.Module, samples: Samples, batch: int = 16) -> dict[str, float]:
    """Mean and threshold Jaccard at the training size, probability threshold 0.5."""
    model.eval()
    device = next(model.parameters()).device
    values: list[float] = []
    for start in range(0, len(samples), batch):
        rows = np.arange(start, min(start + batch, len(samples)))
        images, masks = to_tensors(samples, rows)
        images = normalise(images).contiguous(memory_format=torch.channels_last)
        predicted = (model(images.to(device)) > 0).cpu().numpy()
        truth, kept = (masks == 1).numpy(), (masks != IGNORED).numpy()
        values += [jaccard(count(p & k, t)) for p, t, k in zip(predicted, truth, kept)]
    scores = np.array(values)
    return {"meanJaccard": float(scores.mean()), "thresholdJaccard": threshold_jaccard(scores)}


def save(path: Path, content: dict[str, Any]) -> None:
    """Write beside, then rename: a stopped run never leaves half a checkpoint."""
    beside = path.with_suffix(".tmp")
    torch.save(content, beside)
    beside.replace(path)


def run(arguments: argparse.Namespace, config: dict[str, Any], processes: Processes) -> None:
    """Train from the start or from a checkpoint until the last epoch or the time is over."""
    started = time.monotonic()
    training, writes = config["training"], processes.rank == 0
    size = config["data"]["size"]
    train_samples = load_training(arguments.data, arguments.native, config["data"])
    val_samples = load_samples(arguments.data, read_split(config["data"]["val"]), size)
    if writes:
        print(
            f"{len(train_samples)} training and {len(val_samples)} validation pictures", flush=True
        )

    trainer = Trainer(config, processes)
    first_epoch, best, history, seconds_before = 0, 0.0, [], 0.0
    if arguments.resume:
        checkpoint = torch.load(arguments.resume, map_location="cpu", weights_only=True)
        trainer.restore(checkpoint)
        if "stage_before" in checkpoint["config"]:
            config["stage_before"] = checkpoint["config"]["stage_before"]
        first_epoch, best = checkpoint["epoch"], checkpoint["best"]
        history = [row for row in checkpoint["history"] if row["epoch"] <= first_epoch]
        seconds_before = checkpoint["seconds"]
    elif arguments.global_checkpoint:
        before = load_checkpoint(arguments.global_checkpoint)
        trainer.start_on(before)
        config["stage_before"] = {
            "epochs": len(before["history"]),
            "seconds": before["seconds"],
            "train": before["config"]["data"]["train"],
        }
    forward = processes.share(trainer.model)

    for epoch in range(first_epoch, training["epochs"]):
        epoch_started = time.monotonic()
        loss = trainer.train_epoch(forward, train_samples, epoch)
        elapsed = time.monotonic() - started
        if writes:
            scores = validate(trainer.averaged.module, val_samples)
            elapsed = time.monotonic() - started
            history.append({"epoch": epoch + 1, "loss": loss, **scores})
            checkpoint = {
                "config": config,
                "epoch": epoch + 1,
                "best": max(best, scores["meanJaccard"]),
                "history": history,
                "seconds": seconds_before + elapsed,
                "weights": trainer.model.state_dict(),
                "averaged": trainer.averaged.module.state_dict(),
            }
            if scores["meanJaccard"] > best:
                best = scores["meanJaccard"]
                save(arguments.out / "best.pt", checkpoint)
            save(
                arguments.out / "last.pt",
                checkpoint | {"optimiser": trainer.optimiser.state_dict()},
            )
            with (arguments.out / "history.jsonl").open("a") as file:
                file.write(json.dumps(history[-1]) + "\n")
            epoch_seconds = time.monotonic() - epoch_started
            left = (training["epochs"] - epoch - 1) * epoch_seconds / 60
            print(
                f"epoch {epoch + 1}/{training['epochs']}  loss {loss:.4f}  "
                f"val J {scores['meanJaccard']:.4f} (best {best:.4f})  "
                f"threshold J {scores['thresholdJaccard']:.4f}  {epoch_seconds:.0f} s  "
                f"{left:.0f} min left",
                flush=True,
            )
        if processes.agree(elapsed / 60 > arguments.minutes):
            if writes:
                print(f"stopped after {elapsed / 60:.0f} minutes; go on with --resume", flush=True)
            break
    if writes and history:
        write_curves(history, arguments.out / "curves.png")


def main() -> None:
    arguments = parse_arguments()
    config = tomllib.loads(arguments.config.read_text())
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with start_processes() as processes:
        run(arguments, config, processes)


if __name__ == "__main__":
    main()
