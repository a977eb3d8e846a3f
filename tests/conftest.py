"""What every test may use: the project's folders, and gold where it lies beside the checkout."""

from __future__ import annotations

from pathlib import Path

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
