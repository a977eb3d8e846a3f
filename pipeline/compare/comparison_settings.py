"""`config/compare.yaml`: what a comparison counts as rare, few or shared, and what tells a document's genre."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import Field, field_validator

from pipeline.records import BlockKind, LanguageCode
from pipeline.settings import Section, config_folder, read_yaml


class Genre(Section):
    """What tells one genre: regular expressions over title and number, and kinds of block."""

    name: str = Field(pattern=r"^[a-z][a-z-]*$")
    zh: str | None = None
    vi: str | None = None
    number: str | None = None
    blocks: tuple[BlockKind, ...] = ()

    @field_validator("zh", "vi", "number")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        return _checked(pattern)


class Comparison(Section):
    """`config/compare.yaml`."""

    prior: float = Field(gt=0)
    rare: int = Field(ge=1)
    few: int = Field(ge=2)
    shared: float = Field(gt=0, le=1)
    heads: dict[LanguageCode, Literal["first", "last"]]
    wrapped: dict[LanguageCode, str]
    genres: tuple[Genre, ...]

    @field_validator("wrapped")
    @classmethod
    def _compile(cls, patterns: dict[LanguageCode, str]) -> dict[LanguageCode, str]:
        for pattern in patterns.values():
            _checked(pattern)
        return patterns


def _checked(pattern: str | None) -> str | None:
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression ({error}); mend it") from error
    return pattern


@cache
def comparison() -> Comparison:
    """Return the settings of comparisons."""
    return read_yaml(config_folder() / "compare.yaml", Comparison)
