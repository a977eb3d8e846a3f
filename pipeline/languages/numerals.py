"""Numbers in words and digits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST = 40  # words of a number; a longer run is none


@dataclass(frozen=True)
class Numerals:
    """The number words of a language; `point` parts decimals, `group` parts thousands."""

    digits: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    halves: frozenset[str]
    point: str
    group: str

    def figures(self, text: str) -> int | float | None:
        """Return a number written in digits (`3.655,6`), or None; a point before exactly three digits may part thousands."""
        groups = rf"\d{{1,3}}(?:(?:{re.escape(self.group)}|[ ])\d{{3}})+"
        match = re.fullmatch(rf"(-?)({groups}|\d+)(?:{re.escape(self.point)}(\d+))?", text)
        if match is None:
            # The other language's point, where it cannot be taken for a mark of thousands.
            other = re.fullmatch(rf"(-?)(\d+){re.escape(self.group)}(\d+)", text)
            if other is None:
                return None
            match = other
        elif self.group in match[2] and match[2].startswith("0") and match[3] is None:
            return float(text.replace(self.group, ".", 1)) if text.count(self.group) == 1 else None
        whole = re.sub(r"\D", "", match[2])
        if len(whole) + len(match[3] or "") > 30:
            return None
        value: int | float = int(whole) if match[3] is None else float(f"{whole}.{match[3]}")
        return -value if match[1] else value

    def words(self, tokens: Sequence[str]) -> int | None:
        """Return the value of number words (`hai nghìn không trăm hai mươi lăm`, `一千零五`, digits read out), or None.

        A last digit without its unit stands for the next lower one: `二百五` is 250, `một triệu hai` 1,200,000.
        """
        if not tokens or len(tokens) > LONGEST:
            return None
        if all(token in self.digits for token in tokens):
            return int("".join(str(self.digits[token]) for token in tokens))
        total = section = digit = 0
        unit, scale, ten = 1, 10**30, 10**30
        counted = zero = False
        for place, token in enumerate(tokens):
            if token in self.scales:
                section += digit
                if not section and not total:
                    return None
                unit = self.scales[token]
                total = (total + section) * unit if unit > scale else total + section * unit
                scale, ten, section, digit, counted, zero = unit, 10**30, 0, 0, False, False
            elif token in self.tens:
                unit = self.tens[token]
                if unit >= ten or (unit > 10 and not counted):
                    return None
                section += (digit if counted else 1) * unit
                ten, digit, counted, zero = unit, 0, False, False
            elif token in self.digits:
                if digit:
                    return None
                digit, counted = self.digits[token], True
                zero = zero or digit == 0
            elif token in self.halves and place == len(tokens) - 1 and not counted and unit > 10:
                return total + section + unit // 2
            else:
                return None
        return total + section + (digit * unit // 10 if unit > 10 and not zero else digit)
