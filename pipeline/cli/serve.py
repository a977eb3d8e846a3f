"""`zeren serve`: the register as web pages."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import ExitStack

import click

from pipeline.cli.register_options import DATABASE

PORT = 8765
ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)  # of two addresses of localhost a machine may have one
BACKLOG = 2048  # visitors who may wait at once, as many as uvicorn lets


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
@click.option("--token", envvar="ZEREN_TOKEN", metavar="WORD", help="What visitors must know to change anything. Also ZEREN_TOKEN.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name the site answers for; may be given more than once.")
@click.option("--who", envvar="ZEREN_WHO", metavar="NAME", help="The name that changes made on this machine carry. Also ZEREN_WHO.")
@DATABASE
def serve(host: str, port: int, token: str | None, hosts: tuple[str, ...], who: str | None, database: str) -> None:
    """Show the register in a browser: search, review, correct, enter what was done.

    On this machine alone everybody may change things; at another address only who knows the token, which is made up unless given.
    """
    import secrets

    import uvicorn

    from pipeline.cli.register_options import opened
    from pipeline.web.app import application
    from pipeline.web.guard import LOCAL, is_local

    local = is_local(host)
    if not local and not token:
        token = secrets.token_urlsafe(24)
    with opened(database) as register, ExitStack() as stack:
        sockets = listening(host, port)
        for one in sockets:
            stack.enter_context(one)
        app = application(register, token=token, hosts=(*LOCAL, *hosts) if local or hosts else (), who=who)
        config = uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)
        server = uvicorn.Server(config)
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"{register.name} at http://{shown}:{port}/ (Ctrl-C ends)")
        if token:
            click.echo(f"token for changes: {token}" if not local else "changes need the token")
        if not local:
            click.echo("what is sent is not encrypted: let a proxy with TLS stand before it where others can listen", err=True)
        server.run(sockets)


def listening(host: str, port: int) -> list[socket.socket]:
    """Return a socket for each address of the host; UsageError says why none can be had, before anybody is told an address."""
    found: list[socket.socket] = []
    missing: Exception | None = None
    try:
        for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE):
            try:
                found.append(socket.create_server(address[:2], family=family, backlog=BACKLOG))
            except OSError as error:
                if error.errno not in ABSENT:
                    raise
                missing = error
        if missing and not found:
            raise missing
    except (OSError, UnicodeError) as error:  # a UnicodeError of a name that is none
        for one in found:
            one.close()
        number = getattr(error, "errno", None) or 0
        why = os.strerror(number) if number > 0 else getattr(error, "strerror", None) or error
        raise click.UsageError(f"{host}:{port}: cannot be listened on ({why}); choose another --port, or --host") from error
    return found
