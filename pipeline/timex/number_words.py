"""Numbers in words: Vietnamese ones, where `năm` is the number five, a year or the word for it, and those that a bracket says again."""

from __future__ import annotations

import re

from .figures import number_kind
from .lexicon import Lexicon
from .nodes import Token
from .numerals import VIET_TAILS, viet

FIVE = 5
GLOSS = 6  # tokens from a bracket's opening to its end, if it only says a number again


def glossed(tokens: list[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """Return the tokens with a number and the bracket that says it again as one: 10 (mười) ngày, 十五（15）日."""
    kinds = lexicon.kinds
    figures = {kinds[k] for k in ("M", "D", "N", "H11", "H15")}
    out: list[Token] = []
    skip = 0
    for place, token in enumerate(tokens):
        if place < skip:
            continue
        if token.kind == kinds["OPEN"] and out and out[-1].kind in figures:
            close = next((i for i in range(place + 1, min(place + GLOSS, len(tokens))) if tokens[i].kind == kinds["CLOSE"]), place)
            if close > place + 1 and _value(tokens[place + 1 : close], text, figures) == out[-1].value:
                out[-1] = Token(kinds[number_kind(out[-1].value)], out[-1].start, tokens[close].end, out[-1].value)
                skip = close + 1
                continue
        out.append(token)
    return out


def _value(inside: list[Token], text: str, figures: set[str]) -> int | None:
    """Return the number that stands in a bracket by itself, in figures or in words; None for anything else."""
    if len(inside) == 1 and inside[0].kind in figures:
        return int(inside[0].value)
    words = text[inside[0].start : inside[-1].end].split()
    found = viet(words)
    return found[0] if found and found[1] == len(words) else None


def join_numbers(tokens: list[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """Join Vietnamese number words; `năm` is the number five only where grammar leaves it no other reading."""
    kinds = lexicon.kinds
    word, year = kinds["NW"], kinds["NAM"]
    present = {token.kind for token in tokens}
    if kinds["NHAM"] in present or kinds["KYHANH"] in present:
        tokens = _counted(tokens, text, lexicon)
    elif word not in present and year not in present:
        return tokens
    after_five = {kinds[k] for k in ("NAM", "THANG", "NGAY", "TUAN", "GIO", "QUYW", "BDAY", "MINUTE", "SUKY") if k in kinds}
    before_five = {kinds["THANG"], kinds["THU"]}
    figures = {kinds[k] for k in ("Y4", "M", "D", "N", "N2")}
    out: list[Token] = []
    i = 0
    count = len(tokens)
    while i < count:
        token = tokens[i]
        if token.kind != word and token.kind != year:
            out.append(token)
            i += 1
            continue
        run = [text[token.start : token.end]]
        j = i + 1
        while j < count and j - i < 12 and (tokens[j].kind == word or tokens[j].kind == year):
            run.append(text[tokens[j].start : tokens[j].end])
            j += 1
        if token.kind == year:
            large = len(run) > 1 and run[1] in ("mươi", "trăm", "nghìn", "ngàn")
            previous = out[-1].kind if out else ""
            following = tokens[i + 1].kind if i + 1 < count else ""
            beyond = tokens[i + 2].kind if i + 2 < count else ""
            counted = len(out) > 1 and out[-2].kind in figures and previous == kinds["THANG"] and following in figures  # 9 tháng năm 2021
            again = following == kinds["OPEN"] and i + 2 < count and tokens[i + 2].value == FIVE  # năm (05) ngày
            five = (
                again
                or (previous in before_five and not counted and not (len(out) > 1 and out[-2].kind == kinds["NGAY"]))
                or (
                    following in after_five
                    and previous not in figures
                    and beyond not in figures
                    and not (following == kinds["THANG"] and beyond == word)
                )
            )
            if not large and not five:
                out.append(token)
                i += 1
                continue
            if not large:
                run = run[:1]
        read = run[:]
        for k in range(1, len(read)):  # năm inside a number only after its joints and tens
            if (
                read[k] == "năm"
                and read[k - 1] not in ("linh", "lẻ")
                and not (k + 1 < len(read) and read[k + 1] in ("mươi", "trăm", "nghìn", "ngàn"))
            ):
                read = read[:k]
                break
        found = viet(read)
        if found is None and read[0] not in VIET_TAILS:
            found = viet(read[:1])
        if found is None:
            out.append(token if token.kind == year else Token(kinds["GAP"], token.start, token.end))
            i += 1
            continue
        value, used = found
        out.append(Token(kinds[number_kind(value)], token.start, tokens[i + used - 1].end, value))
        i += used
    return out


def _counted(tokens: list[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """Part a compound that opens with a unit (ngày một, tháng báo cáo) where a figure counts the unit, or it goes on a list of periods."""
    kinds = lexicon.kinds
    compounds = {kinds["NHAM"], kinds["KYHANH"]}
    figures = {kinds[k] for k in ("M", "D", "N", "N2", "NW", "NAM")}
    named = {kinds[k] for k in ("NGAY", "THANG", "QUYW", "NAM")}  # ngày 15 tháng báo cáo: the figure is the day's
    joints = {kinds["COMMA"], kinds["VA"]}
    out: list[Token] = []
    for token in tokens:
        before = [t.kind for t in out[-2:]]
        if token.kind in compounds and before:
            counted = before[-1] in figures and named.isdisjoint(before[:-1])
            listed = token.kind == kinds["KYHANH"] and before[-1] in joints and before[0] == kinds["EVERY"]  # hằng quý, năm báo cáo
            unit = re.match(r"\w+", text[token.start : token.end])
            if (counted or listed) and unit and (known := lexicon.words.get(unit[0])):
                rest = text[token.start + unit.end() + 1 : token.end]
                tail = lexicon.words.get(rest, (kinds["GAP"], None))
                out.append(Token(known[0], token.start, token.start + unit.end(), known[1]))
                token = Token(tail[0], token.end - len(rest), token.end, tail[1])
        out.append(token)
    return out
