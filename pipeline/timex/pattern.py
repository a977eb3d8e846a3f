"""The notation of the rules: regular expressions whose letters are names of token classes, turned into ones over class letters.

    year=Y4 NIAN (month=M YUE)?     a year and perhaps a month, both named
    (?<!SMALL)THANG (TOI|SAU)       look-around as in Python

`first` says which classes a pattern can begin with, so that a rule is tried only where it can fit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ELEMENT = re.compile(
    r"\s*(?:(?P<field>[a-z]\w*)=(?P<class>[A-Z]\w*)|(?P<name>[A-Z]\w*)|(?P<look>\(\?<?[=!])|(?P<open>\()|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<many>[?*+]\??|\{\d*,?\d*\}\??))"
)
_DEEPEST = 5  # macros inside macros


@dataclass(slots=True)
class Notation:
    """The names a pattern may use: class → letter, union → classes, macro → pattern."""

    kinds: dict[str, str]
    unions: dict[str, list[str]]
    macros: dict[str, str]


@dataclass(slots=True)
class Translation:
    """A pattern as a regular expression, the numbers of its groups by name, the letters it can begin with, and letters of
    which a text must hold one for it to match (empty: nothing is known)."""

    source: str
    groups: dict[str, tuple[int, ...]] = field(default_factory=dict)
    first: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


def translate(pattern: str, notation: Notation) -> Translation:
    """Return the translation of `pattern`; raise ValueError where it cannot be read or uses an unknown name."""
    reader = _Reader(notation)
    reader.elements = reader.expand(pattern, 0)
    source, first, _, needs = reader.alternatives()
    if reader.place < len(reader.elements):
        raise ValueError("a bracket is closed that was not opened")
    return Translation(source, reader.groups, frozenset(first), frozenset(needs))


class _Reader:
    """Reads the elements of a pattern once, by recursive descent."""

    def __init__(self, notation: Notation) -> None:
        self.notation = notation
        self.elements: list[tuple[str, str, str]] = []
        self.place = 0
        self.count = 0
        self.groups: dict[str, tuple[int, ...]] = {}

    def expand(self, pattern: str, depth: int) -> list[tuple[str, str, str]]:
        """Return the elements of `pattern` as (kind, text, field), macros put in."""
        if depth > _DEEPEST:
            raise ValueError("macros go round in a circle")
        out: list[tuple[str, str, str]] = []
        place, pattern = 0, pattern.strip()
        while place < len(pattern):
            match = _ELEMENT.match(pattern, place)
            if match is None:
                raise ValueError(f"cannot read the pattern at {pattern[place:]!r}")
            place = match.end()
            name = match["class"] or match["name"]
            if name in self.notation.macros:
                out += [("open", "(", ""), *self.expand(self.notation.macros[name], depth + 1), ("close", ")", "")]
            elif name:
                out.append(("class", "".join(dict.fromkeys(self.letters(name))), match["field"] or ""))
            else:
                out.append((match.lastgroup or "", match.group().strip(), ""))
        return out

    def letters(self, name: str) -> list[str]:
        """Return the class letters that `name` stands for."""
        if name in self.notation.unions:
            return [letter for part in self.notation.unions[name] for letter in self.letters(part)]
        if name not in self.notation.kinds:
            raise ValueError(f"unknown class {name!r}; add it to classes, fields or unions")
        return [self.notation.kinds[name]]

    def alternatives(self) -> tuple[str, set[str], bool, set[str]]:
        """Read branches up to a closing bracket; return source, first letters, whether nothing may match, letters needed."""
        sources, first, empty, needs = [], set(), False, []
        while True:
            source, begins, nothing, musts = self.sequence()
            sources.append(source)
            needs.append(musts)
            first |= begins
            empty = empty or nothing
            if self.place >= len(self.elements) or self.elements[self.place][0] != "bar":
                return "|".join(sources), first, empty, set().union(*needs) if all(needs) else set()
            self.place += 1

    def sequence(self) -> tuple[str, set[str], bool, set[str]]:
        """Read one branch."""
        source, empty = "", True
        first: set[str] = set()
        needs: set[str] = set()
        while self.place < len(self.elements) and self.elements[self.place][0] not in ("bar", "close"):
            kind, text, name = self.elements[self.place]
            self.place += 1
            if kind == "many":
                raise ValueError(f"{text!r} repeats nothing")
            if kind == "class":
                piece, begins, nothing = (text if len(text) == 1 else f"[{text}]"), set(text), False
                musts = set(text)
                if name:
                    self.count += 1
                    self.groups[name] = (*self.groups.get(name, ()), self.count)
                    piece = f"({piece})"
            else:
                inner, begins, nothing, musts = self.alternatives()
                if self.place >= len(self.elements):
                    raise ValueError("a bracket is not closed")
                self.place += 1
                piece = f"{text if kind == 'look' else '(?:'}{inner})"
                if kind == "look":
                    begins, nothing, musts = set(), True, set()
            if self.place < len(self.elements) and self.elements[self.place][0] == "many":
                many = self.elements[self.place][1]
                self.place += 1
                piece += many
                nothing = nothing or many[0] in "?*" or many.startswith(("{0", "{,"))
            if musts and not nothing and (not needs or len(musts) <= len(needs)):
                needs = musts
            source += piece
            if empty:
                first |= begins
            empty = empty and nothing
        return source, first, empty, needs
