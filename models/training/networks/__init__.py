"""The networks by id. Each takes N x 3 x H x W in [0, 1] and returns lesion logits N x 1 x H x W.

In training mode some return a tuple, side outputs after the main one (losses.supervise). A network
with a `deployed` method changes into the form that ships, which answers the same.
"""

from __future__ import annotations

from typing import Any

from torch import nn

from networks.asym_u2net import AsymU2Net
from networks.dsnet import DSNet
from networks.limen import Limen
from networks.malunet import MALUNet
from networks.resinc_bigru_unet import ResincBigruUNet
from networks.two_stage import TwoStage
from networks.two_stage_local import TwoStageLocal
from networks.unet import UNet

NETWORKS: dict[str, type[nn.Module]] = {
    "asym-u2net": AsymU2Net,
    "dsnet": DSNet,
    "limen": Limen,
    "malunet": MALUNet,
    "resinc-bigru-unet": ResincBigruUNet,
    "two-stage": TwoStage,
    "two-stage-local": TwoStageLocal,
    "unet": UNet,
}


def build(network: dict[str, Any]) -> nn.Module:
    """The network a configuration's [network] table names, with its [network.settings].

    Raises ValueError for an unknown id and TypeError for an unknown setting.
    """
    if network["id"] not in NETWORKS:
        raise ValueError(f"unknown network '{network['id']}'; known: {', '.join(NETWORKS)}")
    return NETWORKS[network["id"]](**network.get("settings", {}))
