"""From scores to clauses: spans, their types, and the candidates that belong to each, with the evidence behind the confidence.

The trained network in torch and its ONNX export are two engines (`looks.Engine`) of this one decoder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from pipeline.model.bearers import apart, doubtful, likely, named
from pipeline.model.habits import Habits
from pipeline.model.looks import Engine, chains, look
from pipeline.model.page import LANGUAGES, OFFSETS, TYPES, Page, Ruled
from pipeline.model.pairs import Candidate, agreed, candidates, features
from pipeline.model.spans import HEADS, LINKS, read
from pipeline.records import Bearer, Clause, Span, Timex
from pipeline.timex.notation import bare_length, gives_time, names_thing

BEARER = LINKS.index("bearer")
WITHIN = -1.0  # what a time must score that stands inside the action's own words
SIDE_BY_SIDE = 5  # characters between two times of one clause: 2024年底、2025年底
LISTED = re.compile(r"\s*(?:,|，|(?:,\s*)?(、|和|与|及|以及|và))\s*")  # what stands between coordinated times
BATCH = 48  # actions linked at once, which bounds memory on long documents
REACH = (1500, 500)  # pieces before the first and after the last action of a batch in which candidates are looked for
EVIDENCE = (
    "begin",
    "finish",
    "inside",
    "type",
    "bearer",
    "time",
    "named",
    "zh",
    "ruled",
    "same type",
    "same bearers",
    "same times",
    "sure",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """How scores become decisions: by language (zh, vi) what a new action costs (`bias`), and what the best of the bearers must score that
    are inherited from another sentence where the rules read the same act and saw none to inherit (`inherit`); `habits` add to the scores of
    the types.
    """

    bias: tuple[float, float] = (0.0, 0.0)
    inherit: tuple[float, float] = (0.0, 0.0)
    habits: Habits | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A clause before its confidence is known, and the evidence for it (numbers by EVIDENCE)."""

    clause: Clause
    evidence: np.ndarray


def decode(page: Page, engine: Engine, choice: Choice) -> list[Found]:
    """Return the clauses of a page in order of their actions."""
    if not len(page):
        return []
    states, scores, tiles = look(page, engine)
    language = page.features[:, 1] - OFFSETS["language"]
    scores[:, HEADS.index("action")][:, [1, 4]] -= np.array(choice.bias)[language, None]
    tags, chances = chains(scores, engine.steps, tiles)
    spans = {head: read(tags[:, number]) for number, head in enumerate(HEADS)}
    outer = {place: i for i, place in enumerate(spans["action"])}
    actions = sorted([*spans["action"], *(place for place in spans["nested"] if place not in outer)])
    everything = candidates(page, spans)
    same = {actions[i]: ruled for i, ruled in agreed(page, actions).items()}
    result: list[Found] = []
    for start in range(0, len(actions), BATCH):
        # One action more on each side: a link looks at what its neighbours are linked to.
        low, high = max(0, start - 1), min(len(actions), start + BATCH + 1)
        batch = actions[low:high]
        first, last = batch[0][0] - REACH[0], batch[-1][1] + REACH[1]
        near = [c for c in everything if (first <= c.first and c.last <= last) or _above(page, c, batch)]
        kinds = np.array([c.link for c in near], np.int64)
        types, links = _link(page, engine, states, batch, near)
        for row in range(start - low, min(start + BATCH, high) - low):
            nested = batch[row] not in outer
            result.append(_clause(page, batch[row], nested, types[row], links[row], near, kinds, chances, choice, same.get(batch[row])))
    return result


def _above(page: Page, c: Candidate, actions: list[tuple[int, int]]) -> bool:
    """True where a candidate stands in a heading over one of the actions."""
    own = int(page.block[c.first])
    return any(own in page.document.blocks[int(page.block[first])].parents for first, _ in (actions[0], actions[-1]))


def _link(
    page: Page, engine: Engine, states: np.ndarray, actions: list[tuple[int, int]], near: list[Candidate]
) -> tuple[np.ndarray, np.ndarray]:
    """Return type scores and pair scores of a batch of actions."""
    columns = [np.array([getattr(c, name) for c in near], np.int64) for name in ("first", "last", "link", "group")]
    first, last = (np.array([place[i] for place in actions], np.int64) for i in (0, 1))
    pairs = features(page, actions, near)
    if not near:  # the network wants at least one column: a candidate that never counts
        columns = [first[:1], last[:1], np.zeros(1, np.int64), np.zeros(1, np.int64)]
        pairs = np.zeros((len(actions), 1, pairs.shape[-1]), np.int64)
    types, links = engine.link(states, first, last, *columns, pairs)
    return types, links[:, : len(near)]


def _clause(
    page: Page,
    place: tuple[int, int],
    nested: bool,
    types: np.ndarray,
    links: np.ndarray,
    near: list[Candidate],
    kinds: np.ndarray,
    chances: np.ndarray,
    choice: Choice,
    ruled: Ruled | None,
) -> Found:
    """Return the clause of one action from its type scores and its row of pair scores; `kinds` are the links of the candidates near it."""
    first, last = place
    text = page.document.text

    def span(low: int, high: int) -> Span:
        start, end = int(page.starts[low]), int(page.ends[high])
        return Span(text[start:end], start, end)

    def called(c: Candidate) -> tuple[str, int, int]:
        return named(span(c.first, c.last), text, page.document.blocks[int(page.block[c.first])].body)

    chosen: dict[str, list[tuple[float, Candidate]]] = {name: [] for name in LINKS}
    language = int(page.features[first, 1]) - OFFSETS["language"]
    chosen["bearer"] = likely(page, first, [(float(links[i]), near[i]) for i in np.flatnonzero(kinds == BEARER)])
    if ruled is not None and not ruled.links["bearer"] and doubtful(page, first, chosen["bearer"], choice.inherit[language]):
        chosen["bearer"] = []
    for i in np.flatnonzero((links > WITHIN) & (kinds != BEARER)):
        name, c = LINKS[kinds[i]], near[i]
        # a length counted from nothing may be that of a thing: thành tựu qua 20 năm
        within = c.time >= 0 and first <= c.first and c.last <= last and not bare_length(page.times[c.time].timex)
        if (within or links[i] > 0) and not (nested and name == "modal"):
            chosen[name].append((float(links[i]), c))
    bearers: dict[str, tuple[float, Candidate]] = {}
    for score, c in chosen["bearer"]:  # one mention of each wording, the likeliest
        wording = span(c.first, c.last).quote.casefold()
        if wording not in bearers or score > bearers[wording][0]:
            bearers[wording] = (score, c)
    actors = tuple(
        Bearer(*called(c), "clause" if page.sentence[c.first] == page.sentence[first] else "context")
        for _, c in sorted(bearers.values(), key=lambda pair: pair[1].first)
    )

    def best(name: str) -> Span | None:
        if not chosen[name]:
            return None
        _, c = max(chosen[name], key=lambda pair: (pair[0], -pair[1].first))
        return span(c.first, c.last)

    cue = best("modal")
    if choice.habits is not None:
        types = types + choice.habits(cue.quote if cue else None, text[page.starts[first] : page.ends[last]])
    probabilities = np.exp(types - types.max())
    probabilities /= probabilities.sum()
    kind, status = TYPES[int(probabilities.argmax())]
    low, high = page.sentences[int(page.sentence[first])]
    clause = Clause(
        language=LANGUAGES[language],
        type=kind,
        status=status,
        action=span(first, last),
        actors=actors,
        modal=cue,
        deadlines=together(
            coordinated(
                [time for _, c in chosen["time"] if gives_time(time := page.times[c.time].timex) and not names_thing(time)],
                [page.times[c.time].timex for c in near if c.time >= 0],
                text,
            ),
            span(first, last),
        ),
        recipient=best("recipient"),
        condition=best("condition"),
        basis=tuple(span(c.first, c.last) for _, c in sorted(apart(chosen["basis"]), key=lambda pair: pair[1].first)),
        sentence=Span(text[low:high], low, high),
        block=int(page.block[first]),
        rules=("model",),
        confidence=0.0,
    )
    chance = chances[first : last + 1, int(nested)]
    doubt = np.bincount(kinds, np.log1p(np.exp(-np.abs(links))), len(LINKS))
    evidence = [
        np.log(chance[0, [1, 4]].sum() + 1e-6),
        np.log(chance[-1, [3, 4]].sum() + 1e-6),
        np.log(1 - chance[:, 0].mean() + 1e-6),
        np.log(probabilities.max()),
        -doubt[BEARER],
        -doubt[LINKS.index("time")],
        float(bool(actors)),
        float(LANGUAGES[language] == "zh"),
        *_agreement(
            ruled, (kind, status), {(c.first, c.last) for _, c in bearers.values()}, {(c.first, c.last) for _, c in chosen["time"]}
        ),
    ]
    return Found(clause, np.array(evidence, np.float64))


def _agreement(ruled: Ruled | None, kind: tuple[str, str], bearers: set[tuple[int, int]], times: set[tuple[int, int]]) -> list[float]:
    """Return in how much the rules read the same: the last five numbers of EVIDENCE."""
    if ruled is None:
        return [0.0] * 5
    same = (ruled.type == kind, set(ruled.links["bearer"]) == bearers, set(ruled.links["time"]) == times)
    return [1.0, *map(float, same), ruled.sure]


def coordinated(times: list[Timex], near: list[Timex], text: str) -> list[Timex]:
    """Return the times with those that are coordinated with one of them: trước ngày 05/6｜và 05/12, hằng quý｜, 6 tháng và năm."""
    if not times:
        return times
    rows: list[tuple[list[Timex], bool]] = []  # times with commas and joints between them, and whether the last of these is a joint
    for time in sorted(near, key=lambda time: time.start):
        between = LISTED.fullmatch(text, rows[-1][0][-1].end, time.start) if rows else None
        if between:
            rows[-1] = [*rows[-1][0], time], bool(between[1])
        else:
            rows.append(([time], False))
    joined = [row for row, closed in rows if closed and any(time in times for time in row)]
    kinds = {(time.timex, time.role) for time in times}
    return times + [time for row in joined for time in row if time not in times and (time.timex, time.role) in kinds]


def together(times: list[Timex], action: Span) -> tuple[Timex, ...]:
    """Return of several times those that stand side by side, the ones nearest the action: the others are of the acts before it. A day on
    which the act begins goes with any."""
    rows: list[list[Timex]] = []
    starts = [time for time in times if time.role == "start"]
    for time in sorted((time for time in times if time.role != "start"), key=lambda time: time.start):
        parted = rows and rows[-1][-1].end <= action.start and _of_thing([time], action)
        if rows and not parted and time.start - rows[-1][-1].end <= SIDE_BY_SIDE:
            rows[-1].append(time)
        else:
            rows.append([time])
    nearest = min(rows, key=lambda row: (_of_thing(row, action), max(0, action.start - row[-1].end, row[0].start - action.end)), default=[])
    return tuple(sorted(starts + nearest, key=lambda time: time.start))


def _of_thing(row: list[Timex], action: Span) -> bool:
    """Tell whether times inside the words of an act may be those of its object: 每周五前｜将下周教案上传."""
    return all(action.start < time.start < action.end and time.mod is None and time.timex != "SET" for time in row)
