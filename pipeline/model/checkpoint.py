"""Where a training stands, kept beside what it will write, so that a stop costs minutes and the result is the same."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any, Protocol

import torch


class Part(Protocol):
    """What has a state: a network, an optimizer, a schedule."""

    def state_dict(self) -> dict[str, Any]:
        """Return the state."""

    def load_state_dict(self, state_dict: Any) -> Any:
        """Take a state over."""


class Checkpoint:
    """The parts of a training and its sources of chance in one file, `path`; without a path nothing is kept."""

    def __init__(self, path: Path | None, draw: random.Random, **parts: Part) -> None:
        self.path, self.draw, self.parts = path, draw, parts

    def resume(self) -> int:
        """Put all parts where they stood; return how many rounds were done, 0 where nothing was kept."""
        if self.path is None or not self.path.exists():
            return 0
        kept = torch.load(self.path, weights_only=False)  # holds the state of `random`; written by `keep` alone
        for name, part in self.parts.items():
            part.load_state_dict(kept["parts"][name])
        self.draw.setstate(kept["draw"])
        torch.set_rng_state(kept["bits"])
        print(f"{self.path}: goes on after round {kept['done']}", flush=True)
        return int(kept["done"])

    def keep(self, done: int) -> None:
        """Write where the parts stand after `done` rounds, in place of what was kept before."""
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        parts = {name: part.state_dict() for name, part in self.parts.items()}
        fresh = self.path.with_suffix(".new")
        torch.save({"done": done, "parts": parts, "draw": self.draw.getstate(), "bits": torch.get_rng_state()}, fresh)
        os.replace(fresh, self.path)
