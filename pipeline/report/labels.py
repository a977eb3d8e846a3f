"""The words of the page in English, Vietnamese and Chinese, from `config/report.yaml`, and the names of values."""

from __future__ import annotations

from functools import cache

from pipeline.languages.names import Name, names
from pipeline.settings import Section, config_folder, read_yaml

CODES = ("en", "vi", "zh")
SHOWN = ("language", "type", "status", "force", "from", "tier", "organ", "precision", "role")  # variables whose values the page names


class LabelsFile(Section):
    """`config/report.yaml`: labels by key; `{n}` and the like in them stand for figures."""

    labels: dict[str, Name]


@cache
def labels() -> dict[str, Name]:
    """Return the labels by key, those of values (`type.duty`) behind the page's own."""
    own = read_yaml(config_folder() / "report.yaml", LabelsFile).labels
    return own | {f"{kind}.{value}": name for kind in SHOWN for value, name in names()[kind].items()}
