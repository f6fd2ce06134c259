"""The shared cases hold the numbers that main/worker/confidence.ts must give as well."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from calibration import Calibration
from confidence import SIGNALS, largest_component, signals
from conftest import FIXTURES

SHARED: dict[str, Any] = json.loads((FIXTURES / "confidence" / "cases.json").read_text())


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_a_shared_case(case: dict[str, Any]) -> None:
    values = np.array(case["values"]).reshape(case["height"], case["width"]) / 65535
    found = signals(values, case["threshold"])
    for name, value in zip(SIGNALS, found):
        assert value == pytest.approx(case["expected"][name], abs=1e-12), name
        assert 0 <= value <= 1, name
    weights = np.array([SHARED["calibration"]["weights"][name] for name in SIGNALS])
    calibration = Calibration(SIGNALS, SHARED["calibration"]["bias"], weights)
    confidence = calibration.confidence(found[None])[0]
    assert confidence == pytest.approx(case["expected"]["confidence"], abs=1e-12)


def test_components_touch_by_their_sides_only() -> None:
    assert largest_component(np.eye(4, dtype=bool)) == 1
    assert largest_component(np.zeros((3, 3), bool)) == 0
    horseshoe = np.array([[1, 0, 1], [1, 0, 1], [1, 1, 1]], bool)
    assert largest_component(horseshoe) == 7
