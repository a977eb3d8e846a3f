"""A training that was stopped goes on where it stood, and gives the same weights."""

import random

import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from pipeline.model.checkpoint import Checkpoint  # noqa: E402, torch may be missing


def trained(path, rounds):
    """Train a layer for `rounds` rounds, from where `path` keeps it; return its weights."""
    torch.manual_seed(0)
    draw, layer = random.Random(0), torch.nn.Linear(3, 3)
    optimizer = torch.optim.AdamW(layer.parameters())
    checkpoint = Checkpoint(path, draw, layer=layer, optimizer=optimizer)
    for number in range(checkpoint.resume(), rounds):
        loss = layer(torch.rand(2, 3)).sum() * draw.random()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        checkpoint.keep(number + 1)
    return layer.weight.detach().clone()


def test_a_stopped_training_gives_the_weights_of_an_undisturbed_one(tmp_path):
    path = tmp_path / "build" / "layer.part"
    half = trained(path, 3)
    whole = trained(path, 6)
    assert torch.equal(whole, trained(None, 6)) and not torch.equal(half, whole)
    assert [file.name for file in path.parent.iterdir()] == ["layer.part"]
