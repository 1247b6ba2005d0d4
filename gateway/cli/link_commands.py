"""`interco link …`: links to the saved questions of one's own body, each address shown once."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_found

_RESULT = "act applied sentences { fr en } id path"
LIST = """query { questionLinks { id title question format state madeBy lastDay opened lookedAt
  lastOpenedAt } }"""
MAKE = f"""mutation ($input: QuestionLinkInput!, $dryRun: Boolean!) {{
  result: makeQuestionLink(input: $input, dryRun: $dryRun) {{ {_RESULT} }} }}"""
_ON_ONE = """mutation ($id: ID!, $dryRun: Boolean!) {{
  result: {name}(id: $id, dryRun: $dryRun) {{ {result} }} }}"""
REVOKE = _ON_ONE.format(name="revokeQuestionLink", result=_RESULT)
CONSENT = _ON_ONE.format(name="consentToQuestionLink", result=_RESULT)
END_CONSENT = _ON_ONE.format(name="endQuestionLinkConsent", result=_RESULT)
_ID = Annotated[str, typer.Argument(help="As `link list` shows it: lien-3f9a2c01.")]


def add_to(app: typer.Typer) -> None:
    links = typer.Typer(
        no_args_is_help=True,
        help="Links to saved questions: whoever has the address reads the rows.",
        epilog="Example: `./interco link list --as steward@valcobreizh`.",
    )
    links.command(
        help=(
            "Makes one, and shows its address once. Example: `./interco link make tonnages "
            "--answer-format xlsx --value depuis=2026-01-01 --as agent@valcobreizh`."
        )
    )(make)
    links.command(name="list", help="Those of your body: never the addresses.")(list_)
    links.command(help="Opens nothing any more, from the next request on.")(revoke)
    links.command(help="Lets another body's link pass on your data, as an approver.")(consent)
    links.command(name="end-consent", help="Lets it no more, from the next request on.")(
        end_consent
    )
    app.add_typer(links, name="link")


@with_caller()
def make(
    caller: Caller,
    question: Annotated[str, typer.Argument(help="The name of a saved question.")],
    answer_format: Annotated[
        str, typer.Option(help="xlsx, csv, csv-excel-fr, parquet, json or geojson.")
    ] = "xlsx",
    title: Annotated[str, typer.Option(help="As people will read it.")] = "",
    value: Annotated[
        list[str] | None, typer.Option(help="name=value, for a value to fill in; may be repeated.")
    ] = None,
    purpose: Annotated[str | None, typer.Option(help="That of the question when not said.")] = None,
    last_day: Annotated[
        str | None, typer.Option(help="YYYY-MM-DD; 366 days at most, 90 by default.")
    ] = None,
    network: Annotated[
        list[str] | None, typer.Option(help="From where: 192.0.2.0/24; anywhere by default.")
    ] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Its address lets anybody who has it read what it gives."""
    link: dict[str, Any] = {
        "question": question,
        "format": answer_format,
        "title": title,
        "values": [_read_value(each) for each in value or ()],
        "purpose": purpose,
        "lastDay": last_day,
        "networks": network or [],
    }
    _show(ask(MAKE, {"input": link, "dryRun": dry_run}, caller)["result"], out)


@with_caller()
def list_(caller: Caller, out: FORMAT = OutputFormat.TABLE) -> None:
    """With how often each was opened, and when it last was."""
    print_found(ask(LIST, {}, caller)["questionLinks"], out, _write_links)


@with_caller()
def revoke(
    caller: Caller, link: _ID, dry_run: DRY_RUN = False, out: FORMAT = OutputFormat.TABLE
) -> None:
    """One's own, or any of the body for who answers for it."""
    _show(ask(REVOKE, {"id": link, "dryRun": dry_run}, caller)["result"], out)


@with_caller()
def consent(
    caller: Caller, link: _ID, dry_run: DRY_RUN = False, out: FORMAT = OutputFormat.TABLE
) -> None:
    """For agreements that let data be passed on with the owner's consent alone."""
    _show(ask(CONSENT, {"id": link, "dryRun": dry_run}, caller)["result"], out)


@with_caller()
def end_consent(
    caller: Caller, link: _ID, dry_run: DRY_RUN = False, out: FORMAT = OutputFormat.TABLE
) -> None:
    """The link stays, and opens nothing until the owner consents again."""
    _show(ask(END_CONSENT, {"id": link, "dryRun": dry_run}, caller)["result"], out)


def _read_value(text: str) -> dict[str, str]:
    name, _, value = text.partition("=")
    return {"name": name, "value": value}


def _show(result: Any, out: OutputFormat) -> None:
    print_found(result, out, _write_result)


def _write_result(result: Any) -> None:
    page = Page()
    page.told(result["sentences"])
    if not result["applied"]:
        page.say("Rien n'est fait : c'était un essai.", "Nothing is done: this was a trial.")
    if result["path"] is not None:
        page.say(
            "Gardez cette adresse : elle n'est montrée qu'une fois.",
            "Keep this address: shown once only.",
        )
        typer.echo(result["path"])


def _write_links(links: Any) -> None:
    page = Page()
    page.table(
        (
            ("Lien", "Link"),
            ("Titre", "Title"),
            ("Question", "Question"),
            ("Fait par", "Made by"),
            ("Dernier jour", "Last day"),
            ("État", "State"),
            ("Ouvert", "Opened"),
        ),
        (
            (
                each["id"],
                each["title"],
                each["question"],
                each["madeBy"],
                each["lastDay"],
                each["state"],
                str(each["opened"]),
            )
            for each in links
        ),
    )
