"""Who is called by a pronoun is quoted by the name before it."""

from dataclasses import replace

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.extract.recalled import recalled
from pipeline.records import Bearer
from pipeline.settings import Settings

RULES = Settings(extractor="rules")


def named(text: str, pronoun: str) -> tuple[str, str]:
    """Return the bearer of the last clause of a text by the rules, and where from, where the reader took a pronoun for him."""
    document = ingest.read_text(text, source="news.txt")
    clause = clauses(annotate.annotate(document, RULES), RULES)[-1]
    start = document.text.rindex(pronoun)
    [done] = recalled([replace(clause, actors=(Bearer(pronoun, start, start + len(pronoun), "clause"),))], document)
    [bearer] = done.actors
    assert document.text[bearer.start : bearer.end] == bearer.quote
    return bearer.quote, bearer.source


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("平川县住建局完成摸底。\n\n该局须在5月底前公示名单。", "该局", ("平川县住建局", "context")),
        ("会议由县财政局主持，该局应当每月通报进展。", "该局", ("县财政局", "clause")),
        ("清河建工集团承建三个小区。该公司不得转包工程。", "该公司", ("清河建工集团", "context")),
        ("张强到县农业农村局走访。该局要建立台账。", "该局", ("县农业农村局", "context")),
        (
            "Chủ tịch UBND huyện Trần Văn Long đã kiểm tra đoạn kè.\n\nÔng phải báo cáo tỉnh trước ngày 5/6.",
            "Ông",
            ("Chủ tịch UBND huyện Trần Văn Long", "context"),
        ),
        (
            "Ông Lê Hữu Tài và bà Phan Thị Mỹ được mời họp. Bà phải nộp hồ sơ trước ngày 5/6.",
            "Bà",
            ("bà Phan Thị Mỹ", "context"),
        ),
        ("Bà Phan Thị Mỹ đã họp. Bà ấy phải nộp hồ sơ trước ngày 5/6.", "Bà ấy", ("Bà Phan Thị Mỹ", "context")),
    ],
)
def test_a_pronoun_stands_for_the_nearest_name_before_it(text: str, pronoun: str, name: tuple[str, str]) -> None:
    assert named(text, pronoun) == name


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("局长张强主持会议。该局须在5月底前公示名单。", "该局"),
        ("有关局参加会议。该局须在5月底前公示名单。", "该局"),
        ("Bà Phan Thị Mỹ đã họp. Ông phải nộp hồ sơ trước ngày 5/6.", "Ông"),
    ],
)
def test_where_nobody_is_named_it_stays(text: str, pronoun: str) -> None:
    assert named(text, pronoun) == (pronoun, "clause")
