"""`interco service …` at a gateway: what is published, what fits, activate, run, upgrade, end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page, print_result
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_json
from gateway.reading.query.overlap import Overlap
from services_run.answering import number_in_words
from services_run.inputs import decimal_of

NAME = Annotated[str, typer.Argument(help="A published service: `rpqs-dechets`.")]
ACTIVATION = Annotated[str, typer.Argument(help="An activation: `valcobreizh-rpqs-dechets`.")]
DATASETS = Annotated[
    list[str] | None,
    typer.Option("--dataset", help="ROLE=ORGANISATION.DATASET; may be repeated."),
]
COLUMNS = Annotated[
    list[str] | None, typer.Option("--columns", help="ROLE.FIELD=COLUMN; may be repeated.")
]
PARAMETERS = Annotated[
    list[str] | None, typer.Option("--set", help="PARAMETER=VALUE; may be repeated.")
]
PURPOSE = Annotated[str | None, typer.Option("--purpose", help="What data of others are read for.")]
OVERLAP = Annotated[
    Overlap | None,
    typer.Option(
        "--overlap", help="Rows that several bodies of a standard have: which ones to keep."
    ),
]
WITHOUT = Annotated[
    list[str] | None,
    typer.Option("--without", help="An optional ROLE that takes no data; may be repeated."),
]
PREVIEWED = Annotated[
    str | None,
    typer.Option("--previewed", help="Of a dry run: activate that, or refuse."),
]
GALLERY = "{ services { id version publisherName digest title { fr en } } }"
REPORT = """query($service: ID!, $input: ServiceChoicesInput) {
  serviceReport(service: $service, input: $input) {
    ready purpose purposes question { key choices text { fr en } }
    roles { role { name optional label { fr en } } matched converted missing
      sentence { fr en } reason { fr en }
      chosen { name mode agreement coverage { fr en } missing
        columns { field column by unitFrom unitTo } } } } }"""
_RESULT = "act applied sentences { fr en } activation"
ACTIVATE = f"""mutation(
    $service: ID!, $input: ServiceChoicesInput, $previewed: String, $dry: Boolean!) {{
  result: activateService(
    service: $service, input: $input, previewed: $previewed, dryRun: $dry
  ) {{ {_RESULT} previewed }} }}"""
ACTIVATIONS = "{ activations { id service version newest bindings { role mode dataset } } }"
RUN = """query($activation: ID!, $parameters: [ParameterInput!]) {
  runService(activation: $activation, parameters: $parameters) { document } }"""
PREVIEW_UPGRADE = """query($activation: ID!) { previewUpgrade(activation: $activation) {
  version changes { version text { fr en } }
  differences { name label { fr en } before after } after { previewed } } }"""
UPGRADE = f"""mutation($activation: ID!, $previewed: String!) {{
  result: upgradeService(activation: $activation, previewed: $previewed) {{ {_RESULT} }} }}"""
END = f"""mutation($activation: ID!, $dry: Boolean!) {{
  result: endActivation(activation: $activation, dryRun: $dry) {{ {_RESULT} }} }}"""
PUBLISH = f"""mutation($content: String!, $dry: Boolean!) {{
  result: publishService(content: $content, dryRun: $dry) {{ {_RESULT} }} }}"""


def add_to(service: typer.Typer) -> None:
    """Beside those that need no gateway."""
    service.command()(gallery)
    service.command()(report)
    service.command()(activate)
    service.command()(activations)
    service.command()(run)
    service.command()(upgrade)
    service.command()(end)
    service.command()(publish)


@with_caller()
def gallery(caller: Caller, out: FORMAT = OutputFormat.TABLE) -> None:
    """The services that a gateway has. Example: `./interco service gallery --as agent@sde35`."""
    known = ask(GALLERY, {}, caller)["services"]
    if out is OutputFormat.JSON:
        print_json(known)
        return
    page = Page()
    page.table(
        (("Service", "Service"), ("Version", "Version"), ("Titre", "Title"), ("Éditeur", "By")),
        (
            (one["id"], one["version"], one["title"][page.language], one["publisherName"])
            for one in known
        ),
    )


@with_caller()
def report(
    caller: Caller,
    name: NAME,
    datasets: DATASETS = None,
    columns: COLUMNS = None,
    purpose: PURPOSE = None,
    without: WITHOUT = None,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """What, of your data and of those shared with you, fits a service; nothing is kept.

    Example: `./interco service report rpqs-dechets --as steward@valcobreizh`.
    """
    variables = {"service": name, "input": _choices(datasets, columns, None, purpose, without)}
    shown = ask(REPORT, variables, caller)["serviceReport"]
    if out is OutputFormat.JSON:
        print_json(shown)
    else:
        _print_report(shown)


@with_caller()
def activate(
    caller: Caller,
    name: NAME,
    datasets: DATASETS = None,
    columns: COLUMNS = None,
    parameters: PARAMETERS = None,
    purpose: PURPOSE = None,
    overlap: OVERLAP = None,
    without: WITHOUT = None,
    previewed: PREVIEWED = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Activate a service on your data: what fits best, or what you name.

    Example: `./interco service activate rpqs-dechets --without matrice --as steward@valcobreizh`.
    """
    chosen = _choices(datasets, columns, parameters, purpose, without)
    given = {**chosen, "overlap": None if overlap is None else overlap.value}
    variables = {"service": name, "input": given, "previewed": previewed, "dry": dry_run}
    result = ask(ACTIVATE, variables, caller)["result"]
    tell(result, out)
    if dry_run and out is not OutputFormat.JSON:
        mark = result["previewed"]
        Page().say(
            f"→ Pour activer cela et rien d'autre : --previewed {mark}",
            f"→ To activate this and nothing else: --previewed {mark}",
        )


@with_caller()
def activations(caller: Caller, out: FORMAT = OutputFormat.TABLE) -> None:
    """What your body has activated. Example: `./interco service activations --as agent@sde35`."""
    known = ask(ACTIVATIONS, {}, caller)["activations"]
    if out is OutputFormat.JSON:
        print_json(known)
        return
    Page().table(
        (("Activation", "Activation"), ("Version", "Version"), ("Dernière", "Newest")),
        ((one["id"], one["version"], one["newest"]) for one in known),
    )


@with_caller()
def run(
    caller: Caller,
    activation: ACTIVATION,
    parameters: PARAMETERS = None,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Run an activated service, by your own rights of this moment.

    Example: `./interco service run valcobreizh-rpqs-dechets --as agent@valcobreizh`.
    """
    variables = {"activation": activation, "parameters": _named(parameters, "--set")}
    result = json.loads(ask(RUN, variables, caller)["runService"]["document"])
    if out is OutputFormat.JSON:
        print_json(result)
    else:
        _print_run(result)


@with_caller()
def upgrade(
    caller: Caller,
    activation: ACTIVATION,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Move an activation to the newest version; says first what your own figures become.

    Example: `./interco service upgrade valcobreizh-rpqs-dechets --dry-run --as
    steward@valcobreizh`.
    """
    shown = ask(PREVIEW_UPGRADE, {"activation": activation}, caller)["previewUpgrade"]
    result = None
    if not dry_run:
        mark = shown["after"]["previewed"]
        result = ask(UPGRADE, {"activation": activation, "previewed": mark}, caller)["result"]
    if out is OutputFormat.JSON:
        print_json({"preview": shown, "result": result})
        return
    page = Page()
    for change in shown["changes"]:
        page.say(f"{change['version']} : {change['text']['fr']}",
                 f"{change['version']}: {change['text']['en']}")  # fmt: skip
    if not shown["differences"]:
        page.say("Aucun de vos chiffres ne change.", "None of your figures changes.")
    for one in shown["differences"]:
        page.say(
            f"  {one['label']['fr']} : {one['before'] or '—'} → {one['after'] or '—'}",
            f"  {one['label']['en']}: {one['before'] or '—'} → {one['after'] or '—'}",
        )
    if result is not None:
        print_result(result)


@with_caller()
def end(
    caller: Caller,
    activation: ACTIVATION,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """End an activation: nothing of it is left.

    Example: `./interco service end valcobreizh-rpqs-dechets --as steward@valcobreizh`.
    """
    tell(ask(END, {"activation": activation, "dry": dry_run}, caller)["result"], out)


@with_caller()
def publish(
    caller: Caller,
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Its folder.")],
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Publish a version of a service, signed and for good: by its publisher, or the operator.

    Example: `./interco service publish services/rpqs-dechets --as operator@interco`.
    """
    from services_run.content import content_of

    variables = {"content": content_of(folder), "dry": dry_run}
    tell(ask(PUBLISH, variables, caller)["result"], out)


def _choices(
    datasets: list[str] | None,
    columns: list[str] | None,
    parameters: list[str] | None,
    purpose: str | None,
    without: list[str] | None = None,
) -> dict[str, Any]:
    by_role: dict[str, list[str]] = {role: [] for role in without or ()}
    for one in _named(datasets, "--dataset"):
        by_role.setdefault(one["name"], []).append(one["value"])
    return {
        "datasets": [{"role": role, "datasets": names} for role, names in by_role.items()],
        "columns": [
            {"key": one["name"], "column": one["value"]} for one in _named(columns, "--columns")
        ],
        "parameters": _named(parameters, "--set"),
        "purpose": purpose,
    }


def _named(written: list[str] | None, option: str) -> list[dict[str, str]]:
    pairs = []
    for text in written or []:
        name, sign, value = text.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise typer.BadParameter(f"{option} NAME=VALUE")
        pairs.append({"name": name.strip(), "value": value.strip()})
    return pairs


def tell(result: dict[str, Any], out: OutputFormat) -> None:
    if out is OutputFormat.JSON:
        print_json(result)
    else:
        print_result(result)


def _print_report(shown: dict[str, Any]) -> None:
    page = Page()
    for one in shown["roles"]:
        label, sentence = one["role"]["label"], one["sentence"]
        page.say(f"{label['fr']} : {sentence['fr']}", f"{label['en']}: {sentence['en']}")
        for chosen in one["chosen"]:
            columns = ", ".join(f"{two['field']} = {two['column']}" for two in chosen["columns"])
            page.say(f"  {chosen['name']} ({columns})", f"  {chosen['name']} ({columns})")
            if chosen["coverage"] is not None:
                page.say(f"    {chosen['coverage']['fr']}", f"    {chosen['coverage']['en']}")
        if one["reason"] is not None:
            page.say(f"  {one['reason']['fr']}", f"  {one['reason']['en']}")
    question = shown["question"]
    if question is not None:
        page.say(f"? {question['text']['fr']}", f"? {question['text']['en']}")
        option = "--columns" if "." in question["key"] else "--dataset"
        answer = f"  → {option} {question['key']}={'|'.join(question['choices'])}"
        page.say(answer, answer)


def _print_run(result: dict[str, Any]) -> None:
    page = Page()
    language = page.language
    for notice in result["notices"]:
        page.say(f"! {notice['fr']}", f"! {notice['en']}")
    for one in result["figures"]:
        number = decimal_of(one["value"], 2) if one["value"] is not None else None
        shown = one["value"] if number is None else number_in_words(number, language)
        reason = one["reason"]
        text = f"— ({reason[language]})" if shown is None and reason else f"{shown or '—'}"
        unit = f" {one['unit']}" if one["unit"] and shown is not None else ""
        page.say(f"{one['label']['fr']} : {text}{unit}", f"{one['label']['en']}: {text}{unit}")
    for sentence in result["sentences"][:40]:
        page.say(f"  · {sentence['fr']}", f"  · {sentence['en']}")
    for source in result["sources"]:
        latest = source["latest"] or "—"
        page.say(
            f"{source['title']['fr']}, {source['rows']} lignes, jusqu'au {latest}",
            f"{source['title']['en']}, {source['rows']} rows, up to {latest}",
        )
