"""The bitexts of these tests are read by `bitext.py` beside them; the run that several look at is made once."""

import sys
from pathlib import Path

import pytest

from pipeline.cli import main

sys.path.insert(0, str(Path(__file__).parent))

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run by rules over composed samples: plans, directives and news in both languages."""
    names = ("bilingual-river-chief", "vi-directive-land-data", "vi-plan-vocational", "zh-action-plan-air", "zh-directive-elderly-care")
    out = tmp_path_factory.mktemp("run") / "out"
    with pytest.raises(SystemExit, match="0"):
        main(["extract", *(str(RAW / f"{name}.txt") for name in names), "-o", str(out), "--extractor", "rules"])
    return out
