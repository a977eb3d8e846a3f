"""The register: commitments tracked over the years, from the records of a run and what people enter about them.

    open_register(database) -> Register            one SQLite file or a PostgreSQL database (`store`)
    update.update_register(register, path)         bring a run's records in
    tracking, exchange                             what people enter: one by one, or as a table
    rows, due, agenda, scores, structure, past     what is read from it, as rows
    calendar                                       what calendar programs read

Everything that reads takes a connection of `Register.reading()`, so that one page or command sees one moment.
"""

from pipeline.register.errors import RegisterError
from pipeline.register.store import DEFAULT, Register, open_register

__all__ = ["DEFAULT", "Register", "RegisterError", "open_register"]
