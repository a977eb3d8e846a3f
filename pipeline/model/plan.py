"""The training plan of `config/model.yaml`, typed."""

from __future__ import annotations

from pydantic import Field

from pipeline.settings import Section, config_folder, read_yaml


class Pretrain(Section):
    """Masked-word pretraining on unlabelled text."""

    steps: int = Field(gt=0)
    rate: float = Field(gt=0)
    hidden: float = Field(gt=0, lt=1)


class Fit(Section):
    """Training on gold; rates are peaks of a linear warm-up and decay."""

    epochs: int = Field(gt=0)
    rate: float = Field(gt=0)
    head_rate: float = Field(gt=0)
    layer_decay: float = Field(gt=0, le=1)
    hide: float = Field(ge=0, lt=1)
    unruled: float = Field(ge=0, lt=1)
    pieces_a_step: int = Field(gt=0)
    smoothing: float = Field(ge=0, lt=1)
    average: float = Field(ge=0, lt=1)


class Refit(Section):
    """A later pass over more documents, shorter and gentler."""

    epochs: int = Field(gt=0)
    rate: float = Field(gt=0)
    head_rate: float = Field(gt=0)


class Again(Refit):
    """Passes over what is already learnt, each in another order."""

    times: int = Field(gt=0)


class Plan(Section):
    """All of training."""

    seed: int
    pretrain: Pretrain
    fit: Fit
    refit: Refit
    last: Refit
    again: Again
    folds: int = Field(ge=2)


def plan() -> Plan:
    """Return the plan in force; SettingsError names file, line and cure."""
    return read_yaml(config_folder() / "model.yaml", Plan)
