"""The tagger in torch: one encoder, span heads over the pieces, and links between the spans of a whole document.

Heads tag BIOES (O, B, I, E, S) and are decoded as a chain; actions get a type, and every (action, candidate) pair a score that says
whether the bearer, cue word, condition, recipient, cited document or time belongs to the action.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from pipeline.model.encoder import Encoder
from pipeline.model.page import FEATURE_ROWS, TYPES
from pipeline.model.pairs import LINK_ROWS
from pipeline.model.spans import HEADS, LINKS, TAGS

FORBIDDEN = -1e4
# From tag (row) to tag (column), in the order O B I E S.
ALLOWED = torch.tensor([[1, 1, 0, 0, 1], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [1, 1, 0, 0, 1], [1, 1, 0, 0, 1]], dtype=torch.bool)
FIRST = torch.tensor([1, 1, 0, 0, 1], dtype=torch.bool)
LAST = torch.tensor([1, 0, 0, 1, 1], dtype=torch.bool)


class Chain(nn.Module):
    """Linear-chain conditional random fields, one a head, over the BIOES tags."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(len(HEADS), len(TAGS), len(TAGS)))

    def transitions(self) -> torch.Tensor:
        """Return the scores (heads, from, to), forbidden steps very low."""
        return self.steps.masked_fill(~ALLOWED, FORBIDDEN)

    def loss(self, scores: torch.Tensor, tags: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the negative log likelihood (heads,) summed over windows; scores (windows, length, heads, tags), tags
        (windows, length, heads), mask (windows, length) of true pieces, at the front of each row."""
        steps = self.transitions()
        right = scores.gather(-1, tags[..., None])[..., 0] * mask[..., None]
        heads = torch.arange(len(HEADS))
        moved = steps[heads, tags[:, :-1], tags[:, 1:]] * mask[:, 1:, None]
        total = right.sum((0, 1)) + moved.sum((0, 1))
        state = scores[:, 0].masked_fill(~FIRST, FORBIDDEN)
        for step in range(1, scores.shape[1]):
            following = torch.logsumexp(state[..., :, None] + steps, -2) + scores[:, step]
            state = torch.where(mask[:, step, None, None], following, state)
        return torch.logsumexp(state.masked_fill(~LAST, FORBIDDEN), -1).sum(0) - total


class Links(nn.Module):
    """Types of actions and scores of (action, candidate) pairs from the states of a stretch of text."""

    def __init__(self, hidden: int, size: int = 160) -> None:
        super().__init__()
        self.action, self.candidate = nn.Linear(3 * hidden, size), nn.Linear(3 * hidden, size)
        self.kind = nn.Sequential(nn.Linear(3 * hidden, size), nn.GELU(), nn.Dropout(0.2), nn.Linear(size, len(TYPES)))
        self.features = nn.Embedding(sum(LINK_ROWS), size)
        nn.init.normal_(self.features.weight, std=0.1)
        self.left, self.right = nn.Linear(3 * hidden, 64), nn.Linear(3 * hidden, 64)
        self.first = nn.Linear(size, len(LINKS))
        self.echo, self.second = nn.Linear(4, size), nn.Linear(size, len(LINKS))
        self.dropout = nn.Dropout(0.2)
        nn.init.constant_(self.first.bias, -3.0)  # most pairs do not belong together

    @staticmethod
    def vectors(states: torch.Tensor, first: torch.Tensor, last: torch.Tensor) -> torch.Tensor:
        """Return (spans, 3 hidden): first state, last state and mean state of each span."""
        summed = F.pad(states.cumsum(0), (0, 0, 1, 0))
        mean = (summed[last + 1] - summed[first]) / (last + 1 - first)[:, None].to(states.dtype)
        return torch.cat([states[first], states[last], mean], -1)

    def forward(
        self,
        states: torch.Tensor,
        first: torch.Tensor,
        last: torch.Tensor,
        c_first: torch.Tensor,
        c_last: torch.Tensor,
        c_link: torch.Tensor,
        c_group: torch.Tensor,
        pairs: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return types (actions, types), first and second pair scores (actions, candidates).

        `first`/`last` are the pieces of the actions in order, `c_…` those of the candidates with their link number and the number
        of their coordinated group; `pairs` (actions, candidates, features) are rows of the pair feature table.
        """
        a, c = self.vectors(states, first, last), self.vectors(states, c_first, c_last)
        hidden = self.action(a)[:, None] + self.candidate(c)[None]
        for number in range(len(LINK_ROWS)):
            hidden = hidden + self.features(pairs[..., number])
        hidden = self.dropout(F.gelu(hidden))
        kind = F.one_hot(c_link, len(LINKS)).to(hidden.dtype)
        fit = (self.left(a) @ self.right(c).T) * 0.125
        once = (self.first(hidden) * kind).sum(-1) + fit
        guess = torch.sigmoid(once)
        same = (c_group[:, None] == c_group[None, :]).to(guess.dtype)
        group = guess @ (same / same.sum(0, keepdim=True))
        before, after = F.pad(group, (0, 0, 1, 0))[:-1], F.pad(group, (0, 0, 0, 1))[1:]
        echo = self.echo(torch.stack([guess, group, before, after], -1))
        twice = once + (self.second(F.gelu(hidden + echo)) * kind).sum(-1)
        return self.kind(a), once, twice


class Network(nn.Module):
    """Encoder, tag scores and links."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.words.embedding_dim
        self.features = nn.Embedding(FEATURE_ROWS, hidden)
        nn.init.zeros_(self.features.weight)
        self.tags = nn.Linear(hidden, len(HEADS) * len(TAGS))
        with torch.no_grad():  # most pieces stand in no span
            self.tags.bias.view(len(HEADS), len(TAGS))[:, 0] = 5.0
        self.chain, self.links = Chain(), Links(hidden)
        self.dropout = nn.Dropout(0.1)

    def embed(self, ids: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """Return embedded pieces from ids (batch, length) and rows of the feature table (batch, length, features; -1 = none)."""
        extra = self.features(features.clamp(min=0)) * (features >= 0)[..., None]
        return self.encoder.words(ids) + extra.sum(-2)

    def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return states (batch, length, hidden) and tag scores (batch, length, heads · tags)."""
        states = self.encoder(embedded, mask)
        return states, self.tags(self.dropout(states))
