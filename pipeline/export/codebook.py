"""The codebook of the exported tables: every table, variable and value in English, Vietnamese and Chinese, from `config/export.yaml`
and `config/names.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pydantic import model_validator

from pipeline.export.rows import Run
from pipeline.export.tables import TABLES
from pipeline.languages.names import Name, names
from pipeline.settings import Section, config_folder, read_yaml

COLUMNS = {"table": "string", "variable": "string", "type": "string", "value": "string", "en": "string", "vi": "string", "zh": "string"}


class Codebook(Section):
    """`config/export.yaml`."""

    tables: dict[str, Name]
    columns: dict[str, Name]

    @model_validator(mode="after")
    def _complete(self) -> Codebook:
        if set(self.tables) != set(TABLES):
            raise ValueError(f"tables must be exactly {', '.join(TABLES)}")
        needed = {column for columns in (*TABLES.values(), COLUMNS) for column in columns}
        if missing := sorted(needed - set(self.columns)):
            raise ValueError(f"columns lack {', '.join(missing)}; name them in en, vi and zh")
        if idle := sorted(set(self.columns) - needed):
            raise ValueError(f"no table has {', '.join(idle)}; remove them")
        return self


@cache
def codebook() -> Codebook:
    """Return the codebook."""
    return read_yaml(config_folder() / "export.yaml", Codebook)


def rows(run: Run) -> Iterator[dict[str, str]]:
    """Yield a row for each table, each variable in it and each value that it can take."""
    book = codebook()
    for table, columns in TABLES.items():
        yield _row(book.tables[table], table, "", "", "")
        for variable, kind in columns.items():
            yield _row(book.columns[variable], table, variable, kind, "")
            for value, name in names().get(variable, {}).items():
                yield _row(name, table, variable, kind, value)
            if variable == "concept":
                for value, label in run.notions.items():
                    yield _row(Name(**label), table, variable, kind, value)


def _row(name: Name, table: str, variable: str, kind: str, value: str) -> dict[str, str]:
    return {"table": table, "variable": variable, "type": kind, "value": value, "en": name.en, "vi": name.vi, "zh": name.zh}
