"""Time words and rules of a language, read from `config/timex/LANGUAGE.yaml` once and compiled.

The file has `classes` (NAME: words), `fields` (words that name a place in the calendar, with the fields of `Cal` they set),
`unions` (a name for several classes), `macros` (a name for a stretch of pattern), `levels` (lists of rules, see `grammar`),
`characters` (letters read as others), `units` (words that may touch a figure), `weak` (classes that mean no time by themselves)
and `cues` (regular expressions on the words around an expression).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from .grammar import Level, compile_level
from .nodes import Cal
from .pattern import Notation

FOLDER = Path(__file__).resolve().parents[2] / "config" / "timex"
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
]
TREES = ("CAL", "RANGE", "LEN", "SET", "EXPR", "LIMITED", "OFFSET", "SEVERAL")
_FIELDS = {f.name for f in fields(Cal)}


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


def load(language: str, path: Path | None = None) -> Lexicon:
    """Read and compile the lexicon of `language`; a mistake in the file is a ValueError that names it and its place."""
    from .scan import MARKS, scanner

    path = path or FOLDER / f"{language}.yaml"
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror}); known languages: zh, vi") from error
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: not valid YAML: {error}") from error
    unknown = set(data) - {"language", "classes", "fields", "unions", "macros", "levels", "characters", "cues", "units", "weak"}
    if unknown:
        raise ValueError(f"{path}: unknown section {sorted(unknown)[0]!r}; remove it or correct its name")
    names = [*BUILT_IN, *data["classes"], *data["fields"]]
    kinds = {name: chr(0xE000 + number) for number, name in enumerate(dict.fromkeys(names))}
    words: dict[str, tuple[str, Any]] = {}

    def add(word: Any, name: str, value: Any) -> None:
        if not isinstance(word, str):
            raise ValueError(f"{path}: {name}: {word!r} is not a word; put it in quotation marks")
        if word in words and words[word] != (kinds[name], value):
            raise ValueError(f"{path}: {name}: the word {word!r} stands in two classes; remove one")
        words[word] = (kinds[name], value)

    for name, listed in data["classes"].items():
        for word in listed:
            add(word, name, None)
    for name, entries in data["fields"].items():
        for entry in entries:
            wrong = set(entry) - _FIELDS - {"words", "value"}
            if wrong:
                raise ValueError(f"{path}: {name}: unknown field {sorted(wrong)[0]!r}; known: {', '.join(sorted(_FIELDS))}")
            value = entry.get("value", Cal(**{k: v for k, v in entry.items() if k != "words"}) if "value" not in entry else None)
            for word in entry["words"]:
                add(word, name, value)
    unions = {"ANY": [name for name in kinds if name not in ("STOP", "SEMI", "COMMA", "COLON", "FAR")], **data.get("unions", {})}
    notation = Notation(kinds, unions, data.get("macros", {}))
    levels = tuple(compile_level(level, notation, str(path)) for level in data["levels"])
    letters = {ord(a): b for a, b in data.get("characters", {}).items()}
    cues = {name: re.compile(pattern) for name, pattern in data.get("cues", {}).items()}
    units = "|".join(map(re.escape, sorted(data["units"], key=len, reverse=True)))
    weak = [*MARKS.values(), "GAP", "FAR", "JUNK", "NW", *data.get("weak", [])]
    strong = trie_pattern(word for word, (kind, _) in words.items() if kind not in {kinds[name] for name in weak if name in kinds})
    return Lexicon(
        language,
        kinds,
        words,
        scanner(trie_pattern(words), language),
        levels,
        letters,
        cues,
        re.compile(f"(?:{units})(?![a-zà-ỹđ])"),
        {letter: name for name, letter in kinds.items()},
        {mark: kinds[name] for mark, name in MARKS.items()},
        frozenset(kinds[name] for name in TREES),
        frozenset(kinds[name] for name in weak if name in kinds),
        re.compile(rf"{strong}|\d[-/.·]\d|(?:19|20)\d\d|[十五六七八九]五|十[一二三四六七八九]五|[五八]一"),
    )


def trie_pattern(words: Iterable[str]) -> str:
    """Return one pattern that matches the longest of `words`, without looking at each in turn; a blank may be a line's end."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def write(node: dict[str, Any]) -> str:
        branches = [("[ \\n]" if c == " " else re.escape(c)) + write(n) for c, n in sorted(node.items()) if c]
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return body + ("?" if "" in node else "")

    return write(root)
