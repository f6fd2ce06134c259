from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
import pytest
import torch

import export
import two_stage_package
from conftest import paint
from dataset import read_split, training_ids
from networks import build
from networks.two_stage_local import TwoStageLocal
from two_stage_package import write_two_stage

SETTINGS = {"width": 2, "pyramid": 8, "global_width": 2, "global_pyramid": 8}


def small_checkpoint() -> dict[str, Any]:
    """Untrained, but with a local network that adds something."""
    network = {"id": "two-stage-local", "settings": SETTINGS}
    stages = build(network)
    assert isinstance(stages, TwoStageLocal)
    torch.nn.init.normal_(stages.local.head.logit.weight, std=0.3)
    config = {"network": network, "data": {"size": 128}}
    return {"config": config, "averaged": stages.state_dict()}


def shapes(values: Any) -> dict[str, list[int]]:
    return {v.name: [d.dim_value for d in v.type.tensor_type.shape.dim] for v in values}


def test_both_stages_export_and_agree(tmp_path: Path) -> None:
    written = write_two_stage(small_checkpoint(), paint(2, 96), tmp_path, threads=1)
    assert {path.name for path in tmp_path.iterdir()} == set(written.files)
    assert written.maps.shape == (2, 64, 64)
    assert written.params > 0 and written.macs > 0
    first, second = (onnx.load(tmp_path / file).graph for file in written.files)
    levels = {f"level_{n}": [1, 8, s, s] for n, s in ((1, 16), (2, 8), (3, 4), (4, 2))}
    shared = {"field_logits": [1, 1, 64, 64], **levels}
    assert shapes(first.output) == shared
    assert shapes(second.input) == {"crop": [1, 3, 64, 64], "box": [1, 4], **shared}
    assert shapes(second.output) == {"logits": [1, 1, 64, 64]}


def test_a_pair_beyond_its_budget_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(two_stage_package, "MOST_BYTES", 1000)
    with pytest.raises(ValueError, match="more than 1,000"):
        write_two_stage(small_checkpoint(), paint(1, 64), tmp_path, threads=1)


def test_the_pair_says_what_either_stage_was_trained_on() -> None:
    data = {"train": ["incoming"], "native": "native-train", "held_out": "native-heldout"}
    before = {"train": ["train", "incoming"], "epochs": 20, "seconds": 60}
    config = {"network": {"id": "two-stage-local"}, "data": data, "stage_before": before}
    package = export.package_of(config)
    assert package.id == "two-stage"
    assert sorted(package.train_ids) == sorted(read_split("train") + read_split("incoming"))
    own = set(training_ids(data))
    assert set(read_split("native-train")) < own
    assert len(read_split("native-heldout")) == 50
    assert not own & set(read_split("native-heldout"))
