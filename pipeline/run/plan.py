"""How a run treats its machine: `config/run.yaml`."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from pipeline.executors import Limits
from pipeline.settings import Section, config_folder, read_yaml


class LimitsSection(Section):
    """What one document may take."""

    seconds: float | None = Field(default=None, gt=0)
    megabytes: int | None = Field(default=None, gt=0)

    def share(self, workers: int) -> Limits:
        """Return the limits of one of so many workers."""
        return Limits(self.seconds, self.megabytes).share(workers)


class CacheSection(Section):
    """What may be kept between runs."""

    megabytes: int = Field(ge=0)


class RunPlan(Section):
    """`config/run.yaml`."""

    limits: LimitsSection
    cache: CacheSection


@cache
def plan() -> RunPlan:
    """Return `config/run.yaml`."""
    return read_yaml(config_folder() / "run.yaml", RunPlan)
