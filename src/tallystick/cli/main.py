"""The command `tallystick`."""

from __future__ import annotations

import io
import os
import sys

import typer

from tallystick.cli import check as check_command
from tallystick.cli import deliveries, demo, diff, explain, init, judge, measure, report, rows, schema, settle
from tallystick.cli.presenting import Exit, err
from tallystick.words import say

app = typer.Typer(
    name="tallystick",
    help="One agreement as code, one set of numbers, two parties.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

for command in (init, check_command, measure, explain, rows, judge, settle, report, diff, deliveries, schema, demo):
    app.command(name=command.__name__.rsplit(".", maxsplit=1)[-1])(command.command)


def run() -> None:
    """Run the command line. An error that nobody foresaw is told in one line and asks to be reported."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a character shows another; it does not end the command.
            stream.reconfigure(errors="replace")
    try:
        app()
    except BrokenPipeError:
        # The reader has seen enough; the interpreter must not complain about it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.FINE)
    except KeyboardInterrupt:
        err.print(say("stopped"))
        sys.exit(130)
    except Exception as error:  # the last net: a user never sees a traceback
        err.print(
            say("this is a defect of Tallystick: {kind}: {error}", kind=type(error).__name__, error=error),
            markup=False,
            style="red",
        )
        err.print(say("please report it with the command that you ran"))
        sys.exit(70)


__all__ = ["Exit", "app", "run"]
