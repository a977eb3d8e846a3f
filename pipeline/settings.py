"""Read YAML configuration into typed settings; a mistake stops the run with file, line and cure."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

Model = TypeVar("Model", bound=BaseModel)
HERE = Path(__file__).resolve().parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 50  # levels of a file that is not the project's own


class SettingsError(Exception):
    """A configuration file that cannot be used; the message names file, line and cure."""


class Section(BaseModel):
    """Base of every typed piece of configuration: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def config_folder() -> Path:
    """Return the folder with the YAML files: `$ZEREN_CONFIG`, else `config/` of the checkout, else the copy inside the wheel."""
    named = os.environ.get("ZEREN_CONFIG")
    folder = Path(named) if named else next((f for f in (HERE.parent / "config", HERE / "_config") if f.is_dir()), HERE.parent / "config")
    if not folder.is_dir():
        raise SettingsError(f"{folder}: no such configuration folder; set ZEREN_CONFIG to a folder that holds languages/zh.yaml")
    return folder


def read_yaml(path: Path, model: type[Model], *, trusted: bool = True) -> Model:
    """Return the YAML file as a validated `model`; SettingsError names file, line, key and what was expected.

    A file that is not `trusted`, for anybody may have written it, is refused where it is nested deeper than people write.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); restore the file or set ZEREN_CONFIG") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    try:
        if not trusted:
            _refuse_depth(source, path)
        tree = yaml.compose(source, Loader=LOADER)
        _refuse_doubles(tree, path)
        data = yaml.load(source, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise SettingsError(f"{path}:{line}: not valid YAML ({getattr(error, 'problem', error)}); mend the line") from error
    except ValueError as error:  # looks like a day or a number, and is none: 2026-13-45
        raise SettingsError(f"{path}:{_odd(tree)}: no such value ({error}); mend it, or put text in quotes") from error
    try:
        return model.model_validate(data if data is not None else {})
    except ValidationError as error:
        lines = [f"{path}:{_line(tree, e['loc'])}: {'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()[:5]]
        raise SettingsError("\n".join(lines) + "\nmend these keys; the typed sections in pipeline/ say what each may hold") from error


def _refuse_depth(source: str, path: Path) -> None:
    """Refuse what is nested so deep that the library, which goes down by recursion, would take the whole process with it."""
    depth = 0
    for event in yaml.parse(source, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise SettingsError(f"{path}:{line}: nested more than {DEEPEST} deep; mend the line")


def _refuse_doubles(node: Any, path: Path) -> None:
    """Refuse a key written twice: YAML would silently keep the last one."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise SettingsError(f"{path}:{key.start_mark.line + 1}: key {key.value!r} stands twice; join the two")
            seen.add(key.value)
            _refuse_doubles(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_doubles(value, path)


def _odd(node: Any) -> int:
    """Return the line of the first value that looks like a day or a number and is none."""
    if isinstance(node, yaml.ScalarNode):
        try:
            yaml.constructor.SafeConstructor().construct_object(node)
        except ValueError:
            return int(node.start_mark.line) + 1
    parts = (part for pair in node.value for part in pair) if isinstance(node, yaml.MappingNode) else node.value
    return max(map(_odd, parts), default=0) if isinstance(node, yaml.CollectionNode) else 0


def _line(node: Any, place: tuple[Any, ...]) -> int:
    """Return the line (from 1) of the node at `place`, or of its nearest ancestor."""
    line = node.start_mark.line + 1 if node is not None else 1
    for step in place:
        following = None
        if isinstance(node, yaml.MappingNode):
            following = next((v for k, v in node.value if k.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            following = node.value[step]
        if following is None:
            break
        node, line = following, following.start_mark.line + 1
    return line


@cache
def fingerprint(*parts: str) -> str:
    """Return the hash of every configuration file (12 hex digits), or of those in the named `parts`: files and folders of the folder."""
    digest = hashlib.sha256()
    folder = config_folder()
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder)
        if not parts or name.parts[0] in parts:
            digest.update(str(name).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


class Settings(Section):
    """What one run was asked to do (command line over defaults); the parts read their own YAML by `read_yaml`."""

    language: str | None = None
    extractor: str = "auto"
    strict: bool = False
    min_confidence: float = 0.0
    keep_copies: bool = False
