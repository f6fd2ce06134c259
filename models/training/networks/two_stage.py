"""After the two-stage network with ResNet50, pyramid pooling and local refinement.

A global network sees the whole field; a local one sees only the crop around what the global one
found, together with the global features of the same place. Layers are our own where the paper has
no table; widths are far below ResNet50's. Shapes in docstrings are N x C x H x W.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BLOCKS = (3, 4, 6, 3)
EXPANSION = 4
BINS = (1, 2, 3, 6)


def conv_norm(channels_in: int, channels_out: int, kernel: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(
            channels_in, channels_out, kernel, stride=stride, padding=kernel // 2, bias=False
        ),
        nn.BatchNorm2d(channels_out),
    )


def resize_to(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=False)


class Bottleneck(nn.Module):
    """1 x 1, 3 x 3, 1 x 1 with four times the channels, added to the input."""

    def __init__(self, channels_in: int, width: int, stride: int) -> None:
        super().__init__()
        out = width * EXPANSION
        self.reduce = conv_norm(channels_in, width, 1)
        self.spatial = conv_norm(width, width, 3, stride)
        self.expand = conv_norm(width, out, 1)
        same = stride == 1 and channels_in == out
        self.shortcut = nn.Identity() if same else conv_norm(channels_in, out, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.spatial(F.relu(self.reduce(x))))
        return F.relu(self.expand(y) + self.shortcut(x))


class ResidualEncoder(nn.Module):
    """The layout of ResNet50 at a base width (64 there): levels at H/4, H/8, H/16, H/32."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.stem = conv_norm(3, width, 7, stride=2)
        self.stages = nn.ModuleList()
        self.channels: list[int] = []
        wide_in = width
        for level, repeats in enumerate(BLOCKS):
            wide = width * 2**level
            stride = 1 if level == 0 else 2
            first = Bottleneck(wide_in, wide, stride)
            wide_in = wide * EXPANSION
            rest = [Bottleneck(wide_in, wide, 1) for _ in range(repeats - 1)]
            self.stages.append(nn.Sequential(first, *rest))
            self.channels.append(wide_in)

    def forward(self, x: Tensor) -> list[Tensor]:
        x = F.max_pool2d(F.relu(self.stem(x)), 3, stride=2, padding=1)
        levels: list[Tensor] = []
        for stage in self.stages:
            x = stage(x)
            levels.append(x)
        return levels


class PyramidPooling(nn.Module):
    """Means over 1, 2, 3 and 6 bins a side, 1 x 1, back to size, concatenated and fused.

    The bins are fixed matrices, because the export knows adaptive pooling only where bins divide
    the size.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        quarter = channels // len(BINS)
        self.reduces = nn.ModuleList(nn.Conv2d(channels, quarter, 1) for _ in BINS)
        self.fuse = conv_norm(channels + quarter * len(BINS), channels, 1)

    @staticmethod
    def _bins(size: int, bins: int, like: Tensor) -> Tensor:
        """bins x size: each row the mean over one bin, bounded as adaptive pooling bounds it."""
        rows = torch.zeros(bins, size, dtype=like.dtype, device=like.device)
        for b in range(bins):
            start, end = b * size // bins, -(-(b + 1) * size // bins)
            rows[b, start:end] = 1 / (end - start)
        return rows

    def forward(self, x: Tensor) -> Tensor:
        height, width = x.shape[-2:]
        gathered = [x]
        for bins, reduce in zip(BINS, self.reduces):
            down = self._bins(height, bins, x) @ x @ self._bins(width, bins, x).T
            gathered.append(resize_to(reduce(down), x))
        return F.relu(self.fuse(torch.cat(gathered, dim=1)))


class FusingPyramid(nn.Module):
    """FPN with pyramid pooling on its top and a branch that brings the top into every level."""

    def __init__(self, channels: list[int], wide: int) -> None:
        super().__init__()
        self.laterals = nn.ModuleList(nn.Conv2d(c, wide, 1) for c in channels)
        self.pooling = PyramidPooling(wide)
        self.semantics = nn.ModuleList(nn.Conv2d(wide, wide, 1) for _ in channels[:-1])
        self.smooths = nn.ModuleList(conv_norm(wide, wide, 3) for _ in channels)

    def forward(self, levels: list[Tensor]) -> list[Tensor]:
        """Levels of `wide` channels, finest first."""
        top = self.pooling(self.laterals[-1](levels[-1]))
        outputs = [F.relu(self.smooths[-1](top))]
        x = top
        for level in reversed(range(len(levels) - 1)):
            meaning = resize_to(torch.sigmoid(self.semantics[level](top)), levels[level])
            lateral = self.laterals[level](levels[level])
            x = lateral * (1 + meaning) + resize_to(x, lateral)
            outputs.insert(0, F.relu(self.smooths[level](x)))
        return outputs


class FusedHead(nn.Module):
    """All levels brought to the finest, added, 3 x 3, one logit a pixel, x4 to full size."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self.mix = conv_norm(wide, wide, 3)
        self.logit = nn.Conv2d(wide, 1, 1)

    def forward(self, levels: list[Tensor]) -> Tensor:
        together = levels[0] + sum(resize_to(level, levels[0]) for level in levels[1:])
        logits = self.logit(F.relu(self.mix(together)))
        return F.interpolate(logits, scale_factor=4, mode="bilinear", align_corners=False)


class GlobalNetwork(nn.Module):
    """Whole field N x 3 x H x W (sides divisible by 32) -> logits and the pyramid's four levels."""

    def __init__(self, width: int = 16, pyramid: int = 48) -> None:
        super().__init__()
        self.encoder = ResidualEncoder(width)
        self.pyramid = FusingPyramid(self.encoder.channels, pyramid)
        self.head = FusedHead(pyramid)

    def forward(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        levels = self.pyramid(self.encoder(x))
        return self.head(levels), levels


def cut_features(features: Tensor, box: Tensor, like: Tensor) -> Tensor:
    """The part of N x C x h x w inside each box, resampled to the size of `like`.

    `box` is N x 4: left, top, right, bottom as shares of the field. Parts outside repeat the edge.
    """
    height, width = like.shape[-2:]
    across = (torch.arange(width, dtype=box.dtype, device=box.device) + 0.5) / width
    down = (torch.arange(height, dtype=box.dtype, device=box.device) + 0.5) / height
    x = (box[:, 0:1] + (box[:, 2:3] - box[:, 0:1]) * across) * 2 - 1
    y = (box[:, 1:2] + (box[:, 3:4] - box[:, 1:2]) * down) * 2 - 1
    grid = torch.stack(
        [x[:, None, :].expand(-1, height, -1), y[:, :, None].expand(-1, -1, width)], dim=3
    )
    return F.grid_sample(
        features, grid, mode="bilinear", padding_mode="border", align_corners=False
    )


class LocalNetwork(nn.Module):
    """Crop N x 3 x H x W, what the global network made, and the box -> logits N x 1 x H x W.

    It adds to the global logits of the same place, and adds nothing before it has learnt anything.
    """

    def __init__(self, width: int = 8, pyramid: int = 32, shared: int = 48) -> None:
        super().__init__()
        self.encoder = ResidualEncoder(width)
        self.joins = nn.ModuleList(
            conv_norm(channels + shared, channels, 1) for channels in self.encoder.channels
        )
        self.pyramid = FusingPyramid(self.encoder.channels, pyramid)
        self.head = FusedHead(pyramid)
        nn.init.zeros_(self.head.logit.weight)
        nn.init.zeros_(self.head.logit.bias)

    def forward(
        self, crop: Tensor, box: Tensor, field_logits: Tensor, features: list[Tensor]
    ) -> Tensor:
        levels = [
            F.relu(join(torch.cat([level, cut_features(shared, box, level)], dim=1)))
            for level, shared, join in zip(self.encoder(crop), features, self.joins)
        ]
        return cut_features(field_logits, box, crop) + self.head(self.pyramid(levels))


class TwoStage(nn.Module):
    """The global network alone, as it is trained and judged first: RGB -> logits."""

    def __init__(self, width: int = 16, pyramid: int = 48) -> None:
        super().__init__()
        self.stage = GlobalNetwork(width, pyramid)

    def forward(self, x: Tensor) -> Tensor:
        return self.stage(x)[0]
