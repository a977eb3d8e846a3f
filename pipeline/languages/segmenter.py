"""Chinese words and tags as `jieba.posseg` gives them, from its dictionary and its hidden Markov model, in a quarter of its time.

The words of a first letter are read when a text holds that letter, the way through the dictionary is found while it is looked up,
only transitions that exist are tried, and what stands in no dictionary is remembered. `tests/languages/test_segmenter.py` holds
both against each other.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from math import log
from pathlib import Path
from typing import Any

Word = tuple[str, str]  # its letters, and jieba's tag
# What jieba looks up in its dictionary; in a run of letters it does not have, what its model cuts, and figures and Latin letters.
LETTERS = re.compile("([\u4e00-\u9fd5a-zA-Z0-9+#&._]+)")
HAN = re.compile("([\u4e00-\u9fd5]+)")
FOREIGN = re.compile("([.0-9]+|[a-zA-Z0-9]+)")
BREAK = re.compile(r"(\r\n|\s)")
RUN = re.compile(r"(?m)^(.).*\n?(?:\1.*\n?)*")  # lines that begin with the same letter
LEAST = -3.14e100  # logarithm of what the model never saw
UNKNOWN = "x"


class Segmenter:
    """jieba's tagger; `terms` are words by tag that are cut as one where the dictionary alone would part them."""

    def __init__(self, terms: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self._lines = (_folder() / "dict.txt").read_text(encoding="utf-8")
        self._places: dict[str, list[tuple[int, int]]] = {}  # of the lines that begin with a letter, until they are read
        for match in RUN.finditer(self._lines):
            self._places.setdefault(match[1], []).append(match.span())
        self._tables: dict[str, dict[str, int]] = {}  # by first letter; 0 for the beginning of a word that is none itself
        self._tags: dict[str, str] = {}
        self._total = sum(map(int, re.findall(r" (\d+) ", self._lines)))
        self._logarithms = _Logarithms()
        self._whole = log(self._total)
        self._unknown = lru_cache(maxsize=65536)(self._cut_unknown)
        for tag, words in terms:
            for word in words:
                self._add(word, tag)

    def load(self) -> None:
        """Read the whole dictionary: for a process that others are forked from."""
        for letter in list(self._places):
            self._open(letter)
        self._lines = ""

    def cut(self, text: str) -> list[Word]:
        """Return the words of a text with their tags; every character lies in one, those outside words stand alone."""
        found: list[Word] = []
        for number, block in enumerate(LETTERS.split(text)):
            if number % 2:
                self._cut_known(block, found)
            elif block:
                for place, piece in enumerate(BREAK.split(block)):
                    found += [(piece, UNKNOWN)] if place % 2 else [(character, UNKNOWN) for character in piece]
        return found

    def _cut_known(self, block: str, found: list[Word]) -> None:
        """Add the words of a block of letters: the likeliest way through the dictionary, single letters beside each other apart."""
        tags, single = self._tags, ""
        start = 0
        for stop in self._ends(block):
            if stop - start == 1:
                single += block[start]
            else:
                if single:
                    self._cut_single(single, found)
                    single = ""
                word = block[start:stop]
                found.append((word, tags.get(word, UNKNOWN)))
            start = stop
        if single:
            self._cut_single(single, found)

    def _ends(self, block: str) -> list[int]:
        """Return where the words of the likeliest way end; of two equally likely words the longer counts."""
        tables, logarithms, whole, size = self._tables, self._logarithms, self._whole, len(block)
        route = [0.0] * (size + 1)
        ends = [0] * size
        for start in range(size - 1, -1, -1):
            letter = block[start]
            table = tables.get(letter)
            if table is None:
                table = self._open(letter)
            best, stop, end = None, start + 1, start + 1
            count = table.get(letter)
            while count is not None:
                if count:
                    likely = logarithms[count] - whole + route[end]
                    if best is None or likely >= best:
                        best, stop = likely, end
                end += 1
                if end > size:
                    break
                count = table.get(block[start:end])
            route[start] = route[stop] - whole if best is None else best
            ends[start] = stop
        way, place = [], 0
        while place < size:
            place = ends[place]
            way.append(place)
        return way

    def _cut_single(self, letters: str, found: list[Word]) -> None:
        """Add a run of letters that are words by themselves: what the dictionary does not have together, the model cuts."""
        if len(letters) > 1 and not self._tables[letters[0]].get(letters):
            found += self._unknown(letters)
        else:
            found += [(letter, self._tags.get(letter, UNKNOWN)) for letter in letters]

    def _cut_unknown(self, letters: str) -> tuple[Word, ...]:
        found: list[Word] = []
        for number, run in enumerate(HAN.split(letters)):
            if number % 2:
                found += _modelled(run)
            else:
                pieces = (piece for piece in FOREIGN.split(run) if piece)
                found += [(p, "m" if p[0] in ".0123456789" else "eng" if p.isalnum() else UNKNOWN) for p in pieces]
        return tuple(found)

    # -- the dictionary

    def _open(self, letter: str) -> dict[str, int]:
        """Return how often each word that begins with a letter occurs, and 0 for the beginnings of words."""
        fields = "".join([self._lines[start:end] for start, end in self._places.pop(letter, ())]).split()
        words = fields[::3]  # each line is a word, how often it occurs, its tag
        table = dict.fromkeys([word[:end] for word in words if len(word) > 2 for end in range(2, len(word))], 0)
        if words:
            table[letter] = 0
        table.update(zip(words, map(int, fields[1::3]), strict=True))
        self._tags.update(zip(words, fields[2::3], strict=True))
        self._tables[letter] = table
        return table

    def _add(self, word: str, tag: str) -> None:
        """Make a word as likely as it must be to be cut as one, as jieba reckons it: a little likelier than its parts."""
        share, start = 1.0, 0
        for stop in self._ends(word):
            part = word[start:stop]
            share *= self._tables[part[0]].get(part, 1) / float(self._total)
            start = stop
        table = self._tables[word[0]]
        count = max(int(share * self._total) + 1, table.get(word, 1))
        table[word] = count
        self._tags[word] = tag
        self._total += count
        self._whole = log(self._total)
        for end in range(1, len(word)):
            table.setdefault(word[:end], 0)


class _Logarithms(dict[int, float]):
    """The logarithm of each number that was asked for."""

    def __missing__(self, number: int) -> float:
        found = self[number] = log(number)
        return found


def _modelled(run: str) -> list[Word]:
    """Return the words of a run of Han characters by the model's likeliest states (beginning, middle, end, single; tag)."""
    states = _likeliest(run)
    found: list[Word] = []
    begin = done = 0
    for place, (position, tag) in enumerate(states):
        if position == "B":
            begin = place
        elif position in "ES":
            found.append((run[begin if position == "E" else place : place + 1], tag))
            done = place + 1
    if done < len(run):
        found.append((run[done:], states[done][1]))
    return found


def _likeliest(run: str) -> list[tuple[str, str]]:
    """Return the likeliest states (Viterbi); of equals the last in the order of their names."""
    model = _model()
    emits, follows, precedes = model.emits, model.follows, model.precedes
    scores = {state: model.begins[state] + emits[state].get(run[0], LEAST) for state in model.holds(run[0]) or model.every}
    steps: list[dict[int, int]] = []
    for character in run[1:]:
        before = [state for state in scores if follows[state]]
        expected = frozenset[int]().union(*[follows[state] for state in before])
        allowed = expected.intersection(model.holds(character) or model.every) or expected or model.every
        after, step = dict[int, float](), dict[int, int]()
        for state in allowed:
            emitted, came = emits[state].get(character, LEAST), precedes[state]
            after[state], step[state] = max(
                [(scores[old] + came[old] + emitted, old) for old in before if old in came],
                default=(float("-inf"), max(before, default=state)),
            )
        scores = after
        steps.append(step)
    state = max((score, state) for state, score in scores.items())[1]
    way = [state]
    for step in reversed(steps):
        way.append(step[way[-1]])
    return [model.names[state] for state in reversed(way)]


class _Model:
    """jieba's hidden Markov model, its states numbered in the order of their names: a number is looked up sooner than a name."""

    def __init__(self) -> None:
        begins, follows, emits = (_table(name) for name in ("prob_start", "prob_trans", "prob_emit"))
        self.names: list[tuple[str, str]] = sorted(follows)
        numbers = self._numbers = {name: number for number, name in enumerate(self.names)}
        self.every = frozenset(numbers.values())
        self.begins = [begins[name] for name in self.names]
        self.emits = [emits[name] for name in self.names]
        self.follows = [frozenset(numbers[state] for state in follows[name]) for name in self.names]
        self.precedes: list[dict[int, float]] = [{} for _ in self.names]
        for name, after in follows.items():
            for state, likely in after.items():
                self.precedes[numbers[state]][numbers[name]] = likely
        self.holds = lru_cache(maxsize=8192)(self._holds)

    def _holds(self, character: str) -> frozenset[int]:
        """Return the states that a character was seen in; none where it was never seen."""
        return frozenset(self._numbers[state] for state in _table("char_state_tab").get(character, ()))


@cache
def _model() -> _Model:
    return _Model()


def _folder() -> Path:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("jieba is not installed; install the pinned version")
    return Path(spec.origin).parent


@cache
def _table(name: str) -> dict[Any, Any]:
    """Return a table of the model without importing `jieba.posseg`, which reads the whole dictionary once more."""
    spec = spec_from_file_location(f"jieba.posseg.{name}", _folder() / "posseg" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{_folder() / 'posseg' / name}.py: no such table; install the pinned version of jieba")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[Any, Any] = module.P
    return table


@cache
def segmenter(terms: tuple[tuple[str, tuple[str, ...]], ...]) -> Segmenter:
    """Return the segmenter with these terms, made once."""
    return Segmenter(terms)
