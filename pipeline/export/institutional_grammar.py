"""Records in IG Script, the notation of the Institutional Grammar 2.0, and in the columns that IG Parser writes.

    A(省财政厅) D(应当) Cex[context=time](于2026年6月30日前) I(拨付到) Bdir(专项资金)

Bearers are Attributes, the cue the Deontic, verb and object Aim and Direct Object, whoever the bearer answers to the Indirect Object, a
condition the Activation Condition, times and documents rested on Execution Constraints. A bearer that the clause does not name stands in
square brackets, as the grammar writes what is inferred. Several bearers or constraints are one row each, linked by `bAND`, as IG Parser
does. The notation: C. Frantz and S. Siddiki, Institutional Grammar 2.0, Public Administration 99 (2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path

from pipeline.export.rows import Row, Run

COMPONENTS = (
    ("Attributes", "A", False),
    ("Attributes Property", "A,p", True),
    ("Deontic", "D", False),
    ("Aim", "I", False),
    ("Direct Object", "Bdir", True),
    ("Direct Object Property", "Bdir,p", True),
    ("Indirect Object", "Bind", True),
    ("Indirect Object Property", "Bind,p", True),
    ("Activation Condition", "Cac", True),
    ("Execution Constraint", "Cex", True),
    ("Constituted Entity", "E", False),
    ("Constituted Entity Property", "E,p", True),
    ("Modal", "M", False),
    ("Constitutive Function", "F", False),
    ("Constituting Properties", "P", True),
    ("Constituting Properties Properties", "P,p", True),
)  # name, symbol, whether IG Parser gives it a column for references to nested statements
CELL = "|"
# The marks of the notation, and of the table, as they may stand inside a component.
PLAIN = str.maketrans({"(": "（", ")": "）", "[": "［", "]": "］", "{": "｛", "}": "｝", "|": "｜", "\t": " ", "\r": " ", "\n": " "})


@dataclass(frozen=True, slots=True)
class Component:
    """A component of a statement: symbol, text, semantic annotation such as `context=time`."""

    symbol: str
    text: str
    annotation: str = ""

    def __str__(self) -> str:
        return f"{self.symbol}{f'[{self.annotation}]' if self.annotation else ''}({self.text})"


def columns() -> list[str]:
    """Return the column names of IG Parser's table with original statement, encoding and annotations."""
    names = ["Statement ID", "Original Statement", "IG Script Encoding", "Statement Annotation"]
    for name, symbol, nests in COMPONENTS:
        names += [name, *([f"{name} Reference"] if nests else []), f"{symbol} (Annotation)"]
    return [*names, "Or Else Reference", "Logical Linkage (Statements)", "Logical Linkage (Components)"]


def write(run: Run, out: Path) -> int:
    """Write the table, cells parted by `|` as IG Parser does, and return how many statements it holds."""
    number = 0
    with out.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(CELL.join(columns()) + "\n")
        for _, records in run.pairs():
            for record in records:
                number += 1
                file.writelines(CELL.join(row) + "\n" for row in rows(record, str(number)))
    return number


def rows(record: Row, number: str) -> Iterator[list[str]]:
    """Yield the rows of one record: one for each combination of components that occur more than once."""
    parts = components(record)
    kinds = {symbol: [part for part in parts if isinstance(part, Component) and part.symbol == symbol] for _, symbol, _ in COMPONENTS}
    many = [symbol for symbol, found in kinds.items() if len(found) > 1]
    choices = list(product(*(range(len(kinds[symbol])) for symbol in many)))
    statement, encoding, annotation = plain(record["clause"]["quote"]), script(parts), remarks(record)
    for place, choice in enumerate(choices, 1):
        picked = {symbol: found[0] for symbol, found in kinds.items() if found}
        picked |= {symbol: kinds[symbol][index] for symbol, index in zip(many, choice, strict=True)}
        name = f"'{number}.{place}" if len(choices) > 1 else f"'{number}"
        row = [name, statement, f"{encoding} {annotation}", annotation]
        for _, symbol, nests in COMPONENTS:
            part = picked.get(symbol)
            row += [part.text if part else "", *([""] if nests else []), f"[{part.annotation}]" if part and part.annotation else ""]
        yield [*row, "", "", ";".join(_linkage(number, many, choices, choice))]


def script(parts: Sequence[Component | str]) -> str:
    """Return components and the words between them in IG Script: a space between any two, which the notation needs."""
    return " ".join(" ".join(map(str, parts)).split())


def remarks(record: Row) -> str:
    """Return the annotations of the whole statement."""
    return f"[type={record['type']}] [status={record['status']}] [record={record['record_id']}]"


def components(record: Row) -> list[Component | str]:
    """Return a clause as components, and the words between them as plain text, in order; what stands elsewhere comes first.

    Where one component lies inside another the inner one is told after the outer, which goes on without it.
    """
    clause = record["clause"]
    base, size = clause["start"], clause["end"] - clause["start"]
    owner = [-1] * size
    found: list[tuple[str, str]] = []  # symbol, annotation
    outside: list[Component | str] = []
    for symbol, annotation, start, end, quote in sorted(_placed(record), key=lambda part: part[2] - part[3]):
        if base <= start and end <= clause["end"]:
            owner[start - base : end - base] = [len(found)] * (end - start)
            found.append((symbol, annotation))
        else:
            text = plain(quote)
            outside.append(Component(symbol, f"[{text}]" if symbol == "A" else text, annotation))
    told: list[Component | str] = sorted(outside, key=lambda part: part.symbol != "A" if isinstance(part, Component) else True)
    runs = [(which, [place for place, _ in run]) for which, run in groupby(enumerate(owner), key=lambda pair: pair[1])]
    whole = {which: " ".join(clause["quote"][p[0] : p[-1] + 1].strip() for w, p in runs if w == which) for which in range(len(found))}
    done = set()
    for which, places in runs:
        if which < 0:
            told.append(plain(clause["quote"][places[0] : places[-1] + 1]))
        elif which not in done and whole[which].strip():
            done.add(which)
            told.append(Component(found[which][0], plain(whole[which]), found[which][1]))
    return told


def plain(text: str) -> str:
    """Return a text on one line without marks of the notation: their full-width forms stand for them."""
    return " ".join(text.translate(PLAIN).split())


def _placed(record: Row) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield symbol, annotation, place and quote of every component; verb and object are sought in the action's words."""
    for actor in record["actors"]:
        told = [
            f"organ={actor['organ']}",
            *([f"tier={'/'.join(actor['tiers'] or [actor['tier']])}"] if actor["tiers"] or actor["tier"] else []),
        ]
        yield "A", ",".join(told), actor["start"], actor["end"], actor["quote"]
    if modal := record["modal"]:
        yield "D", f"stringency={modal['force']}" if modal["force"] else "", modal["start"], modal["end"], modal["quote"]
    action = record["action"]
    verb = action["quote"].find(action["verb"]) if action["verb"] else -1
    if verb < 0:
        yield "I", "", action["start"], action["end"], action["quote"]
    else:
        yield "I", "", action["start"] + verb, action["start"] + verb + len(action["verb"]), action["verb"]
        after = verb + len(action["verb"])
        held = action["object"] or ""
        place = action["quote"].find(held, after) if held else -1
        place = action["quote"].find(held) if held and place < 0 else place
        if place >= 0 and (place >= after or place + len(held) <= verb):
            yield "Bdir", "", action["start"] + place, action["start"] + place + len(held), held
    for deadline in record["deadlines"]:
        value = deadline["due"] or deadline["rrule"] or deadline["value"]
        note = f"context=time,value={plain(value)}" if value else "context=time"
        yield "Cex", note, deadline["start"], deadline["end"], deadline["quote"]
    for basis in record["basis"]:
        yield "Cex", "context=reference", basis["start"], basis["end"], basis["quote"]
    if recipient := record["recipient"]:
        yield "Bind", "role=authority", recipient["start"], recipient["end"], recipient["quote"]
    if condition := record["condition"]:
        yield "Cac", "context=condition", condition["start"], condition["end"], condition["quote"]


def _linkage(number: str, many: Sequence[str], choices: Sequence[tuple[int, ...]], own: tuple[int, ...]) -> Iterator[str]:
    """Yield for each component that has alternatives the rows of each of these."""
    for axis, symbol in enumerate(many):
        for other in sorted({choice[axis] for choice in choices} - {own[axis]}):
            places = [place for place, choice in enumerate(choices, 1) if choice[axis] == other]
            yield f"[bAND].{symbol}.[{','.join(_ranges(number, places))}]"


def _ranges(number: str, places: Sequence[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        run = [place for _, place in group]
        yield f"{number}.{run[0]}" + (f"-{run[-1]}" if len(run) > 1 else "")
