"""Fit the network to examples: layer-wise rates, hidden pieces, jittered windows, and an average of the weights at the end."""

from __future__ import annotations

import copy
import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from pipeline.model.checkpoint import Checkpoint
from pipeline.model.examples import FIELDS, Example, false_bearers, link_inputs
from pipeline.model.network import Network
from pipeline.model.page import CORE, GIVEN, SIZES, Page, Window, windows
from pipeline.model.pieces import Pieces
from pipeline.model.plan import Fit
from pipeline.model.spans import HEADS, TAGS, read

HEAD_WEIGHTS = (1.0, 0.5, 1.0, 0.5, 0.5, 0.5, 0.3)


class TorchEngine:
    """The network in torch as an engine of the decoder."""

    def __init__(self, network: Network, pieces: Pieces) -> None:
        self.network, self.pieces = network, pieces
        self.steps = network.chain.transitions().detach().numpy()

    def read(self, page: Page, found: list[Window]) -> tuple[np.ndarray, np.ndarray]:
        """Return states (n, hidden) and tag scores (n, heads, tags) of a page."""
        states, scores = [], []
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for start in range(0, len(found), 8):
                part = found[start : start + 8]
                ids, features, mask = stack(page, part, self.pieces)
                state, score = self.network(self.network.embed(ids, features), mask)
                for row, window in enumerate(part):
                    core = slice(window.core, window.core + window.size)
                    states.append(state[row, core].float())
                    scores.append(score[row, core].float())
        return torch.cat(states).numpy(), torch.cat(scores).numpy().reshape(len(page), len(HEADS), len(TAGS))

    def link(self, states: np.ndarray, *columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return type scores (actions, types) and pair scores (actions, candidates)."""
        with torch.no_grad():
            types, _, links = self.network.links(torch.as_tensor(states), *(torch.as_tensor(x) for x in columns))
        return types.numpy(), links.numpy()


def stack(page: Page, found: list[Window], pieces: Pieces) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return ids and mask (windows, length) and feature rows (windows, length, len(SIZES); -1 where there is none)."""
    length = max(len(window.source) for window in found)
    ids = np.full((len(found), length), pieces.pad, np.int64)
    features = np.full((len(found), length, len(SIZES)), -1, np.int64)
    mask = np.zeros((len(found), length), np.int64)
    for row, window in enumerate(found):
        size, real = len(window.source), window.source >= 0
        ids[row, :size] = np.where(real, page.ids[window.source], np.where(window.source == -1, pieces.bos, pieces.eos))
        features[row, :size][real] = page.features[window.source[real]]
        mask[row, :size] = 1
    return torch.as_tensor(ids), torch.as_tensor(features), torch.as_tensor(mask)


def groups(network: Network, plan: Fit) -> list[dict]:
    """Return parameter groups: deeper layers of the encoder learn more slowly, the heads faster."""
    encoder = network.encoder
    depth = len(encoder.layers)
    rows: list[tuple[list[nn.Parameter], float]] = []
    for number, layer in enumerate(encoder.layers):
        rows.append((list(layer.parameters()), plan.rate * plan.layer_decay ** (depth - 1 - number)))
    below = {id(p) for parameters, _ in rows for p in parameters}
    rows.append(([p for p in encoder.parameters() if id(p) not in below], plan.rate * plan.layer_decay**depth))
    known = {id(p) for parameters, _ in rows for p in parameters}
    rows.append(([p for p in network.parameters() if id(p) not in known], plan.head_rate))
    return [
        {"params": [p for p in parameters if (p.ndim > 1) == decayed], "lr": rate, "peak": rate, "weight_decay": 0.01 * decayed}
        for parameters, rate in rows
        for decayed in (True, False)
    ]


def batches(examples: list[Example], size: int, draw: random.Random) -> list[list[Example]]:
    """Return the examples shuffled and gathered into steps of about `size` pieces."""
    order = examples[:]
    draw.shuffle(order)
    found: list[list[Example]] = [[]]
    held = 0
    for item in order:
        if found[-1] and held + len(item.page) > size:
            found.append([])
            held = 0
        found[-1].append(item)
        held += len(item.page)
    return found


def _step(network: Network, batch: list[Example], pieces: Pieces, plan: Fit, draw: random.Random, late: bool) -> torch.Tensor:
    """Return the loss of a batch of documents."""
    batch = [_unruled(item) if draw.random() < plan.unruled else item for item in batch]
    tiles = [[*windows(item.page, int(CORE * draw.uniform(0.8, 1.0)))] for item in batch]
    parts = [stack(item.page, found, pieces) for item, found in zip(batch, tiles, strict=True)]
    length = max(part[0].shape[1] for part in parts)
    ids = torch.cat([F.pad(part[0], (0, length - part[0].shape[1]), value=pieces.pad) for part in parts])
    features = torch.cat([F.pad(part[1], (0, 0, 0, length - part[1].shape[1]), value=-1) for part in parts])
    mask = torch.cat([F.pad(part[2], (0, length - part[2].shape[1])) for part in parts])
    hidden = (torch.rand(ids.shape) < plan.hide) & (features[..., 0] >= 0)
    ids = torch.where(hidden, torch.tensor(pieces.mask), ids)
    with torch.autocast("cpu", torch.bfloat16):
        states, scores = network(network.embed(ids, features), mask)
    states, scores = (states.float(), scores.float().unflatten(-1, (len(HEADS), len(TAGS))))
    flat = [window for found in tiles for window in found]
    longest = max(window.size for window in flat)
    own_scores, own_states, own_tags, real = ([], [], [], torch.zeros(len(flat), longest, dtype=torch.bool))
    row = 0
    for item, found in zip(batch, tiles, strict=True):
        kept = []
        for window in found:
            core = slice(window.core, window.core + window.size)
            own_scores.append(F.pad(scores[row, core], (0, 0, 0, 0, 0, longest - window.size)))
            kept.append(states[row, core])
            tags = torch.as_tensor(_closed(item.tags[window.first : window.first + window.size]))
            own_tags.append(F.pad(tags, (0, 0, 0, longest - window.size)))
            real[row, : window.size] = True
            row += 1
        own_states.append(torch.cat(kept))
    chain = network.chain.loss(torch.stack(own_scores), torch.stack(own_tags), real)
    loss = (chain * torch.tensor(HEAD_WEIGHTS)).sum()
    row = 0
    for item, found, own in zip(batch, tiles, own_states, strict=True):
        if item.actions:
            guessed: dict[str, list[tuple[int, int]]] = {}
            if late:
                likely = torch.cat([own_scores[row + i][: window.size] for i, window in enumerate(found)]).argmax(-1).numpy()
                guessed = {head: [p for p in read(likely[:, HEADS.index(head)]) if p[0] <= p[1]] for head in FIELDS}
            guessed["bearer"] = [*guessed.get("bearer", []), *false_bearers(item, draw)]
            loss = loss + _links(network, item, own, guessed, plan)
        row += len(found)
    return loss / (sum(len(item.actions) for item in batch) + 8)


def _unruled(item: Example) -> Example:
    """Return the example as it is where the rules read nothing, so that the network does not lean on them alone."""
    features = item.page.features.copy()
    features[:, GIVEN:] = -1
    return replace(item, page=replace(item.page, features=features, ruled=()))


def _closed(tags: np.ndarray) -> np.ndarray:
    """Return tags whose spans end where the window's core ends, so that each core is a legal chain."""
    tags = tags.copy()
    opens, closes = {2: 1, 3: 4}, {1: 4, 2: 3}
    for head in range(tags.shape[1]):
        tags[0, head] = opens.get(int(tags[0, head]), tags[0, head])
        tags[-1, head] = closes.get(int(tags[-1, head]), tags[-1, head])
    return tags


def _links(network: Network, item: Example, states: torch.Tensor, guessed: dict, plan: Fit) -> torch.Tensor:
    found, pairs, targets = link_inputs(item, guessed)
    first, last = (torch.tensor([place[i] for place in item.actions]) for i in (0, 1))
    columns = [torch.tensor([getattr(c, name) for c in found]) for name in ("first", "last", "link", "group")]
    if not found:
        columns = [first[:1], last[:1], torch.zeros(1, dtype=torch.long), torch.zeros(1, dtype=torch.long)]
        pairs = np.zeros((len(first), 1, pairs.shape[-1]), np.int64)
    types, once, twice = network.links(states, first, last, *columns, torch.as_tensor(pairs))
    loss = F.cross_entropy(types, torch.as_tensor(item.types), reduction="sum", label_smoothing=plan.smoothing)
    if found:
        right = torch.as_tensor(targets)
        for scores, weight in ((once, 0.4), (twice, 1.0)):
            loss = loss + weight * F.binary_cross_entropy_with_logits(scores, right, reduction="sum")
    return loss


def fit(network: Network, examples: list[Example], pieces: Pieces, plan: Fit, seed: int = 0, part: Path | None = None) -> Network:
    """Train `network` in place and return a copy with averaged weights; `part` is a file that keeps where the training stands."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    optimizer = torch.optim.AdamW(groups(network, plan), betas=(0.9, 0.98), eps=1e-6, fused=True)
    average = copy.deepcopy(network)
    total = plan.epochs * len(batches(examples, plan.pieces_a_step, random.Random(0)))
    checkpoint = Checkpoint(part, draw, network=network, average=average, optimizer=optimizer)
    done = checkpoint.resume()
    step = int(next(iter(optimizer.state.values()))["step"]) if done else 0
    warm, began = max(1, total // 12), time.time()
    for epoch in range(done, plan.epochs):
        network.train()
        losses = []
        for batch in batches(examples, plan.pieces_a_step, draw):
            share = min((step + 1) / warm, max(0.02, (total - step) / max(1, total - warm)))
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * share
            loss = _step(network, batch, pieces, plan, draw, late=epoch >= plan.epochs // 3)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            step += 1
            keep = min(plan.average, step / (step + 10))
            with torch.no_grad():
                for mean, value in zip(average.parameters(), network.parameters(), strict=True):
                    mean.lerp_(value, 1 - keep)
            losses.append(loss.item())
        print(f"epoch {epoch + 1}/{plan.epochs} loss {np.mean(losses):.3f} {time.time() - began:.0f} s", flush=True)
        checkpoint.keep(epoch + 1)
    return average.eval()
