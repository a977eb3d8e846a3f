"""Whoever is charged with an act is named without the word for it; what goes on with the act is an assignment as well."""

from dataclasses import replace

import pytest

from pipeline.extract.entrusted import entrusted
from pipeline.ingest import read_text
from pipeline.records import Bearer, Clause, Span


def read(text: str, actor: str, *acts: str) -> list[tuple[str, list[str], str | None, str]]:
    """Return (type, bearers, modal, action) of the acts of one bearer in a sentence."""
    start = text.index(actor)
    bearer, sentence = Bearer(actor, start, start + len(actor), "clause"), Span(text, 0, len(text))
    places = [text.index(act) for act in acts]
    clauses = [
        Clause("vi", "duty", "prescribed", Span(act, at, at + len(act)), (bearer,), None, (), None, None, (), sentence, 0, ("model",), 0.5)
        for act, at in zip(acts, places, strict=True)
    ]
    found = entrusted(clauses, read_text(text, source="a.txt"))
    return [(c.type, [b.quote for b in c.actors], c.modal and c.modal.quote, c.action.quote) for c in found]


@pytest.mark.parametrize(
    ("actor", "act"),
    [
        ("Công an xã được giao", "tuần tra ban đêm"),
        ("Công an xã", "tuần tra ban đêm"),
        ("Công an xã", "được giao tuần tra ban đêm"),
    ],
)
def test_who_is_charged_is_named_without_the_word_for_it(actor: str, act: str) -> None:
    found = read("Công an xã được giao tuần tra ban đêm.", actor, act)
    assert found == [("assignment", ["Công an xã"], "được giao", "tuần tra ban đêm")]


def test_what_goes_on_with_the_act_is_an_assignment_too() -> None:
    text = "Đội Cây xanh được phân công cắt tỉa cây, báo cáo kết quả hằng tuần."
    found = read(text, "Đội Cây xanh được phân công", "cắt tỉa cây", "báo cáo kết quả")
    assert [row[:3] for row in found] == [("assignment", ["Đội Cây xanh"], "được phân công")] * 2


@pytest.mark.parametrize(
    ("text", "actor", "act"),
    [
        ("Cán bộ được phân công lập danh sách.", "Cán bộ được phân công", "lập danh sách"),
        ("Trạm Y tế, trong phạm vi quyền hạn được giao, lập danh sách.", "Trạm Y tế", "lập danh sách"),
        ("Đảng viên được phân công ghi sổ:\n- Lập danh sách.", "Đảng viên được phân công", "Lập danh sách"),
    ],
)
def test_a_word_that_tells_which_of_many_are_meant_charges_nobody(text: str, actor: str, act: str) -> None:
    assert read(text, actor, act) == [("duty", [actor], None, act)]


def test_a_cue_of_its_own_stays() -> None:
    text = "Công an xã được giao phải tuần tra."
    start = text.index("phải")
    own = Span("phải", start, start + 4)
    bearer, act = Bearer("Công an xã", 0, 10, "clause"), Span("tuần tra", start + 5, start + 13)
    clause = Clause("vi", "duty", "prescribed", act, (bearer,), own, (), None, None, (), Span(text, 0, len(text)), 0, ("model",), 0.5)
    assert entrusted([clause], read_text(text, source="a.txt")) == [clause]
    assert entrusted([replace(clause, actors=())], read_text(text, source="a.txt"))[0].modal == own


@pytest.mark.parametrize(("who", "asked"), [("Xí nghiệp vận tải thuỷ", "được yêu cầu"), ("Các trường ven sông", "được đề nghị")])
def test_who_is_asked_for_an_act_bears_it(who: str, asked: str) -> None:
    text = f"{who} {asked} thay toàn bộ áo phao cũ."
    act = Span("thay toàn bộ áo phao cũ", text.index("thay"), len(text) - 1)
    alone = Clause("vi", "duty", "prescribed", act, (), None, (), None, None, (), Span(text, 0, len(text)), 0, ("model",), 0.5)
    (found,) = entrusted([alone], read_text(text, source="a.txt"))
    assert ([one.quote for one in found.actors], found.modal and found.modal.quote) == ([who], asked)
