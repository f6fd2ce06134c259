"""One training run over one or several processes and devices, as started by torchrun.

Without torchrun there is one process and nothing here communicates. Gradients are averaged over
the processes; each takes its own part of every batch, so the run is the same as with one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed
from torch import nn
from torch.nn.parallel import DistributedDataParallel


@dataclass(frozen=True)
class Processes:
    """This process among all: rank 0 validates and writes; `device` is the one it computes on."""

    rank: int
    count: int
    device: torch.device

    def rows(self, batch: int) -> slice:
        """This process's part of a batch. Raises ValueError when it does not divide evenly."""
        if batch % self.count != 0:
            raise ValueError(f"batch {batch} does not divide among {self.count} processes")
        part = batch // self.count
        return slice(self.rank * part, (self.rank + 1) * part)

    def share(self, model: nn.Module) -> nn.Module:
        """The model with gradients averaged over the processes; itself where there is one."""
        if self.count == 1:
            return model
        devices = [self.device] if self.device.type == "cuda" else None
        return DistributedDataParallel(model, device_ids=devices)

    def mean(self, value: float) -> float:
        """The mean of a number over the processes."""
        if self.count == 1:
            return value
        total = torch.tensor([value], device=self.device)
        torch.distributed.all_reduce(total)
        return total.item() / self.count

    def agree(self, value: bool) -> bool:
        """Rank 0's value in every process, so that all stop in the same epoch."""
        if self.count == 1:
            return value
        flag = torch.tensor([float(value)], device=self.device)
        torch.distributed.broadcast(flag, 0)
        return bool(flag.item())


@contextmanager
def start_processes() -> Iterator[Processes]:
    """Join the other processes of torchrun (NCCL on CUDA, gloo on CPU), and leave them after."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    rank = int(os.environ.get("RANK", "0"))
    local = int(os.environ.get("LOCAL_RANK", "0"))
    on_cuda = torch.cuda.is_available()
    device = torch.device("cuda", local) if on_cuda else torch.device("cpu")
    if on_cuda:
        torch.cuda.set_device(device)
    if count == 1:
        yield Processes(0, 1, device)
        return
    torch.distributed.init_process_group("nccl" if on_cuda else "gloo")
    try:
        yield Processes(rank, count, device)
    finally:
        torch.distributed.destroy_process_group()
