"""What is counted of a record: each variable with the values it can take, read from a row of `commitments.jsonl`.

A record has one value of a variable, or several where it has several bearers, times or notions; so shares of one variable may add up
to more than one. `none` says that the record has nothing of the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from pipeline.records import Force, Organ, Precision, RecordType, Source, Status, Tier

Row = Mapping[str, Any]
NONE = "none"
GIVEN = "given"


def _tiers(record: Row) -> Iterable[str]:
    return {tier for actor in record["actors"] for tier in actor["tiers"] or [actor["tier"] or NONE]} or {NONE}


def _number(record: Row) -> Iterable[str]:
    kinds = {"individual" if actor["individual"] else "collective" for actor in record["actors"]}
    return {"both"} if len(kinds) > 1 else kinds or {NONE}


def _deadline(record: Row) -> Iterable[str]:
    bounds = record["deadlines"]
    found = {"day"} if any(bound["due"] for bound in bounds) else set()
    found |= {"recurring"} if any(bound["rrule"] for bound in bounds) else set()
    return found or {"undated" if bounds else NONE}


def _given(name: str) -> Callable[[Row], Iterable[str]]:
    return lambda record: (GIVEN,) if record[name] else ()


# Each variable's reader; the values that it can take stand in `VALUES`, in the order in which they are shown.
VARIABLES: dict[str, Callable[[Row], Iterable[str]]] = {
    "type": lambda record: (record["type"],),
    "status": lambda record: (record["status"],),
    "force": lambda record: ((record["modal"] or {}).get("force") or NONE,),
    "tier": _tiers,
    "organ": lambda record: {actor["organ"] for actor in record["actors"]} or {NONE},
    "bearer": _number,
    "named": lambda record: {actor["from"] for actor in record["actors"]} or {NONE},
    "deadline": _deadline,
    "dated": _given("deadlines"),
    "precision": lambda record: {bound["precision"] for bound in record["deadlines"]},
    "target": _given("targets"),
    "recipient": _given("recipient"),
    "condition": _given("condition"),
    "basis": _given("basis"),
    "specificity": lambda record: (str(record["specificity"]),),
    "concept": lambda record: set(record["concepts"]),
}
VALUES: dict[str, tuple[str, ...]] = {
    "type": get_args(RecordType),
    "status": get_args(Status),
    "force": (*get_args(Force), NONE),
    "tier": (*get_args(Tier), NONE),
    "organ": (*get_args(Organ), NONE),
    "bearer": ("individual", "collective", "both", NONE),
    "named": get_args(Source),
    "deadline": ("day", "recurring", "undated", NONE),
    "dated": (GIVEN,),
    "precision": get_args(Precision),
    "target": (GIVEN,),
    "recipient": (GIVEN,),
    "condition": (GIVEN,),
    "basis": (GIVEN,),
    "specificity": ("0", "1", "2", "3", "4"),
}
# Of these a record has exactly one value, so that its values make a contingency table.
SINGLE = ("type", "status", "force", "bearer", "specificity")


def values(record: Row) -> list[tuple[str, str]]:
    """Return the (variable, value) pairs that hold of a record, each once."""
    return [(variable, value) for variable, read in VARIABLES.items() for value in read(record)]


def order(pair: tuple[str, str]) -> tuple[int, int, str]:
    """Return where a (variable, value) pair stands in a table: variables and values in their own order, notions by name."""
    variable, value = pair
    known = VALUES.get(variable, ())
    return list(VARIABLES).index(variable), known.index(value) if value in known else len(known), value
