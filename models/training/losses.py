"""Losses on logits. Shapes N x 1 x H x W; truth in {0, 1}; what `supervise` gets may be IGNORED too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from dataset import IGNORED

# Loss of logits and truth; the last argument is the share of the training that is done, 0 to 1.
Loss = Callable[[Tensor, Tensor, float], Tensor]

MS_SSIM_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
WINDOW = 11
SIGMA = 1.5
BAND_KERNEL = 5
BAND_WEIGHT = 0.5
CORE_WEIGHT = 0.5
# A logit whose probability is 0 or 1 in float32's cross-entropy.
SURE = 30.0


def soft_dice_loss(logits: Tensor, truth: Tensor, smooth: float = 1.0) -> Tensor:
    """1 - Dice of probabilities and truth, per image, then averaged over the batch."""
    probability = torch.sigmoid(logits).flatten(1)
    truth = truth.flatten(1)
    overlap = (probability * truth).sum(dim=1)
    total = probability.sum(dim=1) + truth.sum(dim=1)
    return (1 - (2 * overlap + smooth) / (total + smooth)).mean()


def bce_dice_loss(logits: Tensor, truth: Tensor) -> Tensor:
    """Binary cross-entropy and Dice, 1:1."""
    return F.binary_cross_entropy_with_logits(logits, truth) + soft_dice_loss(logits, truth)


def _blur(x: Tensor) -> Tensor:
    offsets = torch.arange(WINDOW, dtype=x.dtype, device=x.device) - WINDOW // 2
    gaussian = torch.exp(-(offsets**2) / (2 * SIGMA**2))
    gaussian = gaussian / gaussian.sum()
    return F.conv2d(F.conv2d(x, gaussian.view(1, 1, 1, -1)), gaussian.view(1, 1, -1, 1))


def ms_ssim(x: Tensor, y: Tensor) -> Tensor:
    """Multi-scale structural similarity (Wang et al. 2003) of maps in [0, 1], per image: N.

    Five scales where the shorter side exceeds 160 px, four (weights renormalised) above 80 px.
    Raises ValueError for smaller maps, which the window does not fit.
    """
    side = min(x.shape[-2:])
    scales = 5 if side > 160 else 4
    if side <= 80:
        raise ValueError(f"MS-SSIM needs sides above 80 px, got {side}; train at a larger size")
    weights = torch.tensor(MS_SSIM_WEIGHTS[:scales], dtype=x.dtype, device=x.device)
    weights = weights / weights.sum()
    luminance_constant, contrast_constant = 0.01**2, 0.03**2
    factors: list[Tensor] = []
    for scale in range(scales):
        mean_x, mean_y = _blur(x), _blur(y)
        variance_x = _blur(x * x) - mean_x**2
        variance_y = _blur(y * y) - mean_y**2
        covariance = _blur(x * y) - mean_x * mean_y
        similarity = (2 * covariance + contrast_constant) / (
            variance_x + variance_y + contrast_constant
        )
        if scale == scales - 1:
            luminance = (2 * mean_x * mean_y + luminance_constant) / (
                mean_x**2 + mean_y**2 + luminance_constant
            )
            similarity = luminance * similarity
        # Anticorrelated structure has no real power; just above 0 keeps the gradient finite.
        factors.append(similarity.mean(dim=(1, 2, 3)).clamp(min=1e-4))
        x, y = F.avg_pool2d(x, 2), F.avg_pool2d(y, 2)
    return torch.stack(factors, dim=1).pow(weights).prod(dim=1)


def bce_dice_ms_ssim_loss(logits: Tensor, truth: Tensor) -> Tensor:
    """BCE + Dice + (1 - MS-SSIM of probabilities and truth)."""
    structure = 1 - ms_ssim(torch.sigmoid(logits), truth).mean()
    return bce_dice_loss(logits, truth) + structure


def boundary_band(truth: Tensor) -> tuple[Tensor, Tensor]:
    """The band dilate5 - erode5 around the outline, and the core erode5, both in {0, 1}."""
    pad = BAND_KERNEL // 2
    dilated = F.max_pool2d(truth, BAND_KERNEL, stride=1, padding=pad)
    core = 1 - F.max_pool2d(1 - truth, BAND_KERNEL, stride=1, padding=pad)
    return dilated - core, core


def boundary_interior_loss(logits: Tensor, truth: Tensor, progress: float) -> Tensor:
    """BCE + Dice + a BCE(band) + b Dice(core); a rises linearly from 0 to 0.5, b is 0.5.

    Own definition after the idea of correcting boundary and interior apart: the band term sharpens
    the outline once there is one, the core term punishes holes.
    """
    band, core = boundary_band(truth)
    everywhere = F.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    in_band = (everywhere * band).sum() / band.sum().clamp(min=1.0)
    covered = (torch.sigmoid(logits) * core).flatten(1).sum(dim=1)
    size = core.flatten(1).sum(dim=1)
    in_core = (1 - (2 * covered + 1) / (covered + size + 1)).mean()
    return (
        everywhere.mean()
        + soft_dice_loss(logits, truth)
        + BAND_WEIGHT * progress * in_band
        + CORE_WEIGHT * in_core
    )


def leave_out(logits: Tensor, truth: Tensor) -> tuple[Tensor, Tensor]:
    """Logits and truth in which ignored pixels are surely and rightly background.

    So no gradient comes from them, and they count neither in a Dice nor, but for its mean over all
    pixels, in a cross-entropy.
    """
    ignored = truth == IGNORED
    return logits.masked_fill(ignored, -SURE), truth.masked_fill(ignored, 0)


def supervise(
    loss: Loss, outputs: Tensor | tuple[Tensor, ...], truth: Tensor, done: float
) -> Tensor:
    """The loss of the main output; side outputs (finer first) add theirs at weights 1/2, 1/4, ...

    Side outputs come from networks in training mode and are enlarged to the size of the truth.
    """
    if isinstance(outputs, Tensor):
        return loss(*leave_out(outputs, truth), done)
    total = loss(*leave_out(outputs[0], truth), done)
    for depth, side in enumerate(outputs[1:], start=1):
        enlarged = F.interpolate(side, truth.shape[-2:], mode="bilinear", align_corners=False)
        total = total + 0.5**depth * loss(*leave_out(enlarged, truth), done)
    return total


def build_loss(config: dict[str, Any]) -> Loss:
    """The loss a configuration names in [loss]; BCE + Dice where it names none."""
    match config.get("loss", {}).get("name", "bce-dice"):
        case "bce-dice":
            return lambda logits, truth, _: bce_dice_loss(logits, truth)
        case "bce-dice-ms-ssim":
            return lambda logits, truth, _: bce_dice_ms_ssim_loss(logits, truth)
        case "boundary-interior":
            return boundary_interior_loss
        case unknown:
            raise ValueError(
                f"unknown loss '{unknown}'; known: bce-dice, bce-dice-ms-ssim, boundary-interior"
            )
