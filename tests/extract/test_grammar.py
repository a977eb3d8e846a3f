"""The words of a language are checked as they are read: a mistake names file, line and cure."""

import shutil

import pytest

from pipeline.extract.grammar import LanguageWords, grammar
from pipeline.rules import Lexicon, units
from pipeline.settings import SettingsError, config_folder, read_yaml


def broken(tmp_path, language, old, new):
    path = tmp_path / f"{language}.yaml"
    shutil.copy(config_folder() / "languages" / f"{language}.yaml", path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_the_shipped_words_are_valid(language):
    assert grammar(language).language == language


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("unit: character", "unit: letter", "unit"),
        ("head: last", "head: middle", "head"),
        ("  right: [", "  rihgt: [", "rihgt"),
        ("verbs: [", "verbs: 5 #", "verbs"),
    ],
)
def test_a_mistake_names_file_line_and_cure(tmp_path, old, new, said):
    path = broken(tmp_path, "zh", old, new)
    with pytest.raises(SettingsError) as error:
        read_yaml(path, LanguageWords)
    message = str(error.value)
    assert said in message
    assert f"{path}:" in message and message.split(f"{path}:")[1].split(":")[0].isdigit()
    assert "mend" in message


def test_a_key_written_twice_is_refused(tmp_path):
    path = broken(tmp_path, "vi", "unit: syllable", "unit: syllable\nunit: syllable")
    with pytest.raises(SettingsError, match="stands twice"):
        read_yaml(path, LanguageWords)


def test_the_longer_term_silences_the_shorter():
    lexicon = Lexicon({"assign": ["负责"], "person": ["负责人"]}, "character")
    row = units("负责人", "character")[0]
    assert [hit.labels for hit in lexicon.every(row, 0, 3)] == [{"person"}, {"assign"}]
    assert lexicon.at(row, 0, 3).labels == {"person"}


def test_a_syllable_is_never_cut():
    lexicon = Lexicon({"duty": ["cần"]}, "syllable")
    row = units("Cầnthiết phải", "syllable")[0]
    assert lexicon.at(row, 0, len(row)) is None


def test_half_a_character_hides_no_term():
    assert [(hit.start, hit.end) for hit in Lexicon({"duty": ["应当"]}, "character").scan(list("a\ud800应当"))] == [(2, 4)]


def test_a_lexicon_without_terms_finds_none():
    assert Lexicon({}, "syllable").scan(["phải"]) == []
