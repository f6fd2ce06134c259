"""Started by test_training.py, once alone and once as two processes."""

from __future__ import annotations

import sys

import torch

from conftest import paint, tiny_config
from processes import start_processes
from train import Trainer

torch.set_num_threads(1)
with start_processes() as processes:
    trainer = Trainer(tiny_config(), processes)
    forward = processes.share(trainer.model)
    losses = [trainer.train_epoch(forward, paint(8, 64), epoch) for epoch in range(2)]
    if processes.rank == 0:
        torch.save({"weights": trainer.model.state_dict(), "losses": losses}, sys.argv[1])
