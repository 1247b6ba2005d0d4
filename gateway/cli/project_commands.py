"""For whoever works on the project. Each command is a program of `tools`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.programs import ROOT, become


def add_to(app: typer.Typer) -> None:
    app.command(help="Format, lint, types, import contracts, Rego: what CI runs first.")(check)
    app.command(
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        help="The tests, with the real servers they need. Example: `./interco test -k cursor`.",
    )(test)
    app.command(help="Speed, as ratios against a peer or a floor in the same run.")(bench)
    app.command(
        help=(
            "The libraries that Interco stands on, with their digests, as CycloneDX JSON for a "
            "scanner. Example: `./interco sbom --out sbom.json`."
        )
    )(sbom)
    app.command(help="The version of this Interco.")(version)


def check() -> None:
    """Runs every check, says which failed, and exits with 1 if any did."""
    become("tools.check")


def test(
    context: typer.Context,
    *,
    fast: Annotated[bool, typer.Option(help="Only the tests without servers.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Every place, question and planted bug too.")
    ] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Fail on branches that decide and no test takes.")
    ] = False,
) -> None:
    """Without further arguments, two pytests side by side; with them, one, which gets them."""
    flags = [flag for flag, given in (("--fast", fast), ("--all", everything)) if given]
    if coverage:
        become("tools.branches", *context.args)
    become("tools.run_tests", *flags, *context.args)


def bench(
    *,
    opa: Annotated[bool, typer.Option("--opa", help="Ask an OPA server too.")] = False,
    trino: Annotated[bool, typer.Option("--trino", help="Read from a Trino too.")] = False,
    streams: Annotated[
        bool, typer.Option("--streams", help="Stream millions of rows in each format.")
    ] = False,
    postgraphile: Annotated[
        bool, typer.Option("--postgraphile", help="Hold six workloads against PostGraphile 5.")
    ] = False,
) -> None:
    """Prints ratios and whether aims are met; starts only the servers that are asked for."""
    flags = (
        ("--opa", opa),
        ("--trino", trino),
        ("--streams", streams),
        ("--postgraphile", postgraphile),
    )
    become("tests.bench", *(flag for flag, given in flags if given))


def sbom(
    out: Annotated[Path | None, typer.Option("--out", help="A file, not standard output.")] = None,
) -> None:
    become("tools.sbom", *(() if out is None else ("--out", str(out.resolve()))))


def version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    typer.echo(f"interco {project['project']['version']}")
