"""What a label says is no task: the problem that measures answer, the aim they have, how far they are (`存在问题：`, `整改进展：`)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import labels
from pipeline.records import Document

READ = frozenset({"heading", "paragraph", "list_item", "answer"})
COUNT = "0123456789一二三四五六七八九十"  # 问题1


def telling(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the stretches behind or under a label that tells (`存在问题：…`, `问题1：…`), up to another label of their paragraphs, and the
    lines that only name what stands under them."""
    text, kinds = document.text, dict[int, labels.Kind | None]()
    for number, block in enumerate(document.blocks):
        if block.kind not in READ:
            continue
        kinds[number] = kind = labels.named(text[block.body : block.end])
        found = labels.find(text, block.body, block.end)
        if kind in ("tells", "tasks"):
            yield block.body, block.end
        elif (
            any(kinds.get(parent) == "tells" for parent in block.parents[-1:])
            or labels.named((block.number or "").rstrip(COUNT)) == "tells"
        ):
            yield block.body, next((label.start for label in found if label.kind != "tells"), block.end)
        else:
            yield from ((label.start, label.high) for label in found if label.kind == "tells")
