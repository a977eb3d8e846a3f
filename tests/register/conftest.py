from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipeline.register import Register, open_register

ACCOUNT = "nobody"  # the server refuses to run as root


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return str(tmp_path / "data" / "register.db")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server that this session started, without network, in a folder of its own."""
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed; it comes with the extra `postgresql`")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no PostgreSQL server in /usr/lib/postgresql; on Debian: apt-get install postgresql")
    programs = found[-1].parent
    root = os.geteuid() == 0
    account = {"user": ACCOUNT, "group": "nogroup", "extra_groups": []} if root else {}
    folder = Path(tempfile.mkdtemp(prefix="zeren-postgresql-"))  # a socket's path must be short
    if root:
        shutil.chown(folder, ACCOUNT, "nogroup")

    def call(*command: object) -> None:
        subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=60, cwd=folder, **account)

    try:
        call(programs / "initdb", "-D", folder / "data", "-U", "zeren", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c shared_buffers=16MB"
        call(programs / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
    except (subprocess.SubprocessError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"the PostgreSQL server does not start here ({error})")
    try:
        yield f"postgresql://zeren@/postgres?host={folder}"
    finally:
        call(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql(server: str) -> str:
    """The URL of an empty database."""
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs on both databases."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def register(database: str) -> Iterator[Register]:
    opened = open_register(database, create=True)
    yield opened
    opened.close()


@pytest.fixture
def book(sqlite: str) -> Iterator[Register]:
    """A register for tests of what is read from it, where one database is enough."""
    opened = open_register(sqlite, create=True)
    yield opened
    opened.close()
