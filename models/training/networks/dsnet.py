"""After DSNet (IEEE Access 2025): separable difference convolutions and gated skips.

The layers are our own; the paper's layer table is not public. Shapes are N x C x H x W.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTHS = (16, 32, 64, 96, 128, 192)
DILATIONS = (1, 2, 5, 7)
# Positions of the eight neighbours in a 3 x 3 kernel, clockwise: what angular differences follow.
RING = (0, 1, 2, 5, 8, 7, 6, 3)


def group_norm(channels: int) -> nn.GroupNorm:
    return nn.GroupNorm(4, channels)


def upsample2(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def central_difference(weight: Tensor) -> Tensor:
    """Every neighbour minus the centre: C x 1 x 3 x 3 whose elements sum to 0."""
    centre = torch.zeros_like(weight)
    centre[:, :, 1, 1] = weight.sum(dim=(2, 3))
    return weight - centre


def angular_difference(weight: Tensor) -> Tensor:
    """Every neighbour minus the next one clockwise: C x 1 x 3 x 3 whose elements sum to 0."""
    flat = weight.flatten(2)
    turned = torch.zeros_like(flat)
    turned[:, :, list(RING)] = flat[:, :, [*RING[1:], RING[0]]]
    turned[:, :, 4] = flat[:, :, 4]
    return (flat - turned).view_as(weight)


def horizontal_difference(weight: Tensor) -> Tensor:
    """Left column minus right column, from C x 1 x 3: C x 1 x 3 x 3."""
    return torch.stack([weight, torch.zeros_like(weight), -weight], dim=3)


def vertical_difference(weight: Tensor) -> Tensor:
    """Upper row minus lower row, from C x 1 x 3: C x 1 x 3 x 3."""
    return torch.stack([weight, torch.zeros_like(weight), -weight], dim=2)


class DifferenceConv(nn.Module):
    """Depthwise 3 x 3 whose kernel is the sum of a plain and four difference kernels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.channels = channels
        self.plain = nn.Parameter(torch.empty(channels, 1, 3, 3))
        self.central = nn.Parameter(torch.empty(channels, 1, 3, 3))
        self.angular = nn.Parameter(torch.empty(channels, 1, 3, 3))
        self.horizontal = nn.Parameter(torch.empty(channels, 1, 3))
        self.vertical = nn.Parameter(torch.empty(channels, 1, 3))
        for weight in self.parameters():
            nn.init.normal_(weight, 0, 0.2)

    def kernel(self) -> Tensor:
        """The one kernel that answers as all five together: C x 1 x 3 x 3."""
        return (
            self.plain
            + central_difference(self.central)
            + angular_difference(self.angular)
            + horizontal_difference(self.horizontal)
            + vertical_difference(self.vertical)
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.kernel(), padding=1, groups=self.channels)

    def folded(self) -> nn.Conv2d:
        """A plain depthwise convolution with the same answers."""
        plain = nn.Conv2d(
            self.channels, self.channels, 3, padding=1, groups=self.channels, bias=False
        )
        plain.weight = nn.Parameter(self.kernel().detach().clone())
        return plain


class DetailConv(nn.Module):
    """DESD: difference convolution, norm, 1 x 1, norm, GELU."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        self.depthwise: nn.Module = DifferenceConv(channels_in)
        self.norm = group_norm(channels_in)
        self.pointwise = nn.Conv2d(channels_in, channels_out, 1, bias=False)
        self.norm_out = group_norm(channels_out)

    def forward(self, x: Tensor) -> Tensor:
        return F.gelu(self.norm_out(self.pointwise(self.norm(self.depthwise(x)))))


class GatedSkip(nn.Module):
    """Four dilations mixed per picture, a channel gate from all levels, a spatial gate, + input."""

    def __init__(self, channels: int, channels_of_all: int) -> None:
        super().__init__()
        quarter = channels // len(DILATIONS)
        self.branches = nn.ModuleList(
            nn.Conv2d(quarter, quarter, 3, padding=d, dilation=d, groups=quarter) for d in DILATIONS
        )
        self.mixing = nn.Linear(channels, len(DILATIONS))
        self.channel = nn.Linear(channels_of_all, channels)
        self.spatial = nn.Conv2d(2, 1, 3, padding=1)

    def forward(self, skip: Tensor, pooled_of_all: Tensor) -> Tensor:
        shares = torch.softmax(self.mixing(skip.mean(dim=(2, 3))), dim=1)
        parts = torch.chunk(skip, len(DILATIONS), dim=1)
        # Shares sum to 1; times their number, equal shares leave the scale as it is.
        mixed = torch.cat(
            [
                branch(part) * (shares[:, i] * len(DILATIONS)).view(-1, 1, 1, 1)
                for i, (branch, part) in enumerate(zip(self.branches, parts))
            ],
            dim=1,
        )
        summary = [mixed.mean(dim=1, keepdim=True), mixed.amax(dim=1, keepdim=True)]
        where = torch.sigmoid(self.spatial(torch.cat(summary, dim=1)))
        which = torch.sigmoid(self.channel(pooled_of_all))[:, :, None, None]
        return skip + mixed * which * where


class DSNet(nn.Module):
    """RGB N x 3 x H x W (sides divisible by 32) -> lesion logits N x 1 x H x W.

    In training mode a tuple: the logits, then those of each coarser level at its own size.
    """

    def __init__(self) -> None:
        super().__init__()
        skips = WIDTHS[:-1]
        self.stem = nn.Conv2d(3, WIDTHS[0], 3, padding=1, bias=False)
        self.stem_norm = group_norm(WIDTHS[0])
        self.encoders = nn.ModuleList(DetailConv(a, b) for a, b in zip(WIDTHS, WIDTHS[1:]))
        self.gates = nn.ModuleList(GatedSkip(width, sum(skips)) for width in skips)
        self.narrows = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in zip(WIDTHS, WIDTHS[1:]))
        self.decoders = nn.ModuleList(DetailConv(width, width) for width in skips)
        self.heads = nn.ModuleList(nn.Conv2d(width, 1, 1) for width in skips)

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, ...]:
        x = F.gelu(self.stem_norm(self.stem(x)))
        skips: list[Tensor] = []
        for encoder in self.encoders:
            skips.append(x)
            x = encoder(F.max_pool2d(x, 2))
        pooled = torch.cat([skip.mean(dim=(2, 3)) for skip in skips], dim=1)
        outputs: list[Tensor] = []
        for level in reversed(range(len(skips))):
            gated = self.gates[level](skips[level], pooled)
            x = self.decoders[level](upsample2(self.narrows[level](x)) + gated)
            if self.training or level == 0:
                outputs.insert(0, self.heads[level](x))
        return tuple(outputs) if self.training else outputs[0]

    def deployed(self) -> DSNet:
        """This network with every five kernels folded into one and without side heads."""
        for module in list(self.modules()):
            if isinstance(module, DetailConv) and isinstance(module.depthwise, DifferenceConv):
                module.depthwise = module.depthwise.folded()
        self.heads = self.heads[:1]
        return self.eval()
