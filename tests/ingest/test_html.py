"""Pages: the visible text in reading order, what the markup says of it, and what is furniture."""

import pytest

from pipeline.ingest import read, read_text

ARTICLE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>Giữ rừng mùa khô | Cổng tin Sông Lam</title>
<meta property="og:site_name" content="Cổng tin Sông Lam">
<link rel="canonical" href="https://example.org/giu-rung">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-03-05T08:00:00+07:00"}</script>
<style>p{}</style></head><body>
<header><div class="logo">Sông Lam</div></header><nav><a href="#">Trang chủ</a> <a href="#">Tin tức</a></nav>
<div class="breadcrumb">Trang chủ &rsaquo; Lâm nghiệp</div>
<main><h1>Giữ rừng mùa khô</h1><p class="sapo">Chủ tịch xã chịu trách nhiệm về phòng cháy rừng trên địa bàn.</p>
<figure><img src="a.jpg" alt="x"><figcaption>Tuần tra rừng. Ảnh: A Lử</figcaption></figure>
<h2>Việc phải làm</h2><p>Các tổ bảo vệ thực hiện:</p>
<ol><li>Phát dọn thực bì trước ngày 15/3;</li><li>Trực gác:<ul><li>ban ngày;</li><li>ban đêm.</li></ul></li></ol>
<p hidden>không thấy</p><div style="display: none">cũng không</div><p>Hết hạn mà chưa làm thì bị phê bình.<br>Báo cáo hằng tuần.</p></main>
<aside><h3>Tin liên quan</h3><ul><li><a href="#">Giá ngô tăng</a></li></ul></aside>
<section id="comments"><p>Mong rừng luôn xanh, các bác ạ.</p></section>
<footer>Bản quyền thuộc Cổng tin Sông Lam</footer><script>var x = "</p>";</script></body></html>"""


def parts(document):
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_an_article_between_its_furniture():
    document = read_text(ARTICLE, "a.html")
    assert [part for part in parts(document) if part[0] != "boilerplate"] == [
        ("title", "Giữ rừng mùa khô"),
        ("paragraph", "Chủ tịch xã chịu trách nhiệm về phòng cháy rừng trên địa bàn."),
        ("caption", "Tuần tra rừng. Ảnh: A Lử"),
        ("heading", "Việc phải làm"),
        ("paragraph", "Các tổ bảo vệ thực hiện:"),
        ("list_item", "Phát dọn thực bì trước ngày 15/3;"),
        ("list_item", "Trực gác:"),
        ("list_item", "ban ngày;"),
        ("list_item", "ban đêm."),
        ("paragraph", "Hết hạn mà chưa làm thì bị phê bình."),
        ("paragraph", "Báo cáo hằng tuần."),
    ]
    assert "không thấy" not in document.text and "var x" not in document.text and "Giá ngô tăng" in document.text


def test_items_of_a_page_stand_under_their_lead_in_and_heading():
    document = read_text(ARTICLE, "a.html")
    names = {document.text[b.start : b.end]: b for b in document.blocks}
    above = [document.text[document.blocks[p].start : document.blocks[p].end] for p in names["ban đêm."].parents]
    assert above == ["Việc phải làm", "Các tổ bảo vệ thực hiện:", "Trực gác:"]
    assert (names["Trực gác:"].number, names["ban đêm."].number) == ("2", None)


def test_metadata_of_a_page_and_where_it_stood():
    document = read_text(ARTICLE, "a.html")
    assert (document.title, document.publisher, document.published) == ("Giữ rừng mùa khô", "Cổng tin Sông Lam", "2026-03-05")
    assert document.url == "https://example.org/giu-rung"
    assert document.provenance == {"title": "title", "publisher": "html_meta", "published": "html_meta", "url": "html_meta"}


TABLE = """<html><body><p>任务分工如下：</p><table><thead><tr><th>类别</th><th>任务</th><th>牵头单位</th></tr></thead>

<tr><td rowspan="2">治理</td><td>清淤</td><td>水利局</td></tr><tr><td>截污</td><td>住建局<br>环保局</td></tr>
<tr><td colspan="2">考核</td><td>督查室</td></tr></table></body></html>"""


def test_rows_of_a_table_with_merged_cells():
    document = read_text(TABLE, "a.html")
    rows = [block for block in document.blocks if block.kind == "table_row"]
    cells = [[document.text[a:b] for a, b in row.cells] for row in rows]
    assert cells == [
        ["类别", "任务", "牵头单位"],
        ["治理", "清淤", "水利局"],
        ["治理", "截污", "住建局\n环保局"],
        ["考核", "考核", "督查室"],
    ]
    assert {row.header for row in rows[1:]} == {document.blocks.index(rows[0])}


def test_a_table_that_only_lays_out_the_page_is_no_data():
    first, second = "Xã phải báo cáo. " * 60, "Huyện kiểm tra. " * 60
    cells = f"<tr><td>Bên trái</td><td><p>{first}</p><p>Hết.</p></td></tr><tr><td></td><td><p>{second}</p></td></tr>"
    page = f"<table>{cells}</table>"
    assert "table_row" not in {kind for kind, _ in parts(read_text(page, "a.html"))}


def test_lines_broken_in_the_source_are_one_paragraph_and_pre_keeps_its_lines():
    document = read_text("<body><p>Chủ tịch xã\n  chịu <b>trách\nnhiệm</b>.</p><pre>1. Sở Y tế.\n2. Sở Tài chính.</pre></body>", "a.html")
    assert [words for _, words in parts(document)] == ["Chủ tịch xã chịu trách nhiệm.", "1. Sở Y tế.", "2. Sở Tài chính."]


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "big5"])
def test_the_encoding_is_read_from_the_page(tmp_path, charset):
    file = tmp_path / "a.htm"
    file.write_bytes(f"<html><head><meta charset={charset}></head><body><p>各部必定落成方案，在三月完成</p></body></html>".encode(charset))
    assert "各部必定落成方案" in read(file).text


def test_a_page_is_known_by_its_content(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    assert read(file).title == "Giữ rừng mùa khô"


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<",
        "<html></html>",
        "<p>",
        "no tags at all",
        "<!-- -->",
        "<table><tr><td>",
        "<h1></h1><ul><li></ul>",
        "<?xml version='1.0' encoding='x'?><html><body>a</body></html>",
    ],
)
def test_odd_pages_are_read(page):
    document = read_text(page, "a.html")
    assert document.text.strip() == document.text


def test_deep_nesting_is_read_in_time():
    document = read_text("<div>" * 10_000 + "Xã phải báo cáo." + "</div>" * 10_000, "a.html")
    assert "Xã phải báo cáo." in document.text
