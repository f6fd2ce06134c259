"""How much memory a two-stage run takes: each measurement in a process of its own.

python claim_memory.py NETWORKS PICTURE WAY SIDE SIZE THREADS   prints one measurement as JSON

WAY is `crop` or `whole`; SIDE is the crop's side as a share of the field's; SIZE is the side in
pixels that the local network gets.
"""

from __future__ import annotations

import gc
import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from crops import box_of, map_side, native_rect, paste
from packages import TwoStages, open_network
from two_stage_package import NETWORKS, THRESHOLD

# Shares of the field in the crop: the middle of each range of the table, and its name.
SHARES = {"below 0.25": 0.15, "0.25 to 0.5": 0.375, "0.5 to 0.75": 0.625, "above 0.75": 0.875}
MEGAPIXELS = (2, 6, 12, 24)
WAYS = ("crop", "whole")
GOAL = 0.369


@dataclass(frozen=True)
class Memory:
    """Megabytes that a run took at its peak: above the idle process, and above the decoded picture."""

    whole_job: float
    beyond_decoding: float


def local_size(size: int, side: float) -> int:
    """Pixels a side that show the whole field as fine as `size` pixels show a crop of that side."""
    return max(size, round(size / side / 32) * 32)


def write_picture(path: Path, megapixels: float) -> None:
    """A generated 4:3 picture: skin with grain and a dark disc."""
    width = round(math.sqrt(megapixels * 1e6 * 4 / 3))
    height = round(width * 3 / 4)
    random = np.random.default_rng(1)
    grain = random.integers(-10, 10, (height, width, 1), np.int16)
    y, x = np.ogrid[:height, :width]
    disc = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 5) ** 2
    skin = np.where(disc[..., None], [90, 60, 50], [220, 185, 170]).astype(np.int16)
    Image.fromarray((skin + grain).clip(0, 255).astype(np.uint8)).save(path, quality=90)


def _status(field: str) -> float:
    """A line of /proc/self/status in megabytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"/proc/self/status has no {field}; memory is measured on Linux only")


def measure(
    networks: Path, picture: Path, way: str, side: float, size: int, threads: int
) -> Memory:
    """One run in this process, which must not have run anything before.

    The box is given, as memory does not depend on what is found: stage one runs all the same.
    """
    stages = TwoStages(
        open_network(networks / "global.onnx", threads),
        open_network(networks / f"local-{size}.onnx", threads),
        NETWORKS,
        stage_size(networks),
        THRESHOLD,
    )
    gc.collect()
    idle = _status("VmRSS")
    # Forget the peak of what went before (Documentation/filesystems/proc: clear_refs).
    Path("/proc/self/clear_refs").write_text("5")
    with Image.open(picture) as opened:
        rgb = opened.convert("RGB")
    gc.collect()
    decoded, decoding_peak = _status("VmRSS"), _status("VmHWM")
    Path("/proc/self/clear_refs").write_text("5")
    width, height = rgb.size
    field, found = stages.look(rgb)
    low, high = (0.0, 1.0) if way == "whole" else ((1 - side) / 2, (1 + side) / 2)
    rect = native_rect((low, low, high, high), width, height)
    crop = stages.refine(rgb, found, rect, size)
    sides = map_side(size, width, rect[2]), map_side(size, height, rect[3])
    paste(field, crop, box_of(rect, width, height), *sides)
    peak = _status("VmHWM")
    return Memory(max(peak, decoding_peak) - idle, peak - decoded)


def stage_size(networks: Path) -> int:
    """Side of the global network's input, noted beside the networks."""
    return int((networks / "size.txt").read_text())


def measure_apart(
    networks: Path, picture: Path, way: str, side: float, size: int, threads: int
) -> Memory:
    """The same in a fresh process."""
    arguments = [str(a) for a in (networks, picture, way, side, size, threads)]
    environment = os.environ | {"OMP_NUM_THREADS": str(threads)}
    script = str(Path(__file__).resolve())
    finished = subprocess.run(
        [sys.executable, script, *arguments], env=environment, capture_output=True, text=True
    )
    if finished.returncode != 0:
        raise RuntimeError(f"the measuring process failed: {finished.stderr.strip()}")
    return Memory(**json.loads(finished.stdout))


if __name__ == "__main__":
    _, networks, picture, way, side, size, threads = sys.argv
    measured = measure(Path(networks), Path(picture), way, float(side), int(size), int(threads))
    print(json.dumps(vars(measured)))
