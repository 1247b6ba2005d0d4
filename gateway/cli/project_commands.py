"""For whoever works on the project. Each command is a program of `tools`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.programs import ROOT, become


def add_to(app: typer.Typer) -> None:
    app.command(help="Format, lint, types, import contracts, Rego, links: what CI runs first.")(
        check
    )
    app.command(
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        help="The tests, with the real servers they need. Example: `./interco test -k cursor`.",
    )(test)
    app.command(help="Speed, as ratios against a peer or a floor in the same run.")(bench)
    app.command(
        help=(
            "The libraries that Interco stands on, with their digests, as CycloneDX JSON for a "
            "scanner; or, with --audit, whether any has a known weakness. Examples: "
            "`./interco sbom --out sbom.json`, `./interco sbom --audit pypi.zip npm.zip`."
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
    alone: Annotated[
        bool, typer.Option("--alone", help="Nothing but what the other options name.")
    ] = False,
    lists: Annotated[
        bool, typer.Option("--lists", help="The same lists by us, by Strawberry and by hand.")
    ] = False,
    scale: Annotated[
        bool, typer.Option("--scale", help="One process over countries of several sizes.")
    ] = False,
    bodies: Annotated[
        list[int] | None, typer.Option("--bodies", help="Of such a country; may be repeated.")
    ] = None,
    drawing: Annotated[
        Path | None, typer.Option("--drawing", help="The growth of --scale as a picture (SVG).")
    ] = None,
    opa: Annotated[bool, typer.Option("--opa", help="Ask an OPA server too.")] = False,
    trino: Annotated[bool, typer.Option("--trino", help="Read from a Trino too.")] = False,
    cluster: Annotated[
        bool, typer.Option("--cluster", help="One node of Trino, one worker and two.")
    ] = False,
    streams: Annotated[
        bool, typer.Option("--streams", help="Stream millions of rows in each format.")
    ] = False,
    postgraphile: Annotated[
        bool,
        typer.Option(
            "--postgraphile",
            help="Eight workloads: us, PostGraphile 5 bare and with duties, SQL by hand.",
        ),
    ] = False,
    search: Annotated[
        bool, typer.Option("--search", help="A search of 10,000 datasets, with its facets.")
    ] = False,
    workers: Annotated[
        bool, typer.Option("--workers", help="Two processes on one port, against one.")
    ] = False,
) -> None:
    """Prints ratios and whether aims are met; starts only the servers that are asked for."""
    flags = (
        ("--alone", alone),
        ("--lists", lists),
        ("--scale", scale),
        ("--opa", opa),
        ("--trino", trino),
        ("--cluster", cluster),
        ("--streams", streams),
        ("--postgraphile", postgraphile),
        ("--search", search),
        ("--workers", workers),
    )
    values = ["--bodies", *map(str, bodies)] if bodies else []
    values += [] if drawing is None else ["--drawing", str(drawing)]
    become("tests.bench", *(flag for flag, given in flags if given), *values)


def sbom(
    advisories: Annotated[
        list[Path] | None,
        typer.Argument(
            help="With --audit: exports of OSV (a ZIP, or a folder of ZIP or JSON files).",
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[Path | None, typer.Option("--out", help="A file, not standard output.")] = None,
    audit: Annotated[
        bool,
        typer.Option(
            "--audit", help="Compare the lock files with advisories that you have fetched."
        ),
    ] = False,
    max_age_days: Annotated[
        int, typer.Option("--max-age-days", help="With --audit: older advisories prove nothing.")
    ] = 30,
) -> None:
    """No network is used. With --audit: 1 when a weakness is known, 3 when nobody can say."""
    if audit:
        files = [str(path.resolve()) for path in advisories or ()]
        become("tools.audit", *files, "--max-age-days", str(max_age_days))
    become("tools.sbom", *(() if out is None else ("--out", str(out.resolve()))))


def version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    typer.echo(f"interco {project['project']['version']}")
