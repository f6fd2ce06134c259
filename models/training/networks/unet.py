"""U-Net (Ronneberger et al., MICCAI 2015) with batch norm and same-size convolutions: the reference.

Base width 32 has 7.76 M parameters; 16 ships. Shapes in docstrings are N x C x H x W.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LEVELS = 5


class DoubleConv(nn.Sequential):
    """Twice: 3 x 3 convolution, norm, ReLU."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        layers: list[nn.Module] = []
        for wide in (channels_in, channels_out):
            layers += [
                nn.Conv2d(wide, channels_out, 3, padding=1, bias=False),
                nn.BatchNorm2d(channels_out),
                nn.ReLU(inplace=True),
            ]
        super().__init__(*layers)


class UNet(nn.Module):
    """RGB N x 3 x H x W (sides divisible by 16) -> lesion logits N x 1 x H x W."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(LEVELS)]
        self.encoders = nn.ModuleList(
            DoubleConv(below, wide) for below, wide in zip([3, *widths], widths)
        )
        self.ups = nn.ModuleList(
            nn.ConvTranspose2d(2 * wide, wide, 2, stride=2) for wide in widths[:-1]
        )
        self.decoders = nn.ModuleList(DoubleConv(2 * wide, wide) for wide in widths[:-1])
        self.head = nn.Conv2d(width, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        skips: list[Tensor] = []
        for level, encoder in enumerate(self.encoders):
            x = encoder(x if level == 0 else F.max_pool2d(x, 2))
            skips.append(x)
        for level in reversed(range(LEVELS - 1)):
            x = torch.cat([skips[level], self.ups[level](x)], dim=1)
            x = self.decoders[level](x)
        return self.head(x)
