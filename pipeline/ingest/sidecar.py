"""What a person wrote about a document beside it: `NAME.meta.yaml`."""

from __future__ import annotations

import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.ingest.errors import IngestError
from pipeline.records import LanguageCode
from pipeline.settings import SettingsError, read_yaml


class Sidecar(BaseModel):
    """The metadata a sidecar may give; every key may be left out."""

    model_config = ConfigDict(extra="allow", frozen=True)

    title: str | None = None
    publisher: str | None = None
    published: datetime.date | None = None
    number: str | None = None
    url: str | None = None
    language: LanguageCode | None = None


def beside(path: Path) -> Path:
    """Return where the sidecar of `path` lies: `a.txt` → `a.meta.yaml`."""
    return path.with_name(path.stem + ".meta.yaml")


def read(path: Path) -> tuple[Sidecar, list[str]]:
    """Return the sidecar of document `path` (empty where there is none) and warnings about keys nobody reads.

    IngestError names file, line and cure where it is not YAML or a value has the wrong type.
    """
    file = beside(path)
    if not file.exists():
        return Sidecar(), []
    try:
        found = read_yaml(file, Sidecar, trusted=False)
    except SettingsError as error:
        cure = "use title, publisher, number, url (text in quotes), published (YYYY-MM-DD) and language (zh or vi)"
        raise IngestError("sidecar", f"{str(error).splitlines()[0]}; {cure}") from error
    unknown = sorted(found.model_extra or {})
    return found, [f"{file.name}: keys nobody reads: {', '.join(unknown)}"] if unknown else []
