"""`zeren align`: its files, and what it says where it cannot work."""

from __future__ import annotations

import csv
from pathlib import Path

import bitext
import pytest
from lxml import etree

from pipeline.cli import main

TEXT = bitext.compose(Path(__file__).parent / "texts" / "directive_fire.yaml")
DTD = """<!ELEMENT tmx (header, body)><!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header (note | prop | ude)*><!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
segtype (block|paragraph|sentence|phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED srclang CDATA #REQUIRED
datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)><!ELEMENT tu ((note | prop)*, tuv+)><!ELEMENT prop (#PCDATA)><!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT note (#PCDATA)><!ELEMENT ude EMPTY><!ELEMENT tuv ((note | prop)*, seg)><!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)>"""  # the elements of TMX 1.4 that can occur here, with what each must and may hold


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["align", *map(str, arguments)])
    return left.value.code  # type: ignore[return-value]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    texts = {"vi": TEXT.vi, "zh": TEXT.zh, "both": f"{TEXT.vi}\n\n{TEXT.zh}\n"}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return {name: tmp_path / f"{name}.txt" for name in texts}


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "alignment.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_two_files_in_either_order_give_the_same(files: dict[str, Path], tmp_path: Path) -> None:
    assert run(files["vi"], files["zh"], "-o", tmp_path / "a") == 0
    assert run(files["zh"], files["vi"], "-o", tmp_path / "b") == 0
    for name in ("alignment.tsv", "alignment.tmx"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_table_has_all_levels_and_offsets_of_the_files(files: dict[str, Path], tmp_path: Path) -> None:
    run(files["vi"], files["zh"], "-o", tmp_path / "out")
    found = rows(tmp_path / "out")
    assert list(found[0]) == ["level", "vi_start", "vi_end", "zh_start", "zh_end", "score", "divergences"]
    assert {row["level"] for row in found} == {"paragraph", "sentence", "record"}
    day = next(
        row for row in found if row["level"] == "sentence" and "15 tháng 12" in TEXT.vi[int(row["vi_start"] or 0) : int(row["vi_end"] or 0)]
    )
    assert "12月15日" in TEXT.zh[int(day["zh_start"]) : int(day["zh_end"])]
    assert all(0 <= float(row["score"]) <= 1 for row in found if row["vi_start"] and row["zh_start"])


def test_a_bilingual_file_pairs_records(files: dict[str, Path], tmp_path: Path) -> None:
    assert run(files["both"], "-o", tmp_path / "out") == 0
    text = files["both"].read_text(encoding="utf-8")
    pairs = [row for row in rows(tmp_path / "out") if row["level"] == "record" and row["vi_start"] and row["zh_start"]]
    told = [(text[int(r["vi_start"]) : int(r["vi_end"])], text[int(r["zh_start"]) : int(r["zh_end"])]) for r in pairs]
    assert any("chịu trách nhiệm toàn diện" in vi and "负总责" in zh for vi, zh in told)


def test_memory_is_valid_and_survives_letters_that_xml_cannot_hold(files: dict[str, Path], tmp_path: Path) -> None:
    for code in ("vi", "zh"):
        path = files[code]
        path.write_text(path.read_text(encoding="utf-8").replace("8", "8\x0b & <b>", 1), encoding="utf-8", newline="")
    run(files["vi"], files["zh"], "-o", tmp_path / "out")
    tree = etree.parse(tmp_path / "out" / "alignment.tmx")
    with (tmp_path / "tmx.dtd").open("w") as file:
        file.write(DTD)
    assert etree.DTD(tmp_path / "tmx.dtd").validate(tree.getroot())
    assert tree.getroot().get("version") == "1.4" and tree.docinfo.doctype == '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    assert len(tree.findall(".//tu")) > 10


def test_wrong_use_says_what_to_do(files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files["vi"], files["vi"], "-o", tmp_path / "out") == 2
    assert "one file must be Vietnamese and the other Chinese" in capsys.readouterr().err
    assert run(files["vi"], files["zh"], files["both"], "-o", tmp_path / "out") == 2
    assert run(files["vi"], "-o", tmp_path / "out") == 2
    assert "holds no sentence in zh" in capsys.readouterr().err
    assert run(tmp_path / "none.txt", "-o", tmp_path / "out") == 1
    assert "no such file" in capsys.readouterr().err
    (tmp_path / "taken").write_text("")
    assert run(files["both"], "-o", tmp_path / "taken") == 2
