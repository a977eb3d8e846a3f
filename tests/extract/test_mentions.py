"""Bearers come out as the parties they are: coordinated ones each by itself, what shares a head noun together, a person with his office."""

from dataclasses import replace

import pytest

from pipeline.extract.mentions import mentioned
from pipeline.ingest import read_text
from pipeline.records import Bearer, Clause, Span


def clause(text: str, actors: list[str], action: str) -> Clause:
    start = text.index(action)
    named = tuple(Bearer(quote, text.index(quote), text.index(quote) + len(quote), "clause") for quote in actors)
    span, sentence = Span(action, start, start + len(action)), Span(text, 0, len(text))
    return Clause("vi", "duty", "prescribed", span, named, None, (), None, None, (), sentence, 0, ("model",), 0.5)


@pytest.mark.parametrize(
    ("taken", "bearers"),
    [
        (["Trạm Thú y, Hạt Kiểm lâm huyện"], ["Trạm Thú y", "Hạt Kiểm lâm huyện"]),
        (["Ban Văn hóa và Hợp tác xã Đông Tiến"], ["Ban Văn hóa", "Hợp tác xã Đông Tiến"]),
        (["các đoàn thể; đội ngũ giáo viên"], ["các đoàn thể", "đội ngũ giáo viên"]),
        (["Ủy ban nhân dân các xã Yên Hạ, Yên Thượng", "thị trấn Vòng"], ["Ủy ban nhân dân các xã Yên Hạ, Yên Thượng và thị trấn Vòng"]),
        (["Các huyện ủy", "thành ủy", "đảng ủy trực thuộc"], ["Các huyện ủy, thành ủy", "đảng ủy trực thuộc"]),
        (["Phòng Nội vụ, Lao động", "Dân tộc"], ["Phòng Nội vụ, Lao động và Dân tộc"]),
        (["Sở Y tế", "Phòng Nghiệp vụ Dược"], ["Sở Y tế"]),
        (["đồng chí Đinh Công Tráng", "Phó Bí thư"], ["đồng chí Đinh Công Tráng, Phó Bí thư"]),
        (["Trưởng Công an xã"], ["Thiếu tá Lò Văn Sơn - Trưởng Công an xã"]),
        (["Văn phòng HĐND", "UBND huyện"], ["Văn phòng HĐND và UBND huyện"]),
        (["Thầy Trần Hải", "Tổ trưởng Tổ Toán"], ["Thầy Trần Hải, Tổ trưởng Tổ Toán"]),
        (["Hợp tác xã có thể mua lại cổ phần"], ["Hợp tác xã"]),
        (["Chủ trại có quyền bán cây giống nhưng"], ["Chủ trại"]),
        (["chủ đầu tư ban hành nhưng"], ["chủ đầu tư"]),
        (["Chủ đầu tư được gia hạn 12 tháng và"], ["Chủ đầu tư"]),
        (["Người có quyền sử dụng đất"], ["Người có quyền sử dụng đất"]),
    ],
)
def test_bearers_are_mentions_of_parties(taken: list[str], bearers: list[str]) -> None:
    whole = {
        "Ủy ban nhân dân các xã Yên Hạ, Yên Thượng": "Ủy ban nhân dân các xã Yên Hạ, Yên Thượng và thị trấn Vòng",
        "Phòng Nội vụ, Lao động": "Phòng Nội vụ, Lao động và Dân tộc",
        "Sở Y tế": "Sở Y tế (Phòng Nghiệp vụ Dược)",
        "Trưởng Công an xã": "Thiếu tá Lò Văn Sơn - Trưởng Công an xã",
        "Văn phòng HĐND": "Văn phòng HĐND và UBND huyện",
    }
    text = f"{whole.get(taken[0], ', '.join(taken))} lập danh sách."
    found = mentioned([clause(text, taken, "lập danh sách")], read_text(text, source="a.txt"))
    assert [actor.quote for actor in found[0].actors] == bearers


def test_what_another_act_is_about_bears_nothing() -> None:
    text = "Phân công đồng chí Tâm phụ trách xóm Đồi, đồng chí Lan phụ trách xóm Bãi."
    first, second = clause(text, ["đồng chí Tâm"], "phụ trách xóm Đồi"), clause(text, ["xóm Đồi", "đồng chí Lan"], "phụ trách xóm Bãi")
    found = mentioned([first, second], read_text(text, source="a.txt"))
    assert [[actor.quote for actor in one.actors] for one in found] == [["đồng chí Tâm"], ["đồng chí Lan"]]


@pytest.mark.parametrize(
    ("text", "bearer", "action", "whole"),
    [
        ("Chủ nhà trọ khai gian số người ở bị phạt tiền.", "Chủ nhà trọ", "bị phạt tiền", "Chủ nhà trọ khai gian số người ở"),
        ("Chủ nhà trọ khai gian số người ở thì bị phạt tiền.", "Chủ nhà trọ", "bị phạt tiền", "Chủ nhà trọ"),
        ("Chủ trại có thể tự lắp bể lọc nhưng phải lấy ý kiến xã.", "Chủ trại", "lấy ý kiến xã", "Chủ trại"),
        ("Chủ nhà trọ nào khai gian số người ở bị phạt tiền.", "Chủ nhà trọ nào", "bị phạt tiền", "Chủ nhà trọ nào"),
    ],
)
def test_those_who_do_wrong_are_named_by_what_they_do(text: str, bearer: str, action: str, whole: str) -> None:
    told = replace(clause(text, [bearer], action), type="sanction")
    (found,) = mentioned([told], read_text(text, source="a.txt"))
    assert [actor.quote for actor in found.actors] == [whole]


def test_another_act_of_a_bearer_tells_no_more_of_him() -> None:
    text = "Nhà thầu chịu mọi chi phí và bị chấm dứt hợp đồng."
    acts = [clause(text, ["Nhà thầu"], act) for act in ("chịu mọi chi phí", "bị chấm dứt hợp đồng")]
    found = mentioned([replace(act, type="sanction") for act in acts], read_text(text, source="a.txt"))
    assert [[actor.quote for actor in one.actors] for one in found] == [["Nhà thầu"]] * 2
