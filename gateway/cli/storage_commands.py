"""`interco storage …`: an organisation's storages tested, looked into, explained to their admin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

from catalog.actions.columns import suggestion
from catalog.model.storage import StorageKind
from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
    ask,
)
from gateway.cli.declaring import declared_datasets, object_name
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_json
from gateway.upkeep.source_monitoring.storage_problems import UnknownObject

kept = typer.Typer(
    no_args_is_help=True,
    help="Storages: where your organisation keeps its data, which stays there.",
    epilog="Example: `./interco storage test dechets --as steward@val-d-ille-aubigne`.",
)
_ABOUT = (
    "id kind organisation hostCountry secnumcloud operator secret "
    "health { isUp since probedAt cause causeFr causeEn }"
)
_LIST = f"query {{ storages {{ {_ABOUT} }} }}"
_TEST = "query($name: String!) { storage(name: $name) { id kind test { answers milliseconds } } }"
_OBJECTS = """query($name: String!) { storage(name: $name) { id kind objects {
  name schema comment rowEstimate primaryKey csv reason { fr en }
  columns { name sourceType type textFormat concept nullable comment reason { fr en } } } } }"""
_STEPS = "query($name: String!) { storage(name: $name) { id kind instructions { fr en typed } } }"
_NAME = Annotated[
    str, typer.Argument(help="As declared, or organisation.name, or its id (`storage list`).")
]
JSON = Annotated[bool, typer.Option("--json", help="As --format json.")]


def add_to(app: typer.Typer) -> None:
    kept.command(name="list", help="Those of your organisation.")(list_)
    kept.command(
        help=(
            "Connects once, and says what stands in the way: the machine's name, the network, TLS, "
            "the account, the database. Exit code 0 when it answers, 1 when it does not. "
            "Example: `./interco storage test dechets --as steward@val-d-ille-aubigne`."
        )
    )(test)
    kept.command(
        help=(
            "The tables or files that its account reads: columns, the type to declare, keys, "
            "comments, and why a column cannot be read. Of a CSV file its delimiter, encoding and "
            "header, and types after a sample of it; --yaml writes that as a declaration."
        )
    )(introspect)
    kept.command(
        help=(
            "What its administrator types, once, to give the least rights. Of a kind "
            "(`./interco storage instructions mariadb`) or of one of yours, its names filled in."
        )
    )(instructions)
    app.add_typer(kept, name="storage")


@with_caller()
def list_(
    caller: Caller,
    out: FORMAT = OutputFormat.TABLE,
    as_json: JSON = False,
) -> None:
    """For stewards."""
    found = ask(_LIST, {}, caller)["storages"]
    if as_json or out is OutputFormat.JSON:
        print_json(found)
        return
    page = Page()
    page.table(
        (
            ("Stockage", "Storage"),
            ("Sorte", "Kind"),
            ("Pays", "Country"),
            ("Secret", "Secret"),
            ("Répond", "Answers"),
        ),
        (
            (each["id"], each["kind"], each["hostCountry"], each["secret"], _health(each, page))
            for each in found
        ),
    )


def _health(storage: Mapping[str, Any], page: Page) -> str:
    """As the worker last found it; empty while it has not tried."""
    health = storage["health"]
    if health is None:
        return ""
    since = page.instant(health["since"])
    if health["isUp"]:
        return page.word(f"depuis {since}", f"since {since}")
    cause = page.word(health["causeFr"], health["causeEn"])
    return page.word(f"plus depuis {since} : {cause}", f"not since {since}: {cause}")


@with_caller()
def test(
    caller: Caller,
    name: _NAME,
    out: FORMAT = OutputFormat.TABLE,
    as_json: JSON = False,
) -> None:
    found = _asked(_TEST, name, caller)
    if as_json or out is OutputFormat.JSON:
        print_json(found)
        return
    took = found["test"]["milliseconds"]
    Page().say(f"{found['id']} répond ({took} ms).", f"{found['id']} answers ({took} ms).")


@with_caller()
def introspect(
    caller: Caller,
    name: _NAME,
    only: Annotated[
        str | None, typer.Option("--object", help="One of them: collectes/2025.csv.")
    ] = None,
    as_yaml: Annotated[
        bool, typer.Option("--yaml", help="As a section datasets: to be completed and applied.")
    ] = False,
    out: FORMAT = OutputFormat.TABLE,
    as_json: JSON = False,
) -> None:
    found = _asked(_OBJECTS, name, caller)
    if only is not None:
        found["objects"] = _only(found["objects"], only)
    if as_json or out is OutputFormat.JSON:
        print_json(found)
        return
    page = Page()
    if as_yaml:
        short = found["id"].rpartition("__")[2]
        for line in declared_datasets(short, found["kind"], found["objects"]):
            typer.echo(line)
        return
    for each in found["objects"]:
        _write_object(each, page)
    if not found["objects"]:
        page.say("Rien que ce compte puisse lire.", "Nothing that this account may read.")


@with_caller()
def instructions(
    caller: Caller,
    name: Annotated[
        str, typer.Argument(help=f"One of yours, or a kind: {', '.join(StorageKind)}.")
    ],
    out: FORMAT = OutputFormat.TABLE,
    as_json: JSON = False,
) -> None:
    if caller.is_anonymous and name in list(StorageKind):
        from federation.storages.instructions import instructions_for

        steps: list[Mapping[str, Any]] = [
            {"fr": each.text.fr, "en": each.text.en, "typed": each.typed}
            for each in instructions_for(StorageKind(name))
        ]
    else:
        steps = _asked(_STEPS, name, caller)["instructions"]
    if as_json or out is OutputFormat.JSON:
        print_json(steps)
    else:
        _write_steps(steps)


def _asked(document: str, name: str, caller: Caller) -> dict[str, Any]:
    found: dict[str, Any] = ask(document, {"name": name}, caller)["storage"]
    return found


def _only(objects: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """Raises UnknownObject, with the nearest name."""
    found = [each for each in objects if object_name(each) == name]
    if not found:
        names = [object_name(each) for each in objects]
        raise UnknownObject(name=name[:80], did_you_mean=suggestion(name, names))
    return found


def _write_object(found: Mapping[str, Any], page: Page) -> None:
    name = object_name(found)
    if found["reason"] is not None and not found["columns"]:
        page.say(f"{name} : {found['reason']['fr']}", f"{name}: {found['reason']['en']}")
        return
    rows = "?" if found["rowEstimate"] is None else found["rowEstimate"]
    about = f" — {found['comment']}" if found["comment"] else ""
    page.say(f"{name} (environ {rows} lignes){about}", f"{name} (about {rows} rows){about}")
    if found["csv"] is not None:
        page.say(f"  csv : {found['csv']}", f"  csv: {found['csv']}")
    key = set(found["primaryKey"])
    page.table(
        (
            ("Colonne", "Column"),
            ("À la source", "At the source"),
            ("À déclarer", "To declare"),
            ("Clé", "Key"),
            ("Remarque", "Remark"),
        ),
        (
            (
                each["name"],
                each["sourceType"],
                _declared(each),
                page.word("clé", "key") if each["name"] in key else "",
                each["comment"] if each["reason"] is None else page.word(**each["reason"]),
            )
            for each in found["columns"]
        ),
    )


def _declared(column: Mapping[str, Any]) -> str:
    """The text behind a column's name in a declaration: its type, text format and concept."""
    parts = [column["type"] or "–"]
    parts += [f"text_format: {column['textFormat']}"] if column["textFormat"] else []
    parts += [f"concept: {column['concept']}"] if column["concept"] else []
    return ", ".join(parts)


def _write_steps(steps: Iterable[Mapping[str, Any]]) -> None:
    """Both languages, French first: it is handed to somebody else as it is."""
    for number, step in enumerate(steps, start=1):
        typer.echo(f"{number}. {step['fr']}")
        typer.echo(f"   {step['en']}")
        for line in step["typed"].splitlines():
            typer.echo(f"     {line}")
