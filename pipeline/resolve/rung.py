"""The rung of the territorial ladder that a bearer's mention names, or that its kind of body implies.

Words beat kinds: a rung named in the mention stands, however high such a body usually is. Rungs side by side (省、市、县) are all
meant; of a place told in full (Hà Nội's district, 某省某市) only the rung of the body itself.
"""

from __future__ import annotations

import re

from pipeline.languages.syllables import CAPITALS
from pipeline.records import Organ, Tier
from pipeline.resolve.home import Home
from pipeline.resolve.lexicon import LADDER, ORDER, POSTS, Token, Vocabulary

RELATIVE = "的"
# A body whose rung is its founder's, and told only by words of belonging: the place of a factory is not its founder.
FOUNDED: frozenset[Organ] = frozenset(("enterprise", "school_hospital"))
NATIONAL: frozenset[Organ] = frozenset(("department", "inspection", "front", "mass_organisation", "court", "procuracy", "party_committee"))
LOCAL_ONLY = re.compile(r"(?i)ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd")
OWNED = re.compile(r"(?i)\b(?:thuộc|của)\b")
LEVEL = re.compile("[级属直]$")


def read(
    tokens: list[Token], head: Token, organ: Organ, mention: str, words: Vocabulary, home: Home
) -> tuple[tuple[Tier, ...], tuple[Tier, ...]]:
    """Return the rungs that words of the mention name and, where they name none, the one its kind of body implies."""
    final = ORDER[words.code] == "final"
    around = [t for t in tokens if t.word.organ and (t.start < head.start if final else t.start > head.start)]
    body = around[-1 if final else 0] if organ in POSTS and around else head
    kind = (body.word.organ or organ) if organ in POSTS else organ
    scope = _scope(tokens, head, organ, mention, words)
    named = _named(scope, body, kind, mention, words, home)
    if named:
        return named, ()
    if (kind in NATIONAL | POSTS and any(t.word.national and t.start != head.start for t in scope)) or (
        final and kind == "other" and tokens and tokens[0].word.national and tokens[0].start != head.start
    ):
        return (), ("central",)
    if head.word.implied:
        return (), (head.word.implied,)
    if (organ in POSTS and not head.word.title) or (head.word.generic and organ == "department"):
        lent = [t.word.implied for t in around if t.start >= scope[0].start] if final and scope else [t.word.implied for t in around[:1]]
        if len(set(lent)) == 1 and lent[0]:
            return (), (lent[0],)
    return (), ()


def relative(tokens: list[Token], mention: str, end: int) -> int:
    """Return where the last 的 before `end` stands that is no part of a word, or -1."""
    places = [m.start() for m in re.finditer(RELATIVE, mention[:end])]
    return next((p for p in reversed(places) if not any(t.start < p < t.end for t in tokens)), -1)


def _scope(tokens: list[Token], head: Token, organ: Organ, mention: str, words: Vocabulary) -> list[Token]:
    """Return the words that can tell the head's rung; those before 的 only if it means possession and nothing nearer tells."""
    if ORDER[words.code] == "initial":
        return [t for t in tokens if t.start >= head.start]
    clause = relative(tokens, mention, head.start)
    near = [t for t in tokens if t.start > clause]
    if clause < 0 or any(t.word.tier or t.word.tiers or t.word.role == "own" for t in near):
        return near
    possession = any(t.end == clause and t.word.organ for t in tokens) or re.search("(?:所属|下属|管理|批准设立|直属)$", mention[:clause])
    return tokens if organ in POSTS or (possession and organ != "other") else near


def _named(scope: list[Token], body: Token, kind: Organ, mention: str, words: Vocabulary, home: Home) -> tuple[Tier, ...]:
    """Return the rungs that words of the scope name, from the top."""
    rungs: list[Tier] = []
    previous: Token | None = None
    for i, token in enumerate(scope):
        if token.word.role in ("floor", "downward") and previous is not None:
            return _spread(rungs[-1], token.word.role == "floor", kind, mention, words)
        named = _rungs(token, i, scope, mention, words, home)
        if not named or (kind in FOUNDED and token.start != body.start and not _founds(token, body, mention, words)):
            continue
        if ORDER[words.code] == "final":
            if previous is not None and len(named) > 1 and not words.parts.search(mention[previous.end : token.start]):
                continue  # 省级各部门: the span only repeats that there are many
            if previous is not None and _path(previous, token, mention, words):
                rungs = []
        elif previous is not None and _path(previous, token, mention, words):
            continue
        rungs += [r for r in named if r not in rungs]
        previous = token
    return tuple(sorted(rungs, key=LADDER.index))


def _spread(floor: Tier, upward: bool, kind: Organ, mention: str, words: Vocabulary) -> tuple[Tier, ...]:
    """Return the rungs from a floor up to the centre (县级以上), or from a ceiling down to the commune."""
    ladder = words.organs.ladder
    at = ladder.index(floor) if floor in ladder else len(ladder) - 1
    if not upward:
        return tuple(ladder[at : ladder.index("commune") + 1])
    local = words.local.search(mention) or LOCAL_ONLY.search(mention)
    return tuple(ladder[1 if local else 0 : at + 1])


def _rungs(token: Token, i: int, scope: list[Token], mention: str, words: Vocabulary, home: Home) -> tuple[Tier, ...]:
    """Return the rungs one word names, own-rung words and cities resolved."""
    word = token.word
    if word.role == "own":
        return _own(mention[token.start : token.end].lower(), words, home)
    if word.city:
        named: tuple[Tier | None, ...] = word.tiers or (word.tier,)
        city = _city(token, i, scope, mention, words, home)
        return tuple(dict.fromkeys(city if t in ("prefecture", None) else t for t in named))
    if word.tier:
        return (word.tier,)
    if len(word.tiers) > 1 and LOCAL_ONLY.search(mention):
        return tuple(t for t in word.tiers if t != "central")
    return word.tiers


def _own(text: str, words: Vocabulary, home: Home) -> tuple[Tier, ...]:
    """Return the rung of a word for one's own: the one it names; for a city, a region or none from the publisher."""
    inner = text[1:] if words.code == "zh" else re.sub(r"\b(?:bản|ta|mình|nhà)\b", "", text).strip()
    for token in words.tokens(inner):
        if token.word.city or inner == "区":
            if home.tier in ("province", "prefecture", "county") and not (inner == "区" and home.municipality):
                return (home.tier,)
            return ("county",) if inner == "区" else ("prefecture",) if words.code == "zh" else ("province",)
        if len(token.word.tiers) == 1:
            return token.word.tiers
    return (home.tier,) if home.tier else ()


def _city(token: Token, i: int, scope: list[Token], mention: str, words: Vocabulary, home: Home) -> Tier:
    """Return the rung of a city. In China a prefecture, unless a municipality speaks of itself; in Vietnam a province or a county
    by the words it stands among, by its name, or by the publisher."""
    if words.code == "zh":
        name = re.search(r"[一-鿿]{2,6}$", mention[: token.start])
        named = name is not None and not words.classes.search(name[0])
        return "province" if home.municipality and not named else "prefecture"
    following = scope[i + 1] if i + 1 < len(scope) else None
    if following is not None and following.word.place and not mention[token.end : following.start].strip():
        return "province"
    others = {t for x in scope if not x.word.city for t in (x.word.tiers or (x.word.tier,))} | home.beside
    if "prefecture" in others or home.foreign:
        return "prefecture"
    before = [x for x in scope[:i] if "province" in (x.word.tiers or (x.word.tier,)) and not x.word.city]
    listed = bool(before) and words.parts.search(mention[before[-1].end : token.start]) is not None
    if "county" not in others and (listed or "province" in home.beside):
        return "province"
    if (
        "county" in others
        or any("province" in x.word.tiers for x in scope if not x.word.city)
        or re.match(rf"\s+[{CAPITALS}]", mention[token.end :])
    ):
        return "county"
    return "province" if home.municipality or home.tier in (None, "central") else "county"


def _founds(token: Token, body: Token, mention: str, words: Vocabulary) -> bool:
    """Whether a word tells who owns an enterprise or school: by a word of belonging, or as a locality right beside it."""
    if len(token.word.tiers) > 1:
        return False
    if ORDER[words.code] == "initial":
        between = mention[body.end : token.start]
        return bool(OWNED.search(between)) or (not between.strip() and not token.word.place)
    return (
        token.end == body.start
        or token.word.organ is not None
        or bool(LEVEL.search(mention[token.start : token.end]))
        or token.word.national
    )


def _path(previous: Token, token: Token, mention: str, words: Vocabulary) -> bool:
    """Whether two rung words tell one place in full rather than two rungs side by side."""
    between = mention[previous.end : token.start]
    if ORDER[words.code] == "final":
        if words.parts.search(between):
            return False
        return bool(between) or previous.word.place or not (previous.word.locality and token.word.locality)
    if any(t.word.role == "keep" for t in words.tokens(between)):
        return True
    finer, coarser = ((t.word.tiers or (t.word.tier,))[0] for t in (previous, token))
    above = finer in LADDER and coarser in LADDER and LADDER.index(coarser) < LADDER.index(finer)
    apart = words.parts.search(between)
    return (above and bool(re.match(rf"\s+(?:[{CAPITALS}]|\d)", between))) or (not apart and not re.search("[()]", between) and above)
