from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

import dataset
import predict
import retrain
from conftest import paint, tiny_config
from corrections import joined, load_corrections
from networks import build


def write_export(folder: Path, count: int = 6) -> Path:
    """What `limen export` writes, of synthetic pictures."""
    samples = paint(count, 96, seed=9)
    listed: list[dict[str, Any]] = []
    for row, name in enumerate(samples.ids):
        files = {"image": f"images/{name}.png", "mask": f"masks/{name}_segmentation.png"}
        pixels = {"image": samples.images[row], "mask": samples.masks[row] * 255}
        entry: dict[str, Any] = {"id": name}
        for kind, path in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels[kind]).save(folder / path)
            sha256 = hashlib.sha256((folder / path).read_bytes()).hexdigest()
            entry[kind] = {"path": path, "sha256": sha256}
        listed.append(entry)
    (folder / "manifest.json").write_text(
        json.dumps({"format": "limen-export/1", "samples": listed})
    )
    return folder


def write_base(path: Path) -> Path:
    torch.manual_seed(1)
    torch.save(
        {
            "config": tiny_config(batch=4),
            "epoch": 1,
            "best": 0.5,
            "history": [],
            "seconds": 10.0,
            "averaged": build({"id": "malunet"}).state_dict(),
        },
        path,
    )
    return path


def arguments(tmp_path: Path, **changed: Any) -> argparse.Namespace:
    given = {
        "base": write_base(tmp_path / "base.pt"),
        "export": write_export(tmp_path / "export"),
        "data": tmp_path,
        "id": "malunet-2",
        "out": tmp_path / "out",
        "mix": False,
        "dry_run": False,
        "epochs": 3,
        "threads": 1,
    }
    return argparse.Namespace(**(given | changed))


@pytest.fixture
def shipped_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Synthetic pictures in place of the shipped ones, whatever the split."""
    samples = paint(12, 64)
    for module in (dataset, predict, retrain):
        monkeypatch.setattr(module, "read_split", lambda name: samples.ids)
    for module in (predict, retrain):
        monkeypatch.setattr(module, "load_samples", lambda root, ids, size: samples)


@pytest.mark.parametrize("mix", [False, True])
def test_corrections_become_a_candidate(tmp_path: Path, mix: bool, shipped_pictures: None) -> None:
    manifest = retrain.retrain(arguments(tmp_path, mix=mix))
    folder = tmp_path / "out" / "malunet-2"
    assert json.loads((folder / "model.json").read_text()) == manifest
    assert (manifest["id"], manifest["version"]) == ("malunet-2", "1.1.0")
    assert "fine-tuned on 6 corrected samples" in manifest["trained_on"]
    assert ("mixed with" in manifest["trained_on"]) is mix
    assert manifest["training"]["epochs"] == manifest["training"]["best_epoch"] == 3
    before = torch.load(tmp_path / "base.pt", weights_only=True)["averaged"]
    after = torch.load(tmp_path / "out" / "malunet-2.pt", weights_only=True)
    assert any(not torch.equal(before[name], after["averaged"][name]) for name in before)
    losses = [row["loss"] for row in after["history"]]
    assert losses[-1] < losses[0]
    # A candidate can be the base of the next one.
    again = retrain.retrain(arguments(tmp_path, base=tmp_path / "out" / "malunet-2.pt", id="third"))
    assert again["version"] == "1.2.0"


def test_an_export_that_changed_or_is_incomplete_is_refused(tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export")
    corrections = load_corrections(folder, 64)
    assert corrections.samples.images.shape == (6, 64, 64, 3)
    assert corrections.samples.masks.max() == 1
    mask = folder / "masks" / "synthetic-0_segmentation.png"
    mask.write_bytes(mask.read_bytes() + b"x")
    with pytest.raises(ValueError, match="synthetic-0_segmentation.png: does not have the sha256"):
        load_corrections(folder, 64)
    mask.unlink()
    with pytest.raises(ValueError, match="synthetic-0_segmentation.png: is missing"):
        load_corrections(folder, 64)
    with pytest.raises(ValueError, match="name the folder that"):
        load_corrections(tmp_path, 64)


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        ({"format": "other/1", "samples": []}, "not 'limen-export/1'"),
        ({"format": "limen-export/1", "samples": []}, "holds no samples"),
        ({"format": "limen-export/1", "layout": "isic-task2"}, "isic-task2 has no mask picture"),
        (
            {"format": "limen-export/1", "samples": [{"id": "a", "image": {"path": "../a.png"}}]},
            "lies outside the export",
        ),
    ],
)
def test_a_manifest_of_something_else_is_refused(
    tmp_path: Path, manifest: dict[str, Any], reason: str
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ValueError, match=reason):
        load_corrections(tmp_path, 64)


def test_an_id_that_is_a_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="small letters"):
        retrain.retrain(arguments(tmp_path, id="../x"))


def test_corrections_are_repeated_beside_the_shipped_pictures() -> None:
    both = joined(paint(4, 16), paint(2, 16, seed=3), 3)
    assert len(both) == len(both.images) == len(both.masks) == 10
    assert both.ids[4:6] == both.ids[8:]


def test_what_an_export_ignores_is_left_out(tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", count=2)
    manifest = json.loads((folder / "manifest.json").read_text())
    ignore = Image.new("L", (96, 96))
    ignore.paste(255, (40, 0, 56, 96))
    path = folder / "masks" / "ignore.png"
    ignore.save(path)
    manifest["samples"][0]["ignore"] = {
        "path": "masks/ignore.png",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))

    first, second = load_corrections(folder, 96).samples.masks
    assert (first[:, 40:56] == dataset.IGNORED).all()
    assert (first[:, :40] != dataset.IGNORED).all() and (first[:, 56:] != dataset.IGNORED).all()
    assert set(second.ravel()) == {0, 1}


def test_a_dry_run_checks_and_writes_nothing(tmp_path: Path) -> None:
    given = arguments(tmp_path, dry_run=True)
    assert retrain.retrain(given) is None
    assert not given.out.exists()
    (given.export / "manifest.json").unlink()
    with pytest.raises(ValueError, match="manifest.json"):
        retrain.retrain(given)
