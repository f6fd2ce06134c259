"""MALUNet (Ruan et al., BIBM 2022): a six-level U-shaped network of 177,943 parameters.

Layer facts follow the published description: gated depthwise attention (DGA), inverted external
attention (IEA), and a bridge of spatial (SAB) and channel (CAB) attention over the five skips.
Shapes in docstrings are N x C x H x W.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTHS = (8, 16, 24, 32, 48, 64)
GROUPS = 4


def group_norm(channels: int) -> nn.GroupNorm:
    return nn.GroupNorm(GROUPS, channels)


def upsample2(x: Tensor) -> Tensor:
    """Twice the height and width, bilinear with aligned corners."""
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True)


class DepthwiseConv(nn.Module):
    """Depthwise k x k, GroupNorm, pointwise 1 x 1: the DWConv(ci, co, k) of the paper."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(
            channels_in, channels_in, kernel, padding=kernel // 2, groups=channels_in
        )
        self.norm = group_norm(channels_in)
        self.pointwise = nn.Conv2d(channels_in, channels_out, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.pointwise(self.norm(self.depthwise(x)))


class DilatedGatedAttention(nn.Module):
    """DGA: four channel groups see four dilations; a gate then selects from a value branch."""

    DILATIONS = (7, 5, 2, 1)

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        quarter = channels_in // len(self.DILATIONS)
        self.branches = nn.ModuleList(
            nn.Conv2d(quarter, quarter, 3, padding=d, dilation=d, groups=quarter)
            for d in self.DILATIONS
        )
        self.norm = group_norm(channels_in)
        self.mix = nn.Conv2d(channels_in, channels_in, 1)
        self.gate = DepthwiseConv(channels_in, channels_in, 3)
        self.value = DepthwiseConv(channels_in, channels_in, 5)
        self.project = DepthwiseConv(channels_in, channels_out, 3)
        self.shortcut = nn.Conv2d(channels_in, channels_out, 1)

    def forward(self, x: Tensor) -> Tensor:
        parts = torch.chunk(x, len(self.DILATIONS), dim=1)
        dilated = torch.cat([branch(p) for branch, p in zip(self.branches, parts)], dim=1)
        mixed = F.gelu(self.mix(self.norm(dilated)))
        gated = torch.sigmoid(self.gate(mixed)) * F.gelu(self.value(mixed))
        return F.gelu(self.project(gated)) + self.shortcut(x)


class InvertedExternalAttention(nn.Module):
    """IEA: attention of every position to a learned memory four times as wide as the channels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.enter = nn.Conv2d(channels, channels, 1)
        self.memory_key = nn.Conv1d(channels, channels * 4, 1, bias=False)
        self.memory_value = nn.Conv1d(channels * 4, channels, 1, bias=False)
        self.leave = nn.Conv2d(channels, channels, 1, bias=False)
        self.norm = group_norm(channels)

    def forward(self, x: Tensor) -> Tensor:
        n, c, h, w = x.shape
        tokens = self.enter(x).flatten(2)
        attention = torch.softmax(self.memory_key(tokens), dim=2)
        attention = attention / (1e-9 + attention.sum(dim=1, keepdim=True))
        remembered = self.memory_value(attention).reshape(n, c, h, w)
        return F.gelu(self.norm(self.leave(remembered)) + x)


class SpatialAttentionBridge(nn.Module):
    """SAB: one 7 x 7 dilated convolution, shared by all levels, on [mean_c, max_c]."""

    def __init__(self) -> None:
        super().__init__()
        self.shared = nn.Conv2d(2, 1, 7, padding=9, dilation=3)

    def forward(self, skips: list[Tensor]) -> list[Tensor]:
        maps = []
        for skip in skips:
            summary = torch.cat(
                [skip.mean(dim=1, keepdim=True), skip.amax(dim=1, keepdim=True)], dim=1
            )
            maps.append(torch.sigmoid(self.shared(summary)))
        return maps


class ChannelAttentionBridge(nn.Module):
    """CAB: the pooled channels of all levels see one another before each level is weighted."""

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        total = sum(widths)
        self.across = nn.Conv1d(1, 1, 3, padding=1, bias=False)
        self.heads = nn.ModuleList(nn.Linear(total, width) for width in widths)

    def forward(self, skips: list[Tensor]) -> list[Tensor]:
        pooled = torch.cat([skip.mean(dim=(2, 3)) for skip in skips], dim=1)
        seen = self.across(pooled.unsqueeze(1)).squeeze(1)
        return [torch.sigmoid(head(seen))[:, :, None, None] for head in self.heads]


class Bridge(nn.Module):
    """SAB then CAB: u = s t; v = u + t; t' = a v + u."""

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.spatial = SpatialAttentionBridge()
        self.channel = ChannelAttentionBridge(widths)

    def forward(self, skips: list[Tensor]) -> list[Tensor]:
        weighted = [s * t for s, t in zip(self.spatial(skips), skips)]
        residual = [u + t for u, t in zip(weighted, skips)]
        channel = self.channel(residual)
        return [a * v + u for a, v, u in zip(channel, residual, weighted)]


class AttentionStage(nn.Module):
    """IEA and DGA in the order of the encoder (IEA first) or of the decoder (DGA first)."""

    def __init__(self, channels_in: int, channels_out: int, attention_first: bool) -> None:
        super().__init__()
        if attention_first:
            self.first: nn.Module = InvertedExternalAttention(channels_in)
            self.second: nn.Module = DilatedGatedAttention(channels_in, channels_out)
        else:
            self.first = DilatedGatedAttention(channels_in, channels_out)
            self.second = InvertedExternalAttention(channels_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.second(self.first(x))


class MALUNet(nn.Module):
    """RGB N x 3 x H x W (sides divisible by 32) -> lesion logits N x 1 x H x W."""

    def __init__(self) -> None:
        super().__init__()
        c = WIDTHS
        self.encoders = nn.ModuleList(
            [
                nn.Conv2d(3, c[0], 3, padding=1),
                nn.Conv2d(c[0], c[1], 3, padding=1),
                nn.Conv2d(c[1], c[2], 3, padding=1),
                AttentionStage(c[2], c[3], attention_first=True),
                AttentionStage(c[3], c[4], attention_first=True),
            ]
        )
        self.encoder_norms = nn.ModuleList(group_norm(width) for width in c[:5])
        self.bottom = AttentionStage(c[4], c[5], attention_first=True)
        self.bridge = Bridge(c[:5])
        self.decoders = nn.ModuleList(
            [
                AttentionStage(c[5], c[4], attention_first=False),
                AttentionStage(c[4], c[3], attention_first=False),
                AttentionStage(c[3], c[2], attention_first=False),
                nn.Conv2d(c[2], c[1], 3, padding=1),
                nn.Conv2d(c[1], c[0], 3, padding=1),
            ]
        )
        self.decoder_norms = nn.ModuleList(group_norm(width) for width in reversed(c[:5]))
        self.head = nn.Conv2d(c[0], 1, 1)
        self.apply(_initialise)

    def forward(self, x: Tensor) -> Tensor:
        skips: list[Tensor] = []
        for encoder, norm in zip(self.encoders, self.encoder_norms):
            x = F.gelu(F.max_pool2d(norm(encoder(x)), 2))
            skips.append(x)
        x = F.gelu(self.bottom(x))  # on the skip before the bridge, as published
        for level, (decoder, norm, skip) in enumerate(
            zip(self.decoders, self.decoder_norms, reversed(self.bridge(skips)))
        ):
            x = norm(decoder(x))
            if level > 0:
                x = upsample2(x)
            x = F.gelu(x) + skip
        return upsample2(self.head(x))


def _initialise(module: nn.Module) -> None:
    """Truncated normal for Linear and 1-d, fan-out normal for 2-d convolutions."""
    if isinstance(module, nn.Linear | nn.Conv1d):
        nn.init.trunc_normal_(module.weight, std=0.02)
    elif isinstance(module, nn.Conv2d):
        fan_out = module.kernel_size[0] * module.kernel_size[1] * module.out_channels
        nn.init.normal_(module.weight, 0, (2.0 / (fan_out // module.groups)) ** 0.5)
    else:
        return
    if module.bias is not None:
        nn.init.zeros_(module.bias)
