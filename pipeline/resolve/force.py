"""How strongly a deontic cue binds, by `config/force.yaml`."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline import rules
from pipeline.records import Force, LanguageCode
from pipeline.settings import Section, config_folder, read_yaml

STRENGTHS: tuple[Force, ...] = ("strong", "medium", "weak")


class Cues(Section):
    """Deontic words of one language by strength."""

    strong: list[str]
    medium: list[str]
    weak: list[str]
    none: list[str]


class ForceFile(Section):
    """`config/force.yaml`."""

    zh: Cues
    vi: Cues


@cache
def lexicon(code: LanguageCode) -> rules.Lexicon:
    """Return the compiled cues of a language."""
    cues = getattr(read_yaml(config_folder() / "force.yaml", ForceFile), code)
    return rules.Lexicon({name: getattr(cues, name) for name in (*STRENGTHS, "none")}, "character" if code == "zh" else "syllable")


@lru_cache(maxsize=1024)  # cues are few
def force(cue: str, code: LanguageCode) -> Force | None:
    """Return the strength of a folded cue, that of its strongest word, or None where it holds none."""
    words = lexicon(code)
    labels = {label for hit in words.scan(rules.units(cue, words.unit)[0]) for label in hit.labels}
    return next((strength for strength in STRENGTHS if strength in labels), None)
