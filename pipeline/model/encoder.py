"""The encoder in torch, for training and export only: a post-LayerNorm BERT whose layers can be dropped."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from pipeline.model.base import Base


class Dropout(nn.Module):
    """Dropout whose masks are slices of one pool of random bits: drawing fresh ones takes longer on CPU than the layers do."""

    POOL = 1 << 24

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self._pool: dict[torch.dtype, torch.Tensor] = {}

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return `x` with a share of its values set to nought while training."""
        if not self.training or not self.share:
            return x
        if x.dtype not in self._pool:
            draw = torch.rand(self.POOL, generator=torch.Generator().manual_seed(0))
            self._pool[x.dtype] = ((draw >= self.share) / (1 - self.share)).to(x.dtype)
        pool = self._pool[x.dtype]
        first = int(torch.randint(0, max(1, self.POOL - x.numel()), ()))
        return x * pool[first : first + x.numel()].view(x.shape)


class Layer(nn.Module):
    """One transformer layer: states (batch, length, hidden) and an additive mask (batch, 1, 1, length) → states."""

    def __init__(self, hidden: int, heads: int, ffn: int, eps: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.mix, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.up, self.down = nn.Linear(hidden, ffn), nn.Linear(ffn, hidden)
        self.after_mix, self.after_ffn = nn.LayerNorm(hidden, eps), nn.LayerNorm(hidden, eps)
        self.dropout = Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the next states."""
        x = self.after_mix(x + self.dropout(self.out(self.attend(self.mix(x), mask))))
        return self.after_ffn(x + self.dropout(self.down(F.gelu(self.up(x)))))

    def attend(self, mixed: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return what each piece takes from the others, (batch, length, hidden), by queries, keys and values beside each other."""
        batch, length, width = mixed.shape
        size = width // (3 * self.heads)
        q, k, v = mixed.view(batch, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        # Written out rather than fused: on CPU the fused kernel's backward pass costs twice as much in bfloat16.
        weight = (q * size**-0.5) @ k.transpose(-1, -2)
        weight = torch.softmax(weight + mask.to(weight.dtype), -1, dtype=weight.dtype)
        return (weight @ v).transpose(1, 2).reshape(batch, length, width // 3)


class Encoder(nn.Module):
    """Embedded pieces (batch, length, hidden) and a mask (batch, length; 1 = a piece) → states of the same shape."""

    def __init__(
        self,
        hidden: int = 384,
        layers: int = 12,
        heads: int = 12,
        ffn: int = 1536,
        positions: int = 512,
        pieces: int = 20000,
        eps: float = 1e-12,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, hidden)
        self.positions = nn.Parameter(torch.zeros(positions, hidden))
        self.norm = nn.LayerNorm(hidden, eps)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(hidden, heads, ffn, eps, dropout) for _ in range(layers))

    def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the states of the last layer."""
        x = self.dropout(self.norm(embedded + self.positions[: embedded.shape[1]]))
        added = (1.0 - mask.float())[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, added)
        return x


def pretrained(base: Base, rows: Sequence[int], keep: Sequence[int] | None = None, dropout: float = 0.1) -> Encoder:
    """Return the encoder of `base` with only the vocabulary `rows` and, where given, only the layers `keep`."""
    keep = range(base.layers) if keep is None else keep
    encoder = Encoder(base.hidden, len(keep), base.heads, base.ffn, base.positions, len(rows), base.eps, dropout)

    state = {
        "words.weight": base.matrix("emb.word", base.hidden)[list(rows)],
        # There is one token type: folded into the positions.
        "positions": base.vector("emb.pos").reshape(-1, base.hidden) + base.vector("emb.type")[: base.hidden],
        "norm.weight": base.vector("emb.ln.w"),
        "norm.bias": base.vector("emb.ln.b"),
    }
    for place, number in enumerate(keep):
        own, new = f"l{number}", f"layers.{place}"
        state[f"{new}.mix.weight"] = np.concatenate([base.matrix(f"{own}.{name}.w", base.hidden) for name in "qkv"])
        state[f"{new}.mix.bias"] = np.concatenate([base.vector(f"{own}.{name}.b") for name in "qkv"])
        for module, name, inputs in (("out", "ao", base.hidden), ("up", "fi", base.hidden), ("down", "fo", base.ffn)):
            state[f"{new}.{module}.weight"] = base.matrix(f"{own}.{name}.w", inputs)
            state[f"{new}.{module}.bias"] = base.vector(f"{own}.{name}.b")
        for module, name in (("after_mix", "aln"), ("after_ffn", "oln")):
            state[f"{new}.{module}.weight"], state[f"{new}.{module}.bias"] = base.vector(f"{own}.{name}.w"), base.vector(f"{own}.{name}.b")
    encoder.load_state_dict({name: torch.as_tensor(value) for name, value in state.items()})
    return encoder
