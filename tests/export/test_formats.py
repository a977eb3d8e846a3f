"""Each format as its own tools read it."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import DocBin

from pipeline.cli import main
from pipeline.export import FORMATS, codebook, institutional_grammar, tables


def export(form: str, folder: Path, out: Path) -> int:
    with pytest.raises(SystemExit) as left:
        main(["export", form, str(folder), "-o", str(out)])
    return left.value.code  # type: ignore[return-value]


def jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (path.iterdir() if path.is_dir() else [path])}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_run_gives_the_same_bytes(form: str, run_folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        assert export(form, run_folder, tmp_path / name / "x") == 0
    assert content(tmp_path / "a" / "x") == content(tmp_path / "b" / "x")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["x"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_of_nothing_is_exported(form: str, empty_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(form, empty_folder, tmp_path / "x") == 0
    assert capsys.readouterr().out.startswith("0 ")


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_name_that_is_no_utf_8_is_exported(form: str, run_folder: Path, tmp_path: Path) -> None:
    for name in ("commitments.jsonl", "documents.jsonl"):
        text = (run_folder / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("hostile.txt", "hostile\\udc80.txt"), encoding="utf-8")
    assert export(form, tmp_path, tmp_path / "x") == 0


def test_tables_hold_every_record_and_lead_to_each_other(run_folder: Path, tmp_path: Path) -> None:
    export("csv", run_folder, tmp_path)
    records = jsonl(run_folder / "commitments.jsonl")
    found = {name: cells(tmp_path / f"{name}.csv") for name in tables.TABLES}
    assert [row["record_id"] for row in found["records"]] == [record["record_id"] for record in records]
    for name in ("actors", "deadlines", "targets", "basis", "concepts"):
        assert len(found[name]) == sum(len(record[name]) for record in records)
        assert {(row["source"], row["record_id"]) for row in found[name]} <= {(row["source"], row["record_id"]) for row in found["records"]}
    assert {row["source"] for row in found["records"]} <= {row["source"] for row in found["documents"]}
    assert {row["individual"] for row in found["actors"]} <= {"TRUE", "FALSE"}


@pytest.mark.parametrize(
    ("value", "expected"), [("=1+1", "'=1+1"), (" @x", "' @x"), ("a\0b\r\nc", "a�b\nc"), ("-", "'-"), ("tỉnh", "tỉnh"), (None, "")]
)
def test_a_cell_runs_nothing(value: str | None, expected: str) -> None:
    assert tables.cell(value, tables.STRING) == expected


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_opens_the_tables_without_a_remark(run_folder: Path, tmp_path: Path) -> None:
    export("datapackage", run_folder, tmp_path)
    script = (
        "options(warn=2);"
        'for (f in commandArgs(TRUE)) { d <- read.csv(f, na.strings="", encoding="UTF-8"); cat(basename(f), nrow(d), "\\n") };'
        "stopifnot(is.logical(d$dated), is.integer(d$specificity), is.numeric(d$confidence), !any(is.na(as.Date(na.omit(d$due)))))"
    )
    paths = sorted(map(str, tmp_path.glob("*.csv")), key=lambda path: path.endswith("records.csv"))
    done = subprocess.run(["Rscript", "-e", script, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert f"records.csv {len(jsonl(run_folder / 'commitments.jsonl'))}" in done.stdout


def test_the_package_is_valid(run_folder: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    export("datapackage", run_folder, tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])


def test_the_package_describes_what_is_there(run_folder: Path, tmp_path: Path) -> None:
    export("datapackage", run_folder, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        rows = cells(tmp_path / resource["path"])
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert not rows or list(rows[0]) == names
        for field in resource["schema"]["fields"]:
            allowed = field.get("constraints", {}).get("enum")
            assert not allowed or {row[field["name"]] for row in rows} <= {*allowed, ""}
    book = cells(tmp_path / "codebook.csv")
    assert all(row["en"] and row["vi"] and row["zh"] for row in book)
    assert {row["variable"] for row in book if row["table"] == "records"} == {"", *tables.TABLES["records"]}
    assert any((row["variable"], row["value"]) == ("concept", "supervise") for row in book)


def test_a_codebook_without_a_column_is_refused() -> None:
    book = codebook.codebook().model_dump()
    del book["columns"]["verb"]
    with pytest.raises(ValueError, match="columns lack verb"):
        codebook.Codebook.model_validate(book)


def test_conllu_reads_back_to_the_letter(run_folder: Path, tmp_path: Path) -> None:
    conllu = pytest.importorskip("conllu")
    export("conllu", run_folder, tmp_path / "x.conllu")
    texts = {row["document_id"]: row["text"] for row in jsonl(run_folder / "documents.jsonl")}
    document, marked = "", set()
    for sentence in conllu.parse((tmp_path / "x.conllu").read_text(encoding="utf-8")):
        document = sentence.metadata.get("newdoc id", document)
        assert [word["id"] for word in sentence] == list(range(1, len(sentence) + 1))
        told = ""
        for word in sentence:
            start, end = int(word["misc"]["start_char"]), int(word["misc"]["end_char"])
            written = " ".join(texts[document.rsplit("-", 1)[0]][start:end].replace("\u202e", "\ufffd").replace("\x07", "\ufffd").split())
            assert word["form"] == written and word["upos"].isupper()
            told += word["form"] + ("" if word["misc"].get("SpaceAfter") == "No" else " ")
            marked |= {label.split(":")[1] for label in word["misc"].get("Commitment", "").split(",") if label}
        assert told.rstrip() == sentence.metadata["text"]
    assert marked == {record["record_id"] for record in jsonl(run_folder / "commitments.jsonl")}


def test_annotations_select_what_they_quote(run_folder: Path, tmp_path: Path) -> None:
    export("annotations", run_folder, tmp_path / "x.jsonld")
    found = json.loads((tmp_path / "x.jsonld").read_text(encoding="utf-8"))
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld" and found["type"] == "AnnotationCollection"
    items = found["first"]["items"]
    assert len(items) == found["total"] and len({item["id"] for item in items}) == len(items)
    texts = {f"urn:sha256:{row['sha256']}": row["text"] for row in jsonl(run_folder / "documents.jsonl")}
    for item in items:
        assert item["type"] == "Annotation"
        place, quote = item["target"]["selector"][:2]
        text = texts[item["target"]["source"]["id"]]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert text[: place["start"]].endswith(quote["prefix"]) and text[place["end"] :].startswith(quote["suffix"])


def test_spacy_reads_spans_with_their_records(run_folder: Path, tmp_path: Path) -> None:
    export("spacy", run_folder, tmp_path / "x.spacy")
    docs = list(DocBin(store_user_data=True).from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("xx").vocab))
    records = {record["record_id"]: record for record in jsonl(run_folder / "commitments.jsonl")}
    clauses = [span for doc in docs for span in doc.spans["clauses"]]
    assert sorted(span.id_ for span in clauses) == sorted(records)
    for span in clauses:
        assert span.label_ == records[span.id_]["type"]
        assert records[span.id_]["clause"]["quote"] in span.text
    assert {doc.user_data["language"] for doc in docs} == {"vi", "zh"}


HEADER = (
    "Statement ID|Original Statement|IG Script Encoding|Statement Annotation|Attributes|A (Annotation)|Attributes Property|"
    "Attributes Property Reference|A,p (Annotation)|Deontic|D (Annotation)|Aim|I (Annotation)|Direct Object|"
    "Direct Object Reference|Bdir (Annotation)|Direct Object Property|Direct Object Property Reference|Bdir,p (Annotation)|"
    "Indirect Object|Indirect Object Reference|Bind (Annotation)|Indirect Object Property|Indirect Object Property Reference|"
    "Bind,p (Annotation)|Activation Condition|Activation Condition Reference|Cac (Annotation)|Execution Constraint|"
    "Execution Constraint Reference|Cex (Annotation)|Constituted Entity|E (Annotation)|Constituted Entity Property|"
    "Constituted Entity Property Reference|E,p (Annotation)|Modal|M (Annotation)|Constitutive Function|F (Annotation)|"
    "Constituting Properties|Constituting Properties Reference|P (Annotation)|Constituting Properties Properties|"
    "Constituting Properties Properties Reference|P,p (Annotation)|Or Else Reference|Logical Linkage (Statements)|"
    "Logical Linkage (Components)"
)  # what IG Parser writes with original statement, encoding and annotations


def test_ig_columns_are_those_of_ig_parser(run_folder: Path, tmp_path: Path) -> None:
    export("ig", run_folder, tmp_path / "x.csv")
    head, *rows = (tmp_path / "x.csv").read_text(encoding="utf-8").split("\n")[:-1]
    assert head == HEADER
    assert all(row.count("|") == HEADER.count("|") for row in rows)
    for row in rows:
        script = row.split("|")[2]
        assert script.count("(") == script.count(")") and not set("{}") & set(script)
        assert " I(" in f" {script}" or " I[" in f" {script}"


def quote(text: str, start: int, **more: Any) -> dict[str, Any]:
    return {"quote": text, "start": start, "end": start + len(text), **more}


CLAUSE = "省财政厅、审计厅应当于2026年6月30日前将专项资金拨付到县"
RECORD: dict[str, Any] = {
    "record_id": "r1",
    "type": "duty",
    "status": "prescribed",
    "actors": [
        quote("省财政厅", 100, organ="department", tier="province", tiers=None),
        quote("审计厅", 105, organ="department", tier=None, tiers=None),
    ],
    "modal": quote("应当", 108, force="strong"),
    "deadlines": [quote("于2026年6月30日前", 110, due="2026-06-30", rrule=None, value="2026-06-30")],
    "action": quote("将专项资金拨付到县", 122, verb="拨付到", object="专项资金"),
    "recipient": None,
    "condition": None,
    "basis": [],
    "clause": quote(CLAUSE, 100),
}


def test_a_record_in_ig_script() -> None:
    assert institutional_grammar.script(institutional_grammar.components(RECORD)) == (
        "A[organ=department,tier=province](省财政厅) 、 A[organ=department](审计厅) D[stringency=strong](应当) "
        "Cex[context=time,value=2026-06-30](于2026年6月30日前) 将 Bdir(专项资金) I(拨付到) 县"
    )


def test_several_bearers_are_linked_rows() -> None:
    first, second = institutional_grammar.rows(RECORD, "7")
    assert (first[0], first[4], first[-1]) == ("'7.1", "省财政厅", "[bAND].A.[7.2]")
    assert (second[0], second[4], second[-1]) == ("'7.2", "审计厅", "[bAND].A.[7.1]")


def test_a_bearer_from_the_context_is_marked_as_inferred() -> None:
    record = RECORD | {"actors": [quote("市政府", 10, organ="government", tier=None, tiers=None)]}
    assert institutional_grammar.script(institutional_grammar.components(record)).startswith("A[organ=government]([市政府]) ")


def test_ranges_of_linked_rows_are_written_as_ig_parser_does() -> None:
    assert list(institutional_grammar._ranges("650", [1, 2, 3, 7, 9, 10])) == ["650.1-3", "650.7", "650.9-10"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["xml", "."], "is not one of"), (["csv", "nowhere"], "run `zeren extract` first")],
)
def test_wrong_use_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["export", *arguments, "-o", str(tmp_path / "x")])
    assert left.value.code == 2 and said in capsys.readouterr().err
