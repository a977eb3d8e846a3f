"""What each clue of a pair of texts is worth: the log-likelihood ratio of translation against chance, from how often it occurs."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.compare import clues
from pipeline.compare.clues import Clue
from pipeline.compare.settings import Scores
from pipeline.compare.side import Unit

COMMON = 0.5  # a clue that more than this share of all sentences answers tells nothing


@dataclass(frozen=True, slots=True)
class Worth:
    """What a clue adds where it is answered by a sentence of one syllable (`gain`; less `weight` × log of its length), else (`loss`)."""

    gain: float
    loss: float
    weight: float


class Evidence:
    """The clues of two texts: `zh[i]` the names of sentence i's clues, `vi[j]` the names of the Chinese clues that sentence j answers.

    `numbers[j]` are numbers of the Vietnamese sentence, which miss something in a Chinese one without them. Linear in the texts.
    """

    def __init__(self, zh: Sequence[Unit], vi: Sequence[Unit], scores: Scores) -> None:
        self.scores = scores
        found = [clues.chinese(unit.text, unit.concepts) for unit in zh]
        forms = [clues.vietnamese(unit.text, unit.concepts) for unit in vi]
        known: dict[str, Clue] = {name: clue for row in found for name, clue in row.items()}
        self.answers: dict[str, list[str]] = defaultdict(list)
        for name, clue in known.items():
            for form in clue.forms:
                self.answers[form].append(name)
        self.vi = [self.answered(row) for row in forms]
        self.numbers = [{form for form in row if clues.is_number(form)} for row in forms]
        self.zh_numbers = [{name for name in row if clues.is_number(name)} for row in found]
        self.worth = self._worth(known, [unit.size for unit in vi])
        self.zh = [[name for name in row if name in self.worth] for row in found]
        strict = scores.kinds["number"]
        self.number_loss = strict.weight * math.log(1 - strict.match)

    def answered(self, forms: Iterable[str]) -> set[str]:
        """Return the names of the clues that a Vietnamese text with these forms answers."""
        return {name for form in forms for name in self.answers.get(form, ())}

    def length(self, zh_size: float, vi_size: float, ratio: float) -> float:
        """Return the log-likelihood ratio of two lengths for translations against any two texts."""
        lengths = self.scores.lengths
        spread = math.sqrt(lengths.spread**2 + lengths.short / (zh_size + 1))
        distance = math.log((vi_size + 1) / (ratio * zh_size + 1))
        chance = math.hypot(lengths.chance, spread)
        return math.log(chance / spread) - distance**2 / 2 * (1 / spread**2 - 1 / chance**2)

    def words(self, names: Iterable[str], answered: set[str], vi_size: int) -> float:
        """Return what Chinese clues add up to beside a Vietnamese text of `vi_size` syllables that answers some of them."""
        total, length = 0.0, math.log(vi_size)
        for name in names:
            worth = self.worth.get(name)
            if worth:
                total += worth.gain - worth.weight * length if name in answered else worth.loss
        return total

    def _worth(self, known: dict[str, Clue], sizes: list[int]) -> dict[str, Worth]:
        counts: dict[str, int] = defaultdict(int)
        for row in self.vi:
            for name in row:
                counts[name] += 1
        syllables = sum(sizes) + self.scores.background
        worth = {}
        for name, clue in known.items():
            kind, count = self.scores.kinds[clue.kind], counts[name]
            if count > COMMON * max(len(sizes), 6) or not (count or kind.absent):
                continue
            gain = math.log(kind.match * syllables / count) if count else 0.0
            share = 1.0 if count else kind.absent
            worth[name] = Worth(kind.weight * gain, share * kind.weight * math.log(1 - kind.match), kind.weight)
        return worth
