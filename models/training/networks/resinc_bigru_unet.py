"""U-Net with residual Inception blocks and bidirectional ConvGRU skips.

The structure is the published one; widths are a setting. Both changes to the plain U-Net can be
switched off for the ablation. Shapes in docstrings are N x C x H x W.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LEVELS = 5


def conv3(channels_in: int, channels_out: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(inplace=True),
    )


class ResidualInception(nn.Module):
    """Three 1 x 1 branches, followed by none, one and two 3 x 3; concat; + input; ReLU."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        quarter = channels_out // 4
        widths = (channels_out - 2 * quarter, quarter, quarter)
        self.branches = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(channels_in, wide, 1, bias=False),
                nn.BatchNorm2d(wide),
                *(
                    layer
                    for _ in range(depth)
                    for layer in (
                        nn.ReLU(inplace=True),
                        nn.Conv2d(wide, wide, 3, padding=1, bias=False),
                        nn.BatchNorm2d(wide),
                    )
                ),
            )
            for depth, wide in enumerate(widths)
        )
        same = channels_in == channels_out
        self.shortcut = nn.Identity() if same else nn.Conv2d(channels_in, channels_out, 1)

    def forward(self, x: Tensor) -> Tensor:
        seen = torch.cat([branch(x) for branch in self.branches], dim=1)
        return F.relu(seen + self.shortcut(x))


class ConvGRU(nn.Module):
    """h' after one step: z = s(Wxz x + Whz h), r = s(Wxr x + Whr h), h~ = tanh(Wxh x + r Whh h).

    The new state is (1 - z) h~ + z h. `h` None stands for a state of zeros, whose products vanish.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.from_input = nn.Conv2d(channels, 3 * channels, 3, padding=1)
        self.from_state = nn.Conv2d(channels, 3 * channels, 3, padding=1, bias=False)

    def forward(self, x: Tensor, h: Tensor | None) -> Tensor:
        xz, xr, xh = torch.chunk(self.from_input(x), 3, dim=1)
        if h is None:
            return (1 - torch.sigmoid(xz)) * torch.tanh(xh)
        hz, hr, hh = torch.chunk(self.from_state(h), 3, dim=1)
        z, r = torch.sigmoid(xz + hz), torch.sigmoid(xr + hr)
        return (1 - z) * torch.tanh(xh + r * hh) + z * h


class BidirectionalSkip(nn.Module):
    """The pair (encoder features, decoder features) read in both orders, unrolled: 2 C -> C."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.onward = ConvGRU(channels)
        self.backward = ConvGRU(channels)
        self.fuse_onward = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.fuse_backward = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, encoder: Tensor, decoder: Tensor) -> Tensor:
        onward = self.onward(decoder, self.onward(encoder, None))
        backward = self.backward(encoder, self.backward(decoder, None))
        return torch.tanh(self.fuse_onward(onward) + self.fuse_backward(backward))


class ConcatSkip(nn.Module):
    """The plain U-Net's skip: 2 C channels side by side."""

    def forward(self, encoder: Tensor, decoder: Tensor) -> Tensor:
        return torch.cat([encoder, decoder], dim=1)


class ResincBigruUNet(nn.Module):
    """RGB N x 3 x H x W (sides divisible by 16) -> lesion logits N x 1 x H x W."""

    def __init__(self, width: int = 8, inception: bool = True, gru: bool = True) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(LEVELS)]

        def blocks(channels_in: int, channels_out: int) -> nn.Sequential:
            block = ResidualInception if inception else conv3
            return nn.Sequential(
                block(channels_in, channels_out), block(channels_out, channels_out)
            )

        self.encoders = nn.ModuleList(blocks(a, b) for a, b in zip([3, *widths], widths))
        self.ups = nn.ModuleList(
            nn.Sequential(
                nn.ConvTranspose2d(2 * wide, wide, 2, stride=2, bias=False), nn.BatchNorm2d(wide)
            )
            for wide in widths[:-1]
        )
        self.skips = nn.ModuleList(
            BidirectionalSkip(wide) if gru else ConcatSkip() for wide in widths[:-1]
        )
        self.decoders = nn.ModuleList(
            blocks(wide if gru else 2 * wide, wide) for wide in widths[:-1]
        )
        self.head = nn.Conv2d(width, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        features: list[Tensor] = []
        for level, encoder in enumerate(self.encoders):
            x = encoder(x if level == 0 else F.max_pool2d(x, 2))
            features.append(x)
        for level in reversed(range(LEVELS - 1)):
            x = self.skips[level](features[level], self.ups[level](x))
            x = self.decoders[level](x)
        return self.head(x)
