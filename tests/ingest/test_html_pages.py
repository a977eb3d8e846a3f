"""Portals' pages around our own texts: the article is kept, menus, comments and adverts are passed over."""

import pytest

from pipeline.ingest import read_text
from tests.ingest.pages import PORTALS, Share, ours, page, pages, share, squeezed

NOTHING = Share(0, 0, 0, 0)


def shares(made):
    """Return the shares of each template's pages together."""
    found = {}
    for one in made:
        found[one.name] = found.get(one.name, NOTHING) + share(one, ours(one))
    return found


def test_of_all_pages_the_article_is_kept_and_its_surroundings_are_not():
    made = pages(every=3)
    assert len(made) >= 30
    found = sum(shares(made).values(), NOTHING)
    assert found.article_kept >= 99.5
    assert found.furniture_skipped >= 98


@pytest.mark.slow
def test_no_template_loses_its_article_or_keeps_its_surroundings():
    for name, found in shares(pages()).items():
        assert found.article_kept >= 99, name
        assert found.furniture_skipped >= 97, name


@pytest.mark.slow
def test_trafilatura_does_no_better():
    trafilatura = pytest.importorskip("trafilatura")
    made = pages(every=2)
    theirs = [(trafilatura.extract(one.markup, include_comments=False) or "").splitlines() for one in made]
    other = sum((share(one, kept) for one, kept in zip(made, theirs, strict=True)), NOTHING)
    own = sum((share(one, ours(one)) for one in made), NOTHING)
    assert own.furniture_skipped > other.furniture_skipped and own.article_kept > other.article_kept - 0.1


@pytest.mark.parametrize("template", sorted(PORTALS.glob("*.html")), ids=lambda path: path.stem)
def test_the_title_of_a_page_is_found_wherever_it_stands(template):
    lines = (
        ["Các xã phải báo cáo trước ngày 30/6/2026, không để chậm trễ."] * 9
        if template.stem[:2] == "vi"
        else ["各村应当在六月底前完成整改并上报结果。"] * 20
    )
    title = "Giữ rừng mùa khô ở vùng cao" if template.stem[:2] == "vi" else "关于做好水库巡查工作的通知"
    document = read_text(page(template, title, lines).markup, "a.html")
    assert document.title == title
    assert [squeezed(document.text[b.start : b.end]) for b in document.blocks if b.kind == "title"] == [squeezed(title)]


def test_a_short_article_under_many_comments_is_kept():
    (template,) = PORTALS.glob("vi-news.html")
    made = page(template, "Xã Suối Giàng giữ rừng", ["Xã phải cử người trực.", "Các bản báo cáo hằng tuần."])
    assert share(made, ours(made)).article_kept == 100


def test_what_follows_the_article_is_no_article_but_its_signature_is():
    page = (
        "<body><div>"
        + "<p>Các bản phải cử người trực và báo cáo hằng tuần.</p>" * 9
        + "</div><p>(Theo Báo Sông Lam)</p><p>Góc vui cười cuối tuần</p></body>"
    )
    document = read_text(page, "a.html")
    assert [b.kind for b in document.blocks][-2:] == ["signature", "boilerplate"]


def test_a_table_that_fills_the_page_is_no_furniture():
    rows = "".join(f"<tr><td>{i}</td><td>Sửa cống số {i} trên kênh chính</td><td>Phòng Kinh tế</td></tr>" for i in range(1, 30))
    document = read_text(f"<body><p>Phân công:</p><table>{rows}</table><p>Nơi nhận: như trên.</p></body>", "a.html")
    assert [b.kind for b in document.blocks].count("table_row") == 29


def test_the_record_card_of_a_document_is_its_dateline():
    rows = (("索引号：", "QF-0031", "发布日期：", "2026-03-12"), ("发文字号：", "青政办〔2026〕8号", "有效性：", "有效"))
    card = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    document = read_text(f"<body><h1>通知</h1>{card}<p>各村应当上报。</p></body>", "a.html")
    assert [b.kind for b in document.blocks] == ["title", "dateline", "dateline", "paragraph"]
    assert (document.published, document.number) == ("2026-03-12", "青政办〔2026〕8号")


def test_a_numbered_list_goes_on_behind_a_link_to_other_articles():
    lines = [f"<p>{i}. Xã công khai bản cam kết số {i}.</p>" for i in range(1, 5)]
    lines.insert(2, "<p>Tin liên quan</p><p>Chợ phiên vùng cao</p>")
    document = read_text(f"<body>{''.join(lines)}</body>", "a.html")
    kept = [document.text[b.body : b.end] for b in document.blocks if b.kind != "boilerplate"]
    assert kept == [f"Xã công khai bản cam kết số {i}." for i in range(1, 5)]


def test_bodies_on_lines_of_their_own_in_a_cell_stay_apart_and_a_columns_broken_name_is_one():
    head = "<tr><td>任务</td><td>牵头<br>单位</td><td>Thời<br>hạn</td></tr>"
    row = "<tr><td>清淤</td><td><p>市水利局</p><p>市住建局</p></td><td>六月<b>底</b></td></tr>"
    document = read_text(f"<body><p>分工：</p><table>{head}{row}</table></body>", "a.html")
    cells = [[document.text[a:b] for a, b in block.cells] for block in document.blocks if block.cells]
    assert cells == [["任务", "牵头单位", "Thời hạn"], ["清淤", "市水利局\n市住建局", "六月底"]]
