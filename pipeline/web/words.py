"""The words of the interface: one YAML file a language in `config/web/`, all with the same keys."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from pipeline.languages.names import names
from pipeline.settings import Section, SettingsError, config_folder, read_yaml

DEFAULT = "en"
NAMED = frozenset({"language", "type", "force", "tier", "organ"})  # values of a record (`status` is here that of the work on it)


class Words(Section):
    """One language of the interface: its own name, its tag for browsers (BCP 47), and its words by key."""

    name: str
    tag: str
    words: dict[str, str] = Field(min_length=1)

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key, with values in the places that have their names."""
        return self.words[key].format(**values) if values else self.words[key]

    def of(self, kind: str, value: str) -> str:
        """Return what people call a value of a kind (`type`, `status`, `tier` …); the value itself where nobody named it."""
        name = names().get(kind, {}).get(value) if kind in NAMED else None
        return str(getattr(name, self.tag[:2], value)) if name else self.words.get(f"{kind}.{value}", value)


@cache
def words() -> dict[str, Words]:
    """Return the languages of the interface by code, English first; SettingsError where one lacks a key that English has."""
    folder = config_folder() / "web"
    found = {
        path.stem: read_yaml(path, Words) for path in sorted(folder.glob("*.yaml"), key=lambda path: (path.stem != DEFAULT, path.stem))
    }
    if DEFAULT not in found:
        raise SettingsError(f"{folder}: has no {DEFAULT}.yaml; restore the file or set ZEREN_CONFIG")
    for code, language in found.items():
        differ = sorted(set(language.words) ^ set(found[DEFAULT].words))
        if differ:
            raise SettingsError(f"{folder / code}.yaml: key {differ[0]!r} is not in step with {DEFAULT}.yaml; add or delete it")
    return found


def chosen(accepted: str) -> str:
    """Return the language that a browser's Accept-Language asks for first, of those there are."""
    wanted = []
    for part in accepted[:500].split(","):
        tag, _, quality = part.partition(";")
        try:
            rank = float(quality.partition("=")[2] or 1)
        except ValueError:
            rank = 0.0
        wanted.append((-rank, tag.strip().lower().partition("-")[0]))
    return next((code for _, code in sorted(wanted, key=lambda pair: pair[0]) if code in words()), DEFAULT)
