from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

import claim
import claim_boundary as boundary
import claim_memory as memory
from claim_memory import Memory
from conftest import paint
from networks.two_stage_local import TwoStageLocal
from two_stage_package import LEVELS, GlobalStage, LocalStage, run_in_torch


def small_network() -> TwoStageLocal:
    return TwoStageLocal(width=2, pyramid=8, global_width=2, global_pyramid=8).eval()


def test_the_whole_field_is_seen_as_fine_as_the_crop() -> None:
    assert memory.local_size(256, 1.0) == 256
    assert memory.local_size(256, 0.5) == 512
    assert memory.local_size(256, 0.99) == 256


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured on Linux only")
def test_a_run_is_measured_in_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "SHARES", {"below 0.25": 0.25})
    claim.write_networks(small_network(), 64, tmp_path)
    assert {path.name for path in tmp_path.glob("local*")} == {"local-64.onnx", "local-128.onnx"}
    memory.write_picture(tmp_path / "picture.jpg", 1)
    found = memory.measure_apart(tmp_path, tmp_path / "picture.jpg", "crop", 0.5, 64, threads=1)
    # The decoded picture alone has 3 MB.
    assert found.whole_job > 3 and found.beyond_decoding > 0
    with pytest.raises(RuntimeError, match="measuring process failed"):
        memory.measure_apart(tmp_path, tmp_path / "none.jpg", "crop", 0.5, 64, threads=1)


def test_outlines_are_measured_in_pixels_of_256() -> None:
    truth = np.zeros((boundary.COMPARED_SIZE,) * 2, bool)
    truth[100:200, 100:200] = True
    assert boundary.measures(truth, truth) == [1, 0, 1, 1]
    moved = np.roll(truth, 4, axis=1)
    overlap, farthest, near, nearer = boundary.measures(moved, truth)
    # Four pixels of 512 are two of 256.
    assert farthest == pytest.approx(2) and near == 1 and 0.3 < nearer < 0.7
    assert overlap == pytest.approx(96 / 104)
    nothing = np.zeros_like(truth)
    assert boundary.measures(nothing, truth)[2:] == [0, 0]
    assert boundary.measures(nothing, nothing) == [1, 0, 1, 1]


def test_each_way_is_outlined() -> None:
    torch.manual_seed(4)
    network, samples = small_network(), paint(3, 96)
    runs = (
        run_in_torch(GlobalStage(network.stage), ["field_logits", *LEVELS]),
        run_in_torch(LocalStage(network.local), ["logits"]),
    )
    truth = np.zeros((boundary.COMPARED_SIZE,) * 2, bool)
    outlined = []
    for image_id, picture in zip(samples.ids, samples.images):
        share, measured = boundary.outline(*runs, 64, Image.fromarray(picture), truth)
        assert 0 < share <= 1
        outlined.append(boundary.Outlined(image_id, share, measured))
    found = boundary.summary(outlined)
    assert list(found) == [*boundary.WAYS, "crop less whole"]
    text = claim.boundary_table(found)
    assert "surface Dice at 0.5 px" in text


def test_the_verdict_counts_the_cells_that_reach_the_goal() -> None:
    ways = {"crop": Memory(60, 10), "whole": Memory(100, 40)}
    equal = {"crop": Memory(100, 40), "whole": Memory(100, 40)}
    cells = {("below 0.25", 2): ways, ("0.25 to 0.5", 2): equal, ("above 0.75", 2): equal}
    said = claim.verdict(cells)
    assert "Reached in 1 of 2" in said and "needed in 0 of 1" in said
    rows = claim.memory_table(cells)
    assert "40.0%" in rows and "75.0%" in rows
