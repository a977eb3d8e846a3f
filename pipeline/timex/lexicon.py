"""Time words and rules of a language, read from `config/timex/LANGUAGE.yaml` once and compiled.

The file has `classes` (NAME: words), `fields` (words that name a place in the calendar, with the fields of `Cal` they set),
`unions` (a name for several classes), `macros` (a name for a stretch of pattern), `levels` (lists of rules, see `grammar`),
`characters` (letters read as others), `units` (words that may touch a figure), `ends` (words that end before the letters listed,
though a longer word begins there; `#` before one: only after a figure, `&`: only behind the joint of a list), `weak` (classes that
mean no time by themselves) and `cues` (regular expressions on the words around an expression).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NoReturn

from pydantic import Field

from ..settings import Section, SettingsError, config_folder, read_yaml
from .grammar import Level, compile_level
from .nodes import Cal
from .pattern import Notation

BUILT_IN = [
    "GAP",
    "FAR",
    "JUNK",
    "COMMA",
    "SEMI",
    "STOP",
    "ENUM",
    "DASH",
    "SLASH",
    "OPEN",
    "CLOSE",
    "OPEN2",
    "CLOSE2",
    "QUOTE",
    "TITLE",
    "ENDTITLE",
    "COLON",
    "PERCENT",
    "DOT",
    "PLUS",
    "CLOCK",
    "ROMAN",
    "PAIR",
    "PLAN",
    "H11",
    "H15",
    "H51",
    "H61",
    "H71",
    "H81",
    "Y4",
    "M",
    "D",
    "N",
    "N2",
    "YMD",
    "YM6",
    "DMY2",
    "SEVERAL",
    "NW",
    "YY",
    "YM",
    "YMDOT",
    "MY",
    "AB",
    "DM",
    "DMDASH",
    "DMDOT",
    "DMDOT2",
    "CAL",
    "RANGE",
    "LEN",
    "SET",
    "EXPR",
    "LIMITED",
    "OFFSET",
    "DAY1",
    "BRIEF",
    "HALVES",
]
MANY = 24  # branches of a pattern
TREES = ("CAL", "RANGE", "LEN", "SET", "EXPR", "LIMITED", "OFFSET", "SEVERAL")
_FIELDS = {f.name for f in fields(Cal)}


class LevelSection(Section):
    """A level of the grammar: its rules in the order in which they are tried."""

    name: str
    rules: list[dict[str, Any]]


class LexiconSection(Section):
    """The sections of a lexicon file, as the module's docstring explains them."""

    language: str = ""
    classes: dict[str, list[str]]
    fields: dict[str, list[dict[str, Any]]]
    units: list[str]
    levels: list[LevelSection]
    unions: dict[str, list[str]] = Field(default_factory=dict)
    macros: dict[str, str] = Field(default_factory=dict)
    characters: dict[str, str] = Field(default_factory=dict)
    ends: dict[str, list[str]] = Field(default_factory=dict)
    cues: dict[str, str] = Field(default_factory=dict)
    weak: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled words and rules of one language; `gate` finds what a text must hold to name any time."""

    language: str
    kinds: dict[str, str]
    words: dict[str, tuple[str, Any]]
    scanner: re.Pattern[str]
    levels: tuple[Level, ...]
    letters: dict[int, str]
    cues: dict[str, re.Pattern[str]]
    unit: re.Pattern[str]
    names: dict[str, str]
    marks: dict[str, str]
    trees: frozenset[str]
    plain: frozenset[str]
    gate: re.Pattern[str]

    def unit_follows(self, text: str, place: int) -> bool:
        """Return whether a word for a unit of time begins at `place`."""
        return self.unit.match(text, place) is not None


def languages() -> list[str]:
    """Return the languages that have a lexicon file."""
    return sorted(path.stem for path in (config_folder() / "timex").glob("*.yaml"))


def load(language: str, path: Path | None = None) -> Lexicon:
    """Read and compile the lexicon of `language`; a mistake in the file is a SettingsError that names file, line and cure."""
    from .scan import HAN, MARKS, scanner

    path = path or config_folder() / "timex" / f"{language}.yaml"
    data = read_yaml(path, LexiconSection)
    kinds = {name: chr(0xE000 + number) for number, name in enumerate(dict.fromkeys([*BUILT_IN, *data.classes, *data.fields]))}
    words = _words(data, kinds, path)
    unions = {"ANY": [name for name in kinds if name not in ("STOP", "SEMI", "COMMA", "COLON", "FAR")], **data.unions}
    notation = Notation(kinds, unions, data.macros)
    levels = []
    for level in data.levels:
        try:
            levels.append(compile_level(level.name, level.rules, notation))
        except ValueError as error:
            rule = next((r for r in level.rules if str(r.get("pattern", "")) in str(error)), {})
            _refuse(path, str(rule.get("pattern", level.name)), str(error))
    cues = {}
    for name, pattern in data.cues.items():
        try:
            cues[name] = re.compile(pattern)
        except re.error as error:
            _refuse(path, pattern, f"cue {name}: {error}; mend the regular expression")
    units = "|".join(map(re.escape, sorted(data.units, key=len, reverse=True)))
    weak = {kinds[name] for name in [*MARKS.values(), "GAP", "FAR", "JUNK", "NW", *data.weak] if name in kinds}
    strong = [word for word, (kind, _) in words.items() if kind not in weak]
    return Lexicon(
        language,
        kinds,
        words,
        scanner(_ended(data.ends, HAN) + trie_pattern(words), opening(words), language),
        tuple(levels),
        {ord(a): b for a, b in data.characters.items()},
        cues,
        re.compile(f"(?:{units})(?![a-zà-ỹđ])"),
        {letter: name for name, letter in kinds.items()},
        {mark: kinds[name] for mark, name in MARKS.items()},
        frozenset(kinds[name] for name in TREES),
        frozenset(weak),
        re.compile(
            rf"(?=[{opening(strong)}\d十五六七八九])"
            rf"(?:{trie_pattern(strong)}|\d[-/.·]\d|(?:19|20)\d\d|[十五六七八九]五|十[一二三四六七八九]五|[五六七八]一|^十一$)"
        ),
    )


def _words(data: LexiconSection, kinds: dict[str, str], path: Path) -> dict[str, tuple[str, Any]]:
    """Return class and value of each word of the file."""
    words: dict[str, tuple[str, Any]] = {}

    def add(word: Any, name: str, value: Any) -> None:
        if not isinstance(word, str):
            _refuse(path, f"{name}:", f"{name}: {word!r} is not a word; put it in quotation marks")
        if word in words and words[word] != (kinds[name], value):
            _refuse(path, word, f"{name}: the word {word!r} stands in two classes; remove one")
        words[word] = (kinds[name], value)

    for name, listed in data.classes.items():
        for word in listed:
            add(word, name, None)
    for name, entries in data.fields.items():
        for entry in entries:
            wrong = set(entry) - _FIELDS - {"words", "value"}
            if wrong or "words" not in entry:
                what = (
                    f"unknown field {sorted(wrong)[0]!r}; known: {', '.join(sorted(_FIELDS))}"
                    if wrong
                    else "an entry has no words; add them"
                )
                _refuse(path, sorted(wrong)[0] if wrong else f"{name}:", f"{name}: {what}")
            value = entry["value"] if "value" in entry else Cal(**{k: v for k, v in entry.items() if k != "words"})
            for word in entry["words"]:
                add(word, name, value)
    return words


def _refuse(path: Path, place: str, what: str) -> NoReturn:
    """Stop with the line of the file that holds `place`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if place in text), 1)
    raise SettingsError(f"{path}:{line}: {what}")


def _ended(ends: dict[str, list[str]], figures: str) -> str:
    """Return the branches of a pattern for words that end before the letters listed with them; `#` before a word: only after a figure,
    `&`: only behind the joint of a list."""
    only = {"#": rf"(?:(?<=[\d{figures}])|(?<=[\d{figures}][ \n]))", "&": r"(?:(?<=,[ \n])|(?<=\bvà[ \n]))"}
    return "".join(f"{only.get(word[0], '')}{re.escape(word.lstrip('#&'))}(?={trie_pattern(after)})|" for word, after in ends.items())


def opening(words: Iterable[str]) -> str:
    """Return the letters that words begin with, as they stand in a class of a pattern: most places need one look at such a class."""
    return "".join(re.escape(letter) for letter in sorted({word[0] for word in words}))


def trie_pattern(words: Iterable[str]) -> str:
    """Return one pattern that matches the longest of `words`, without looking at each in turn; a blank may be a line's end.

    Branches are tried one after the other, so a long row of them is parted: one look at the letters of a part passes over it.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def write(node: dict[str, Any]) -> str:
        branches = [(r"[ \n]" if c == " " else re.escape(c)) + write(n) for c, n in sorted(node.items()) if c]
        if not branches:
            return ""
        if len(branches) > 2 * MANY:
            firsts = [" \n" if c == " " else c for c in sorted(node) if c]
            starts = range(0, len(branches), MANY)
            branches = [f"(?=[{opening(''.join(firsts[i : i + MANY]))}])(?:{'|'.join(branches[i : i + MANY])})" for i in starts]
        body = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return body + ("?" if "" in node else "")

    return write(root)
