"""Losses on logits. Shapes N x 1 x H x W; truth in {0, 1}."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


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
