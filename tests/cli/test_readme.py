"""Every ```console block of README.md is run, in order, and its output compared; `...` in the README stands for any text."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

# Those that build the environment or run these tests would run themselves.
NOT_RUN = ("make ", "git ", "cd ", "sudo ", "pip ")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def commands(readme: str) -> list[tuple[str, str]]:
    """Return the commands (`$ …`) of all console blocks with the output shown after each."""
    found = []
    for block in BLOCK.findall(readme):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = command[:-1] + more.strip()
            found.append((command, output))
    return found


def test_commands_and_outputs_are_told_apart() -> None:
    text = "```console\n$ zeren a \\\n  b\nout\n$ zeren c\n```\n```\n$ not this\n```\n"
    assert commands(text) == [("zeren a b", "out\n"), ("zeren c", "")]


def test_readme_shows_what_happens(root: Path, tmp_path: Path) -> None:
    readme = root / "README.md"
    found = commands(readme.read_text(encoding="utf-8")) if readme.is_file() else []
    if not found:
        pytest.skip("README.md shows no commands yet")
    for name in ("config", "pipeline"):
        (tmp_path / name).symlink_to(root / name)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "raw").symlink_to(root / "data" / "raw")
    program = tmp_path / "bin" / "zeren"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from pipeline.cli import main; main()" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    paths = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(root)}
    for command, shown in found:
        if command.startswith(NOT_RUN):
            continue
        done = subprocess.run(command, shell=True, cwd=tmp_path, env={**os.environ, **paths}, capture_output=True, text=True)
        said = done.stdout + done.stderr
        assert doctest.OutputChecker().check_output(shown, said, FLAGS), f"$ {command}\n{said}\n--- README shows:\n{shown}"
