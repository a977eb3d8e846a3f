"""What every test may use: the project's folders, and gold where it lies beside the checkout."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("zeren", deadline=None, derandomize=True, database=None)
settings.load_profile("zeren")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder with gold and seeds beside the checkout; tests that need it are skipped where it is not."""
    folder = root.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("no ../shared/gold beside this checkout")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium, driven by playwright; tests that need it are skipped where it is not."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; it comes with the extra `dev`")
    program = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on this machine; on Debian: make setup-browser")
    with playwright.sync_playwright() as driver:
        # root may not use the browser's own sandbox; these pages are the project's own
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield opened
        opened.close()
