"""Limits and settings of the readers (`config/reading.yaml`)."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from pipeline.settings import Section, config_folder, read_yaml


class Limits(Section):
    """What a reader may cost: seconds between two signs of life and in all, megabytes, pages, objects, pixels."""

    seconds: float = Field(gt=0)
    total_seconds: float = Field(gt=0)
    megabytes: int = Field(gt=0)
    pages: int = Field(gt=0)
    page_objects: int = Field(gt=0)
    pixels: int = Field(gt=0)


class Layout(Section):
    """When white space separates columns and paragraphs; lengths in letters or usual line distances, shares 0–1."""

    gutter: float = Field(gt=0)
    paragraph_gap: float = Field(gt=1)
    indent: float = Field(gt=0)
    edge: float = Field(gt=0, lt=0.5)
    repeated: float = Field(gt=0, le=1)


class TextLayer(Section):
    """When a page's own text is not to be trusted; shares 0–1."""

    fewest_letters: int = Field(ge=0)
    bad_letters: float = Field(gt=0, le=1)
    bad_words: float = Field(gt=0, le=1)
    fewest_words: int = Field(gt=0)


class Recognition(Section):
    """How scans are read: resolutions in dots an inch, seconds a pass, tesseract's names of the languages, confidences 0–100."""

    dpi: int = Field(ge=70, le=600)
    first_dpi: int = Field(ge=70, le=300)
    seconds: float = Field(gt=0)
    languages: tuple[str, ...] = Field(min_length=1)
    least_confidence: float = Field(ge=0, le=100)
    sure: float = Field(ge=0, le=100)


class Reading(Section):
    """The whole of `config/reading.yaml`."""

    limits: Limits
    layout: Layout
    text_layer: TextLayer
    ocr: Recognition


@cache
def reading() -> Reading:
    """Return the settings of the configuration folder, read once; SettingsError names file, line and cure."""
    return read_yaml(config_folder() / "reading.yaml", Reading)
