"""The words of the page in English, Vietnamese and Chinese, from `config/report.yaml`."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from pipeline.settings import Section, config_folder, read_yaml

CODES = ("en", "vi", "zh")


class Label(Section):
    """One label in each language of the page; `{n}` and the like stand for figures."""

    en: str = Field(min_length=1)
    vi: str = Field(min_length=1)
    zh: str = Field(min_length=1)


class LabelsFile(Section):
    """`config/report.yaml`."""

    labels: dict[str, Label]


@cache
def labels() -> dict[str, Label]:
    """Return the labels by key, in the order of the file."""
    return read_yaml(config_folder() / "report.yaml", LabelsFile).labels
