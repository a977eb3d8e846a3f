"""The command line: one module a verb, and one place that turns what went wrong into a message and an exit code.

Only click is imported here and at the top of the verbs' modules, so that `zeren --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from pipeline import __version__
from pipeline.cli import align, compare, evaluate, export, extract, inspect, kwic, links, register, schema, serve, show, streams, timex

WRONG_USAGE, FAULT, INTERRUPTED, BROKEN_PIPE = 2, 70, 130, 141
PACKAGE = f"{os.sep}pipeline{os.sep}"
LONGEST = 300  # characters of a message that are told


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
    streams.prepare()
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
        with suppress(OSError):  # nobody listens: the exit code says it
            error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return streams.tell("interrupted; nothing half-written was left", INTERRUPTED)
    except BrokenPipeError:
        streams.discard()
        return BROKEN_PIPE
    except OSError as error:
        return streams.tell(f"zeren: {_place(error)}", WRONG_USAGE)
    except Exception as error:
        from pipeline.settings import SettingsError

        if isinstance(error, SettingsError):
            return streams.tell(f"zeren: {error}", WRONG_USAGE)
        if os.environ.get("ZEREN_TRACE"):
            raise
        return streams.tell(f"zeren: {_fault(error)}", FAULT)


def _place(error: OSError) -> str:
    """Return what could not be read or written, why, and what to do."""
    why = error.strerror or str(error)
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {why}; name another place, or mend that and try again"
    if error.errno in streams.FAULTS:
        streams.discard()
        return f"standard input or output cannot be used ({why}); see where it leads, and try again"
    return f"{why}; mend that and try again"


def _fault(error: Exception) -> str:
    """Return an error that nobody foresaw in one line: what, and where in the program."""
    from traceback import extract_tb

    frames = extract_tb(error.__traceback__)
    place = next((frame for frame in reversed(frames) if PACKAGE in frame.filename), frames[-1])
    said = " ".join(str(error).split())[:LONGEST]
    where = f"{place.filename.rpartition(PACKAGE)[2]}:{place.lineno}"
    return f"a fault of the program at {where} ({type(error).__name__}: {said}); report it, please: with ZEREN_TRACE=1 it tells all"
