from __future__ import annotations

import pytest
import torch

from dataset import IGNORED
from losses import (
    boundary_band,
    boundary_interior_loss,
    build_loss,
    ms_ssim,
    soft_dice_loss,
    supervise,
)


def square(size: int = 32, margin: int = 8) -> torch.Tensor:
    truth = torch.zeros(1, 1, size, size)
    truth[:, :, margin:-margin, margin:-margin] = 1
    return truth


def sure(truth: torch.Tensor) -> torch.Tensor:
    """Logits that say the truth."""
    return (truth * 2 - 1) * 20


def test_dice_of_the_truth_is_0_and_of_its_opposite_is_1() -> None:
    truth = square()
    assert soft_dice_loss(sure(truth), truth).item() == pytest.approx(0, abs=1e-4)
    assert soft_dice_loss(-sure(truth), truth).item() == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize("size", [96, 192])
def test_ms_ssim_of_a_map_with_itself_is_1(size: int) -> None:
    x = torch.rand(2, 1, size, size)
    assert ms_ssim(x, x).tolist() == pytest.approx([1, 1], abs=1e-5)
    assert (ms_ssim(x, 1 - x) < 0.5).all()
    assert ms_ssim(x, (x + 0.05).clamp(0, 1)).mean() > 0.9


def test_ms_ssim_has_a_gradient_where_maps_are_opposite() -> None:
    truth = square(96, 24)
    logits = (-sure(truth) / 10).requires_grad_()
    (1 - ms_ssim(torch.sigmoid(logits), truth)).mean().backward()
    assert torch.isfinite(logits.grad).all()


def test_ms_ssim_refuses_maps_that_its_window_does_not_fit() -> None:
    with pytest.raises(ValueError, match="above 80 px"):
        ms_ssim(torch.rand(1, 1, 80, 80), torch.rand(1, 1, 80, 80))


def test_the_band_is_two_pixels_to_each_side_of_the_outline() -> None:
    band, core = boundary_band(square(32, 8))
    assert core.sum() == (16 - 4) ** 2
    assert band.sum() == (16 + 4) ** 2 - (16 - 4) ** 2
    row = band[0, 0, 16]
    assert row.nonzero().flatten().tolist() == [6, 7, 8, 9, 22, 23, 24, 25]


def test_an_error_at_the_boundary_costs_more_late_than_early() -> None:
    truth = square()
    wider = sure(square(margin=7))
    early, late = (boundary_interior_loss(wider, truth, done) for done in (0.0, 1.0))
    assert late > early
    perfect = boundary_interior_loss(sure(truth), truth, 1.0)
    assert perfect.item() == pytest.approx(0, abs=2e-3)


def test_a_picture_without_lesion_has_a_finite_loss() -> None:
    empty = torch.zeros(1, 1, 32, 32)
    assert torch.isfinite(boundary_interior_loss(torch.zeros(1, 1, 32, 32), empty, 1.0))


def test_side_outputs_count_half_quarter_and_so_on() -> None:
    truth = square()
    loss = build_loss({})
    main, side = sure(truth), -sure(truth)
    alone, wrong = loss(main, truth, 0.0), loss(side, truth, 0.0)
    assert supervise(loss, main, truth, 0.0) == alone
    total = supervise(loss, (main, side, side), truth, 0.0)
    assert total.item() == pytest.approx((alone + 0.75 * wrong).item())


@pytest.mark.parametrize("name", ["bce-dice", "bce-dice-ms-ssim", "boundary-interior"])
def test_every_named_loss_prefers_the_truth(name: str) -> None:
    loss = build_loss({"loss": {"name": name}})
    truth = square(96, 24)
    assert loss(sure(truth), truth, 0.5) < 0.01 < loss(-sure(truth) / 10, truth, 0.5)


def test_an_unknown_loss_is_named() -> None:
    with pytest.raises(ValueError, match="unknown loss 'focal'"):
        build_loss({"loss": {"name": "focal"}})


@pytest.mark.parametrize("name", ["bce-dice", "boundary-interior"])
def test_what_is_ignored_has_no_gradient_and_no_loss(name: str) -> None:
    truth = square(96, 24)
    right, ignored = sure(truth), truth.clone()
    ignored[..., 30:40] = IGNORED
    wrong_there = right.clone()
    wrong_there[..., 30:40] *= -1
    loss = build_loss({"loss": {"name": name}})
    assert supervise(loss, wrong_there, ignored, 0.5).item() == pytest.approx(
        supervise(loss, right, ignored, 0.5).item()
    )
    logits = torch.zeros_like(truth, requires_grad=True)
    supervise(loss, logits, ignored, 0.5).backward()
    assert (logits.grad[..., 30:40] == 0).all() and (logits.grad != 0).any()
