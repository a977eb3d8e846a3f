"""A process that writes to a register, to be run beside another or killed: `python -m tests.register.writers DATABASE WHAT ARGUMENT…`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pipeline.register import exchange, open_register, tracking
from pipeline.register.journal import Journal
from pipeline.register.update import update_register


def main(database: str, what: str, *arguments: str) -> None:
    register = open_register(database, create=True)
    print("open", flush=True)  # a killer waits for this: the start of Python is no moment of interest
    if what == "update":
        update_register(register, Path(arguments[0]), who="update")
    elif what == "import":
        exchange.import_table(register, Path(arguments[0]), who="import", today=date(2026, 7, 1))
    else:
        name, *ids = arguments
        for record_id in ids:
            with register.writing() as connection:
                held = tracking.entered(connection, record_id)["note"] or ""
                tracking.assign(connection, Journal(connection, name), record_id, [f"note={held}{name};"], date(2026, 7, 1))
    register.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
