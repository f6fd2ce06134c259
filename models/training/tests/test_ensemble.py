from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import ensemble
import report
from conftest import FIXTURES, paint
from package_files import data_format, sha256_of
from packages import package_sha256
from predict import Scored


def install(models: Path, model_id: str, threshold: float) -> None:
    """The tiny network of the app's tests as a package."""
    folder = models / model_id
    folder.mkdir(parents=True)
    shutil.copy(FIXTURES / "models" / "dark.onnx", folder / "model.onnx")
    texts = {name: name for name in ("title", "license", "data_source", "intended_use")}
    manifest = texts | {
        "id": model_id,
        "version": "1.0.0",
        "trained_on": "nothing",
        "files": {"model.onnx": sha256_of(folder / "model.onnx")},
        "network": {"file": "model.onnx", "input_name": "image", "output_name": "logits"},
        "network_data_format": data_format(32),
        "threshold": threshold,
        "params": 4,
        "macs": 100,
    }
    (folder / "model.json").write_text(json.dumps(manifest))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    samples = paint(25, 64)
    monkeypatch.setattr(ensemble, "load_scored", lambda *_: Scored(samples, samples))
    install(tmp_path, "strict", 0.95)
    return tmp_path


def make(models: Path, ids: list[str] | None = None) -> list[dict[str, Any]]:
    return ensemble.make_ensembles(models, models, ids, threads=1)


def test_the_models_that_are_there_become_two_ensembles(models: Path) -> None:
    install(models, "dark", 0.5)
    mean, staple = make(models)
    assert [mean["id"], staple["id"]] == ["ensemble", "ensemble-staple"]
    assert [member["id"] for member in mean["members"]] == ["dark", "strict"]
    assert (mean["params"], mean["macs"]) == (8, 200)
    assert mean["metrics"]["meanJaccard"]["value"] > 0.8
    assert "memberAgreement" in mean["calibration"]["weights"]
    assert package_sha256(mean) != package_sha256(staple)
    # Once more, and the ensembles that are there now are not among the members.
    assert make(models) == [mean, staple]
    for manifest in (mean, staple):
        row = report.counted_table([manifest]).splitlines()[-1]
        assert manifest["id"] in row and "dark + strict" in row


def test_one_member_is_no_ensemble(models: Path) -> None:
    with pytest.raises(ValueError, match="needs two members"):
        make(models)
    assert not (models / "ensemble").exists()


def test_an_ensemble_is_no_member(models: Path) -> None:
    install(models, "dark", 0.5)
    make(models)
    with pytest.raises(ValueError, match="cannot be a member: ensemble"):
        make(models, ["dark", "ensemble"])
