from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml.html import fromstring
from starlette.testclient import TestClient

from pipeline.register import Register, open_register
from pipeline.register.update import update_register
from pipeline.web.app import application
from tests.register.making import QUARTERLY, ROADS, WELLS, Row, found, run, textual

TODAY = date(2026, 6, 25)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e{{7*7}}"
VI = (
    f"UBND huyện A {ROADS} trước ngày 30/6/2026, báo cáo Ban Thường vụ Tỉnh ủy.\r\n"
    f"Sở Y tế {WELLS} hằng quý. 😀 Công an tỉnh phối hợp kiểm tra trước ngày 15/9/2026."
)
ZH = "县人民政府应当于2026年12月31日前完成全县危旧桥梁改造。县交通局负责日常巡查。"
BAD = f"Ủy ban {HOSTILE} phải công khai {HOSTILE} kết quả."


class Visit(TestClient):
    """A browser without JavaScript: it follows links and fills in the forms it finds."""

    def page(self, path: str, status: int = 200) -> str:
        answer = self.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:400])
        return answer.text

    def fields(self, path: str, action: str) -> dict[str, list[str]]:
        """The fields of the form on a page that is sent to `action`, as a browser would send them."""
        (form,) = (form for form in fromstring(self.page(path)).forms if form.get("action") == action)
        fields: dict[str, list[str]] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        return fields

    def submit(self, path: str, action: str, status: int = 200, /, **values: Any) -> str:
        given = self.fields(path, action) | {name: value if isinstance(value, list) else [value] for name, value in values.items()}
        answer = self.post(action, data=given)
        assert answer.status_code == status, (action, answer.status_code, answer.text[:400])
        return answer.text


def made(language: str = "vi", text: str = VI, **values: Any) -> Row:
    of = textual(text, **values)
    of["blocks"][0]["language"] = language
    return of


@pytest.fixture(scope="session")
def rows() -> tuple[Row, Row, Row, Row]:
    """Three commitments of a Vietnamese and one of a Chinese document."""
    vi, zh = made(), made("zh", ZH, source="data/raw/zh.txt", title="关于桥梁改造的通知", number="县政发〔2026〕3号")
    roads = found(vi, ROADS, due="2026-06-30", recipient="Ban Thường vụ Tỉnh ủy", concepts=["monitor_progress"])
    bridges = found(zh, "完成全县危旧桥梁改造", "县人民政府", language="zh")
    return roads, found(vi, WELLS, "Sở Y tế", tier="province", rrule=QUARTERLY), found(vi, "phối hợp kiểm tra", "Công an tỉnh"), bridges


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, rows: tuple[Row, ...]) -> Path:
    """A register with these, and with a document that means harm."""
    folder = tmp_path_factory.mktemp("filled")
    register = open_register(folder / "register.db", create=True)
    zh = made("zh", ZH, source="data/raw/zh.txt", title="关于桥梁改造的通知", number="县政发〔2026〕3号")
    bad = made("vi", BAD, source=f"data/{HOSTILE}.txt", title=HOSTILE, publisher=HOSTILE, number=None, url="javascript:alert(3)")
    evil = found(bad, f"công khai {HOSTILE} kết quả", f"Ủy ban {HOSTILE}", section=HOSTILE, item=HOSTILE)
    update_register(register, run(folder / "out", *rows, evil, documents=(made(), zh, bad)))
    register.close()
    return folder / "register.db"


@pytest.fixture
def register(tmp_path: Path, filled: Path) -> Iterator[Register]:
    shutil.copy(filled, tmp_path / "register.db")
    opened = open_register(tmp_path / "register.db")
    yield opened
    opened.close()


def visit(register: Register, **options: Any) -> Visit:
    host = options.pop("host", "127.0.0.1")
    return Visit(application(register, today=lambda: TODAY, **options), base_url=f"http://{host}")


@pytest.fixture
def site(register: Register) -> Visit:
    return visit(register, hosts=("127.0.0.1", "localhost"), who="Lan")
