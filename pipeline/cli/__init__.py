"""The command line: one module a verb, and one place that turns what went wrong into a message and an exit code.

Only click is imported here and at the top of the verbs' modules, so that `zeren --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from pipeline import __version__
from pipeline.cli import align, compare, evaluate, export, extract, inspect, kwic, links, register, schema, serve, show, timex

WRONG_USAGE, INTERRUPTED, BROKEN_PIPE = 2, 130, 141


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="zeren")
def zeren() -> None:
    """Read Vietnamese and Chinese policy texts and keep the promises in them: who must do what, by when."""


for command in (
    extract.extract,
    show.show,
    inspect.inspect,
    evaluate.evaluate,
    align.align,
    compare.compare,
    kwic.kwic,
    links.links,
    export.export,
    register.register,
    serve.serve,
    timex.timex,
    schema.schema,
):
    zeren.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 done, 1 some input failed, 2 wrong usage or configuration."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter shows its code
    sys.exit(_answer(arguments))


def _answer(arguments: Sequence[str] | None) -> int:
    try:
        # not zeren.main(), which leaves with 1 on a closed pipe and on Ctrl-C: 1 means here that some input failed
        with zeren.make_context("zeren", list(sys.argv[1:] if arguments is None else arguments)) as context:
            result = zeren.invoke(context)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; nothing half-written was left", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains once more at its end
        return BROKEN_PIPE
    except Exception as error:
        from pipeline.settings import SettingsError

        if not isinstance(error, SettingsError):
            raise
        click.echo(f"zeren: {error}", err=True)
        return WRONG_USAGE
