"""`interco standard`: the standards that datasets share, and their blank workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from catalog.standards.problems import UnknownStandard
from catalog.standards.table_schemas import table_schema, table_schemas
from gateway.cli.agreement_pages import Page


def add_to(app: typer.Typer) -> None:
    standard = typer.Typer(
        no_args_is_help=True, help="The standards that datasets share, and their blank workbook."
    )
    standard.command(
        name="list", help="Those that are known here. Example: `./interco standard list`."
    )(list_standards)
    standard.command(
        name="model",
        help=(
            "The blank workbook of a standard, to fill and send back. Example: `./interco standard "
            "model collecte-dechets --output modele.xlsx`."
        ),
    )(model)
    app.add_typer(standard, name="standard")


def list_standards() -> None:
    page = Page()
    page.table(
        (("Standard", "Standard"), ("Version", "Version"), ("Ce que c'est", "What it is")),
        (
            (schema["name"], schema["version"], schema["title"])
            for schema in table_schemas().values()
        ),
    )


def model(
    name: Annotated[str, typer.Argument(help="A standard: collecte-dechets.")],
    output: Annotated[Path, typer.Option("--output", help="The file to write.")],
) -> None:
    """Columns, lists to choose from, an example, and what each column means; no gateway needed."""
    from papers.model_workbook import model_workbook

    schema = table_schema(name)
    if schema is None:
        raise UnknownStandard(standard=name[:80], known=", ".join(table_schemas()))
    content = model_workbook(schema)
    output.write_bytes(content)
    Page().say(f"{output} : {len(content)} octets", f"{output}: {len(content)} bytes")
