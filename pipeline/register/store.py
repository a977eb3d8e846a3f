"""Open a register: one SQLite file, or a PostgreSQL database by its URL.

One writer at a time: SQLite's BEGIN IMMEDIATE with a busy timeout, an advisory lock in PostgreSQL. Whoever waits for the lock reads
afterwards, so nobody decides on what another is about to change. Everything a command changes is one transaction: a kill at any
moment leaves the register as it was before or as it is after.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from pipeline.register import words
from pipeline.register.errors import RegisterError

DEFAULT = "data/register.db"
HEAD = "0003"  # the last step in migrations/versions
PATIENCE = 120  # seconds to wait for another writer
LOCK = 0x7A6572656E  # the advisory lock of all registers in one PostgreSQL database
WRITE = {"zeren_write": True}


class Register:
    """An open register. `reading()` gives a connection that sees one moment; `writing()` one transaction, alone."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        file = engine.dialect.name == "sqlite" and engine.url.database
        self.name = file or engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the register as it is now, whatever others write meanwhile."""
        level = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
        with self._named(), self.engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the only connection that may write; all it does is kept when the block ends, or nothing where it raises."""
        with self._named(), self.engine.connect().execution_options(**WRITE) as connection, connection.begin():
            if self.engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            yield connection

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            said = str(error.orig).strip().splitlines()[0]
            raise RegisterError(f"{self.name}: {said}; nothing was changed{_cure(said)}") from error

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_register(database: str | Path = DEFAULT, *, create: bool = False) -> Register:
    """Open the register at a file path or database URL and bring its tables up to date.

    RegisterError where it cannot be opened, where it does not exist and `create` is not said, or where a newer Zeren made it.
    """
    url = _url(database)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        path = Path(str(url.database))
        if not path.exists():
            if not create:
                raise RegisterError(f"{path}: no register there; `zeren register update OUT` makes one, --database names another")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise RegisterError(f"{path.parent}: cannot be made ({error.strerror}); name another place with --database") from error
    try:
        register = Register(_engine(url))
    except ModuleNotFoundError as error:
        raise RegisterError(
            f"{url.drivername}: its driver {error.name} is missing; install Zeren with its extra `postgresql`, or use an SQLite file"
        ) from error
    try:
        _migrate(register, create)
    except BaseException:
        register.close()
        raise
    return register


def _url(database: str | Path) -> URL:
    name = str(database)
    if not name:
        raise RegisterError("--database: the name is empty, and what is entered would be lost; name a file or leave the option out")
    if "://" not in name:
        return URL.create("sqlite", database=name)
    try:
        url = make_url(name)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise RegisterError(f"{name.split('://')[0]}://…: not a database URL; write a file name or postgresql://USER@HOST/NAME") from None
    if backend == "postgres":
        backend = "postgresql"
    if backend not in ("sqlite", "postgresql"):
        raise RegisterError(f"{url.drivername}: not supported; use an SQLite file or postgresql://USER@HOST/NAME")
    return url.set(drivername="postgresql+psycopg") if backend == "postgresql" else url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver would begin and end transactions at its own moments
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")
        words.install(connection)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        write = connection.get_execution_options().get("zeren_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _migrate(register: Register, create: bool) -> None:
    with register.reading() as connection:
        version = _version(connection)
    if version == HEAD:
        return
    if version is None and not create:
        raise RegisterError(f"{register.name}: holds no register; `zeren register update OUT` makes one")
    if version is None and register.engine.dialect.name == "sqlite":
        _write_ahead(register)
    with register.writing() as connection:
        version = _version(connection)
        if version != HEAD:  # another may have done it while this one waited
            _upgrade(register, connection, version)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _write_ahead(register: Register) -> None:
    """Let readers read while one writes; the file remembers it. Where another opens the file at this moment, that one does it."""
    raw = register.engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode=WAL")
    except Exception as error:
        if "locked" not in str(error):
            raise RegisterError(f"{register.name}: {error}; name an SQLite file or another place with --database") from error
    finally:
        raw.close()


def _upgrade(register: Register, connection: Connection, version: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise RegisterError(f"{register.name}: made by a newer Zeren (step {version}, this one knows {HEAD}); install that version")
    command.upgrade(config, "head")


def _cure(said: str) -> str:
    cures = {
        "locked": "; another command is writing there: wait for it and try again",
        "not a database": "; name an SQLite file or another place with --database",
        "readonly": "; make the file and its folder writable",
        "unable to open": "; name a file you may read and write with --database",
        "connection": "; see that the server runs and the URL is right",
    }
    return next((cure for word, cure in cures.items() if word in said), "")
