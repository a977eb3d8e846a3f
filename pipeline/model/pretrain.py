"""Continue masked-word pretraining of the encoder on unlabelled Chinese and Vietnamese text, before it sees gold."""

from __future__ import annotations

import lzma
import random
import time
from collections.abc import Container
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from pipeline.model import vocabulary
from pipeline.model.base import Base
from pipeline.model.checkpoint import Checkpoint
from pipeline.model.encoder import Encoder, pretrained
from pipeline.model.pieces import Pieces
from pipeline.model.plan import Pretrain

LENGTH, BATCH, WARM = 256, 16, 60
ROUND = 50  # steps between two reports and two states kept


def packed(corpus: Path, pieces: Pieces, without: Container[str] = ()) -> np.ndarray:
    """Return all `*.txt.xz` texts of a folder as rows of LENGTH piece ids, line ends marked, languages mixed by shuffling; the lines
    `without` are left out: what a network is measured on it has not read before."""
    ids: list[int] = []
    for path in sorted(corpus.glob("*.txt.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                found, _ = pieces.encode(line) if line.strip() not in without else ([], [])
                if found:
                    ids += [*found, pieces.eos]
    size = LENGTH - 1
    rows = np.array(ids[: len(ids) // size * size], dtype=np.int32).reshape(-1, size)
    rows = np.concatenate([np.full((len(rows), 1), pieces.bos, dtype=np.int32), rows], 1)
    return rows[np.random.default_rng(0).permutation(len(rows))]


class Masked(nn.Module):
    """The encoder with a head that guesses hidden pieces; the output weights are those of the input."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.words.embedding_dim
        self.turn, self.norm = nn.Linear(hidden, hidden), nn.LayerNorm(hidden)
        self.bias = nn.Parameter(torch.zeros(encoder.words.num_embeddings))

    def forward(self, ids: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """Return the scores (hidden pieces, vocabulary) of the pieces at `hidden` (batch, length)."""
        states = self.encoder(self.encoder.words(ids), torch.ones_like(ids))[hidden]
        return F.linear(self.norm(F.gelu(self.turn(states))), self.encoder.words.weight, self.bias)


def pretrain(
    base: Base, pieces: Pieces, corpus: Path, plan: Pretrain, seed: int, without: Container[str] = (), part: Path | None = None
) -> Encoder:
    """Return the encoder after `plan.steps` batches of masked text, or one pass over the corpus where that is less.

    `without` are lines to leave out; `part` is a file that keeps where the training stands.
    """
    torch.manual_seed(seed)
    rows = packed(corpus, pieces, without)
    # Dropout off: one pass over much text does not overfit, and random bits are slow to draw.
    model = Masked(pretrained(base, vocabulary.rows(base, pieces), dropout=0.0))
    steps = min(plan.steps, len(rows) // BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(s / WARM, max(0.02, (steps - s) / max(1, steps - WARM))))
    checkpoint = Checkpoint(part, random.Random(seed), model=model, optimizer=optimizer, schedule=schedule)
    special = torch.zeros(len(pieces), dtype=torch.bool)
    special[[pieces.bos, pieces.pad, pieces.eos, pieces.unk]] = True
    model.train()
    began, total = time.time(), 0.0
    for step in range(checkpoint.resume(), steps):
        ids = torch.as_tensor(rows[step * BATCH : (step + 1) * BATCH].astype(np.int64))
        chance = torch.rand(ids.shape)
        hidden = (chance < plan.hidden) & ~special[ids]
        seen = torch.where(hidden & (chance < 0.8 * plan.hidden), torch.tensor(pieces.mask), ids)
        seen = torch.where(hidden & (chance > 0.9 * plan.hidden), torch.randint(5, len(pieces), ids.shape), seen)
        with torch.autocast("cpu", torch.bfloat16):
            guess = model(seen, hidden)
        loss = F.cross_entropy(guess.float(), ids[hidden])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        total += loss.item()
        if (step + 1) % ROUND == 0:
            print(f"pretraining: step {step + 1}/{steps}, loss {total / ROUND:.3f}, {time.time() - began:.0f} s", flush=True)
            checkpoint.keep(step + 1)
            total = 0.0
    return model.encoder
