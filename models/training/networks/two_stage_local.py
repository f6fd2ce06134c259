"""The second stage in training: a frozen global network, its box, and the local network on the crop.

As a network it takes the whole field like any other, but at twice the side that the two stages see:
the global one gets it halved, the local one a crop of it. So the trainer needs no second kind of
data. When it trains, it returns the crops' logits and where they were cut.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from crops import crop_box
from dataset import IGNORED, normalise
from networks.two_stage import GlobalNetwork, LocalNetwork, cut_features

REDUCTION = 2
# In training the box is moved by at most this share of its side, and enlarged by these factors: the
# global network's boxes are better on pictures it was trained on than on others.
MOST_SHIFT = 0.08
GROWTH = (0.92, 1.3)


class Cropped(NamedTuple):
    """Logits N x 1 x h x w of crops of fields, and their boxes N x 4 as shares of the fields."""

    logits: Tensor
    boxes: Tensor

    def truth(self, masks: Tensor) -> Tensor:
        """What the fields' masks N x 1 x H x W are in the crops, in {0, 1, IGNORED}."""
        cut = cut_features((masks == 1).float(), self.boxes, self.logits)
        ignored = cut_features((masks == IGNORED).float(), self.boxes, self.logits)
        return (cut >= 0.5).float().masked_fill(ignored >= 0.5, IGNORED)


def jitter_boxes(boxes: Tensor) -> Tensor:
    """Boxes moved and grown at random, still inside the field and never empty."""
    centre, size = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]
    count = len(boxes)
    growth = torch.rand(count, 1) * (GROWTH[1] - GROWTH[0]) + GROWTH[0]
    shift = (torch.rand(count, 2) * 2 - 1) * MOST_SHIFT
    centre = centre + size * shift.to(size.device)
    half = size * growth.to(size.device) / 2
    return torch.cat([centre - half, centre + half], dim=1).clamp(0, 1)


def paste_logits(field: Tensor, crops: Tensor, boxes: Tensor) -> Tensor:
    """Crops' logits inside their boxes, the fields' own logits N x 1 x H x W elsewhere."""
    height, width = field.shape[-2:]
    across = (torch.arange(width, dtype=boxes.dtype, device=boxes.device) + 0.5) / width
    down = (torch.arange(height, dtype=boxes.dtype, device=boxes.device) + 0.5) / height
    low, high = boxes[:, :2], boxes[:, 2:]
    x = (across - low[:, 0:1]) / (high - low)[:, 0:1] * 2 - 1
    y = (down - low[:, 1:2]) / (high - low)[:, 1:2] * 2 - 1
    x, y = x[:, None, :].expand(-1, height, -1), y[:, :, None].expand(-1, -1, width)
    drawn = F.grid_sample(
        crops,
        torch.stack([x, y], dim=3),
        mode="bilinear",
        padding_mode="border",
        align_corners=False,
    )
    inside = ((x.abs() <= 1) & (y.abs() <= 1))[:, None]
    return torch.where(inside, drawn, field)


class TwoStageLocal(nn.Module):
    """RGB N x 3 x H x W (sides divisible by 64) -> logits of the field, refined inside the box."""

    def __init__(
        self,
        width: int = 8,
        pyramid: int = 32,
        global_width: int = 16,
        global_pyramid: int = 48,
    ) -> None:
        super().__init__()
        self.stage = GlobalNetwork(global_width, global_pyramid)
        self.stage.requires_grad_(False)
        self.local = LocalNetwork(width, pyramid, global_pyramid)

    def load_global(self, checkpoint: dict[str, Any]) -> None:
        """The frozen stage from a checkpoint of the `two-stage` network (averaged weights)."""
        prefix = "stage."
        weights = checkpoint["averaged"].items()
        self.stage.load_state_dict({n.removeprefix(prefix): w for n, w in weights})

    def train(self, mode: bool = True) -> TwoStageLocal:
        super().train(mode)
        # Its statistics are frozen as its weights are.
        self.stage.eval()
        return self

    def forward(self, x: Tensor) -> Tensor | Cropped:
        with torch.no_grad():
            field_logits, levels = self.stage(F.avg_pool2d(x, REDUCTION))
            field_logits = field_logits.float()
            found = (field_logits[:, 0] > 0).cpu().numpy()
            boxes = torch.tensor([crop_box(mask) for mask in found], device=x.device)
            boxes = jitter_boxes(boxes) if self.training else boxes
            crop = normalise(cut_features(x, boxes, field_logits))
        logits = self.local(crop, boxes, field_logits, levels)
        if self.training:
            return Cropped(logits, boxes)
        whole = F.interpolate(field_logits, size=x.shape[-2:], mode="bilinear", align_corners=False)
        return paste_logits(whole, logits.float(), boxes)
