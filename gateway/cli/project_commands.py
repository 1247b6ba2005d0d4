"""For whoever works on the project: check, test, bench, version."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.whole_suite import groups_of, run_whole_suite

ROOT = Path(__file__).resolve().parents[2]
_FAST = ("tests/architecture", "tests/unit")
_PACKAGES = ("catalog", "policies", "federation", "schema", "gateway", "deploy", "demo")


def add_to(app: typer.Typer) -> None:
    app.command(help="Format, lint, types, import contracts, Rego: what CI runs first.")(check)
    app.command(
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        help="Every test, with the real servers it needs. Example: `./interco test -k cursor`.",
    )(test)
    app.command(help="Speed, as ratios against a peer or a floor in the same run.")(bench)
    app.command(help="The version of this Interco.")(version)


def check() -> None:
    """Runs every check, says which failed, and exits with 1 if any did."""
    failed = [name for name, command in _checks() if not _passes(name, command)]
    if failed:
        typer.echo(f"check: failed: {', '.join(failed)}", err=True)
        raise typer.Exit(1)
    typer.echo("check: all passed", err=True)


def _checks() -> list[tuple[str, list[str]]]:
    from deploy.local.opa_bundle import fetch_opa

    opa = str(fetch_opa())
    python = [sys.executable, "-m"]
    return [
        ("format", [*python, "ruff", "format", "--check", "."]),
        ("lint", [*python, "ruff", "check", "."]),
        ("types", [*python, "mypy"]),
        ("import contracts", [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"]),
        ("Rego format", [opa, "fmt", "--diff", "--fail", "policies/rego"]),
        ("Rego", [opa, "check", "--strict", "policies/rego"]),
    ]


def _passes(name: str, command: list[str]) -> bool:
    typer.echo(f"check: {name}", err=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def test(
    context: typer.Context,
    *,
    fast: Annotated[bool, typer.Option(help="Only the tests without servers.")] = False,
) -> None:
    """Fetches what the servers need (with progress), then runs pytest with the given arguments;
    without any, all of it on two cores.
    """
    arguments = list(context.args)
    if fast:
        arguments = [*_FAST, *arguments]
    else:
        subprocess.run([sys.executable, "-m", "deploy.local", "fetch"], cwd=ROOT, check=True)
    if not arguments:
        raise typer.Exit(run_whole_suite(ROOT, groups_of(ROOT), ()))
    ended = subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False)
    raise typer.Exit(ended.returncode)


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
    asked = [flag for flag, given in flags if given]
    ended = subprocess.run([sys.executable, "-m", "tests.bench", *asked], cwd=ROOT, check=False)
    raise typer.Exit(ended.returncode)


def version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    typer.echo(f"interco {project['project']['version']}")
