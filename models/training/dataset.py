"""The ISIC 2017 pictures as arrays, split by explicit lists of ids, and augmentation per batch.

Images are uint8 H x W x 3 (RGB), masks uint8 H x W (0, 1, or IGNORED where hair and the like lie over
the skin: no loss and no score counts there). Image and mask are paired by id.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

SPLITS = Path(__file__).parent / "splits"
FOREGROUND_ABOVE = 128
IGNORED = 2


def read_split(name: str) -> list[str]:
    """The ids of `splits/<name>.txt`, in file order. Raises FileNotFoundError for an unknown name."""
    path = SPLITS / f"{name}.txt"
    return [line for line in path.read_text().split() if line]


def split_hash(ids: list[str]) -> str:
    """sha256 over the sorted ids, one a line: names a split in manifests."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


@dataclass(frozen=True)
class Samples:
    """Decoded samples: ids, images N x H x W x 3 uint8, masks N x H x W uint8 (0, 1 or
    IGNORED)."""

    ids: list[str]
    images: np.ndarray
    masks: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def first(self, n: int) -> Samples:
        """The first n samples, or all where there are fewer."""
        return Samples(self.ids[:n], self.images[:n], self.masks[:n])


def load_sample(root: Path, image_id: str, size: int) -> tuple[np.ndarray, np.ndarray]:
    """One image and mask of a folder in ISIC layout, as `load_pair` makes them."""
    image_path = root / "images" / f"{image_id}.jpg"
    return load_pair(image_path, root / "masks" / f"{image_id}_segmentation.png", size)


def load_pair(
    image_path: Path, mask_path: Path, size: int, ignore_path: Path | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """An image and its mask at size x size, by antialiased resize of the whole field.

    Where a pixel is more than half foreground of the ignore mask, the mask is IGNORED.

    Raises ValueError naming the file when image and mask differ in size or the mask is missing.
    """
    for path in filter(None, [mask_path, ignore_path]):
        if not path.exists():
            raise ValueError(f"{path}: no mask for {image_path.name}")
    with Image.open(image_path) as opened:
        image = opened.convert("RGB")
    mask = load_mask(mask_path, image, size)
    if ignore_path is not None:
        mask[load_mask(ignore_path, image, size) == 1] = IGNORED
    if image.size != (size, size):
        image = image.resize((size, size), Image.Resampling.BILINEAR, reducing_gap=None)
    return np.asarray(image), mask


def load_mask(path: Path, image: Image.Image, size: int) -> np.ndarray:
    """A mask of an image at size x size, 0 or 1. Raises ValueError when sizes differ."""
    with Image.open(path) as opened:
        mask = opened.convert("L")
    if image.size != mask.size:
        raise ValueError(f"{path}: size {mask.size}, but its image has {image.size}")
    if mask.size != (size, size):
        mask = mask.resize((size, size), Image.Resampling.BILINEAR, reducing_gap=None)
    return (np.asarray(mask) > FOREGROUND_ABOVE).astype(np.uint8)


def load_samples(root: Path, ids: list[str], size: int) -> Samples:
    """All samples of `ids` decoded into two arrays (2000 at 256 px take about 0.5 GB)."""
    images = np.empty((len(ids), size, size, 3), np.uint8)
    masks = np.empty((len(ids), size, size), np.uint8)
    for row, image_id in enumerate(ids):
        images[row], masks[row] = load_sample(root, image_id, size)
    return Samples(ids, images, masks)


def training_ids(data: dict[str, Any]) -> list[str]:
    """The ids that a configuration's [data] table trains on, each once: `train` and `native`, less
    what is `held_out`."""
    names = [*data["train"], *([data["native"]] if "native" in data else [])]
    ids = dict.fromkeys(i for name in names for i in read_split(name))
    held_out = set(read_split(data["held_out"])) if "held_out" in data else set()
    return [i for i in ids if i not in held_out]


def load_training(root: Path, native_root: Path | None, data: dict[str, Any]) -> Samples:
    """The pictures a [data] table trains on, in one order for all processes.

    Those of the `native` split come from their own folder, `native_repeats` times an epoch.
    Raises ValueError when that folder is not named.
    """
    native_ids = set(read_split(data["native"])) if "native" in data else set()
    if native_ids and native_root is None:
        raise ValueError(f"native pictures of split '{data['native']}' are needed: name --native")
    ids = training_ids(data)
    parts = [load_samples(root, [i for i in ids if i not in native_ids], data["size"])]
    if native_root is not None and native_ids:
        native = load_samples(native_root, [i for i in ids if i in native_ids], data["size"])
        parts += [native] * data["native_repeats"]
    return Samples(
        [i for part in parts for i in part.ids],
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.masks for part in parts]),
    )


def normalise(images: Tensor) -> Tensor:
    """Per-image min-max to [0, 1] over C x H x W of N x 3 x H x W; a constant image becomes 0."""
    low = images.amin(dim=(1, 2, 3), keepdim=True)
    high = images.amax(dim=(1, 2, 3), keepdim=True)
    return (images - low) / (high - low).clamp(min=1e-6)


def to_tensors(samples: Samples, rows: np.ndarray) -> tuple[Tensor, Tensor]:
    """Rows as float tensors: images N x 3 x H x W in [0, 255], masks N x 1 x H x W in {0, 1,
    IGNORED}."""
    images = torch.from_numpy(samples.images[rows]).permute(0, 3, 1, 2).float()
    masks = torch.from_numpy(samples.masks[rows]).unsqueeze(1).float()
    return images, masks


def _uniform(n: int, low: float, high: float, generator: torch.Generator) -> Tensor:
    return torch.rand(n, generator=generator) * (high - low) + low


@dataclass(frozen=True)
class Jitter:
    """What augmentation does to each of n samples, drawn beforehand: one row a sample."""

    theta: Tensor
    gain: Tensor
    contrast: Tensor
    gamma: Tensor

    def take(self, rows: slice) -> Jitter:
        """The draws of some samples, so that processes can share one batch."""
        return Jitter(self.theta[rows], self.gain[rows], self.contrast[rows], self.gamma[rows])


def draw_jitter(n: int, generator: torch.Generator) -> Jitter:
    """Flips, rotation, scale, shift and colour jitter, every value drawn anew for each sample."""
    # A quarter stays unrotated: fields and rulers are mostly upright in real pictures.
    angle = _uniform(n, -math.pi, math.pi, generator)
    angle = torch.where(torch.rand(n, generator=generator) < 0.25, torch.zeros(n), angle)
    scale = torch.exp(_uniform(n, math.log(0.75), math.log(1.3), generator))
    stretch = torch.exp(_uniform(n, math.log(0.85), math.log(1.18), generator))
    flip = torch.where(torch.rand(n, generator=generator) < 0.5, -1.0, 1.0)
    cos, sin = torch.cos(angle), torch.sin(angle)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = flip * cos * scale * stretch
    theta[:, 0, 1] = -sin * scale * stretch
    theta[:, 1, 0] = flip * sin * scale / stretch
    theta[:, 1, 1] = cos * scale / stretch
    theta[:, :, 2] = torch.stack(
        [_uniform(n, -0.12, 0.12, generator), _uniform(n, -0.12, 0.12, generator)], dim=1
    )
    gain = _uniform(n * 3, 0.85, 1.15, generator).view(n, 3, 1, 1)
    contrast = _uniform(n, 0.75, 1.25, generator).view(n, 1, 1, 1)
    gamma = torch.exp(_uniform(n, -0.3, 0.3, generator)).view(n, 1, 1, 1)
    return Jitter(theta, gain, contrast, gamma)


def augment(images: Tensor, masks: Tensor, size: int, jitter: Jitter) -> tuple[Tensor, Tensor]:
    """Images (values 0 to 255) and masks changed as drawn, N x C x size x size.

    Sizes below the input's are for cheaper early epochs. The mask is warped with its image and
    binarised at 0.5, so no soft truth is trained on.
    """
    grid = F.affine_grid(jitter.theta, [images.shape[0], 5, size, size], align_corners=False)
    both = F.grid_sample(
        torch.cat([images, (masks == 1) * 255.0, (masks == IGNORED) * 255.0], dim=1),
        grid,
        mode="bilinear",
        padding_mode="reflection",
        align_corners=False,
    )
    warped, warped_masks = both[:, :3], (both[:, 3:4] > 127.5).float()
    warped_masks[both[:, 4:] > 127.5] = IGNORED
    mean = warped.mean(dim=(2, 3), keepdim=True)
    jittered = ((warped - mean) * jitter.contrast + mean) * jitter.gain
    jittered = (jittered.clamp(0, 255) / 255).pow(jitter.gamma) * 255
    return jittered, warped_masks
