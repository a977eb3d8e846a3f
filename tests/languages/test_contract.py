"""What every language promises, for any text: each language of `config/languages/` and the neutral one."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import languages
from pipeline.languages.language import SURROGATE, Segmentation
from pipeline.settings import SettingsError, config_folder, read_yaml

CODES = sorted({*languages.CODES, *(path.stem for path in (config_folder() / "languages").glob("*.yaml"))})
PARTS = {"NOUN", "VERB", "ADJ", "ADV", "PROPN", "PRON", "NUM", "ADP", "CCONJ", "PUNCT", "AUX", "PART", "DET", "SCONJ", "X"}
AWKWARD = [
    "",
    " ",
    "\n",
    "\ufeff",
    "\u200b\u200b",
    "\u0301",
    "a\u0301\u0323\u0302",
    "Tra\u0301ch nhie\u0323\u0302m  cu\u0309a\tUy\u0309 ban",
    "hộ nghèođềuthoát nghèo",
    "第一责任人\u200d是县长。\r\n\r\n２０２６年６月底前",
    "责\n任",
    "Trách\u00adnhiệm\u00a0chung",
    "👨‍👩‍👧‍👦责任🇻🇳 trách nhiệm",
    "\ud800 lone \udfff",
    "T.Ư 4 (khoá XII)… v.v.\u3000\u3000第一条　",
    "......................................",
    "<script>alert('责任')</script>",
    "\x00\x1b[31m\x85\u2028x",
    "٣٤ १२ ²³ Ⅳ ㊗",
    "ﬁ ﷺ \u0958 각",
    "x" * 5000,
    "责" * 5000,
    "a " * 500 + "\n" * 500,
]
MARKS = ["。", "；", "!", "...", "“", "”", "(", "）", "\n", "\n\n", " ", "  ", "\u3000\u3000", "\u200b", "\u0301", "\ud83d", "\xa0"]
TERMS = ["trách nhiệm", "Uỷ ban", "đượcphân", "责任", "第一责任人", "2026年6月底前", "30/6/2026", "3.655,6", "T.Ư", "TP. HCM", "v.v.", "😀"]
HEADS = ["１", "1. ", "一、", "Điều 5. ", "a) ", "- "]
UNITS = ["a", "责", "đ", "1", ". ", "A. ", "1. \n", "a\n", "责　　", "（", "。”", "a: 2. ", "\u0301\u0323", "đượcphân ", "3年"]
WRITING = st.lists(
    st.one_of(
        st.sampled_from(MARKS + TERMS + HEADS),
        st.text(max_size=8),
        st.text(alphabet=st.characters(min_codepoint=0xD7F0, max_codepoint=0xE010), max_size=2),
    ),
    max_size=20,
).map("".join)


@pytest.fixture(params=(*CODES, "other"), scope="module")
def language(request):
    return languages.get(request.param)


def check_words(language, text):
    words, tags = language.words(text), language.tags(text)
    assert [span[:2] for span in tags] == words
    assert all(0 <= start < end <= len(text) for start, end in words)
    assert all(before[1] <= after[0] for before, after in pairwise(words))
    covered = "".join(text[start:end] for start, end in words)
    assert "".join(covered.split()) == "".join(text.split())
    assert {part for *_, part in tags} <= PARTS


def check_doc(language, text):
    doc = language.make_doc(text)
    assert doc.text == SURROGATE.sub("\ufffd", text)
    assert all(token.pos_ in PARTS | {"SPACE"} for token in doc)


def check_sentences(language, text):
    found = language.sentences(text)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def check_view(view, text):
    assert view.source == text
    assert len(view.starts) == len(view.ends) == len(view.text)
    assert all(0 <= start <= end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))
    assert all(before <= after for before, after in pairwise(view.starts))
    assert all(before <= after for before, after in pairwise(view.ends))
    for place, (start, end) in enumerate(zip(view.starts, view.ends, strict=True)):
        assert view.original(place, place + 1) == (start, end)
        if start < end:
            first, last = view.folded(start, end)
            assert first <= place < last


def test_every_language_of_the_configuration_is_known():
    assert set(CODES) == set(languages.CODES)
    assert all(languages.get(code).code == code for code in CODES)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_keep_every_character(language, text):
    check_view(language.fold(text), text)
    check_view(language.flow(text), text)
    check_words(language, text)
    check_sentences(language, text)
    check_doc(language, text)
    assert language.number(text) is None or text.strip()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=WRITING)
def test_any_text_keeps_every_character(language, text):
    check_view(language.fold(text), text)
    check_view(language.flow(text), text)
    check_words(language, text)
    check_sentences(language, text)
    check_doc(language, text)
    language.number(text)


@settings(max_examples=100, deadline=None)
@given(text=WRITING)
def test_folding_a_view_again_changes_nothing(language, text):
    once = language.fold(text).text
    assert language.fold(once).text == once


@settings(max_examples=60, deadline=None)
@given(text=WRITING)
def test_every_letter_is_in_a_sentence_or_a_marker(language, text):
    done, left = 0, []
    for start, end in language.sentences(text):
        left.append(text[done:start])
        done = end
    left.append(text[done:])
    assert sum(len("".join(filter(str.isalnum, gap))) for gap in left) <= 40 * len(left)


def test_segmenting_twice_gives_the_same(language):
    text = "Sở Tài chính phải báo cáo. 财政部门要在12月31日前报告。" * 3
    assert language.tags(text) == language.tags(text)
    assert language.make_doc(text).to_bytes() == language.make_doc(text).to_bytes()


def test_the_doc_knows_its_sentences_and_folded_forms():
    doc = languages.get("vi").make_doc("Uỷ ban phải báo cáo. Sở theo dõi.\nPhòng  họp.")
    assert [sentence.text.strip() for sentence in doc.sents] == ["Uỷ ban phải báo cáo.", "Sở theo dõi.", "Phòng  họp."]
    assert doc[0].norm_.startswith("ủy")
    assert {token.pos_ for token in doc if token.is_space} == {"SPACE"}


def test_the_vocabulary_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr("pipeline.languages.language.LARGEST_VOCABULARY", 50)
    neutral = languages.Language("other")
    sizes = []
    for number in range(30):
        neutral.make_doc(" ".join(f"w{number}x{place}" for place in range(20)))
        sizes.append(len(neutral._vocab.strings))
    assert max(sizes) < 500


@pytest.mark.parametrize("unit", UNITS)
def test_folding_and_sentences_take_linear_time(language, unit):
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    language.fold(text)
    language.sentences(text)
    assert time.process_time() - began < 3


def test_a_long_word_is_cut_in_time(language):
    began = time.process_time()
    for unit in ("a", "đ", "责", "7"):
        check_words(language, unit * 10_000)
    assert time.process_time() - began < 20


def test_loading_is_quiet_and_writes_no_file(tmp_path):
    code = (
        "import sys; from pipeline import languages\n"
        "for code in languages.CODES: languages.get(code).make_doc('责任 trách nhiệm')\n"
        "print('underthesea' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=config_folder().parent,
        env={"TMPDIR": str(tmp_path), "PATH": ""},
    )
    assert done.stderr == ""
    assert done.stdout == "False\n"
    assert list(tmp_path.iterdir()) == []


def test_importing_the_languages_loads_no_segmenter():
    code = (
        "import sys; from pipeline import annotate, languages; languages.get('vi').sentences('A. B.')\n"
        "print(sorted({'spacy', 'jieba', 'joblib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=config_folder().parent)
    assert done.stdout == "[]\n"


def test_jieba_cuts_as_it_does_alone():
    import jieba.posseg

    logging.getLogger("jieba").setLevel(logging.WARNING)
    text = "各级党委要把责任扛在肩上，王建国同志牵头推进，刘晓梅和欧阳明华配合，确保群众满意。"
    alone = [(pair.word, pair.flag) for pair in jieba.posseg.lcut(text) if not pair.word.isspace()]
    mine = [(text[start:end], tag) for start, end, tag in languages.get("zh")._tags(text)]
    assert [word for word, _ in mine] == [word for word, _ in alone]
    assert [tag for _, tag in mine if tag != "PUNCT"] == [tag for word, tag in alone if word[0].isalnum()]


def test_a_missing_vietnamese_model_is_named(monkeypatch):
    from pipeline.languages import vi

    monkeypatch.setattr(vi, "find_spec", lambda name: SimpleNamespace(origin="/nowhere/__init__.py"))
    with pytest.raises(FileNotFoundError, match="install the pinned version of underthesea"):
        vi._model.__wrapped__(vi.TAG_MODEL)


def test_a_mistake_in_the_segmentation_file_names_its_line(tmp_path):
    path = tmp_path / "vi.yaml"
    path.write_text("digits: {một: one}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"vi\.yaml:1: digits"):
        read_yaml(path, Segmentation)
