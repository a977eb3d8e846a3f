"""Bearers resolved: name, organ, tier, whether a person, and whether named rather than a whole class."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline import languages
from pipeline.languages.syllables import CAPITALS
from pipeline.records import Actor, Bearer, LanguageCode, Organ, Tier
from pipeline.resolve.bearer import Party, party
from pipeline.resolve.home import Home
from pipeline.resolve.lexicon import LADDER, ORDER, POSTS, vocabulary
from pipeline.resolve.names import Names

# Between coordinated bearers stand only these.
LINK = re.compile(r"(?:[\s、，,;；/和及与或]|以及|或者|và|cùng|hoặc|cùng với)*", re.IGNORECASE)
OFFICE = re.compile("(?:部|委|局|署|厅|办|办公室|办公厅|海关|总队|支队)$")
EVERY = re.compile("^各(?!级)")
COVERED = frozenset(
    (
        "party_committee",
        "government",
        "people_congress",
        "front",
        "department",
        "head",
        "cadre",
        "court",
        "procuracy",
        "inspection",
        "mass_organisation",
        "armed_force",
    )
)
# A name of its own: two capitals beside each other in Vietnamese; in Chinese a place, or an office that ends a proper name.
PROPER_VI = re.compile(
    rf"(?<=\w )[{CAPITALS}]\w* (?:và )?[{CAPITALS}]\w*|(?<=\w )[A-ZĐ]{{2,}}|(?i:quận|phường|huyện|xã) \d|(?i:cục|vụ|sở|phòng) [A-ZĐ]\w+"
)
PROPER_ZH = re.compile(
    "[一-鿿]{2,}(?:省|市|自治区|自治州|县|区)(?!级|直|属)[一-鿿]*$|^中国|^中华|(?:部|委|局|署|厅|办|总社|委员会|办公室|联席会议|领导小组|指挥部|大学|公司|银行|集团)$"
)
LOCAL: tuple[Tier, ...] = ("province", "prefecture", "county", "commune")


def actors(bearers: tuple[Bearer, ...], text: str, code: LanguageCode, home: Home, names: Names) -> list[Actor]:
    """Return the bearers of a clause as they go into its record."""
    fold = languages.get(code).fold
    folded = [" ".join(fold(b.words or b.quote).text.split()) for b in bearers]
    full = [names.name(b.words or b.quote, b.start) for b in bearers]
    parties = []
    for i, (mention, name) in enumerate(zip(folded, full, strict=True)):
        beside = _beside(i, folded, bearers, text, code) if len(bearers) > 1 else frozenset()
        parties.append(_party(mention, name, code, replace(home, beside=beside) if beside else home))
    parties = _covered(parties, folded, bearers, text, code, home)
    return [
        Actor(
            quote=b.quote,
            start=b.start,
            end=b.end,
            from_=b.source,
            name=name or b.quote,
            organ=p.organ,
            tier=p.tiers[0] if len(p.tiers) == 1 else None,
            tiers=list(p.tiers) if len(p.tiers) > 1 else None,
            individual=p.individual,
        )
        for b, name, p in zip(bearers, full, parties, strict=True)
    ]


def _beside(i: int, mentions: list[str], bearers: tuple[Bearer, ...], text: str, code: LanguageCode) -> frozenset[Tier]:
    """Return the rungs named by the bearers right before and after bearer i in a coordination: what decides a bare city."""
    words = vocabulary(code)
    if ORDER[code] == "final" or not any(t.word.city for t in words.tokens(mentions[i])):
        return frozenset()
    ends = (bearers[i].start, bearers[i].end)
    near = [
        j
        for j, b in enumerate(bearers)
        if j != i and (LINK.fullmatch(text, b.end, ends[0]) if b.end <= ends[0] else LINK.fullmatch(text, ends[1], max(ends[1], b.start)))
    ]
    return frozenset(t.word.tiers[0] for j in near for t in words.tokens(mentions[j]) if len(t.word.tiers) == 1 and not t.word.city)


def _party(mention: str, name: str, code: LanguageCode, home: Home) -> Party:
    """Return what a mention names, by its full name where the mention itself says nothing."""
    found = party(mention, code, home)
    if found.organ == "other" and not found.tiers and name != mention:
        return party(name, code, home)
    if not found.tiers and name != mention:
        fuller = party(name, code, home)
        return fuller if fuller.tiers and fuller.organ == found.organ else found
    return found


def _covered(
    parties: list[Party], mentions: list[str], bearers: tuple[Bearer, ...], text: str, code: LanguageCode, home: Home
) -> list[Party]:
    """Let a rung named in a coordination cover its neighbours without one: forwards in Chinese, backwards first in Vietnamese.

    A post is covered where it stands alone. In a central document 各部门 beside 各地区 are the centre's; a bureau that names no rung
    is the publisher's.
    """
    found = list(parties)
    if all(p.tiers for p in found):
        return found
    places = sorted(range(len(bearers)), key=lambda i: bearers[i].start)
    joined = [LINK.fullmatch(text, bearers[a].end, max(bearers[a].end, bearers[b].start)) is not None for a, b in pairwise(places)]
    final = ORDER[code] == "final"
    for k, i in enumerate(places):
        if found[i].tiers or found[i].organ not in COVERED:
            continue
        if found[i].organ in POSTS and not _bare(mentions[i], code):
            continue
        back = _neighbour(found, parties, places, joined, k, -1)
        if final and back is not None and EVERY.match(mentions[i]) and EVERY.match(mentions[back]):
            back = None  # 各市县、各部门: each 各 starts a class of its own
        ahead = _neighbour(found, parties, places, joined, k, 1)
        if final and ahead is not None and found[ahead].organ != found[i].organ and not found[i].individual:
            ahead = None
        if not final and ahead is not None and not _reaches(mentions[i], found[i], mentions[ahead], found[ahead]):
            ahead = None
        lender = next((j for j in ((back, ahead) if final else (ahead, back)) if j is not None), None)
        if lender is not None and (found[lender].explicit or (found[lender].organ == found[i].organ and not found[i].generic)):
            found[i] = Party(found[i].organ, found[lender].tiers, True, found[i].generic)
    local = any(set(p.tiers) >= set(LOCAL) for p in parties)
    for i, p in enumerate(found):
        if p.tiers or p.organ != "department" or home.tier is None:
            continue
        if (p.generic and local and home.tier == "central") or (not p.generic and _proper(mentions[i], code)):
            found[i] = Party(p.organ, (home.tier,), False, p.generic)
    return found


def _bare(mention: str, code: LanguageCode) -> bool:
    """Whether a post is named without its body (书记, lãnh đạo), so that a neighbour's body can be its own."""
    return sum(1 for t in vocabulary(code).tokens(mention) if t.word.organ) == 1


def _reaches(mention: str, p: Party, lender: str, body: Party) -> bool:
    """Whether the rung at the end of a Vietnamese coordination reaches back over a bearer: a span always (cấp ủy, chính quyền các cấp),
    the rung of several counted or classed bodies only over bodies that every rung has (not: các đoàn thể và UBND 11 phường)."""
    if len(body.tiers) > 1:
        return True
    if re.search(r"\d|\b[Cc]ác\b", lender):
        return (
            p.organ in ("party_committee", "government", "people_congress", "front")
            and not re.match("(?i)các ", mention)
            and not re.search(r"\d", lender)
        )
    return not re.match("(?i)các ", mention)


def _neighbour(found: list[Party], parties: list[Party], places: list[int], joined: list[bool], k: int, step: int) -> int | None:
    """Return the nearest coordinated bearer on one side that has a rung; None where the coordination ends before."""
    j = k
    while 0 <= j + step < len(places) and joined[j if step > 0 else j - 1]:
        j += step
        p = (found if step < 0 else parties)[places[j]]
        if p.tiers and "unit" not in p.tiers and p.organ in COVERED and p.individual == found[places[k]].individual:
            return places[j]
        if p.tiers:
            return None
    return None


def _proper(mention: str, code: LanguageCode) -> bool:
    """Whether a department's mention is its name and not a description: no mark of a class, an office at its end."""
    if vocabulary(code).classes.search(mention):
        return False
    return (
        bool(OFFICE.search(mention))
        if code == "zh"
        else bool(re.search(rf"\s[{CAPITALS}]", mention)) or bool(re.match(r"(?i)(?:công an|văn phòng|sở|cục|chi cục|ban)\b", mention))
    )


def named(actor: Actor, code: LanguageCode, home: Home) -> bool:
    """Whether a bearer is one body or person that could be rung up, and not a whole class (各级, các cấp) or anybody of a kind."""
    if actor.tiers or vocabulary(code).classes.search(languages.get(code).fold(actor.quote).text):
        return False
    return _one(actor.name, actor.organ, actor.tier, code, home)


@lru_cache(maxsize=8192)  # a document names the same few parties again and again
def _one(name: str, organ: Organ, tier: Tier | None, code: LanguageCode, home: Home) -> bool:
    """Whether a bearer that is no whole class is one body or person by its name and rung."""
    words = vocabulary(code)
    proper = bool((PROPER_VI if code == "vi" else PROPER_ZH).search(name))
    if organ == "citizen" or tier in (None, "unit"):
        return proper or bool(words.person and words.person.fullmatch(name))
    told = party(name, code, home)
    if told.generic or not told.tiers:
        return proper
    # 县党委, UBND xã without a name: one body in its own documents, all bodies of the rung in those of a higher one
    below = home.tier is not None and LADDER.index(tier) > LADDER.index(home.tier)
    return proper or not (below or (home.tier is None and tier in ("county", "commune", "village")))
