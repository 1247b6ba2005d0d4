"""`interco file read`: what would be understood of a file, before anything is deposited."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from gateway.cli.language import language_of_the_terminal
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_json
from intake.file_reading.containers import MOST_BYTES
from intake.file_reading.problems import FileTooLarge
from intake.file_reading.reading import read_file
from intake.file_reading.sentences import sentences

file = typer.Typer(
    name="file", no_args_is_help=True, help="Files as programs and people really export them."
)
FILE = Annotated[
    Path,
    typer.Argument(
        exists=True, dir_okay=False, readable=True,
        help="An xlsx, xls, ods, csv, parquet or geojson file.",
    ),
]  # fmt: skip


def add_to(app: typer.Typer) -> None:
    app.add_typer(file)


@file.command()
def read(path: FILE, out: FORMAT = OutputFormat.TABLE) -> None:
    """Read a file and say what is understood of it: headers, rows left out and why, types, units.

    Nothing is written, sent or kept. Exit code 2 for a file that cannot be read.

    Example: `./interco file read pesees.xlsx --format json`.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FileTooLarge(
            file=path.name,
            why_fr=f"{size // 1_048_576} Mo, pour 50 Mo au plus",
            why_en=f"{size // 1_048_576} MB, of 50 MB at most",
        )
    reading = read_file(path.read_bytes(), path.name)
    if out is OutputFormat.JSON:
        print_json(msgspec.to_builtins(reading))
        return
    for line in sentences(reading, language_of_the_terminal()):
        typer.echo(line)
