from __future__ import annotations

import copy
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from conftest import paint, tiny_config
from dataset import Samples
from processes import Processes
from train import Trainer, learning_rate_at, validate

ALONE = Processes(0, 1, torch.device("cpu"))
HERE = Path(__file__).parent


def test_the_learning_rate_rises_then_falls() -> None:
    training = tiny_config(epochs=10, warmup_epochs=2)["training"]
    rates = [learning_rate_at(epoch, training) for epoch in (0, 1, 2, 6, 10)]
    assert rates[0] < rates[1] < rates[2] == training["learning_rate"]
    assert rates[2] > rates[3] > rates[4] == pytest.approx(0.01 * training["learning_rate"])


def test_a_slower_encoder_has_a_group_of_its_own() -> None:
    config = tiny_config("limen", encoder_learning_rate_factor=0.25)
    trainer = Trainer(config, ALONE)
    rest, encoder = trainer.optimiser.param_groups
    assert (rest["factor"], encoder["factor"]) == (1.0, 0.25)
    total = sum(len(group["params"]) for group in (rest, encoder))
    assert total == len(list(trainer.model.parameters()))


def test_resume_continues_the_same_curve(samples: Samples) -> None:
    whole = Trainer(tiny_config(), ALONE)
    expected = [whole.train_epoch(whole.model, samples, epoch) for epoch in range(4)]

    first = Trainer(tiny_config(), ALONE)
    found = [first.train_epoch(first.model, samples, epoch) for epoch in range(2)]
    checkpoint = copy.deepcopy(
        {
            "weights": first.model.state_dict(),
            "averaged": first.averaged.module.state_dict(),
            "optimiser": first.optimiser.state_dict(),
        }
    )
    second = Trainer(tiny_config(seed=5), ALONE)
    second.restore(checkpoint)
    found += [second.train_epoch(second.model, samples, epoch) for epoch in (2, 3)]

    assert found == pytest.approx(expected, rel=1e-5)
    for name, value in whole.averaged.module.state_dict().items():
        torch.testing.assert_close(second.averaged.module.state_dict()[name], value)


def test_a_shipped_checkpoint_starts_from_the_averaged_weights(samples: Samples) -> None:
    first = Trainer(tiny_config(), ALONE)
    first.train_epoch(first.model, samples, 0)
    second = Trainer(tiny_config(), ALONE)
    second.restore({"averaged": first.averaged.module.state_dict()})
    assert validate(second.model, samples) == validate(first.averaged.module, samples)


def test_training_learns_the_synthetic_lesions() -> None:
    lesions = paint(32, 64)
    trainer = Trainer(tiny_config(epochs=12, learning_rate=8e-3), ALONE)
    before = validate(trainer.model, lesions)["meanJaccard"]
    for epoch in range(12):
        trainer.train_epoch(trainer.model, lesions, epoch)
    assert validate(trainer.model, lesions)["meanJaccard"] > max(0.5, before + 0.2)


def test_a_batch_that_does_not_divide_is_refused() -> None:
    with pytest.raises(ValueError, match="batch 4 does not divide among 3"):
        Processes(0, 3, torch.device("cpu")).rows(4)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_two_processes_train_as_one(tmp_path: Path) -> None:
    """Each of two processes takes half of every batch; the weights come out the same."""
    port = str(free_port())

    def start(rank: int, count: int, out: Path) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "RANK": str(rank),
            "WORLD_SIZE": str(count),
            "LOCAL_RANK": str(rank),
            "MASTER_ADDR": "127.0.0.1",
            "MASTER_PORT": port,
            "OMP_NUM_THREADS": "1",
            "CUDA_VISIBLE_DEVICES": "",
            "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)]),
        }
        script = HERE / "train_two_epochs.py"
        return subprocess.Popen([sys.executable, str(script), str(out)], env=environment)

    one, two = tmp_path / "one.pt", tmp_path / "two.pt"
    started = [start(0, 1, one), start(0, 2, two), start(1, 2, tmp_path / "unused.pt")]
    try:
        assert [process.wait(timeout=240) for process in started] == [0, 0, 0]
    finally:
        for process in started:
            process.kill()
    expected = torch.load(one, weights_only=True)
    found = torch.load(two, weights_only=True)
    assert found["losses"] == pytest.approx(expected["losses"], rel=1e-4)
    for name, value in expected["weights"].items():
        torch.testing.assert_close(found["weights"][name], value, rtol=1e-3, atol=2e-4)
