"""What an element of a page is, by its tag, names and size: unseen, furniture, a table of data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "math",
        "object",
        "iframe",
        "canvas",
        "audio",
        "video",
        "textarea",
        "datalist",
    ]
)
AROUND = frozenset(["nav", "footer", "aside", "form", "button", "select", "menu", "dialog"])
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:logo|masthead|topbar|nav|navbar|navi|navigation|menu|mainmenu|submenu|topmenu|breadcrumbs?|crumbs?|sidebar|aside|footer|foot|copyright|comments?|commentlist|respond|disqus|share|sharing|social"
    r"|related|relate|recommend|recommended|ads?|adv|advert|advertisement|banner|popup|modal|cookie|login|search|searchbox|pagination|pager|pages?nav|tags?|taglist|toolbar|print|hotnews|ranking|mostread"
    r"|quang-cao|binh-luan|tin-lien-quan|tin-khac|dang-nhap|chia-se)(?:$|[\s_-])"
    r"|quangcao|binhluan|tinlienquan|tinkhac|chiase|sharebar|sharebox|leftmenu|rightmenu|topnav|bottomnav|fenxiang|pinglun|lienquan|xiangguan|guanggao|daohang",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MAIN_SHARE = 0.5  # of the page's letters: an element that holds more is no furniture, whatever it is called
LINKED_SHARE = 0.7  # of an element's letters: a list or section made of links leads elsewhere
FEWEST_LINKS = 3
LINKED_AWAY = 0.1  # of the page's letters: more of them in links of one block are what the page is about
FEWEST_SURE_ROWS = 3
BOXES = frozenset(["div", "section", "form", "select"])
MOST_BOXES = 2  # in a cell on average: beyond, a table lays out the page
LONGEST_CELL = 600  # characters on average in a cell: beyond, a table lays out the page and holds no data


@dataclass(slots=True)
class Size:
    """What an element holds, all below it counted.

    Letters, those of them in links, those outside links and furniture (`mass`), links, tables, rows, cells, boxes and first headings.
    `place` is its number on the page and `above` that of the element around it, `own` the letters outside links right in it, `named`
    whether it says that it is furniture, `data` whether it is a table of data or lies in one.
    """

    place: int = -1
    above: int = -1
    own: int = 0
    named: bool = False
    data: bool = False
    letters: int = 0
    mass: int = 0
    linked: int = 0
    links: int = 0
    tables: int = 0
    rows: int = 0
    cells: int = 0
    boxes: int = 0
    heads: int = 0


def unseen(element: Any) -> bool:
    """Whether a reader of the page does not see the element."""
    return (
        not isinstance(element.tag, str)
        or element.tag in UNSEEN
        or element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and element.tag != "body")
        or bool(HIDDEN.search(element.get("style") or ""))
    )


def measure(root: Any) -> list[Size]:
    """Return the sizes of the seen elements in document order; one pass, no recursion."""
    sizes: list[Size] = []
    open_sizes: list[Size] = [Size()]
    in_link = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: list[bool] = []
    for event, element in walker:
        if event == "start":
            hidden = unseen(element)
            skipped.append(hidden)
            if hidden:
                walker.skip_subtree()
                continue
            size = Size(len(sizes), open_sizes[-1].place, named=named(element))
            sizes.append(size)
            open_sizes.append(size)
            in_link += element.tag == "a"
            letters = len((element.text or "").strip())
            size.letters += letters
            size.linked += letters if in_link else 0
            size.own += letters if not in_link else 0
            continue
        if not skipped.pop():
            size = open_sizes.pop()
            above = open_sizes[-1]
            in_link -= element.tag == "a"
            if element.tag == "table" and data_table(size):
                for inner in sizes[size.place :]:
                    inner.data = True
            above.letters += size.letters
            above.linked += size.linked
            above.links += size.links + (element.tag == "a")
            above.tables += size.tables + (element.tag == "table")
            above.rows += size.rows + (element.tag == "tr")
            above.cells += size.cells + (element.tag in ("td", "th"))
            above.boxes += size.boxes + (element.tag in BOXES)
            above.heads += size.heads + (element.tag == "h1")
        tail = len((element.tail or "").strip()) if element is not root else 0
        open_sizes[-1].letters += tail
        open_sizes[-1].linked += tail if in_link else 0
        open_sizes[-1].own += tail if not in_link else 0
    weigh(sizes)
    return sizes


def weigh(sizes: Sequence[Size]) -> None:
    """Set the mass of each element, now that it is known which of those named as furniture hold most of the page and so are none."""
    aside: list[bool] = []
    for size in sizes:
        inside = size.above >= 0 and aside[size.above]
        aside.append(inside or (size.named and size.letters <= MAIN_SHARE * sizes[0].letters))
        size.mass = 0 if aside[-1] else size.own
    for size in reversed(sizes):
        if size.above >= 0:
            sizes[size.above].mass += size.mass


def named(element: Any) -> bool:
    """Whether the tag, the role, the class or the id of an element says that it is furniture."""
    if element.tag in ("body", "html", "main", "article", "h1"):
        return False
    if element.tag in AROUND or element.get("role") in ("navigation", "banner", "contentinfo", "complementary", "search"):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    inline = element.tag in ("a", "span", "em", "strong", "b", "i", "p", "font")
    return bool(names.strip()) and not inline and FURNITURE.search(names) is not None


def data_table(size: Size) -> bool:
    """Whether a table holds data and does not only lay out the page: no table inside, several columns, short cells, few boxes in them."""
    if size.boxes > MOST_BOXES * size.cells:
        return False
    longest = LONGEST_CELL if size.rows >= FEWEST_SURE_ROWS else LONGEST_CELL // 2
    return not size.tables and size.rows >= 2 and size.cells >= 2 * size.rows - 1 and size.letters <= longest * max(1, size.cells)


def around(element: Any, size: Size, whole: int) -> bool:
    """Whether an element is page furniture: by its tag, its class or id, or because it is made of links."""
    share = size.letters / whole
    if element.tag in ("body", "html", "main", "article", "h1") or share > MAIN_SHARE:
        return False
    if named(element):
        return True
    if element.tag == "header" and not size.heads and not any(above.tag in ("article", "main") for above in element.iterancestors()):
        return True
    lists = element.tag in ("ul", "ol", "div", "section", "table", "td", "dl", "p")
    return lists and size.links >= FEWEST_LINKS and size.linked >= LINKED_SHARE * max(1, size.letters) and share < 0.3


def leads_away(element: Any, size: Size, whole: int) -> bool:
    """Whether a block inside an article is nothing but links, to other articles or to files."""
    blocks = element.tag in ("div", "p", "li", "ul", "ol", "blockquote", "section")
    return blocks and size.links > 0 and size.linked == size.letters and size.letters < LINKED_AWAY * whole
