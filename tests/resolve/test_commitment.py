"""A clause becomes a record: exact quotes, a stable identity, its place and its specificity."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from pipeline.records import Annotated, Bearer, Block, Clause, Document, Sentence, Span, Timex
from pipeline.resolve import commitment
from pipeline.settings import Settings

ZH = (
    "一、组织保障\n（二）县级党委和政府必须在2021年6月底前使覆盖率达到100%，并向省政府报告。\n"
    "县财政局应当公开账目。\n县财政局应当公开账目。"
)
VI = "I. Tổ chức\nSở Tài chính phải bố trí 50 triệu đồng trước ngày 30/6/2021, báo cáo UBND tỉnh."


def span(text: str, quote: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = text.index(quote, at + 1)
    return Span(quote, at, at + len(quote))


def bearer(text: str, quote: str, nth: int = 0, source: str = "clause") -> Bearer:
    s = span(text, quote, nth)
    return Bearer(s.quote, s.start, s.end, source)


def read(text: str, language: str, source: str = "a.txt") -> Annotated:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    blocks = [Block("heading", language, *lines[0], lines[0][0] + 2, 1, "一" if language == "zh" else "I")]
    blocks += [
        Block(
            "list_item" if i == 1 and language == "zh" else "paragraph",
            language,
            s,
            e,
            s,
            2 if i == 1 else None,
            "（二）" if i == 1 and language == "zh" else None,
            (0,),
        )
        for i, (s, e) in enumerate(lines[1:], 1)
    ]
    document = Document("sha-of-content", source, "0" * 64, "utf-8", text, tuple(blocks), language)
    return Annotated(document, tuple(Sentence(b.start, b.end, i) for i, b in enumerate(blocks)), {})


def clause(annotated: Annotated, action: Span, actors: tuple = (), block: int = 1, **fields: object) -> Clause:
    b, text = annotated.document.blocks[block], annotated.document.text
    base = Clause(
        annotated.document.language,
        "duty",
        "prescribed",
        action,
        actors,
        None,
        (),
        None,
        None,
        (),
        Span(text[b.start : b.end], b.start, b.end),
        block,
        ("rule",),
        0.8,
    )
    return replace(base, **fields)


@pytest.fixture
def full() -> tuple[Annotated, Clause]:
    a = read(ZH, "zh")
    s = span(ZH, "2021年6月底前")
    due = Timex(s.quote, s.start, s.end, "DATE", "2021-06", "ON_OR_BEFORE", due="2021-06-30")
    return a, clause(
        a,
        span(ZH, "使覆盖率达到100%"),
        (bearer(ZH, "县级党委"), bearer(ZH, "政府")),
        modal=span(ZH, "必须"),
        deadlines=(due,),
        recipient=span(ZH, "省政府"),
    )


def test_every_quote_is_cut_from_the_text(full: tuple[Annotated, Clause]) -> None:
    record = commitment(full[1], full[0], Settings())
    quotes = [record.action, record.clause, record.modal, record.recipient, *record.actors, *record.deadlines, *record.targets]
    assert all(ZH[q.start : q.end] == q.quote for q in quotes)


def test_a_record_holds_what_its_clause_says(full: tuple[Annotated, Clause]) -> None:
    record = commitment(full[1], full[0], Settings())
    assert (record.section, record.item, record.modal.force, record.confidence, record.rules) == (
        "一、组织保障",
        "一/（二）",
        "strong",
        0.8,
        ["rule"],
    )
    assert [(a.name, a.organ, a.tier) for a in record.actors] == [
        ("县级党委", "party_committee", "county"),
        ("政府", "government", "county"),
    ]
    assert [(t.value, t.unit) for t in record.targets] == [(100.0, "%")]
    assert record.clause.quote == "县级党委和政府必须在2021年6月底前使覆盖率达到100%"
    assert (record.deadlines[0].due, record.deadlines[0].mod, record.deadlines[0].role) == ("2021-06-30", "ON_OR_BEFORE", "deadline")


def test_a_class_of_bodies_with_date_target_and_recipient_has_three_marks(full: tuple[Annotated, Clause]) -> None:
    assert commitment(full[1], full[0], Settings()).specificity == 3


@pytest.mark.parametrize(
    "language,text,who,expected",
    [
        ("zh", "一\n财政部要研究。", "财政部", 1),
        ("zh", "一\n各级党委要研究。", "各级党委", 0),
        ("zh", "一\n各部门要研究。", "各部门", 0),
        ("zh", "一\n有关部门要研究。", "有关部门", 0),
        ("zh", "一\n县级党委要研究。", "县级党委", 0),
        ("zh", "一\n省政府要研究。", "省政府", 1),
        ("zh", "一\n企业要研究。", "企业", 0),
        ("zh", "一\n个人要研究。", "个人", 0),
        ("zh", "一\n国务院要研究。", "国务院", 1),
        ("zh", "一\n我们要研究。", "我们", 0),
        ("zh", "一\n王建国要研究。", "王建国", 1),
        ("zh", "一\n青河县人民政府要研究。", "青河县人民政府", 1),
        ("vi", "I\nSở Tài chính phải rà soát.", "Sở Tài chính", 1),
        ("vi", "I\nCác cấp phải rà soát.", "Các cấp", 0),
        ("vi", "I\nUBND tỉnh phải rà soát.", "UBND tỉnh", 1),
        ("vi", "I\nCác sở, ngành phải rà soát.", "Các sở, ngành", 0),
        ("vi", "I\nĐơn vị phải rà soát.", "Đơn vị", 0),
        ("vi", "I\nUBND xã phải rà soát.", "UBND xã", 0),
        ("vi", "I\nUBND xã Hải Lăng phải rà soát.", "UBND xã Hải Lăng", 1),
        ("vi", "I\nBộ Y tế phải rà soát.", "Bộ Y tế", 1),
        ("vi", "I\nNgười dân phải rà soát.", "Người dân", 0),
        ("vi", "I\nChúng tôi phải rà soát.", "Chúng tôi", 0),
        ("vi", "I\nCơ quan chức năng phải rà soát.", "Cơ quan chức năng", 0),
    ],
)
def test_only_a_named_bearer_is_a_mark(language: str, text: str, who: str, expected: int) -> None:
    a = read(text, language)
    c = clause(a, span(text, "研究" if language == "zh" else "rà soát"), (bearer(text, who),))
    assert commitment(c, a, Settings()).specificity == expected


def test_a_sanction_is_its_own_consequence_and_its_fine_no_target() -> None:
    text = "一\n违法者处5万元罚款。"
    a = read(text, "zh")
    record = commitment(clause(a, span(text, "处5万元罚款"), type="sanction"), a, Settings())
    assert (record.specificity, record.targets) == (1, [])


def test_a_deadline_inside_the_action_is_no_target() -> None:
    text = "I\nSở Y tế phải họp 2 lần mỗi năm."
    a = read(text, "vi")
    s = span(text, "2 lần mỗi năm")
    again = Timex(s.quote, s.start, s.end, "SET", "P6M", rrule="FREQ=MONTHLY;INTERVAL=6")
    record = commitment(clause(a, span(text, "họp 2 lần mỗi năm"), (bearer(text, "Sở Y tế"),), deadlines=(again,)), a, Settings())
    assert (record.targets, record.specificity) == ([], 2)


def test_a_bearer_of_the_context_stays_out_of_the_clause() -> None:
    a = read(VI, "vi")
    record = commitment(clause(a, span(VI, "bố trí 50 triệu đồng"), (bearer(VI, "Sở Tài chính", source="context"),)), a, Settings())
    assert record.clause.quote == "bố trí 50 triệu đồng"


def identity(annotated: Annotated, nth: int = 0, **fields: object) -> str:
    block = 2 + nth
    return commitment(clause(annotated, span(ZH, "公开账目", nth), block=block, **fields), annotated, Settings()).record_id


def test_the_identity_is_sixteen_hex_digits_and_repeats() -> None:
    found = identity(read(ZH, "zh"))
    assert found == identity(read(ZH, "zh"))
    assert len(bytes.fromhex(found)) == 8


def test_the_identity_stays_when_the_file_moves() -> None:
    assert identity(read(ZH, "zh", "elsewhere/b.txt")) == identity(read(ZH, "zh"))


def test_the_identity_stays_when_type_bearers_rules_and_confidence_change() -> None:
    a = read(ZH, "zh")
    other = identity(a, type="assignment", actors=(bearer(ZH, "县财政局"),), modal=span(ZH, "应当"), rules=("model",), confidence=0.2)
    assert other == identity(a)


def test_the_same_sentence_said_twice_gives_two_identities() -> None:
    a = read(ZH, "zh")
    assert identity(a, 0) != identity(a, 1)


def test_another_action_of_the_sentence_has_another_identity() -> None:
    a = read(ZH, "zh")
    assert identity(a) != commitment(clause(a, span(ZH, "公开"), block=2), a, Settings()).record_id


def test_a_run_of_white_space_counts_as_one_space_in_the_identity() -> None:
    wrapped = VI.replace("50 triệu", "50\n  triệu")
    found = []
    for text in (VI, wrapped):
        b = Block("paragraph", "vi", 11, len(text), 11)
        a = Annotated(Document("same", "a", "0", "utf-8", text, (b,), "vi"), (Sentence(11, len(text), 0),), {})
        at = text.index("bố trí")
        end = text.index("đồng") + 4
        found.append(commitment(clause(a, Span(text[at:end], at, end), block=0), a, Settings()).record_id)
    assert found[0] == found[1]


def test_resolving_imports_no_spacy() -> None:
    code = "import sys, pipeline.resolve; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
