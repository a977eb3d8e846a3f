"""What kind of body or person a bearer's mention names, and its rung on the territorial ladder (record specification, `organ`, `tier`).

A noun phrase has one head. Chinese puts it last (县委书记: a 书记), Vietnamese first (Bí thư Huyện ủy: a bí thư); everything else in
the phrase can only tell the rung, which `pipeline.resolve.rung` reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.languages.syllables import CAPITALS
from pipeline.records import LanguageCode, Organ, Tier
from pipeline.resolve import rung
from pipeline.resolve.home import UNKNOWN, Home
from pipeline.resolve.lexicon import MARKS, ORDER, POSTS, Token, Vocabulary, Word, vocabulary

# What may follow the head of a Chinese bearer: brackets, quotation marks, plural and "and so on".
TAIL = re.compile(r"(?:\([^()]*\)|[\s\"'。，,、;；:：等们]|本身|自身|一方)+$")
PERSON = Word(organ="cadre")


@dataclass(frozen=True, slots=True)
class Party:
    """What a mention names: its rungs from the top (one, several or none), and whether a word named them or the kind implies them.

    `generic` marks any body of the kind, none in particular (部门, đơn vị, a nameless locality).
    """

    organ: Organ
    tiers: tuple[Tier, ...]
    explicit: bool
    generic: bool

    @property
    def individual(self) -> bool:
        """Whether the bearer is a person."""
        return self.organ in POSTS or self.organ == "citizen"


@lru_cache(maxsize=8192)  # a document names the same few parties again and again
def party(mention: str, code: LanguageCode, home: Home = UNKNOWN) -> Party:
    """Return what a folded mention names; `home` is the rung of the document that names it."""
    words = vocabulary(code)
    mention = mention.translate(MARKS)
    if ORDER[code] == "final":
        mention = TAIL.sub("", mention)
    tokens, mention = _cut(words.tokens(mention), mention)
    head = (_last_head if ORDER[code] == "final" else _first_head)(tokens, mention, words)
    word = head.word
    organ: Organ = word.organ or ("government" if word.tiers or word.city or word.role == "own" else "other")
    if organ == "head" and _deputy(tokens, head, mention, code):
        organ = "cadre"
    generic = word.generic or bool(word.locality and not word.place and not re.search(rf"\s[{CAPITALS}]", mention))
    if organ == "citizen":
        return Party(organ, (), False, generic)
    named, implied = rung.read(tokens, head, organ, mention, words, home)
    return Party(organ, named or implied, bool(named), generic)


def _cut(tokens: list[Token], mention: str) -> tuple[list[Token], str]:
    """Drop what follows the bearer's name: its circumstances and additions."""
    started = False
    for i, token in enumerate(tokens):
        if token.word.role == "cut" and started and not token.word.organ and not _apposed(tokens[i - 1 : i + 1], mention):
            return tokens[:i], mention[: token.start]
        started = started or bool(token.word.organ or token.word.tiers)
    return tokens, mention


def _apposed(pair: list[Token], mention: str) -> bool:
    """Whether a form of address is explained by what follows (các đồng chí là lãnh đạo …) rather than followed by circumstances."""
    return pair[0].word.title and mention[pair[1].start : pair[1].end].lower() == "là"


def _last_head(tokens: list[Token], mention: str, words: Vocabulary) -> Token:
    """Return the head of a head-final mention: of coordinated bodies the first, unless they share a post at the end (…的负责人)."""
    pieces, start = [], 0
    for match in words.parts.finditer(mention):
        inside = any(t.start < match.end() and match.start() < t.end for t in tokens)
        if not inside and mention.count("(", 0, match.start()) <= mention.count(")", 0, match.start()):
            pieces.append((start, match.start()))
            start = match.end()
    pieces.append((start, len(mention)))
    clause = rung.relative(tokens, mention, len(mention))
    heads = [_at_end(tokens, mention, left, right, words) for left, right in pieces]
    found = [h for h in heads if h is not None and h.start > clause] or [h for h in heads if h is not None]
    if not found:
        if words.person and words.person.fullmatch(mention):
            return Token(0, len(mention), PERSON)
        nouns = [t for t in tokens if t.word.organ]
        return nouns[-1] if nouns else Token(len(mention), len(mention), Word())
    last = heads[-1]
    if last is not None and last.word.organ in POSTS and found[0].word.organ not in POSTS:
        return last
    return found[0]


def _at_end(tokens: list[Token], mention: str, left: int, right: int, words: Vocabulary) -> Token | None:
    """Return the word that ends `mention[left:right]` and can be a head, or the kind its last letters tell."""
    right = left + len(TAIL.sub("", mention[left:right]))
    for token in reversed(tokens):
        if token.end == right and token.start >= left and (token.word.organ or token.word.tiers or token.word.role == "own"):
            return token
    for size in (2, 1):
        piece = mention[max(left, right - size) : right]
        if right - left > size and piece in words.suffixes:
            return Token(right - size, right, words.suffixes[piece])
    return None


def _first_head(tokens: list[Token], mention: str, words: Vocabulary) -> Token:
    """Return the head of a head-initial mention; a form of address gives way to a post after it."""
    nouns = [t for t in tokens if t.word.organ or t.word.tiers or t.word.city or t.word.role == "own"]
    if not nouns:
        return Token(0, 0, Word())
    if nouns[0].word.title:
        return next((t for t in nouns if t.word.organ in POSTS and not t.word.title), nouns[0])
    return nouns[0]


def _deputy(tokens: list[Token], head: Token, mention: str, code: LanguageCode) -> bool:
    """Whether a mark of a deputy stands right before the head, or in Chinese earlier in the head's own noun phrase (分管…的负责人)."""
    marks = [t for t in tokens if t.word.role == "deputy" and t.start < head.start]
    if not marks:
        return False
    between = mention[marks[-1].end : head.start]
    if ORDER[code] == "initial":
        return not between.strip()
    return not between or (mention[marks[-1].start : marks[-1].end] != "副" and not re.search("[、，,和]", between))
