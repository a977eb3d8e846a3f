"""What is imported is declared, what is declared is imported, and every version is pinned once."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest


def name(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution.partition("[")[0]).lower()


def pins(lines: list[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        distribution, _, version = line.partition(";")[0].strip().partition("==")
        found[name(distribution)] = version.strip()
    return found


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def imported(folder: Path) -> set[str]:
    """Return the distributions whose modules the code of `folder` imports, at whatever place."""
    modules = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    known = packages_distributions()
    outside = modules - set(sys.stdlib_module_names) - {"pipeline"}
    return {name(distribution) for module in outside for distribution in known.get(module, [module])}


def test_every_import_is_declared_and_every_declared_library_imported(root: Path, project: dict) -> None:
    extras = project["optional-dependencies"]
    runtime, training = set(pins(project["dependencies"])), set(pins([*extras["train"], *extras.get("cluster", [])]))
    # torch exports through onnxscript; the words and models that jieba and underthesea bring are read without importing the whole of
    # them; openpyxl guards itself against XML bombs with defusedxml
    indirect = {"onnxscript", "defusedxml", "jieba", "joblib", "underthesea", "underthesea-core"}
    used = imported(root / "pipeline")
    assert used - runtime - training - indirect == set(), "declare these in pyproject.toml"
    assert runtime - used - indirect == set(), "nothing imports these; take them out of pyproject.toml"


def test_every_pin_stands_in_the_lock(root: Path, project: dict) -> None:
    locked = pins((root / "requirements.lock").read_text(encoding="utf-8").splitlines())
    wanted = pins([*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)])
    assert {library: locked.get(library) for library in wanted} == wanted, "run `make lock`"


def test_the_lock_names_no_place(root: Path) -> None:
    assert "://" not in (root / "requirements.lock").read_text(encoding="utf-8")
