"""A body called by its kind alone is quoted by the full name that stands before it."""

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.settings import Settings

RULES = Settings(extractor="rules")


def last(text: str) -> list[str]:
    """Return the bearers of the last clause of a plan by the rules."""
    document = ingest.read_text(f"KẾ HOẠCH\n\nII. NHIỆM VỤ\n\n{text}\n", source="plan.txt")
    return [bearer.quote for bearer in clauses(annotate.annotate(document, RULES), RULES)[-1].actors]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1. Sở Y tế giao Chi cục Dân số mở lớp tập huấn. Chi cục phải báo cáo tiến độ.", "Chi cục Dân số"),
        ("1. Công ty Nước sạch Hà Thanh lắp đặt đồng hồ. Công ty không được tự ý tăng giá.", "Công ty Nước sạch Hà Thanh"),
        ("1. Sở Tài chính bố trí kinh phí. Sở này phải thẩm định mức hỗ trợ.", "Sở Tài chính"),
        ("Sạt lở đang lan rộng ở TP. Bến Lức.\n\nTheo đó, TP phải di dời 40 hộ dân trước mùa mưa.", "TP. Bến Lức"),
        ("Huyện Tân Sơn còn 12 ngầm tràn.\n\nMưa lớn gây chia cắt.\n\nHuyện phải dựng rào chắn.", "Huyện Tân Sơn"),
        ("1. Theo phản ánh của Trạm Bơm Nam Sông, kênh bị sạt. Trạm phải báo cáo hằng tuần.", "Trạm Bơm Nam Sông"),
        ("Đoàn đã làm việc với Công ty Dệt Phú Thành về việc xả thải. Doanh nghiệp này phải dừng xả.", "Công ty Dệt Phú Thành"),
        ("1. Sở Y tế chủ trì, Sở Nội vụ phối hợp. Cơ quan này phải báo cáo hằng tháng.", "Sở Nội vụ"),
    ],
)
def test_a_kind_of_body_stands_for_the_full_name_before_it(text: str, name: str) -> None:
    assert last(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "1. Sở Y tế phối hợp với Sở Tài chính lập dự toán. Sở phải báo cáo tiến độ.",
        "1. Các đơn vị lập dự toán.\n\n2. Sở phải báo cáo tiến độ.",
        "1. Sở Y tế lập dự toán.\n\n2. Sở phải báo cáo tiến độ.",
        "Công ty Dệt Phú Thành xả thải. Các doanh nghiệp phải dừng xả. Sở phải kiểm tra.",
        "Sở Y tế và Sở Tài chính lập dự toán.\n\nSở phải báo cáo tiến độ.",
    ],
)
def test_of_two_names_or_of_another_item_it_stands_for_none(text: str) -> None:
    assert last(text) == ["Sở"]
