"""Aim and object of the Institutional Grammar: the verb (group) of an action and what it acts on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import overload

from pipeline import languages
from pipeline.records import LanguageCode
from pipeline.settings import Section, config_folder, read_yaml

# The verb stands near the start; a tagger need not read a whole paragraph of objects.
READ = 80
# Most verbs are found in the first characters (without spaces, with spaces). The tagger sees some more than it is believed on: what
# follows a word has a say in where it ends, and what it is.
OPENING = {False: 16, True: 48}
UNSURE = {False: 6, True: 16}
LONGEST_GROUP = 3
Tag = tuple[int, int, str, str]  # start, end, part of speech, small letters


class Wording(Section):
    """What stands before and between verbs in one language."""

    adverbs: frozenset[str]
    phrases: frozenset[str]
    fronting: frozenset[str]
    landing: frozenset[str]
    joins: frozenset[str]
    verbs: frozenset[str]
    chained: frozenset[str]

    @cached_property
    def opening(self) -> frozenset[str]:
        """What opens a phrase before the verb."""
        return self.fronting | self.phrases

    @cached_property
    def leading(self) -> frozenset[str]:
        """What an adverb may stand before."""
        return self.opening | self.adverbs | self.landing | self.verbs

    @cached_property
    def linking(self) -> frozenset[str]:
        """What ends a row of verbs though it is tagged as one."""
        return self.phrases | self.joins


class ActionsFile(Section):
    """`config/actions.yaml`."""

    zh: Wording
    vi: Wording


@cache
def _wording(code: LanguageCode) -> Wording:
    return getattr(read_yaml(config_folder() / "actions.yaml", ActionsFile), code)


class Beyond(Exception):
    """A word was asked for that was not read."""


class Opening(Sequence[Tag]):
    """The first words of an action: as many follow as anyone likes, but to ask for one raises Beyond."""

    def __init__(self, tags: list[Tag]) -> None:
        self._tags = tags

    def __len__(self) -> int:
        return READ

    @overload
    def __getitem__(self, index: int) -> Tag: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Tag]: ...

    def __getitem__(self, index: int | slice) -> Tag | Sequence[Tag]:
        if isinstance(index, slice):
            if index.stop is None:
                return Opening(self._tags[index])
            if index.stop > len(self._tags):
                raise Beyond
            return self._tags[index]
        if index >= len(self._tags):
            raise Beyond
        return self._tags[index]

    def __iter__(self) -> Iterator[Tag]:
        yield from self._tags
        raise Beyond


@lru_cache(maxsize=8192)  # a duty laid on several bearers is read once for each
def split(action: str, code: LanguageCode) -> tuple[str | None, str | None]:
    """Return verb (group) and object of an action, as written; a fronted object (对…, 将…, 把…) is the object."""
    spaced = languages.get(code).spaced
    size = OPENING[spaced]
    if len(action) > size + UNSURE[spaced]:
        known = [tag for tag in _tags(action, code, size) if tag[1] <= size - UNSURE[spaced]]
        try:
            return _split(action, code, Opening(known))
        except Beyond:
            pass
    return _split(action, code, _tags(action, code, READ))


def _tags(action: str, code: LanguageCode, size: int) -> list[Tag]:
    return [(s, e, p, action[s:e].lower()) for s, e, p in languages.get(code).tags(action[:size]) if not action[s:e].isspace()]


def _split(action: str, code: LanguageCode, tags: Sequence[Tag]) -> tuple[str | None, str | None]:
    w = _wording(code)
    i = _skip(tags, 0, w)
    fronted = None
    if i < len(tags) and tags[i][3] in w.opening and code == "zh":
        front = tags[i][3] in w.fronting
        landing = _landing(tags, i + 1, w, front)
        if landing is not None:
            if front:
                inside = (t for t in reversed(tags[i + 1 : landing]) if t[2] not in ("ADV", "PUNCT") and t[3] not in w.adverbs)
                fronted = (tags[i][1], max(next(inside, tags[i])[1], tags[i][1]))
            i = landing
    if i >= len(tags):
        return (action or None), None
    last = _group(tags, i, w, languages.get(code).spaced)
    start, end = tags[i][0], tags[last][1]
    word = tags[i][3]
    if (
        last == i and code == "zh" and len(word) > 3 and word not in w.landing
    ):  # 认真落实, 明确责任: the segmenter took adverb or object along
        if word[:2] in w.adverbs:
            start += 2
        elif word[:2] in w.verbs or word[:2] in w.landing:
            end = start + 2
    rest = action[end:].strip(" \n\t,，、:：") or None
    if fronted:
        rest = action[fronted[0] : fronted[1]].strip() or rest
    return action[start:end], rest


def _skip(tags: Sequence[Tag], i: int, w: Wording) -> int:
    """Return the index of the first word that is no adverb. A word is one only if a verb or a phrase follows: 加快推进…, but 加快…转型."""
    while i + 1 < len(tags) and tags[i][3] not in w.opening and tags[i][3] not in w.verbs:
        if tags[i][2] not in ("ADV", "ADJ", "AUX", "PUNCT", "PART") and tags[i][3] not in w.adverbs:
            break
        following = next((t for t in tags[i + 1 :] if t[2] not in ("PUNCT", "CCONJ")), None)
        leads = ("VERB", "ADV", "ADJ", "AUX") if tags[i][2] == "ADV" else ("VERB", "ADV", "AUX")
        if following is None or not (following[2] in leads or following[3] in w.leading):
            break
        i += 1
    return i


def _landing(tags: Sequence[Tag], i: int, w: Wording, fronted: bool) -> int | None:
    """Return the index of the verb behind a phrase: one that usually lands there, else the first behind a noun."""
    for j in range(i, len(tags)):
        modifies = j + 1 < len(tags) and tags[j + 1][3] == "的"
        if tags[j][3] in w.landing and not modifies:
            return j
        if not fronted and j > i and tags[j][2] == "VERB" and tags[j - 1][2] in ("NOUN", "PROPN", "PRON", "PUNCT", "ADV") and not modifies:
            return j
    last = next((j for j in range(len(tags) - 1, i, -1) if tags[j][2] == "VERB"), None)
    while last is not None and last - 1 > i and tags[last - 1][2] == "VERB":  # 拨付到: the verb stands before its complement
        last -= 1
    return last


def _group(tags: Sequence[Tag], i: int, w: Wording, spaced: bool) -> int:
    """Return the index of the last word of the verb group that starts at i: verbs in a row, or joined and sharing an object."""
    last = i
    if tags[i][3] in w.chained and not (i + 1 < len(tags) and tags[i + 1][2] == "VERB" and tags[i][3] == "组织"):
        return last
    while last + 1 < len(tags) and last - i < LONGEST_GROUP:
        following = tags[last + 1]
        if following[2] == "VERB" and following[3] not in w.linking:
            if last + 2 >= len(tags) and last > i:
                break
            last += 1
        elif following[3] in w.joins and last + 3 < len(tags) and (tags[last + 2][2] == "VERB" or tags[last + 2][3] in w.verbs):
            last += 2
            if not spaced:
                break
        else:
            break
    return last
