"""Chinese: words and tags by jieba, with times and numbers kept whole."""

from __future__ import annotations

import re
from functools import cached_property

from pipeline.languages.language import Language
from pipeline.languages.segmenter import Segmenter, segmenter
from pipeline.text import View

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
WRAP = re.compile(rf"(?<=[{HAN}，、；：])[ \t]*(?:\r\n|[\n\r])[ \t\u3000]?(?=[{HAN}])")
COUNT = r"(?:[0-9]{1,9}(?:\.[0-9]{1,3})?|[〇○零一二三四五六七八九十两百]{1,6})"
UNIT = r"(?:个?工作日|个半?月|季度|年度|年代|周年|世纪|小时|分钟|年(?!级)|月份|月|日|天|周(?!岁))"
# Times by their characters: a segmenter takes 31日前 for 31 | 日前 ("recently").
TIME = rf"第?{COUNT}{UNIT}(?:第?{COUNT}(?:季度|月份|月|日|号|天)){{0,3}}(?:[上下]半年|[上中下]旬|[底末初])?"
KEPT = re.compile(rf"(?P<t>{TIME})|(?P<m>[0-9]+(?:[.,:/-][0-9]+)*[%％‰]?|第{COUNT}(?:[条章节款批轮届次]))")
# A word of place behind a time belongs to the time, unless it begins a word of its own.
BOUND = re.compile(
    r"(?:[以之][前后内来]|前后|[前后内起止])"
    r"(?![期身往景沿列部容外涵设控续备勤方草步点诉源伏初][^，。；]|[一二三四五六七八九十几\d])"
)
LONGEST = 4000  # characters that jieba gets at once: its tables take memory by the character
STOPS = "。；，\n"


def load() -> Language:
    """Return the language."""
    return Chinese("zh")


class Chinese(Language):
    """Chinese in simplified or traditional characters."""

    spaced = False

    def prepare(self) -> None:
        """Read the whole dictionary now."""
        self._jieba.load()

    def flow(self, text: str) -> View:
        """Return the fold without the line breaks inside running text."""
        view = self.fold(text)
        return view.substitute(WRAP, lambda _: "") if "\n" in view.text or "\r" in view.text else view

    def _words(self, text: str) -> list[tuple[int, int]]:
        return [(start, end) for start, end, _ in self._tags(text)]

    def _tags(self, text: str) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        done = 0
        for match in KEPT.finditer(text):
            self._cut(text, done, match.start(), found)
            found.append((*match.span(), match.lastgroup or "m"))
            done = match.end()
            bound = BOUND.match(text, done) if match["t"] else None
            if bound:
                found.append((*bound.span(), "f"))
                done = bound.end()
        self._cut(text, done, len(text), found)
        return found

    def _cut(self, text: str, start: int, end: int, found: list[tuple[int, int, str]]) -> None:
        """Add jieba's words of `text[start:end]`, white space left out."""
        while start < end:
            stop = end
            if end - start > LONGEST:
                stop = max(text.rfind(mark, start, start + LONGEST) for mark in STOPS) + 1 or start + LONGEST
            for word, tag in self._jieba.cut(text[start:stop]):
                after = start + len(word)
                if tag != "x" or any(map(str.isalnum, word)):
                    found.append((start, after, tag))
                elif not word.isspace():
                    found.append((start, after, "PUNCT"))
                start = after

    @cached_property
    def _jieba(self) -> Segmenter:
        return segmenter(tuple((tag, tuple(words)) for tag, words in self.segmentation.terms.items()))

    def _number(self, text: str) -> int | float | None:
        text = text.removeprefix("百分之").rstrip("%％ ").replace("．", ".").replace("，", ",")
        figures = self.numerals.figures(text)
        if figures is not None:
            return figures
        match = re.fullmatch(r"(-?[\d.,]+)\s*([十百千万亿萬億]{1,4})", text)
        if match and (figures := self.numerals.figures(match[1])) is not None:
            for scale in match[2]:
                figures = figures * (self.numerals.scales.get(scale) or self.numerals.tens[scale])
            return int(figures) if figures == int(figures) else figures
        return self.numerals.words(tuple(text))
