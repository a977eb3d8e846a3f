"""The review plan of `config/review.yaml`: cycles, grades, roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Literal

from dateutil.relativedelta import relativedelta
from pydantic import Field, StringConstraints, field_validator, model_validator

from pipeline.settings import Section, config_folder, read_yaml


class Review(Section):
    """One review of a year: its name, the last day it looks at (`MM-DD`), and whether the year is judged at it."""

    name: Annotated[str, StringConstraints(min_length=1)]
    close: str
    evaluation: bool = False

    @field_validator("close")
    @classmethod
    def _a_day_of_every_year(cls, value: str) -> str:
        try:
            date.fromisoformat(f"2001-{value}")
        except ValueError:
            raise ValueError(f"{value!r} is no day of every year; write month and day as in 06-30") from None
        return value

    def on(self, year: int) -> date:
        """Return its closing day in a year."""
        return date.fromisoformat(f"{year}-{self.close}")


class Assignment(Section):
    """A cycle and whose commitments follow it."""

    cycle: str
    document: str | None = None
    body: str | None = None

    def fits(self, document: list[str], bearers: str) -> bool:
        """Tell whether a commitment of a document (its id, number, title) and bearers follows this cycle."""
        if self.document is not None and self.document.casefold() not in document:
            return False
        return self.body is None or self.body.casefold() in bearers.casefold()


class ReviewPlan(Section):
    """The whole of `config/review.yaml`."""

    within: int = Field(ge=0)
    alarms: list[Annotated[int, Field(ge=0, le=365)]]
    cycles: dict[str, Annotated[list[Review], Field(min_length=1)]]
    assign: list[Assignment]
    grades: dict[str, Literal["met", "not_met"]]
    amends: dict[Literal["whole", "part"], list[Annotated[str, StringConstraints(min_length=2)]]] = Field(default_factory=dict)
    roles: dict[Literal["leads", "cooperates", "supervises"], list[str]]

    @model_validator(mode="after")
    def _cycles_are_known(self) -> ReviewPlan:
        for assignment in self.assign:
            if assignment.cycle not in self.cycles:
                raise ValueError(f"assign: cycle {assignment.cycle!r} is not among cycles ({', '.join(self.cycles)})")
        return self

    def cycle(self, row: dict[str, str | None]) -> str | None:
        """Return the name of the cycle that a commitment (a row of `rows.commitments`) follows, or None."""
        document = [value.casefold() for value in (row["document_id"], row["number"], row["title"]) if value]
        return next((a.cycle for a in self.assign if a.fits(document, row["bearers"] or "")), None)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A review in a given year: it looks at the days after `opened` up to `closed`."""

    cycle: str
    review: Review
    opened: date
    closed: date


@cache
def plan() -> ReviewPlan:
    """Return the review plan, read once."""
    return read_yaml(config_folder() / "review.yaml", ReviewPlan)


def next_sitting(cycle: str, on: date) -> Sitting:
    """Return the first review of a cycle that closes on or after a day."""
    reviews = plan().cycles[cycle]
    closes = sorted((review.on(year), i) for year in (on.year - 1, on.year, on.year + 1) for i, review in enumerate(reviews))
    at = next(place for place, (day, _) in enumerate(closes) if day >= on)
    closed, i = closes[at]
    opened = closes[at - 1][0] if at else closed - relativedelta(years=1)
    return Sitting(cycle, reviews[i], opened, closed)
