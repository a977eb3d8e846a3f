"""The configuration of the alignment: `config/align/*.yaml`, read once."""

from __future__ import annotations

from functools import cache

from pydantic import Field, field_validator

from pipeline.settings import Section, config_folder, read_yaml

KINDS = ("number", "figure", "time", "latin", "word", "concept", "compound", "syllable", "mark")
BEADS = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))  # Chinese sentences, Vietnamese sentences


class Kind(Section):
    """What a kind of clue is worth."""

    match: float = Field(gt=0, lt=1)
    weight: float = Field(gt=0, le=1)
    absent: float = Field(ge=0, le=1)


class Lengths(Section):
    """How long translations are."""

    ratio: float = Field(gt=0)
    spread: float = Field(gt=0)
    short: float = Field(ge=0)
    chance: float = Field(gt=0)


class Paragraphs(Section):
    """What the borders of paragraphs are worth."""

    both: float
    one: float
    over: float


class Encoder(Section):
    """What the cosine of an encoder is worth."""

    worth: float
    floor: float


class RecordScores(Section):
    """What agreements of two records are worth beside their words."""

    type: float
    status: float
    bearer: float
    deadline: float
    nested: float
    order: float
    bead: float
    least: float
    union: float


class Moves(Section):
    """From what worth on sentences are joined that the texts tell at different places."""

    swap: float
    alone: float
    along: float


class Projection(Section):
    """What tells the stretch that renders a record without a partner."""

    background: float = Field(ge=0)
    foreign: float = Field(ge=0)
    edge: float
    least: float
    worth: float


class Scores(Section):
    """`config/align/scores.yaml`."""

    kinds: dict[str, Kind]
    lengths: Lengths
    background: float = Field(gt=0)
    beads: dict[str, float]
    paragraphs: Paragraphs
    encoder: Encoder
    moves: Moves
    records: RecordScores
    projection: Projection

    @field_validator("kinds")
    @classmethod
    def _all_kinds(cls, kinds: dict[str, Kind]) -> dict[str, Kind]:
        if set(kinds) != set(KINDS):
            raise ValueError(f"must name exactly {', '.join(KINDS)}")
        return kinds

    @field_validator("beads")
    @classmethod
    def _all_beads(cls, beads: dict[str, float]) -> dict[str, float]:
        if set(beads) != {f"{a}-{b}" for a, b in BEADS} or not all(0 < share < 1 for share in beads.values()):
            raise ValueError("must give a share between 0 and 1 to each of " + ", ".join(f"{a}-{b}" for a, b in BEADS))
        return beads


class LexiconFile(Section):
    """`config/align/lexicon.yaml`: Chinese words with their Vietnamese renderings."""

    words: dict[str, list[str]]


class ReadingsFile(Section):
    """`config/align/readings.yaml`: further Sino-Vietnamese readings of single characters."""

    readings: dict[str, list[str]]

    @field_validator("readings")
    @classmethod
    def _single(cls, readings: dict[str, list[str]]) -> dict[str, list[str]]:
        for character in readings:
            if len(character) != 1:
                raise ValueError(f"{character!r} is not one character")
        return readings


@cache
def scores() -> Scores:
    """Return the weights of the alignment."""
    return read_yaml(config_folder() / "align" / "scores.yaml", Scores)


@cache
def lexicon() -> dict[str, list[str]]:
    """Return the Chinese words and their Vietnamese renderings."""
    return read_yaml(config_folder() / "align" / "lexicon.yaml", LexiconFile).words


@cache
def extra_readings() -> dict[str, list[str]]:
    """Return the readings that the package has not."""
    return read_yaml(config_folder() / "align" / "readings.yaml", ReadingsFile).readings
