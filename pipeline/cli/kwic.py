"""`zeren kwic`: a word, a notion or a kind of record in its context, both languages side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.folders import RUN, Place, checked, spare, writing

if TYPE_CHECKING:
    from pipeline.compare.concordance import Line, Query
    from pipeline.records import LanguageCode

NARROW = 100  # cells of a terminal in which two columns would show too little


@click.command()
@click.argument("queries", nargs=-1, required=True, metavar="QUERY...")
@RUN
@click.option(
    "--slot", default="clause", show_default=True, help="Where to look: clause, action, who, modal, when, …, or text (everywhere)."
)
@click.option("--where", multiple=True, metavar="VARIABLE:VALUE", help="Only records with this, such as type:assignment; may be repeated.")
@click.option(
    "--sort", type=click.Choice(["left", "right", "node", "place"]), default="right", show_default=True, help="What lines are sorted by."
)
@click.option("--translate", is_flag=True, help="Look for the word's renderings in the other language, too.")
@click.option("--regex", "as_regex", is_flag=True, help="The queries are regular expressions.")
@click.option("--language", type=click.Choice(["vi", "zh"]), help="Only this language.")
@click.option("--context", type=click.IntRange(0, 1000), default=60, show_default=True, help="Characters on either side.")
@click.option("--format", "form", type=click.Choice(["terminal", "tsv", "html"]), default="terminal", show_default=True)
@click.option("--width", type=click.IntRange(40, 1000), help="Cells of the terminal; its own width where not given.")
@click.option("-o", "--out", type=Place(path_type=Path, dir_okay=False), help="File to write instead of the screen.")
def kwic(
    queries: tuple[str, ...],
    folder: Path,
    slot: str,
    where: tuple[str, ...],
    sort: str,
    translate: bool,
    as_regex: bool,
    language: str | None,
    context: int,
    form: str,
    width: int | None,
    out: Path | None,
) -> None:
    """Print where QUERY stands in the records of a run, with what is left and right of it.

    QUERY is a word or phrase (责任, "trách nhiệm"), a notion of config/concepts.yaml (concept:supervise), or any kind of record
    (type:duty, force:strong, tier:commune, organ:head), which shows the whole slot. Several queries are shown together.
    """
    import shutil

    from pipeline import readback
    from pipeline.compare import concordance, concordance_page
    from pipeline.emit import FILES
    from pipeline.files import whole
    from pipeline.show import visible

    if slot not in concordance.SLOTS:
        raise click.UsageError(f"--slot {slot}: no such slot; there are {', '.join(concordance.SLOTS)}")
    if out:
        spare(out, *(folder / name for name in FILES))
    if not all(text.strip() for text in queries):
        raise click.UsageError("an empty query; name a word, a notion or a kind of record")
    checked(folder)
    found: dict[tuple[str, str, int, int], Line] = {}
    for text in queries:
        asked = query(text, where, translate, as_regex)
        for line in concordance.lines(asked, slot, readback.records(folder), readback.documents(folder), context):
            if language in (None, line.language):
                found.setdefault((line.source, line.record_id, line.start, line.end), line)
    lines = concordance.ordered(found.values(), sort)  # type: ignore[arg-type]
    if form == "terminal":
        cells = width or shutil.get_terminal_size((120, 24)).columns
        told = "".join(f"{line}\n" for line in columns(lines, cells))
    elif form == "tsv":
        told = concordance_page.tsv(lines)
    else:
        told = concordance_page.html(lines, " · ".join(queries) + f" in {slot}", visible)
    if out:
        with writing(out, "file"):
            out.parent.mkdir(parents=True, exist_ok=True)
            whole(out, told.encode("utf-8", "backslashreplace"))
        click.echo(f"{len(lines)} lines written to {out}")
    else:
        click.echo(told, nl=False)


def query(text: str, where: Sequence[str], translate: bool, as_regex: bool) -> Query:
    """Return what a query asks for; QueryError or UsageError where it cannot be understood."""
    from dataclasses import replace

    from pipeline.compare import concordance
    from pipeline.resolve import concepts

    wanted = set()
    for condition in where:
        pair = concordance.fact(condition)
        if pair is None:
            raise click.UsageError(f"--where {condition}: write VARIABLE:VALUE, such as type:duty or force:strong")
        wanted.add(pair)
    kind, _, name = text.partition(":")
    if kind == "concept":
        known = concepts.concepts()
        if name not in known:
            raise click.UsageError(f"{text}: no such notion; there are {', '.join(known)}")
        asked = concordance.notion(name, {code: notions(code) for code in concordance.CODES})
    elif pair := concordance.fact(text):
        wanted.add(pair)
        asked = concordance.Query(dict.fromkeys(concordance.CODES))
    else:
        asked = concordance.expression(text) if as_regex else concordance.word(text, translate)
    return replace(asked, facts=frozenset(wanted))


def notions(code: LanguageCode) -> dict[str, list[str]]:
    """Return the words of every notion in a language, and under `SILENCE` those that only look like one."""
    from pipeline.resolve import concepts

    found: dict[str, list[str]] = {concepts.SILENCE: []}
    for name, concept in concepts.concepts().items():
        words: concepts.Labels = getattr(concept, code)
        found[name] = words.labels + words.variants
        found[concepts.SILENCE] += words.negative
    return found


def columns(lines: Sequence[Line], width: int) -> Iterator[str]:
    """Yield lines for a terminal of `width` cells: both languages side by side where both are found and there is room."""
    sides = [[line for line in lines if line.language == code] for code in ("vi", "zh")]
    heads = [f"{code} {len(side)}" for code, side in zip(("vi", "zh"), sides, strict=True)]
    if all(sides) and width >= NARROW:
        half = (width - 3) // 2
        yield f"{cut(heads[0], half)} | {heads[1]}"
        for one, other in zip_longest(*sides):
            yield f"{row(one, half) if one else ' ' * half} | {row(other, half) if other else ''}".rstrip()
        return
    for head, side in zip(heads, sides, strict=True):
        if side:
            yield head
            yield from (row(line, width).rstrip() for line in side)
    if not lines:
        yield "nothing found"


def row(line: Line, width: int) -> str:
    """Return a line of `width` cells with the node in square brackets, which stand under one another."""
    from rich.cells import cell_len

    from pipeline.show import visible

    left, node, right = (visible(text) for text in (line.left, line.node, line.right))
    side = max(8, width // 3)
    node = cut(node, width - side - 8).rstrip() if cell_len(node) > width - side - 8 else node
    return cut(cut(left, side - 1, from_end=True) + f"[{node}]" + right, width)


def cut(text: str, width: int, from_end: bool = False) -> str:
    """Return a text in exactly `width` cells of a terminal, where a Chinese character takes two; `from_end` keeps its end."""
    from rich.cells import cell_len, set_cell_size

    if not from_end:
        return set_cell_size(text, width)
    while cell_len(text) > width:
        text = text[max(1, (cell_len(text) - width) // 2) :]
    return " " * (width - cell_len(text)) + text
