from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper

import dataset
import evaluate
import export
import predict
import report
from conftest import paint, tiny_config
from count_macs import count_macs
from metrics import DEFINITIONS
from networks import build
from onnx_graph import check_graph, compare, write_graph
from predict import deployed, load_checkpoint, probability

# At 256 px.
MOST_MACS = {
    "asym-u2net": 1_000_000_000,
    "dsnet": 350_000_000,
    "limen": 1_500_000_000,
    "malunet": 83_000_000,
    "resinc-bigru-unet": 3_300_000_000,
    "two-stage": 600_000_000,
    "unet": 3_100_000_000,
}


@pytest.mark.parametrize("name", MOST_MACS)
def test_an_untrained_network_exports_to_an_agreeing_graph(name: str, tmp_path: Path) -> None:
    network = deployed(build({"id": name}))
    path = tmp_path / "model.onnx"
    graph = write_graph(network, 256, path)
    agreement = compare(network, path, paint(1, 256), threads=1)
    assert agreement["maxProbabilityDifference"] <= 1e-4
    assert count_macs(graph) <= MOST_MACS[name]
    assert [
        (i.name, [d.dim_value for d in i.type.tensor_type.shape.dim]) for i in graph.graph.input
    ] == [("image", [1, 3, 256, 256])]
    assert [o.name for o in graph.graph.output] == ["logits"]
    assert list(tmp_path.iterdir()) == [path]
    # The exporter notes source files otherwise, with the folders of the machine.
    assert str(Path(export.__file__).parent).encode() not in path.read_bytes()


def test_small_constants_survive_the_export(tmp_path: Path) -> None:
    class Divides(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x[:, :1] / (1e-9 + x[:, 1:2])

    path = tmp_path / "model.onnx"
    write_graph(Divides(), 8, path)
    constants = [onnx.numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer]
    assert any(c.size == 1 and c.item() == pytest.approx(1e-9) for c in constants)


def test_an_operator_of_another_domain_is_refused() -> None:
    graph = helper.make_graph(
        [helper.make_node("Fused", ["x"], ["y"], domain="some.vendor")],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])],
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("some.vendor", 1)]
    with pytest.raises((ValueError, onnx.checker.ValidationError)):
        check_graph(helper.make_model(graph, opset_imports=opsets))


def test_a_graph_of_another_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    write_graph(torch.nn.Conv2d(3, 1, 3, padding=1), 16, path)
    with pytest.raises(ValueError, match="do not ship it"):
        compare(torch.nn.Conv2d(3, 1, 3, padding=1), path, paint(1, 16), threads=1)


def test_probabilities_are_kept_in_16_bits() -> None:
    kept = probability(np.array([-40.0, 0.0, 0.3, 40.0]))
    assert kept[0] == 0 and kept[3] == 1
    assert np.allclose(kept * 65535, np.round(kept * 65535), atol=1e-9)
    assert kept[1] == pytest.approx(0.5, abs=1e-5)


def test_a_map_is_enlarged_between_pixel_centres() -> None:
    found = predict.enlarge(np.array([[[0.0, 1.0]]]), 1, 4)
    assert found.tolist() == [[[0.0, 0.25, 0.75, 1.0]]]


def write_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of one fake epoch, and its pictures in place of the real ones."""
    samples = paint(30, 64)
    for module in (dataset, predict):
        monkeypatch.setattr(module, "read_split", lambda name: samples.ids)
    monkeypatch.setattr(predict, "load_samples", lambda root, ids, size: samples)
    network = build({"id": "malunet"})
    rows = [{"epoch": e, "loss": 1.0, "meanJaccard": 0.5, "thresholdJaccard": 0.1} for e in (1, 2)]
    checkpoint = {
        "config": tiny_config(),
        "epoch": 1,
        "best": 0.5,
        "history": rows[:1],
        "seconds": 10.0,
        "weights": network.state_dict(),
        "averaged": network.state_dict(),
    }
    folder.mkdir()
    torch.save(checkpoint, folder / "best.pt")
    last = {"epoch": 2, "history": rows, "seconds": 21.4, "optimiser": {"state": {}}}
    torch.save(checkpoint | last, folder / "last.pt")


def test_a_run_becomes_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_run(tmp_path / "run", monkeypatch)
    models, checkpoints = tmp_path / "models", tmp_path / "checkpoints"

    def exported(run: Path) -> dict[str, Any]:
        return export.export(run, tmp_path, models, checkpoints, threads=1)

    manifest = exported(tmp_path / "run")
    folder = models / "malunet"
    assert json.loads((folder / "model.json").read_text()) == manifest
    assert {path.name for path in folder.iterdir()} == {"model.json", *manifest["files"]}
    for name, sha256 in manifest["files"].items():
        assert export.sha256_of(folder / name) == sha256
    assert manifest["params"] == 177_943
    assert manifest["training"] == {"epochs": 2, "seconds": 21, "best_epoch": 1}
    assert manifest["metrics"].keys() > DEFINITIONS.keys()
    assert all(isinstance(manifest[name], str) for name in export.CARD_TEXTS)

    shipped = load_checkpoint(checkpoints / "malunet.pt")
    assert "optimiser" not in shipped and "weights" not in shipped
    # The shipped checkpoint alone gives the same model again.
    again = exported(checkpoints / "malunet.pt")
    assert again["files"]["model.onnx"] == manifest["files"]["model.onnx"]
    assert again["metrics"] == manifest["metrics"]

    scored = evaluate.evaluate(shipped, tmp_path, "val")
    assert scored["metrics"]["meanJaccard"] == manifest["metrics"]["meanJaccard"]
    assert "meanJaccard" in evaluate.as_text(scored)
    text = report.render(report.read_manifests(models))
    assert "177,943" in text


def test_impossible_scores_are_not_reported(tmp_path: Path) -> None:
    folder = tmp_path / "dsnet"
    folder.mkdir()
    metrics = {"meanJaccard": {"value": 0.8130}, "meanDice": {"value": 0.8981}}
    (folder / "model.json").write_text(json.dumps({"id": "dsnet", "metrics": metrics}))
    with pytest.raises(ValueError, match="above 2J"):
        report.read_manifests(tmp_path)


def test_a_file_that_is_no_checkpoint_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.pt"
    torch.save({"weights": {}}, path)
    with pytest.raises(ValueError, match="other.pt: not a checkpoint"):
        load_checkpoint(path)


@pytest.mark.parametrize(("value", "said"), [(0.82, ": reached"), (0.70, "not reached. Too few")])
def test_the_report_says_whether_a_published_figure_was_reached(value: float, said: str) -> None:
    nearest = {"metric": "pooledIou", "value": 0.8, "name": "mIoU"}
    manifest = {"metrics": {"pooledIou": {"value": value}}}
    found = report.reached(manifest, {"nearest": nearest, "if_short": "Too few epochs."})
    assert "mIoU 0.800" in found and said in found
