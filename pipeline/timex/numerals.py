"""Numbers in words and letters: `二〇二一`, `三百六十五`, `hai nghìn không trăm hai mươi lăm`, `II`."""

from __future__ import annotations

HAN = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
HAN_TENS = {"廿": 20, "卅": 30}
LONGEST = 12  # no number of time is longer, and longer runs are noise


def han(text: str) -> int | None:
    """Return the value of a Chinese numeral, read by place (`二〇二一`) or by units (`三百六十五`), or None where it is neither."""
    if len(text) > LONGEST:
        return None
    if all(c in HAN for c in text):
        return int("".join(str(HAN[c]) for c in text)) if len(text) == 1 or len(text) >= 4 or text[0] in "〇零" else None
    total = section = 0
    last = 10**9
    digit: int | None = None
    for c in text:
        if c in HAN:
            if digit:
                return None
            digit = HAN[c]
        elif c in HAN_TENS:
            if digit is not None or section:
                return None
            section, last = HAN_TENS[c], 10
        else:
            unit = HAN_UNITS[c]
            if unit == 10000:
                total, section, digit, last = (section + (digit or 0)) * unit, 0, None, unit
                continue
            if unit >= last or (digit is None and (unit != 10 or section)) or digit == 0:
                return None
            section, digit, last = section + (1 if digit is None else digit) * unit, None, unit
    return total + section + (digit or 0)


VIET = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
VIET_UNITS = {"mươi": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000}
VIET_JOINTS = {"linh", "lẻ"}
VIET_TAILS = {"mốt", "lăm", "nhăm", "tư"}


def viet(words: list[str]) -> tuple[int, int] | None:
    """Return (value, words used) of the longest Vietnamese number that `words` begin with, or None."""
    total = section = 0
    digit: int | None = None
    last = 10**9
    used = value = 0
    for place, word in enumerate(words[:LONGEST]):
        if word in VIET_JOINTS:
            if last != 100 or digit is not None:
                break
            last = 10
            continue
        if word in VIET_UNITS:
            unit = VIET_UNITS[word]
            if (digit is None and not section) or unit >= last:
                break
            if unit == 1000:
                total, section, digit, last = (section + (digit or 0)) * unit, 0, None, unit
            elif digit is None:
                break
            else:
                section, digit, last = section + digit * unit, None, unit
        elif word == "mười":
            if digit is not None or last <= 10:
                break
            section, last = section + 10, 10
        elif word in VIET:
            if digit is not None or (word in VIET_TAILS and last != 10 and not (word == "tư" and place == 0)):
                break
            digit = VIET[word]
        else:
            break
        used, value = place + 1, total + section + (digit or 0)
    if used > 1 and words[used - 1] in VIET and value < 1000 and last == 10**9:
        return None  # digits in a row without a unit
    return (value, used) if used else None


ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def roman(text: str) -> int:
    """Return the value of a Roman numeral of the letters i, v, x and l."""
    values = [ROMAN[c] for c in text]
    return sum(-v if any(v < w for w in values[i + 1 :][:1]) else v for i, v in enumerate(values))
