"""After the lightweight U2-Net with multi-scale asymmetric convolution and U-Net++ skips.

The layers are our own; the paper's layer table is not public. Shapes are N x C x H x W.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

KERNELS = (3, 5, 7)
STEM = 16
# Of each level, finest (H/2) first: channels inside its block, channels out of it, pools inside.
LEVELS = ((12, 32, 4), (12, 32, 3), (16, 48, 2), (16, 48, 1))


def resize_to(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=False)


class AsymmetricConv(nn.Module):
    """Channels split in three, each (k x 1)(1 x k) with its own k and a norm; concat; 1 x 1."""

    def __init__(self, channels_in: int, channels_out: int, dilation: int = 1) -> None:
        super().__init__()
        count = len(KERNELS)
        self.splits = [(channels_in + i) // count for i in range(count)]
        self.branches = nn.ModuleList()
        for kernel, wide in zip(KERNELS, self.splits):
            reach = kernel // 2 * dilation
            self.branches.append(
                nn.Sequential(
                    nn.Conv2d(
                        wide, wide, (kernel, 1), padding=(reach, 0), dilation=dilation, bias=False
                    ),
                    nn.Conv2d(
                        wide, wide, (1, kernel), padding=(0, reach), dilation=dilation, bias=False
                    ),
                    nn.BatchNorm2d(wide),
                )
            )
        self.mix = nn.Conv2d(channels_in, channels_out, 1, bias=False)
        self.norm = nn.BatchNorm2d(channels_out)

    def forward(self, x: Tensor) -> Tensor:
        parts = torch.split(x, self.splits, dim=1)
        seen = torch.cat([branch(part) for branch, part in zip(self.branches, parts)], dim=1)
        return F.relu(self.norm(self.mix(F.relu(seen))))


class NestedBlock(nn.Module):
    """RSU: a small U of asymmetric convolutions inside, added to what entered it."""

    def __init__(self, channels_in: int, inside: int, channels_out: int, pools: int) -> None:
        super().__init__()
        self.enter = AsymmetricConv(channels_in, channels_out)
        self.downs = nn.ModuleList(
            AsymmetricConv(channels_out if i == 0 else inside, inside) for i in range(pools + 1)
        )
        self.bottom = AsymmetricConv(inside, inside, dilation=2)
        self.ups = nn.ModuleList(
            AsymmetricConv(2 * inside, channels_out if i == 0 else inside) for i in range(pools + 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        entered = self.enter(x)
        skips: list[Tensor] = []
        y = entered
        for depth, down in enumerate(self.downs):
            y = down(y if depth == 0 else F.max_pool2d(y, 2))
            skips.append(y)
        y = self.bottom(y)
        for depth in reversed(range(len(self.ups))):
            y = self.ups[depth](torch.cat([resize_to(y, skips[depth]), skips[depth]], dim=1))
        return entered + y


class NestedSkip(nn.Module):
    """X(i, j) of U-Net++: all earlier nodes of the level and the node below, then a unit."""

    def __init__(self, below: int, own: int, earlier: int) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(below + own * earlier, own, 1, bias=False)
        self.norm = nn.BatchNorm2d(own)
        self.unit = AsymmetricConv(own, own)

    def forward(self, below: Tensor, earlier: list[Tensor]) -> Tensor:
        gathered = torch.cat([resize_to(below, earlier[0]), *earlier], dim=1)
        narrowed = F.relu(self.norm(self.narrow(gathered)))
        return narrowed + self.unit(narrowed)


class AsymU2Net(nn.Module):
    """RGB N x 3 x H x W (sides divisible by 32) -> lesion logits N x 1 x H x W.

    In training mode a tuple: the logits, then those of each coarser level at its own size.
    """

    def __init__(self) -> None:
        super().__init__()
        outs = [out for _, out, _ in LEVELS]
        self.stem = nn.Conv2d(3, STEM, 3, stride=2, padding=1, bias=False)
        self.stem_norm = nn.BatchNorm2d(STEM)
        self.encoders = nn.ModuleList(
            NestedBlock(wide, inside, out, pools)
            for wide, (inside, out, pools) in zip([STEM, *outs], LEVELS)
        )
        # nodes[i][j - 1] is X(i, j)
        self.nodes = nn.ModuleList(
            nn.ModuleList(
                NestedSkip(outs[level + 1], outs[level], earlier)
                for earlier in range(1, len(LEVELS) - level)
            )
            for level in range(len(LEVELS) - 1)
        )
        self.heads = nn.ModuleList(nn.Conv2d(out, 1, 3, padding=1) for out in outs)

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, ...]:
        height, width = x.shape[-2:]
        x = F.relu(self.stem_norm(self.stem(x)))
        rows: list[list[Tensor]] = []
        for level, encoder in enumerate(self.encoders):
            x = encoder(x if level == 0 else F.max_pool2d(x, 2))
            rows.append([x])
        for column in range(1, len(rows)):
            for level in range(len(rows) - column):
                node = self.nodes[level][column - 1]
                rows[level].append(node(rows[level + 1][column - 1], rows[level]))
        logits = F.interpolate(
            self.heads[0](rows[0][-1]), (height, width), mode="bilinear", align_corners=False
        )
        if not self.training:
            return logits
        return logits, *(self.heads[i](rows[i][-1]) for i in range(1, len(rows)))

    def deployed(self) -> AsymU2Net:
        """This network without side heads."""
        self.heads = self.heads[:1]
        return self.eval()
