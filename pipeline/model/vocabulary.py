"""Cut the pretrained vocabulary down to what Chinese and Vietnamese text needs (training only)."""

from __future__ import annotations

import collections
import lzma
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from pipeline.model.base import Base
from pipeline.model.pieces import IDEOGRAPH, WORD, Pieces

VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
# Letters of grammar: a piece made of nothing else (并将, 还要) would hide the edge between a cue word and the act.
GRAMMAR = frozenset("和及与对并将都还就要须应在把其由被向也又再均是")
LEAST = 2  # how often a longer piece must occur in the texts
NEVER = -99.0  # score of a piece that is kept for its number but not used
SPECIAL = {"<s>": "bos", "<pad>": "pad", "</s>": "eos", "<unk>": "unk"}


def whole(base: Base) -> Pieces:
    """Return the full vocabulary of the pretrained encoder; rows that repeat a piece keep their number under a name of no text."""
    names, seen = list(base.pieces), set()
    for name, role in SPECIAL.items():
        names[getattr(base, role)] = name
    for row, name in enumerate(names):
        if name in seen:
            names[row] = f"\0{row}"
        seen.add(name)
    return Pieces(names, [float(score) for score in base.scores])


def _letter(piece: str) -> bool:
    """True for a single letter or mark that any text in the two languages may hold."""
    rest = piece.replace(WORD, "")
    if len(rest) != 1:
        return False
    mark = ord(rest) < 0x3100 and unicodedata.category(rest)[0] in "PS"
    return mark or bool(IDEOGRAPH.match(rest)) or rest.lower() in VIETNAMESE or (rest.isascii() and rest.isdigit())


def cut(base: Base, texts: Iterable[str]) -> Pieces:
    """Return the pieces that occur in `texts` at least LEAST times, every single letter of both languages, and the special ones."""
    full = whole(base)
    count: collections.Counter[int] = collections.Counter()
    for text in texts:
        count.update(full.encode(text)[0])
    special = {*SPECIAL, "<mask>"}
    kept = [row for row, name in enumerate(full.names) if count[row] >= LEAST or name in special or _letter(name)]
    return Pieces([full.names[row] for row in kept], [NEVER if hides_edge(full.names[row]) else full.scores[row] for row in kept])


def hides_edge(piece: str) -> bool:
    """True where a piece holds only letters of grammar, two at least."""
    return len(piece) > 1 and all(letter in GRAMMAR for letter in piece)


def rows(base: Base, pieces: Pieces) -> list[int]:
    """Return the row of each piece in the full vocabulary of the encoder."""
    index = whole(base).index
    return [index[name] for name in pieces.names]


def from_corpus(corpus: Path | None, gold: Path) -> Pieces:
    """Return the pieces that the corpus and the gold's texts need; ValueError without a corpus."""
    if corpus is None:
        raise ValueError("no vocabulary yet: name a corpus with --corpus, or restore pieces.tsv in the weights folder")
    texts = [lzma.decompress(path.read_bytes()).decode("utf-8") for path in sorted(corpus.glob("*.txt.xz"))]
    texts += [path.read_text(encoding="utf-8") for path in sorted(gold.glob("docs/*/*.txt"))]
    return cut(Base.installed(), (line for text in texts for line in text.split("\n")))
