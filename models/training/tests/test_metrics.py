"""The shared cases hold the numbers that TypeScript's shared/agreement.ts must give as well."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from conftest import FIXTURES
from metrics import (
    DEFINITIONS,
    Counts,
    boundary,
    count,
    dice,
    dice_bound,
    jaccard,
    outline,
    pooled,
    summarise,
)

SHARED: dict[str, Any] = json.loads((FIXTURES / "metrics" / "cases.json").read_text())


def unfold(runs: list[int], width: int, height: int) -> np.ndarray:
    """A mask from alternating background and foreground run lengths."""
    values = np.arange(len(runs)) % 2 == 1
    return np.repeat(values, runs).reshape(height, width)


def masks_of(case: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    size = case["width"], case["height"]
    return unfold(case["predicted"], *size), unfold(case["truth"], *size)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_a_shared_case(case: dict[str, Any]) -> None:
    predicted, truth = masks_of(case)
    counts, expected = count(predicted, truth), case["expected"]
    assert [counts.tp, counts.fp, counts.fn, counts.tn] == [
        expected[name] for name in ("tp", "fp", "fn", "tn")
    ]
    assert jaccard(counts) == pytest.approx(expected["jaccard"], abs=1e-12)
    assert dice(counts) == pytest.approx(expected["dice"], abs=1e-12)
    near = boundary(predicted, truth)
    assert near.hausdorff95 == pytest.approx(expected["hausdorff95"], abs=1e-9)
    assert near.surface_dice == pytest.approx(expected["surfaceDice"], abs=1e-12)


def test_the_shared_summary() -> None:
    pairs = [masks_of(case) for case in SHARED["cases"]]
    report = summarise([count(*p) for p in pairs], [boundary(*p) for p in pairs])
    assert report.keys() == DEFINITIONS.keys() == SHARED["summary"].keys()
    for name, expected in SHARED["summary"].items():
        assert report[name]["value"] == pytest.approx(expected, abs=1e-6), name
        assert report[name]["low"] <= report[name]["value"] <= report[name]["high"], name


def test_masks_of_two_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="shapes differ"):
        count(np.zeros((2, 3), bool), np.zeros((3, 2), bool))


def test_mean_dice_stays_below_its_bound_and_pooled_dice_meets_it() -> None:
    random = np.random.default_rng(2)
    for _ in range(20):
        counts = [Counts(*random.integers(0, 50, 4).tolist()) for _ in range(12)]
        mean_jaccard = float(np.mean([jaccard(c) for c in counts]))
        assert np.mean([dice(c) for c in counts]) <= dice_bound(mean_jaccard) + 1e-12
        together = pooled(counts)
        assert dice(together) == pytest.approx(dice_bound(jaccard(together)))


def test_the_published_pair_81_30_and_89_81_is_not_one_measurement() -> None:
    assert 0.8981 > dice_bound(0.8130)


def test_the_outline_has_pixels_at_the_fields_edge() -> None:
    assert len(outline(np.ones((4, 5), bool))) == 2 * (4 + 5) - 4
