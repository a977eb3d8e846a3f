"""What the values of a record are called in the languages of the interface, from `config/names.yaml`."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from pipeline.settings import Section, config_folder, read_yaml


class Name(Section):
    """What something is called in English, Vietnamese and Chinese."""

    en: str = Field(min_length=1)
    vi: str = Field(min_length=1)
    zh: str = Field(min_length=1)


class NamesFile(Section):
    """`config/names.yaml`."""

    names: dict[str, dict[str, Name]]


@cache
def names() -> dict[str, dict[str, Name]]:
    """Return the names of values by variable (`type`, `tier` …) and value, in the order of the file."""
    return read_yaml(config_folder() / "names.yaml", NamesFile).names
