from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.report import vega
from pipeline.report.render import _environment


@pytest.fixture
def bundles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A cache of its own, and the scripts that were bundled."""
    made: list[str] = []

    def bundle(entry: str) -> str:
        made.append("x")
        return "window.vegaEmbed = '</script>';"

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setitem(
        __import__("sys").modules, "vl_convert", SimpleNamespace(javascript_bundle=bundle, __spec__=vega.find_spec("vl_convert"))
    )
    return made


def test_the_script_is_bundled_once(bundles: list[str]) -> None:
    assert vega.script() == vega.script()
    assert len(bundles) == 1


def test_a_damaged_script_is_bundled_again(bundles: list[str]) -> None:
    whole = vega.script()
    (kept,) = vega.cache().iterdir()
    kept.write_text(whole[:9], encoding="utf-8")
    assert vega.script() == whole
    assert len(bundles) == 2 and kept.read_text(encoding="utf-8") == whole


def test_a_cache_that_cannot_be_written_is_done_without(bundles: list[str]) -> None:
    vega.cache().write_text("a file where the folder should be", encoding="utf-8")
    assert vega.script() == vega.script()
    assert len(bundles) == 2
    assert _environment.__wrapped__().bytecode_cache is None


def test_the_compiled_template_is_kept_beside_it(bundles: list[str]) -> None:
    vega.script()
    _environment.__wrapped__().get_template("page.html")
    assert len(list(vega.cache().glob("__jinja2_*.cache"))) == 1


def test_the_script_cannot_close_its_element(bundles: list[str]) -> None:
    assert "</script" not in vega.script()
