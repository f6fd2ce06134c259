"""The two networks of a `global-to-local` model as ONNX files, checked against PyTorch."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from count_macs import count_macs
from crops import crop_box, native_rect, resample
from dataset import Samples
from networks import build
from networks.two_stage import GlobalNetwork, LocalNetwork
from networks.two_stage_local import REDUCTION, TwoStageLocal
from onnx_graph import AGREEMENT_IMAGES, OPSET, accepted, agreement, write_named_graph
from package_files import Written, data_format, settle
from packages import Run, TwoStages, open_network
from predict import PROBABILITY_STEPS

LEVELS = ["level_1", "level_2", "level_3", "level_4"]
MOST_BYTES = 12_000_000
THRESHOLD = 0.5
NETWORKS: dict[str, dict[str, Any]] = {
    "global": {
        "file": "global.onnx",
        "opset": OPSET,
        "input_name": "image",
        "output_name": "field_logits",
        "level_names": LEVELS,
    },
    "local": {
        "file": "local.onnx",
        "opset": OPSET,
        "input_name": "crop",
        "output_name": "logits",
        "box_name": "box",
        "field_logits_name": "field_logits",
    },
}


class GlobalStage(nn.Module):
    """The global network with its outputs side by side."""

    def __init__(self, network: GlobalNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        logits, levels = self.network(image)
        return logits, *levels


class LocalStage(nn.Module):
    """The local network with its inputs side by side."""

    def __init__(self, network: LocalNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, crop: Tensor, box: Tensor, field_logits: Tensor, *levels: Tensor) -> Tensor:
        return self.network(crop, box, field_logits, list(levels))


def load_stages(checkpoint: dict[str, Any]) -> TwoStageLocal:
    """Both networks of a checkpoint of `two-stage-local`, averaged weights."""
    network = build(checkpoint["config"]["network"])
    network.load_state_dict(checkpoint["averaged"])
    return network.eval()


def stage_inputs(network: TwoStageLocal, size: int, crop_size: int) -> tuple[dict, dict]:
    """Inputs of the right shapes and names for the global and for the local network."""
    image = torch.zeros(1, 3, size, size)
    with torch.no_grad():
        field_logits, levels = network.stage(image)
    return {"image": image}, {
        "crop": torch.zeros(1, 3, crop_size, crop_size),
        "box": torch.tensor([[0.25, 0.25, 0.75, 0.75]]),
        "field_logits": field_logits,
        **dict(zip(LEVELS, levels)),
    }


def run_in_torch(stage: nn.Module, names: list[str]) -> Run:
    """A stage as a function of named arrays, in 64 bits as onnx_graph.compare has it."""
    stage = stage.double()

    @torch.no_grad()
    def run(feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        outputs = stage(*(torch.from_numpy(feed).double() for feed in feeds.values()))
        together = outputs if isinstance(outputs, tuple) else (outputs,)
        return {name: output.numpy() for name, output in zip(names, together)}

    return run


def compare_stages(
    network: TwoStageLocal, paths: tuple[Path, Path], samples: Samples, size: int, threads: int
) -> dict[str, float]:
    """Both stages in PyTorch and ONNX Runtime, on the same boxes. Raises ValueError: see accepted."""
    run_global, run_local = (open_network(path, threads) for path in paths)
    ours = copy.deepcopy(network)
    worst, least = 0.0, 1.0

    def checked(in_torch: Run, theirs: Run, output: str) -> Run:
        def run(feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
            nonlocal worst, least
            found = theirs(feeds)
            difference, iou = agreement(in_torch(feeds)[output], found[output].astype(np.float64))
            worst, least = max(worst, difference), min(least, iou)
            return found

        return run

    stages = TwoStages(
        checked(
            run_in_torch(GlobalStage(ours.stage), ["field_logits"]), run_global, "field_logits"
        ),
        checked(run_in_torch(LocalStage(ours.local), ["logits"]), run_local, "logits"),
        NETWORKS,
        size,
        THRESHOLD,
    )
    for picture in map(Image.fromarray, samples.images):
        field, found = stages.look(picture)
        width, height = picture.size
        rect = native_rect(crop_box(field >= THRESHOLD * PROBABILITY_STEPS), width, height)
        stages.refine(picture, found, rect, size)
    return accepted("the pair of global.onnx and local.onnx", worst, least)


def write_two_stage(
    checkpoint: dict[str, Any], truth: Samples, folder: Path, threads: int
) -> Written:
    """Write global.onnx and local.onnx.

    Raises ValueError where they differ from PyTorch or together are larger than the budget.
    """
    network = load_stages(checkpoint)
    size = checkpoint["config"]["data"]["size"] // REDUCTION
    field, crop = stage_inputs(network, size, size)
    beside = folder / "global.onnx.tmp", folder / "local.onnx.tmp"
    graphs = (
        write_named_graph(GlobalStage(network.stage), field, ["field_logits", *LEVELS], beside[0]),
        write_named_graph(LocalStage(network.local), crop, ["logits"], beside[1]),
    )
    total = sum(path.stat().st_size for path in beside)
    if total > MOST_BYTES:
        raise ValueError(f"both networks have {total:,} bytes, more than {MOST_BYTES:,}")
    found = compare_stages(network, beside, truth.first(AGREEMENT_IMAGES), size, threads)
    print(f"torch against ONNX Runtime: {found}; {total:,} bytes", flush=True)
    stages = TwoStages(*(open_network(path, threads) for path in beside), NETWORKS, size, THRESHOLD)
    # At one size, as the app's confidence sees them.
    steps = [resample(stages(Image.fromarray(image)), size, size) for image in truth.images]
    for path in beside:
        settle(path, path.with_suffix(""))
    return Written(
        ["global.onnx", "local.onnx"],
        {
            "pipeline": "global-to-local",
            "networks": NETWORKS,
            "network_data_format": data_format(size),
        },
        sum(p.numel() for p in network.parameters()),
        sum(count_macs(graph) for graph in graphs),
        np.stack(steps) / PROBABILITY_STEPS,
    )
