"""A comparison as a page of Markdown: the figures that a paper would print, each with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.compare.comparison import Comparison
from pipeline.compare.keyness import Key

SHOWN = ("type", "status", "force", "tier", "organ", "bearer", "named", "deadline", "precision", "target", "recipient", "condition")
MARKED = 1.96  # z of a typical word
WORDS = 12
PAGE = "comparison.md"


def markdown(comparison: Comparison, resamples: int) -> str:
    """Return the page; text of documents (words) stands in it with the marks of Markdown made plain."""
    return "\n".join(_lines(comparison, resamples)) + "\n"


def percent(value: float, low: float | None, high: float | None) -> str:
    """Return a share or difference in per cent with its interval, where it has one."""
    bounds = f" [{_whole(low)}, {_whole(high)}]" if low is not None and high is not None else ""
    return f"{100 * value + 0.0:.1f}{bounds}".replace("-0.0", "0.0")


def _lines(comparison: Comparison, resamples: int) -> Iterator[str]:
    statistics = comparison.statistics
    first, second = (group.name for group in statistics.groups)
    yield f"# {_plain(first)} and {_plain(second)}"
    yield ""
    yield "| group | documents | records | words | records per 1,000 words |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for group in statistics.groups:
        rate = f"{1000 * group.records / group.words:.1f}" if group.words else "–"
        yield f"| {_plain(group.name)} | {group.documents} | {group.records} | {group.words} | {rate} |"
    yield ""
    yield f"Shares of records in per cent, with 95 % intervals from {resamples} resamples of documents; h is Cohen's, q the false discovery"
    yield "rate of a permutation test, *even* the difference at the same mix of genres."
    if comparison.warnings:
        yield ""
        yield from (f"- **Warning:** {_plain(warning)}" for warning in comparison.warnings)
    shares = {(figure.variable, figure.value, figure.group): figure for figure in statistics.figures}
    for variable in (*SHOWN, "concept"):
        rows = [contrast for contrast in comparison.contrasts if contrast.variable == variable]
        if not rows:
            continue
        yield from ("", f"## {variable}", "", f"| | {_plain(first)} | {_plain(second)} | difference | h | q | even | |")
        yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
        for row in rows:
            own, other = (shares[variable, row.value, name] for name in (first, second))
            cells = [percent(figure.share, figure.low, figure.high) for figure in (own, other)]
            cells += [percent(row.difference, row.low, row.high), f"{row.h:.2f}", "–" if row.q is None else f"{row.q:.3f}"]
            cells.append("–" if row.adjusted is None else percent(row.adjusted, row.adjusted_low, row.adjusted_high))
            yield f"| {row.value} | {' | '.join(cells)} | {row.note} |"
    if comparison.associations:
        yield from ("", "## How strongly a variable goes with the group", "", "| | Cramér's V | χ² | G² | df | p |")
        yield "| --- | ---: | ---: | ---: | ---: | ---: |"
        for found in comparison.associations:
            p = "–" if found.p is None else f"{found.p:.3f}"
            yield f"| {found.variable} | {found.v:.2f} | {found.chi2:.1f} | {found.g2:.1f} | {found.freedom} | {p} |"
    yield from _words(comparison.keys)


def _words(keys: Sequence[Key]) -> Iterator[str]:
    yield from ("", "## Typical words", "", "| language | slot | typical of | against | words (z) |", "| --- | --- | --- | --- | --- |")
    places = dict.fromkeys((key.language, key.slot, key.target, key.reference) for key in keys)
    for language, slot, target, reference in places:
        own = [key for key in keys if (key.language, key.slot) == (language, slot)]
        told = ", ".join(f"{_plain(key.word)} ({key.z:.1f})" for key in own[:WORDS] if key.z > MARKED)
        if told:
            yield f"| {language} | {slot} | {_plain(target)} | {_plain(reference)} | {told} |"
        contrary = ", ".join(f"{_plain(key.word)} ({-key.z:.1f})" for key in own[: -WORDS - 1 : -1] if key.z < -MARKED)
        if contrary:
            yield f"| {language} | {slot} | {_plain(reference)} | {_plain(target)} | {contrary} |"


def _plain(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#|!" else letter for letter in " ".join(text.split()))


def _whole(value: float) -> str:
    return f"{100 * value:.0f}".replace("-0", "0") if round(100 * value) == 0 else f"{100 * value:.0f}"
