"""The networks of one training: made from the same encoder and examples, each kept in a folder, so that a stop costs minutes."""

from __future__ import annotations

import copy
import hashlib
import random
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path

import torch

from pipeline.model import card, vocabulary
from pipeline.model.base import Base
from pipeline.model.encoder import Encoder, pretrained
from pipeline.model.examples import Example, Source
from pipeline.model.fit import fit
from pipeline.model.network import Network
from pipeline.model.pieces import Pieces
from pipeline.model.plan import Fit, Plan
from pipeline.model.pretrain import pretrain


@dataclass(frozen=True, slots=True)
class Bench:
    """What every network of one training is made from: the encoder to start with, the examples, those of them that join in a later pass
    (`later`: 1 for the second, 2 for the third, by name), and the folder that keeps networks."""

    encoder: Encoder
    examples: list[Example]
    later: dict[str, int]
    pieces: Pieces
    how: Plan
    work: Path

    def network(self, out: Container[str] = (), share: float | None = None) -> Network:
        """Return a network trained on the documents without those named, from `work` where it was trained before; with a `share`, on that
        share of the first pass's documents and without the later ones.
        """
        own = [item for item in self.examples if item.source.name not in out]
        learnt = [item for item in own if item.source.name not in self.later]
        if share is not None:
            learnt = random.Random(self.how.seed).sample(learnt, round(share * len(learnt)))
        first = learnt
        network = self._fitted(Network(copy.deepcopy(self.encoder)), first, self.how.fit, "")
        for turn, more in enumerate((self.how.refit, self.how.last), start=1) if share is None else ():
            upto = [item for item in own if self.later.get(item.source.name, 0) <= turn]
            if len(upto) > len(learnt):
                gentler = self.how.fit.model_copy(update=more.model_dump())
                network = self._fitted(network, upto, gentler, card.digest([item.source for item in learnt]), turn - 1)
                learnt = upto
        if share is None and len(learnt) > len(first):
            gentler = self.how.fit.model_copy(update=self.how.again.model_dump(exclude={"times"}))
            for turn in range(self.how.again.times):
                network = self._fitted(network, learnt, gentler, card.digest([item.source for item in learnt]), 2 + turn)
        return network

    def _fitted(self, network: Network, own: list[Example], plan: Fit, before: str, again: int = 0) -> Network:
        """Return the network after a pass over the documents; `before` tells what it had learnt from, `again` how many orders of those
        have been used."""
        learnt, seed = card.digest([item.source for item in own]), self.how.seed + again
        facts = (seed, self.how.pretrain.model_dump_json(), plan.model_dump_json(), before, learnt)
        kept = self.work / f"{_key(*facts, *self.pieces.names)}.pt"
        if kept.exists():
            network.load_state_dict(torch.load(kept))
            return network.eval()
        print(f"{len(own)} documents to learn from → {kept}", flush=True)
        part = kept.with_suffix(".part")
        network = fit(network, own, self.pieces, plan, seed, part)
        self.work.mkdir(parents=True, exist_ok=True)
        torch.save(network.state_dict(), kept)
        part.unlink(missing_ok=True)
        return network

    def held_out(self, number: int) -> set[str]:
        """Return the names of the development documents of a fold; all else is always in training."""
        names = [item.source.name for item in self.examples if item.source.split == "dev"]
        return set(names[number :: self.how.folds])


def start(corpus: Path | None, pieces: Pieces, work: Path, how: Plan, gold: Iterable[Source]) -> Encoder:
    """Return the encoder that training on gold starts from; pretraining is done once and kept in `work`, on the corpus without the
    lines of the development documents."""
    base = Base.installed()
    encoder = pretrained(base, vocabulary.rows(base, pieces))
    if corpus is not None:
        kept = work / f"encoder-{_key(how.seed, how.pretrain.model_dump_json(), *pieces.names)}.pt"
        part = kept.with_suffix(".part")
        if not kept.exists():
            work.mkdir(parents=True, exist_ok=True)
            held = frozenset(
                line.strip() for source in gold if source.split == "dev" for line in source.text.read_text("utf-8").splitlines()
            )
            encoder = pretrain(base, pieces, corpus, how.pretrain, how.seed, held, part)
            torch.save(encoder.state_dict(), kept)
            part.unlink(missing_ok=True)
        encoder.load_state_dict(torch.load(kept))
    return encoder


def _key(*facts: object) -> str:
    """Return what names a kept file by all that it was made from: 12 hex digits."""
    return hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()[:12]
