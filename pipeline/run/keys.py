"""What the result of a stage depends on, as one key a stage: code, words, settings, libraries, weights."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.settings import Settings, fingerprint

PACKAGE = Path(__file__).resolve().parent.parent
SOURCES = frozenset({".py", ".html", ".css", ".js", ".json"})  # modules, and what pages are made of
LIBRARIES = ("spacy", "jieba", "underthesea", "onnxruntime", "pydantic", "pandas", "pyarrow", "icalendar")

# What of `config/`, of this package and of the settings each stage reads beside what the stages before it read. Whatever stands in no
# list belongs to the first stage: a new file costs time once, and never leaves a stale result behind.
CONFIG = {
    "extract": ("blend.yaml", "languages", "segment", "timex"),
    "resolve": ("actions.yaml", "concepts.yaml", "force.yaml", "organs.yaml", "targets.yaml"),
    "none": (
        "align",
        "compare.yaml",
        "evaluation.yaml",
        "export.yaml",
        "model.yaml",
        "names.yaml",
        "report.yaml",
        "review.yaml",
        "run.yaml",
        "web",
    ),
}
CODE = {
    "extract": ("annotate.py", "extract", "languages", "model", "overlap.py", "rules.py", "timex"),
    "resolve": ("emit", "resolve"),
    "none": (
        *("cli", "compare", "evaluate.py", "executors", "export", "files.py", "inspect", "links.py", "readback.py", "register", "report"),
        *("show.py", "train", "warm.py", "web"),
    ),
}
SETTINGS = {"extract": ("extractor",), "resolve": ("min_confidence",), "none": ("keep_copies",)}


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of the stages whose results are kept: each holds for what it reads itself and for the stages before it."""

    ingest: str
    extract: str
    resolve: str

    @classmethod
    def of(cls, settings: Settings, process: str = "") -> Keys:
        """Return the keys of a run; `process` names the function that takes a document through the stages."""
        made: list[str] = []
        for stage in ("ingest", "extract", "resolve"):
            mine = [process, repr(sorted(versions().items()))] if stage == "ingest" else [made[-1]]
            mine += [fingerprint(*_names(stage, CONFIG, sorted(_config()))), code(*_names(stage, CODE, sorted(_code())))]
            mine += [f"{name}={value!r}" for name, value in settings if name in _names(stage, SETTINGS, list(type(settings).model_fields))]
            mine += [weights()] if stage == "extract" and settings.extractor != "rules" else []
            made.append(hashlib.sha256("\0".join(mine).encode()).hexdigest()[:32])
        return cls(*made)


def _names(stage: str, table: Mapping[str, tuple[str, ...]], known: list[str]) -> tuple[str, ...]:
    """Return what a stage's key is made of; "-" where it is nothing, which names no file."""
    if stage in table:
        return table[stage]
    listed = {name for names in table.values() for name in names}
    return tuple(name for name in known if name not in listed) or ("-",)


@cache
def _config() -> frozenset[str]:
    from pipeline.settings import config_folder

    return frozenset(path.name for path in config_folder().iterdir())


@cache
def _code() -> frozenset[str]:
    return frozenset(path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path.is_dir() and not path.name.startswith("_")))


@cache
def code(*parts: str) -> str:
    """Return the hash of the package's sources in the named `parts` (files and folders of the package), of all where none is named."""
    digest = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in SOURCES):
        name = path.relative_to(PACKAGE)
        if not parts or name.parts[0] in parts:
            digest.update(str(name).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def weights() -> str:
    """Return the hash of the learned tagger's files."""
    digest = hashlib.sha256()
    for path in sorted((PACKAGE / "model" / "weights").iterdir()):
        digest.update(path.name.encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Return the versions of Zeren, Python and the libraries that decide what is found."""
    found = {"python": platform.python_version()}
    for name in ("zeren", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return dict(sorted(found.items()))
