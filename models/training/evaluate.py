"""Score one checkpoint: python evaluate.py --checkpoint runs/malunet/best.pt --data DIR [--json F]

Prints every metric with its 95 % bootstrap interval over pictures and its definition. Pictures are
scored at 256 x 256 px whatever the network's input size, at probability 0.5, all over the field.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

import torch

from metrics import DEFINITIONS, dice_bound, summarise
from predict import (
    SCORED_SIZE,
    load_checkpoint,
    load_network,
    load_scored,
    predict,
    score,
    torch_forward,
)

THRESHOLD = 0.5


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with images/ and masks/")
    parser.add_argument("--split", default="val", help="a list in splits/, without .txt")
    parser.add_argument("--json", type=Path, help="write the table there as well")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def evaluate(checkpoint: dict[str, Any], data: Path, split: str) -> dict[str, Any]:
    """The report of one checkpoint on one split.

    Raises ValueError when a score breaks a bound that holds for every set of masks, which would
    mean that the metrics are wrong.
    """
    size = checkpoint["config"]["data"]["size"]
    pictures = load_scored(data, split, size)
    maps = predict(torch_forward(load_network(checkpoint)), pictures.inputs)
    scores = score(maps, pictures.truth, THRESHOLD)
    metrics = summarise(scores.counts, scores.boundaries)
    bound = dice_bound(metrics["meanJaccard"]["value"])
    if metrics["meanDice"]["value"] > bound + 1e-6:
        raise ValueError(f"mean Dice {metrics['meanDice']['value']} is above 2J/(1+J) = {bound}")
    return {
        "network": checkpoint["config"]["network"]["id"],
        "epoch": checkpoint["epoch"],
        "split": split,
        "images": len(pictures.truth),
        "size": SCORED_SIZE,
        "threshold": THRESHOLD,
        "metrics": metrics,
        "definitions": DEFINITIONS,
    }


def as_text(report: dict[str, Any]) -> str:
    """The report as a table for the terminal."""
    lines = [
        f"{report['network']}, epoch {report['epoch']}: {report['images']} pictures of "
        f"'{report['split']}' at {report['size']} px, threshold {report['threshold']}",
        f"{'metric':<18}{'value':>9}  95 % interval    definition",
    ]
    for name, row in report["metrics"].items():
        interval = f"{row['low']:.4f}-{row['high']:.4f}"
        lines.append(f"{name:<18}{row['value']:>9.4f}  {interval:<15}  {DEFINITIONS[name]}")
    return "\n".join(lines)


def main() -> None:
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    report = evaluate(load_checkpoint(arguments.checkpoint), arguments.data, arguments.split)
    print(as_text(report))
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
