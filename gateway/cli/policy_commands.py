"""`interco policy`: what a change of the access rules would change; their bundle for OPA."""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Language
from catalog.snapshot import Snapshot
from gateway.base.problems import CandidateRefused
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.language import language_of_the_terminal
from gateway.cli.programs import ask_program
from gateway.demo_mode.state import DemoState
from policies.comparison import Change
from policies.problems import BundleNotMade
from policies.replay import Counted, Report, replay

_DEADLINE_S = 30.0
_DOES_NOT_COMPILE = 1
_NOT_MADE = 1
_SPAN = re.compile(r"([1-9][0-9]{0,4})([dh])")
_WORDS: dict[Change, Bilingual] = {
    Change.OPENS: Bilingual("ouvre", "opens"),
    Change.CLOSES: Bilingual("ferme", "closes"),
    Change.NARROWS: Bilingual("réduit", "narrows"),
    Change.TELLS: Bilingual("dit autrement", "tells otherwise"),
}


class FailOn(StrEnum):
    OPENS = "opens"
    ANY = "any"
    NEVER = "never"


class Output(StrEnum):
    TEXT = "text"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    policy = typer.Typer(
        no_args_is_help=True,
        help="The access rules: what a change of them would change; their bundle.",
    )
    policy.command(
        name="dry-run",
        help=(
            "Asks the recorded questions again of changed rules: what opens, closes, narrows. "
            "Example: `./interco policy dry-run --candidate my-rego --since 30d`."
        ),
    )(dry_run)
    policy.command(
        name="bundle",
        help=(
            "Writes the rules of this version as a bundle for OPA, signed. "
            "Example: `./interco policy bundle --out interco.tar.gz --signing-key signing.pem`."
        ),
    )(bundle)
    app.add_typer(policy, name="policy")


def dry_run(
    candidate: Annotated[
        Path,
        typer.Option(help="A folder of Rego, whole.", exists=True, file_okay=False),
    ],
    since: Annotated[str, typer.Option(help="How far back: 30d, 12h.")] = "30d",
    fail_on: Annotated[
        FailOn, typer.Option(help="What exits with 1: opens, any change, or never.")
    ] = FailOn.OPENS,
    out: Annotated[Output, typer.Option("--format")] = Output.TEXT,
    store: Annotated[
        str | None,
        typer.Option(envvar="INTERCO_STORE_URL", help="Whose audit; the demo's otherwise."),
    ] = None,
    state: STATE_OPTION = STATE,
) -> None:
    """Nothing is changed; no storage is asked."""
    span = _read_span(since)
    url = store or DemoState(state).settings().database_url
    started = datetime.now(UTC)
    report, catalog, without = asyncio.run(_replay(candidate, url, started - span, started))
    if out is Output.JSON:
        typer.echo(orjson.dumps(_document(report, catalog, without), option=orjson.OPT_INDENT_2))
    else:
        for line in report_lines(report, catalog, without, language_of_the_terminal()):
            typer.echo(line)
    if _fails(report, fail_on):
        raise typer.Exit(1)


def bundle(
    out: Annotated[
        Path,
        typer.Option(help="The file to write; one that is there is replaced.", dir_okay=False),
    ],
    signing_key: Annotated[
        Path,
        typer.Option(
            help="A PEM file of a P-256 private key.", exists=True, dir_okay=False, readable=True
        ),
    ],
) -> None:
    """Written whole or not at all. Unsigned bundles are for tests: there is no option for one."""
    from policies.sources import source_revision

    code, said = ask_program("tools.bundle_policy", str(out.resolve()), str(signing_key.resolve()))
    if code == _NOT_MADE:
        raise BundleNotMade(said=said.rstrip())
    if code:
        raise typer.Exit(code)
    revision = source_revision()
    french = language_of_the_terminal() == "fr"
    typer.echo(f"{out} : révision {revision}" if french else f"{out}: revision {revision}")


def _read_span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise typer.BadParameter("--since must be a number of days or hours: 30d, 12h")
    number = int(found[1])
    return timedelta(days=number) if found[2] == "d" else timedelta(hours=number)


async def _replay(
    rego: Path, url: str, since: datetime, until: datetime
) -> tuple[Report, Snapshot, int]:
    """The report of changes, the catalog (for names), the number of requests without a question."""
    from catalog.store import open_store
    from policies.embedded import EmbeddedPolicy

    with tempfile.TemporaryDirectory(prefix="interco-candidate-") as folder:
        compiled = Path(folder)
        await asyncio.to_thread(_compile, rego, compiled)
        changed = EmbeddedPolicy(compiled=compiled, rego=rego, deadline_s=_DEADLINE_S)
    current = EmbeddedPolicy(deadline_s=_DEADLINE_S)
    audit = await open_store(url)
    try:
        recorded, without = await audit.recorded_questions(since, until)
        return await replay(recorded, current, changed), await audit.current(), without
    finally:
        await audit.aclose()
        await current.aclose()
        await changed.aclose()


def _compile(rego: Path, target: Path) -> None:
    """OPA compiles them; it belongs to the local servers, which the gateway does not import."""
    code, said = ask_program("tools.compile_policy", str(rego.resolve()), str(target))
    if code == _DOES_NOT_COMPILE:
        raise CandidateRefused(said=said.rstrip())
    if code:
        raise typer.Exit(code)


def _fails(report: Report, fail_on: FailOn) -> bool:
    match fail_on:
        case FailOn.OPENS:
            return report.has(Change.OPENS)
        case FailOn.ANY:
            return report.has(*Change)
        case FailOn.NEVER:
            return False


def report_lines(
    report: Report, catalog: Snapshot, without: int, language: Language
) -> tuple[str, ...]:
    """First what was replayed, then a line for each change and organisation, the gravest first."""
    french = language == "fr"
    lines = [
        f"{report.requests} requêtes rejouées ({report.questions} questions différentes)"
        if french
        else f"{report.requests} requests replayed ({report.questions} different questions)"
    ]
    if without:
        lines.append(
            f"{without} requêtes sans question conservée : non rejouées"
            if french
            else f"{without} requests without a kept question: not replayed"
        )
    if report.unanswered:
        lines.append(
            f"{report.unanswered} questions auxquelles les nouvelles règles ne répondent pas"
            if french
            else f"{report.unanswered} questions that the new rules do not answer"
        )
    for change, told in _WORDS.items():
        for siren, counted in sorted(report.changes[change].items(), key=_by_requests):
            who = _name(siren, catalog, language)
            lines.append(f"{told[0 if french else 1]:<16}{who} : {_count(counted, language)}")
            lines.extend(f"    {each}" for each in _dataset_names(counted, catalog))
    if not report.has(*Change):
        lines.append("rien ne change" if french else "nothing changes")
    return tuple(lines)


def _by_requests(entry: tuple[str | None, Counted]) -> tuple[int, str]:
    return (-entry[1].requests, entry[0] or "")


def _count(counted: Counted, language: Language) -> str:
    if language == "fr":
        return f"{counted.requests} requêtes ({counted.questions} questions)"
    return f"{counted.requests} requests ({counted.questions} questions)"


def _name(siren: str | None, catalog: Snapshot, language: Language) -> str:
    if siren is None:
        return "sans organisme" if language == "fr" else "without an organisation"
    for each in catalog.organisations.values():
        if each.siren == siren:
            return each.name
    return siren


def _dataset_names(counted: Counted, catalog: Snapshot) -> list[str]:
    names = []
    for each in sorted(counted.datasets):
        dataset = catalog.datasets.get(each)
        owner = None if dataset is None else catalog.organisations.get(dataset.owner)
        known = dataset is not None and owner is not None
        names.append(f"{owner.slug}.{dataset.name}" if known and owner and dataset else each)
    return names


def _document(report: Report, catalog: Snapshot, without: int) -> dict[str, Any]:
    return {
        "requests": report.requests,
        "questions": report.questions,
        "not_replayed": without,
        "unanswered": report.unanswered,
        "changes": [
            {
                "change": change.value,
                "organisation": siren,
                "requests": counted.requests,
                "questions": counted.questions,
                "datasets": _dataset_names(counted, catalog),
            }
            for change in Change
            for siren, counted in sorted(report.changes[change].items(), key=_by_requests)
        ],
    }
