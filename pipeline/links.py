"""Which documents of a run belong together: copies of one another, and translations of each other (twins).

Twins are found by what a translation keeps: numbers and dates, names in Latin letters, words of the bilingual lexicon, and syllables that
Chinese words have in Sino-Vietnamese reading. A pair counts where each is the other's best and their score reaches `TWINS`; below that a
multilingual encoder may speak for it, where one is installed and asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Literal, Protocol

from pipeline.compare import clues, encoder
from pipeline.compare.clues import Clue
from pipeline.duplicates import PARTS, Part, copies, sketch, tokens

LONGEST = 8_000  # Chinese characters that are looked at; Vietnamese is some three times as long
LATIN_LENGTH = 3
SIZES = 0.4, 2.0  # syllables of a Vietnamese translation to each Chinese character
DOUBTFUL, ANSWERED = 0.2, 0.83  # scores below `TWINS` at which the encoder is asked, and what score and its answer must add up to
TWINS = 0.53  # between the best unrelated pair (0.47) and the worst close translation (0.57) of the tests' texts and the seeds
COMPOUNDS = 5  # a translation answers a fifth of the Chinese words by their Sino-Vietnamese reading
FEWEST_NUMBERS = 2
COMMON = 50  # documents: a date or number that more of them hold brings none together
MOST_CANDIDATES = 30  # of a Chinese document
FEW = 2_500  # pairs that are all looked at, though no number or name may bring them together
BRINGING = ("#:", "t:", "l:")  # numbers, dates, words in Latin letters


class Written(Protocol):
    """A document, as it was read or as it was written to `documents.jsonl`."""

    document_id: str
    source: str
    text: str
    language: Literal["zh", "vi"] | None
    number: str | None
    published: str | None

    @property
    def blocks(self) -> Sequence[Part]:
        """Its blocks."""
        ...


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents that belong together: `source` is a copy of `of`, or its translation; `score` is 0–1."""

    kind: Literal["duplicate", "twin"]
    source: str
    document_id: str
    of: str
    of_id: str
    score: float


def find(documents: Sequence[Written], ask: bool = False) -> list[Link]:
    """Return the links among `documents`, in their order: each copy to the first of its kind, each Chinese document to its twin.

    `ask` the encoder about twins in doubt, where it is installed: it finds freer translations, and takes about a second a document.
    """

    @lru_cache(maxsize=512)
    def words(place: int) -> tuple[str, ...]:
        return tokens(documents[place].text, documents[place].blocks)

    table = BytesIO(b"".join(sketch(words(place), document.number, document.published) for place, document in enumerate(documents)))
    again = copies(table, words)
    links = [
        Link("duplicate", documents[place].source, documents[place].document_id, first.source, first.document_id, score)
        for place, (of, score) in again.items()
        for first in (documents[of],)
    ]
    return [*links, *twins([document for place, document in enumerate(documents) if place not in again], ask and encoder.installed())]


def body(document: Written) -> str:
    """Return the text of a document without furniture, as far as it is looked at."""
    longest = LONGEST if document.language == "zh" else 3 * LONGEST
    return "\n".join(document.text[block.start : block.end] for block in document.blocks if block.kind in PARTS)[:longest]


def twins(documents: Sequence[Written], ask: bool = False) -> Iterator[Link]:
    """Yield the translations among `documents`, each Chinese one linked to the Vietnamese; the encoder is asked about some."""
    vi = {place: body(document) for place, document in enumerate(documents) if document.language == "vi"}
    zh = {place: body(document) for place, document in enumerate(documents) if document.language == "zh"}
    if not vi or not zh:
        return
    holding: dict[str, list[int]] = defaultdict(list)
    answers = {place: clues.vietnamese(text) for place, text in vi.items()} if len(vi) * len(zh) <= FEW else {}
    for place, text in vi.items():
        for form in bringing(answers.get(place) or clues.vietnamese(text)):
            holding[form].append(place)
    best_zh: dict[int, tuple[float, int]] = {}
    best_vi: dict[int, tuple[float, int]] = {}
    for place, text in zh.items():
        asked = clues.chinese(text)
        shared = Counter(
            other
            for form in bringing(form for clue in asked.values() for form in clue.forms)
            for other in (holding[form] if len(holding.get(form, ())) <= COMMON else ())
        )
        for other in answers or sorted(shared, key=lambda other: (-shared[other], other))[:MOST_CANDIDATES]:
            if SIZES[0] <= clues.size(vi[other]) / clues.size(text) <= SIZES[1]:
                found = score(asked, answers.get(other) or clues.vietnamese(vi[other]))
                best_zh[place] = max(best_zh.get(place, (0.0, -1)), (found, -other))
                best_vi[other] = max(best_vi.get(other, (0.0, -1)), (found, -place))
    for place, (found, other) in sorted(best_zh.items()):
        if best_vi[-other][1] != -place:
            continue
        if ask and DOUBTFUL <= found < TWINS:
            answer = found + encoder.similarity(zh[place], vi[-other])
            found = answer / 2 if answer >= ANSWERED else 0.0
        elif found < TWINS:
            found = 0.0
        if found:
            first, second = documents[place], documents[-other]
            yield Link("twin", first.source, first.document_id, second.source, second.document_id, round(found, 3))


def bringing(forms: Iterable[str]) -> set[str]:
    """Return the forms that bring two documents together: rare ones, which a translation keeps."""
    return {form for form in forms if form.startswith(BRINGING) and len(form) >= LATIN_LENGTH}


def score(asked: dict[str, Clue], answers: set[str]) -> float:
    """Return how much a Vietnamese text with the forms `answers` looks like a translation of a Chinese one with the clues `asked`, 0–1."""
    held: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for clue in asked.values():
        of[clue.kind] += 1
        held[clue.kind] += any(form in answers for form in clue.forms)
    share = {kind: held[kind] / count for kind, count in of.items()}
    parts = [share.get("word", 0.0), min(1.0, COMPOUNDS * share.get("compound", 0.0))]
    numbers = {form for form in answers if clues.is_number(form)}
    if of["number"] >= FEWEST_NUMBERS and len(numbers) >= FEWEST_NUMBERS:
        forth = share["number"]
        back = len(numbers & {form for clue in asked.values() for form in clue.forms}) / len(numbers)
        parts.append(2 * forth * back / (forth + back) if forth + back else 0.0)
    return sum(parts) / len(parts)
