"""The networks by id. Each takes N x 3 x H x W and returns lesion logits N x 1 x H x W."""

from __future__ import annotations

from typing import Any

from torch import nn

from networks.limen import Limen
from networks.malunet import MALUNet


def build(network: dict[str, Any]) -> nn.Module:
    """The network a configuration's [network] table names. Raises ValueError for an unknown id."""
    match network["id"]:
        case "limen":
            return Limen()
        case "malunet":
            return MALUNet()
        case unknown:
            raise ValueError(f"unknown network '{unknown}'; known: limen, malunet")
