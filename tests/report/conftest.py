from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.run import run
from pipeline.settings import Settings

SAMPLES = ("bilingual-river-chief.txt", "vi-directive-land-data.txt", "zh-directive-elderly-care.txt")
# A directive that tries to break out of the page: markup, the end of a script, comments, direction marks, line separators, formulas.
HOSTILE = """CHỈ THỊ
Sở Nội vụ </script><script>window.broken=1</script> phải báo cáo <img src=x onerror="window.broken=2"> UBND tỉnh trước ngày 30/6/2026.
Sở Tài chính \u202egnor\u202c phải rà soát \u2028dự toán\u2029 <!--<script> trước ngày 31/7/2026.
=HYPERLINK("x") Sở Y tế phải lập danh sách 😀 𠮷 trước ngày 31/8/2026.
"""
SIDECAR = (
    'title: "\\"><svg onload=window.broken=3>\\u202E"\npublisher: "@SUM(1)"\nurl: "javascript:window.broken=4"\npublished: 2026-01-05\n'
)


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The files of a run over samples and a hostile document."""
    folder = tmp_path_factory.mktemp("report")
    for name in SAMPLES:
        shutil.copy(root / "data" / "raw" / name, folder / name)
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "hostile.meta.yaml").write_text(SIDECAR, encoding="utf-8")
    made = tmp_path_factory.mktemp("out")
    run([folder], made, Settings(extractor="rules"), cache=False)
    return made
