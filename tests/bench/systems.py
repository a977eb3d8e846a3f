"""The systems that are compared: each a function that reads one text, made when its process starts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
Read = Callable[[str], object]


def zeren(extractor: str) -> Callable[[str], Read]:
    """Return the maker of this project's whole path, from the file to the bytes that go into its outputs."""

    def make(language: str) -> Read:
        from pipeline import emit, warm  # noqa: F401 (loads what every worker has loaded before its first document)
        from pipeline.run import process
        from pipeline.settings import Settings

        settings, folder = Settings(extractor=extractor), Path(tempfile.mkdtemp(prefix="zeren-bench-"))
        numbers = count()

        def read(text: str) -> object:
            path = folder / f"{next(numbers)}.txt"
            path.write_text(text, encoding="utf-8")
            done = process(path, settings)
            path.unlink()
            return emit.part(done.document, done.commitments)

        return read

    return make


def jieba_posseg(language: str) -> Read:
    """jieba's part-of-speech tagger alone."""
    from jieba import posseg

    return lambda text: posseg.lcut(text)


def underthesea_pos(language: str) -> Read:
    """underthesea's part-of-speech tagger alone, line by line."""
    from underthesea import pos_tag

    return lambda text: [pos_tag(line) for line in _lines(text)]


def underthesea_ner(language: str) -> Read:
    """underthesea's named entities alone, line by line."""
    from underthesea import ner

    return lambda text: [ner(line) for line in _lines(text)]


def spacy_jieba(language: str) -> Read:
    """spaCy's blank Chinese pipeline, which cuts words with jieba and does no more."""
    import spacy

    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})


def plain(language: str) -> Read:
    """What anyone would write first: tag every line, make a spaCy Doc, match bearer–cue–verb and all our word lists, find times."""
    import spacy
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokens import Doc

    from pipeline import languages, timex

    tag = _tagger(language)
    nlp = spacy.blank("xx")
    universal = languages.get(language).universal
    terms = sorted(set(_terms(yaml.safe_load((ROOT / "config" / "languages" / f"{language}.yaml").read_text(encoding="utf-8")))))
    phrases, clauses = PhraseMatcher(nlp.vocab), Matcher(nlp.vocab)
    phrases.add("term", [Doc(nlp.vocab, words=[word for word, _ in tag(term)]) for term in terms])
    named = {"POS": {"IN": ["NOUN", "PROPN", "X"]}, "OP": "+"}
    clauses.add("clause", [[named, {"TEXT": {"IN": terms}}, {"POS": "ADV", "OP": "*"}, {"POS": "VERB"}]])

    def read(text: str) -> object:
        found = []
        for line in _lines(text):
            tagged = tag(line)
            words, parts = [word for word, _ in tagged], [universal(kind, word) for word, kind in tagged]
            doc = Doc(nlp.vocab, words=words, pos=[part if part in PARTS else "X" for part in parts])
            found.append((phrases(doc), clauses(doc), timex.find(line, language)))  # type: ignore[arg-type]
        return found

    return read


PARTS = {"ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}
# Name, languages, maker.
SYSTEMS: dict[str, tuple[tuple[str, ...], Callable[[str], Read]]] = {
    "Zeren (rules)": (("vi", "zh"), zeren("rules")),
    "Zeren (model)": (("vi", "zh"), zeren("model")),
    "jieba.posseg alone": (("zh",), jieba_posseg),
    "underthesea pos_tag alone": (("vi",), underthesea_pos),
    "underthesea ner alone": (("vi",), underthesea_ner),
    "spaCy blank with jieba": (("zh",), spacy_jieba),
    "the plain pipeline": (("vi", "zh"), plain),
}


def _tagger(language: str) -> Callable[[str], list[tuple[str, str]]]:
    if language == "zh":
        from jieba import posseg

        return lambda text: [(word, kind) for word, kind in posseg.lcut(text)]
    from underthesea import pos_tag

    return lambda text: [(word, kind) for word, kind in pos_tag(text)]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _terms(value: Any) -> Iterator[str]:
    """Yield every word of a tree of lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _terms(part)
    elif isinstance(value, list):
        for part in value:
            yield from _terms(part)
