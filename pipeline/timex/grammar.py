"""A cascade of rules over token classes: each level joins neighbouring tokens into larger ones, from dates to limits.

Within a level the leftmost place wins, there the first rule that fits; write the longer before the shorter. What a rule builds is
said by `make`, a function of `makers`, which gets the rule's other keys as constants and may refuse (None).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import makers
from .nodes import Token
from .pattern import Notation, translate

REMEMBERED = 4096  # sets of letters for which a level remembers its rules


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule; `groups` says which groups of the pattern bear a name (a name may stand in several branches), `needs` are letters
    of which a sentence must hold one."""

    pattern: re.Pattern[str]
    groups: dict[str, tuple[int, ...]]
    make: Callable[..., Any]
    kind: str
    constants: dict[str, Any]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Level:
    """A level's rules by the class letter they can begin with; `asked` are the letters that tell which of them can fit in a sentence,
    `known` holds what `fitting` found."""

    name: str
    rules: dict[str, tuple[Rule, ...]]
    asked: frozenset[str]
    known: dict[frozenset[str], dict[str, tuple[Rule, ...]]] = field(default_factory=dict)

    def fitting(self, present: frozenset[str]) -> dict[str, tuple[Rule, ...]]:
        """Return the rules that can fit in a sentence of these letters, by the letter they begin with; in most sentences there are none."""
        asked = present & self.asked
        found = self.known.get(asked)
        if found is None:
            by_letter = {
                letter: tuple(rule for rule in self.rules[letter] if not rule.needs.isdisjoint(asked))
                for letter in asked & self.rules.keys()
            }
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            found = self.known[asked] = {letter: rules for letter, rules in by_letter.items() if rules}
        return found


@dataclass(slots=True)
class Reading:
    """What is the same for a whole text: its view, the cues of its language and the names of the class letters."""

    text: str
    cues: dict[str, re.Pattern[str]]
    names: dict[str, str]


class Parts:
    """What a rule matched: its tokens, and those under names."""

    __slots__ = ("_all", "_match", "_reading", "names", "tokens")

    def __init__(self, all_tokens: list[Token], match: re.Match[str], names: dict[str, tuple[int, ...]], reading: Reading) -> None:
        self._all, self._match, self.names, self._reading = all_tokens, match, names, reading
        self.tokens = all_tokens[match.start() : match.end()]

    def __getitem__(self, name: str) -> Any:
        """Return the value of the token named `name`, or None where the rule or the text has none."""
        token = self.token(name)
        return None if token is None else token.value

    def token(self, name: str) -> Token | None:
        """Return the token named `name`, or None."""
        for index in self.names.get(name, ()):
            if (place := self._match.start(index)) >= 0:
                return self._all[place]
        return None

    def name(self, token: Token) -> str:
        """Return the name of the token's class."""
        return self._reading.names[token.kind]

    def cue(self, name: str, start: int, end: int) -> bool:
        """Return whether the lexicon's cue `name` occurs in `text[start:end]` of the view."""
        return self._reading.cues[name].search(self._reading.text[start:end]) is not None

    def knows(self, name: str) -> bool:
        """Return whether the lexicon has a cue of that name, which a language may do without."""
        return name in self._reading.cues

    def text(self, start: int, end: int) -> str:
        """Return `text[start:end]` of the view."""
        return self._reading.text[start:end]

    def alone(self) -> bool:
        """Return whether the match is the whole sentence, its stop aside."""
        return len(self.tokens) == len(self._all) - (self.name(self._all[-1]) == "STOP")

    def enclosed(self) -> bool:
        """Return whether the match fills a pair of brackets."""
        start, end = self.tokens[0].start, self.tokens[-1].end
        return start > 0 and self._reading.text[start - 1] == "(" and self._reading.text[end : end + 1] == ")"

    def follows(self, name: str) -> bool:
        """Return whether the lexicon's cue `name` begins right after the match."""
        end = self.tokens[-1].end
        return self._reading.cues[name].match(self._reading.text[end : end + 40]) is not None


def compile_level(name: str, rules: list[dict[str, Any]], notation: Notation) -> Level:
    """Compile a level of the lexicon file; a mistake is a ValueError that names level, rule and pattern."""
    by_letter: dict[str, list[Rule]] = {}
    for number, entry in enumerate(rules, 1):
        where = f"level {name}: rule {number} ({entry.get('pattern', 'no pattern')})"
        if not {"pattern", "make"} <= entry.keys():
            raise ValueError(f"{where}: a rule needs `pattern` and `make`; add what is missing")
        try:
            found = translate(entry["pattern"], notation)
            constants = {key: value for key, value in entry.items() if key not in ("pattern", "make", "as")}
            kind = notation.kinds[entry.get("as", makers.KINDS.get(entry["make"], "EXPR"))]
            rule = Rule(re.compile(found.source), found.groups, makers.maker(entry["make"]), kind, constants, found.needs)
        except (KeyError, AttributeError) as error:
            raise ValueError(f"{where}: unknown name {error}; use a class for `as`, a function of makers for `make`") from error
        except (ValueError, re.error) as error:
            raise ValueError(f"{where}: {error}; mend the pattern") from error
        for letter in found.first:
            by_letter.setdefault(letter, []).append(rule)
    asked = frozenset(by_letter).union(*[rule.needs for listed in by_letter.values() for rule in listed])
    return Level(name, {letter: tuple(listed) for letter, listed in by_letter.items()}, asked)


def reduce(levels: tuple[Level, ...], tokens: list[Token], reading: Reading) -> list[Token]:
    """Return the tokens with every stretch that a rule fits replaced by what the rule builds, level after level."""
    letters = "".join([token.kind for token in tokens])
    present = frozenset(letters)
    for level in levels:
        rules = level.fitting(present)
        joined = _reduce(rules, tokens, letters, reading) if rules else tokens
        if joined is not tokens:
            tokens, letters = joined, "".join([token.kind for token in joined])
            present = frozenset(letters)
    return tokens


def _reduce(rules: dict[str, tuple[Rule, ...]], tokens: list[Token], letters: str, reading: Reading) -> list[Token]:
    out: list[Token] = []
    last = after = 0
    for place in [place for place, letter in enumerate(letters) if letter in rules]:
        if place < after:
            continue
        for rule in rules[letters[place]]:
            match = rule.pattern.match(letters, place)
            if match is None or match.end() == place:
                continue
            value = rule.make(Parts(tokens, match, rule.groups, reading), **rule.constants)
            if value is not None:
                after = match.end()
                out += tokens[last:place]
                out.append(Token(rule.kind, tokens[place].start, tokens[after - 1].end, value))
                last = after
                break
    return out + tokens[last:] if out else tokens
