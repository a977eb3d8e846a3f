"""Where two records that state the same act differ: what the Vietnamese says otherwise than the Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.records import Actor, Commitment, Deadline

UNREAD = "unread"  # one language words the act, but no record of it was read there: only the other has a type


def divergences(vi: Commitment, zh: Commitment, vi_partners: int = 1, zh_partners: int = 1) -> list[str]:
    """Return the differences of a pair, as `kind:vi=…,zh=…` with empty values where one side has nothing.

    `type`, `force` (of the modal; empty: no modal), `tier` (of the bearers), `missing_bearer` (only the Chinese names it),
    `added_bearer` (only the Vietnamese does), `deadline` (values, sorted). `split`: one Chinese record is told as `zh_partners`
    Vietnamese ones; `merge`: `vi_partners` Chinese ones are told as one.
    """
    found = []
    if vi.type != zh.type:
        found.append(_differs("type", vi.type, zh.type))
    forces = [(record.modal.force if record.modal else None) or "" for record in (vi, zh)]
    if forces[0] != forces[1]:
        found.append(_differs("force", *forces))
    found += _bearers(vi.actors, zh.actors)
    times = [sorted({_time(deadline) for deadline in record.deadlines}) for record in (vi, zh)]
    if times[0] != times[1]:
        found.append(_differs("deadline", "+".join(times[0]), "+".join(times[1])))
    if zh_partners > 1:
        found.append(f"split:vi={zh_partners},zh=1")
    if vi_partners > 1:
        found.append(f"merge:vi=1,zh={vi_partners}")
    return found


def _bearers(vi: Sequence[Actor], zh: Sequence[Actor]) -> list[str]:
    """Return what differs between bearers: those of one kind and rung are the same, then those of one kind, then those of one rung.

    A bearer of several rungs (市县) is the same as bearers of each of them (thành phố, huyện).
    """
    left, right = list(vi), list(zh)
    _spread(left, right)
    _spread(right, left)
    tiers = []
    for alike in (_same, _same_organ, _same_tier, _any):
        for actor in list(left):
            other = next((candidate for candidate in right if alike(actor, candidate)), None)
            if other is None or (alike is _any and len(left) != len(right)):
                continue
            left.remove(actor)
            right.remove(other)
            if _reach(actor) != _reach(other):
                tiers.append((_tier(actor), _tier(other)))
    found = [_differs("tier", *pair) for pair in Counter(tiers)]
    found += [_differs("missing_bearer", "", _plain(actor.name)) for actor in right]
    return found + [_differs("added_bearer", _plain(actor.name), "") for actor in left]


def _spread(many: list[Actor], few: list[Actor]) -> None:
    """Take out of both lists each of `few` that stands for several of `many`, with these."""
    for actor in list(few):
        rungs = set(actor.tiers or [])
        parts = [part for part in many if part.tier in rungs and not part.tiers]
        if len(parts) > 1 and {part.tier for part in parts} == rungs:
            few.remove(actor)
            for part in parts:
                many.remove(part)


def _same(one: Actor, other: Actor) -> bool:
    return _same_organ(one, other) and _reach(one) == _reach(other)


def _same_organ(one: Actor, other: Actor) -> bool:
    return one.organ == other.organ


def _same_tier(one: Actor, other: Actor) -> bool:
    return bool(_tier(one)) and _reach(one) == _reach(other)


def _any(one: Actor, other: Actor) -> bool:
    return True


def _tier(actor: Actor) -> str:
    return "/".join(actor.tiers or []) or actor.tier or ""


def _reach(actor: Actor) -> tuple[str, ...]:
    """Return the rungs a bearer spans, of many only the ends: the two countries' ladders have not the same rungs between."""
    rungs = tuple(actor.tiers or [actor.tier or ""])
    return (rungs[0], rungs[-1]) if len(rungs) > 2 else rungs


def _time(deadline: Deadline) -> str:
    return deadline.due or deadline.rrule or deadline.value or deadline.quote


def _differs(kind: str, vi: str, zh: str) -> str:
    return f"{kind}:vi={vi},zh={zh}"


def _plain(name: str) -> str:
    """Return a name that the marks of a list of divergences cannot break."""
    return " ".join(name.replace(";", " ").replace(",", " ").split())
