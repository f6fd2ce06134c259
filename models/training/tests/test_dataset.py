from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from conftest import paint
from dataset import (
    IGNORED,
    augment,
    draw_jitter,
    load_sample,
    normalise,
    read_split,
    split_hash,
    to_tensors,
    training_ids,
)


def test_splits_share_no_id_and_leave_the_known_copy_out() -> None:
    names = ["train", "incoming", "val"]
    ids = {name: read_split(name) for name in names}
    everything = [image_id for name in names for image_id in ids[name]]
    assert len(everything) == len(set(everything)) == 1599 + 400 + 150
    assert "ISIC_0012970" not in everything
    assert "ISIC_0012127" in ids["val"]


def test_a_twin_of_a_validation_picture_is_not_trained_on() -> None:
    data = {"train": ["train", "incoming"], "held_out": "twins-of-val"}
    ids = training_ids(data)
    assert len(ids) == 1599 + 400 - 1
    assert "ISIC_0000171" not in ids and "ISIC_0015124" in read_split("val")


def test_split_hash_does_not_depend_on_the_order() -> None:
    assert split_hash(["b", "a"]) == split_hash(["a", "b"]) != split_hash(["a"])


def write_pair(root: Path, image_size: tuple[int, int], mask: np.ndarray) -> None:
    (root / "images").mkdir()
    (root / "masks").mkdir()
    Image.new("RGB", image_size, (200, 150, 130)).save(root / "images" / "a.jpg")
    Image.fromarray(mask).save(root / "masks" / "a_segmentation.png")


def test_a_mask_is_foreground_above_128(tmp_path: Path) -> None:
    write_pair(tmp_path, (4, 1), np.array([[0, 128, 129, 255]], np.uint8))
    _, mask = load_sample(tmp_path, "a", 4)
    assert mask.shape == (4, 4)
    with Image.open(tmp_path / "masks" / "a_segmentation.png") as opened:
        assert (np.asarray(opened) > 128).astype(int).tolist() == [[0, 0, 1, 1]]
    assert mask[0].tolist() == [0, 0, 1, 1]


def test_a_mask_of_another_size_is_refused(tmp_path: Path) -> None:
    write_pair(tmp_path, (4, 4), np.zeros((4, 5), np.uint8))
    with pytest.raises(ValueError, match="a_segmentation.png.*size"):
        load_sample(tmp_path, "a", 4)


def test_a_missing_mask_is_named(tmp_path: Path) -> None:
    write_pair(tmp_path, (4, 4), np.zeros((4, 4), np.uint8))
    (tmp_path / "masks" / "a_segmentation.png").unlink()
    with pytest.raises(ValueError, match="no mask for a.jpg"):
        load_sample(tmp_path, "a", 4)


def test_normalise_spans_0_to_1_and_a_constant_picture_becomes_0() -> None:
    images = torch.stack([torch.full((3, 4, 4), 99.0), torch.linspace(20, 90, 48).view(3, 4, 4)])
    normed = normalise(images)
    assert normed[0].abs().max() == 0
    assert (normed[1].min(), normed[1].max()) == (0, 1)


def test_augmentation_keeps_picture_and_mask_aligned() -> None:
    samples = paint(6, 96)
    # A picture that is its own mask: after any change it must still be.
    images = np.repeat((samples.masks * 200 + 20)[..., None], 3, axis=3).astype(np.uint8)
    own_mask = type(samples)(samples.ids, images, samples.masks)
    jitter = draw_jitter(6, torch.Generator().manual_seed(1))
    changed, masks = augment(*to_tensors(own_mask, np.arange(6)), 96, jitter)
    assert set(masks.unique().tolist()) <= {0.0, 1.0}
    middle = normalise(changed).mean(dim=1, keepdim=True)
    agree = ((middle > 0.5) == (masks > 0.5)).float().mean(dim=(1, 2, 3))
    assert agree.min() > 0.98


def test_every_sample_is_changed_in_its_own_way() -> None:
    jitter = draw_jitter(32, torch.Generator().manual_seed(1))
    assert len({tuple(theta.flatten().tolist()) for theta in jitter.theta}) == 32
    assert len(jitter.gamma.unique()) == 32
    upright = (jitter.theta[:, 0, 1] == 0).float().mean()
    assert 0 < upright < 0.6


def test_processes_share_the_draws_of_one_batch() -> None:
    whole = draw_jitter(8, torch.Generator().manual_seed(1))
    halves = [whole.take(slice(0, 4)), whole.take(slice(4, 8))]
    assert torch.equal(torch.cat([half.theta for half in halves]), whole.theta)


def test_augmentation_moves_what_is_ignored_along() -> None:
    painted = paint(4, 64)
    generator = torch.Generator().manual_seed(2)
    images, masks = to_tensors(painted, np.arange(4))
    marked = torch.where(masks == 1, float(IGNORED), 0.0)
    jitter = draw_jitter(4, generator)
    _, plain = augment(images, masks, 64, jitter)
    _, warped = augment(images, marked, 64, jitter)
    assert torch.equal(warped == IGNORED, plain == 1)
