"""Two stages and ensembles give here what they give in the app: both are held to tests/fixtures."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import write_golden_pipelines as golden
from combine import combine, staple


def stored(folder: str) -> Any:
    return json.loads((golden.FIXTURES / folder / "cases.json").read_text())


def test_boxes_and_rectangles() -> None:
    found = json.loads(json.dumps(golden.box_cases()))
    assert found == stored("two-stage")["boxes"]


@pytest.mark.parametrize("row", range(len(golden.PICTURES)))
def test_maps_of_two_stages(row: int) -> None:
    found, expected = golden.map_cases()[row], stored("two-stage")["maps"][row]
    shape = expected["mapHeight"], expected["mapWidth"]
    assert (found["mapHeight"], found["mapWidth"]) == shape
    a, b = (golden.decoded(case["values"], shape).astype(int) for case in (found, expected))
    assert np.abs(a - b).max() <= 1


def test_combined_maps() -> None:
    assert golden.ensemble_cases() == stored("ensemble")["cases"]


def test_staple_follows_the_members_that_agree() -> None:
    """Two good members against one that says lesion almost nowhere."""
    truth = np.zeros((20, 20), bool)
    truth[5:15, 5:15] = True
    votes = np.stack([truth, truth, np.zeros_like(truth)])
    votes[2, 0, 0] = True
    assert ((staple(votes) > 65535 / 2) == truth).all()


def test_an_unknown_combination_is_named() -> None:
    with pytest.raises(ValueError, match="unknown combination 'median'"):
        combine("median", np.zeros((2, 1, 1)), np.zeros((2, 1, 1), bool))
