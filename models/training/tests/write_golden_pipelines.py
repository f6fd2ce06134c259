"""Write the golden vectors of models that are made of several networks.

Both languages are held to them: tests/test_pipelines_golden.py here, and tests/main/worker/predict
in the app. The networks are the tiny ones of tests/fixtures/models.

    python models/training/tests/write_golden_pipelines.py
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from combine import combine, member_agreement, votes_of
from crops import crop_box, map_side, native_rect
from packages import TwoStages, open_network
from write_golden_preprocessing import encode

FIXTURES = Path(__file__).parents[3] / "tests" / "fixtures"
SIDE = 32
NETWORKS = {
    "global": {
        "file": "field.onnx",
        "opset": 18,
        "input_name": "image",
        "output_name": "field_logits",
        "level_names": ["level_1", "level_2"],
    },
    "local": {
        "file": "crop.onnx",
        "opset": 18,
        "input_name": "crop",
        "output_name": "logits",
        "box_name": "box",
        "field_logits_name": "field_logits",
    },
}

# Mask width and height, what is in it (x, y, width, height), and the native size it belongs to.
BOXES: list[tuple[int, int, list[tuple[int, int, int, int]], tuple[int, int]]] = [
    (64, 64, [], (1000, 700)),
    (64, 64, [(20, 30, 12, 7)], (1000, 700)),
    (64, 64, [(0, 0, 9, 4)], (767, 576)),
    (64, 64, [(50, 40, 14, 24)], (4288, 2848)),
    (64, 64, [(5, 5, 2, 2), (40, 50, 3, 3)], (640, 480)),
    (64, 64, [(0, 10, 64, 20)], (641, 479)),
    (64, 48, [(3, 3, 60, 44)], (64, 48)),
    (64, 64, [(31, 31, 1, 1)], (16, 11)),
]
# Width and height, and the lesion's centre and radius as shares of them; None: one pixel.
PICTURES: dict[str, tuple[int, int, tuple[float, float, float] | None]] = {
    "landscape": (131, 97, (0.6, 0.4, 0.15)),
    "portrait": (53, 149, (0.2, 0.8, 0.12)),
    "at the edge": (90, 90, (0.95, 0.5, 0.2)),
    "small picture": (16, 11, (0.5, 0.5, 0.25)),
    "all lesion but corners": (70, 45, (0.5, 0.5, 0.62)),
    "one dark pixel": (40, 60, None),
}


def picture(name: str) -> np.ndarray:
    """Bright skin with grain and a dark disc: uint8 H x W x 3."""
    width, height, lesion = PICTURES[name]
    random = np.random.default_rng(sum(name.encode()))
    y, x = (np.mgrid[:height, :width] + 0.5) / [[[height]], [[width]]]
    skin = np.full((height, width), 215.0)
    if lesion is None:
        skin[0, 0] = 0
    else:
        skin = np.where(np.hypot(x - lesion[0], y - lesion[1]) < lesion[2], 70, skin)
    colours = skin[..., None] * [1.0, 0.95, 0.9]
    return np.clip(colours + random.integers(-9, 10, colours.shape), 0, 255).astype(np.uint8)


def box_cases() -> list[dict[str, Any]]:
    cases = []
    for width, height, parts, (native_width, native_height) in BOXES:
        mask = np.zeros((height, width), bool)
        for x, y, across, down in parts:
            mask[y : y + down, x : x + across] = True
        box = crop_box(mask)
        rect = native_rect(box, native_width, native_height)
        sides = map_side(width, native_width, rect[2]), map_side(height, native_height, rect[3])
        cases.append(
            {
                "width": width,
                "height": height,
                "parts": parts,
                "native": [native_width, native_height],
                "box": box,
                "rect": rect,
                "map": sides,
            }
        )
    return cases


def map_cases() -> list[dict[str, Any]]:
    models = FIXTURES / "models"
    stages = TwoStages(
        open_network(models / "field.onnx", 1),
        open_network(models / "crop.onnx", 1),
        NETWORKS,
        SIDE,
        0.5,
    )
    cases = []
    for name, (width, height, _) in PICTURES.items():
        rgb = picture(name)
        found = stages(Image.fromarray(rgb))
        cases.append(
            {
                "name": name,
                "width": width,
                "height": height,
                "rgb": encode(rgb),
                "mapWidth": found.shape[1],
                "mapHeight": found.shape[0],
                "values": encode(found.astype(np.uint16)),
            }
        )
    return cases


def member_maps(random: np.random.Generator, members: int, shift: float) -> np.ndarray:
    """Discs of members that see the same place a little differently, in steps."""
    y, x = np.mgrid[:24, :20]
    maps = []
    for _ in range(members):
        centre, radius = random.uniform(8, 13, 2), random.uniform(4, 7)
        distance = np.hypot(x - centre[0], y - centre[1]) - radius + shift
        maps.append(np.floor(65535 / (1 + np.exp(distance)) + 0.5))
    return np.stack(maps)


def ensemble_cases() -> list[dict[str, Any]]:
    random = np.random.default_rng(11)
    named = {
        "two": member_maps(random, 2, 0),
        "three": member_maps(random, 3, 0),
        "seven": member_maps(random, 7, 0),
        "nothing found": member_maps(random, 3, 60),
        "everything found": member_maps(random, 2, -60),
    }
    cases = []
    for name, steps in named.items():
        thresholds = [0.5, 0.4, 0.6, 0.5, 0.5, 0.3, 0.5][: len(steps)]
        votes = votes_of(steps, thresholds)
        cases.append(
            {
                "name": name,
                "width": steps.shape[2],
                "height": steps.shape[1],
                "members": [encode(member.astype(np.uint16)) for member in steps],
                "thresholds": thresholds,
                "mean": encode(combine("mean", steps, votes).astype(np.uint16)),
                "staple": encode(combine("staple", steps, votes).astype(np.uint16)),
                "memberAgreement": member_agreement(votes),
            }
        )
    return cases


def main() -> None:
    for folder, content in {
        "two-stage": {"networks": NETWORKS, "boxes": box_cases(), "maps": map_cases()},
        "ensemble": {"cases": ensemble_cases()},
    }.items():
        (FIXTURES / folder).mkdir(parents=True, exist_ok=True)
        (FIXTURES / folder / "cases.json").write_text(json.dumps(content, indent=2) + "\n")


def decoded(text: str, shape: tuple[int, ...]) -> np.ndarray:
    """16-bit values back from base64."""
    return np.frombuffer(base64.b64decode(text), "<u2").reshape(shape)


if __name__ == "__main__":
    main()
