from __future__ import annotations

import json
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.variables import VALUES
from pipeline.languages.names import names
from pipeline.records import Force, LanguageCode, Organ, Precision, RecordType, Role, Tier
from pipeline.report.labels import labels
from pipeline.report.render import SCRIPTS, _read, embedded, visible
from pipeline.report.wording import FORCES, WORDINGS

VALUE_NAMES = {
    "type": get_args(RecordType),
    "force": (*get_args(Force), *FORCES),
    "tier": (*get_args(Tier), "unknown", "nobody"),
    "organ": (*get_args(Organ), "nobody", "others"),
    "language": get_args(LanguageCode),
    "precision": set(get_args(Precision)) - {"exact"},
    "role": set(get_args(Role)) - {"deadline"},
    "bearer": VALUES["bearer"],
    "differ": ("type", "force", "tier", "missing_bearer", "added_bearer", "deadline", "split", "merge", "unread"),
}


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_embedded_data_comes_back_and_cannot_leave_its_element(value: object) -> None:
    text = str(embedded(value))
    assert json.loads(text) == value
    assert not re.search(r"[<>&\u2028\u2029]", text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Sở Nội vụ", "<bdi>Sở Nội vụ</bdi>"),
        ("</script><b>", "<bdi>&lt;/script&gt;&lt;b&gt;</bdi>"),
        ("a\u202eb", '<bdi>a<span class="control">U+202E</span>b</bdi>'),
        ("a\ud800b", '<bdi>a<span class="control">U+D800</span>b</bdi>'),
        ("a\u2028b\u200bc", '<bdi>a<span class="control">U+2028</span>b\u200bc</bdi>'),
    ],
)
def test_what_acts_on_its_surroundings_is_named(text: str, html: str) -> None:
    assert str(visible(text)) == html


def test_every_label_that_the_page_asks_for_is_there_and_no_other() -> None:
    sources = {name: _read(name) for name in ("page.html", *SCRIPTS)}
    asked = {match for text in sources.values() for match in re.findall(r"""\b(?:t|text)\("([a-z_.]+)["(,]?"?[),]""", text)}
    everything = "\n".join(sources.values())
    known = set(labels())
    named = {f"{kind}.{value}" for kind, values in names().items() for value in values}
    values = {f"{kind}.{name}" for kind, names in VALUE_NAMES.items() for name in names} | {".".join(pair) for pair in WORDINGS}
    assert {key for key in asked if not key.endswith(".")} <= known
    assert values <= known
    stems = {key.partition(".")[0] + "." for key in known if "." in key}
    idle = {
        key
        for key in known - values - named
        if f'"{key}"' not in everything and not any(f'"{stem}"' in everything for stem in stems if key.startswith(stem))
    }
    assert idle == set()


def test_labels_hold_the_same_figures_in_each_language() -> None:
    for key, label in labels().items():
        figures = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (label.en, label.vi, label.zh)]
        assert figures[0] == figures[1] == figures[2], key
