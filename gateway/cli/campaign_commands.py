"""`interco campaign …`: the same request to each member, its board, its reminders, the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.reading import iso_day
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_json

_SHOWN = (
    "id title template state firstMonth lastMonth due duty previous model openedAt openedBy "
    "closedAt counts { members toSign inForce refused withoutData }"
)
_BOARD = """board { months summary { fr en } members {
  siren name registered agreement code wantsModel words { fr en } note { fr en }
  cells { month code rows words { fr en } } } }"""
_LIST = f"{{ campaigns {{ {_SHOWN} }} }}"
_SHOW = f"""query($id: ID!) {{ campaign(id: $id) {{ {_SHOWN} {_BOARD}
  reminders {{ at step members }} }} }}"""
_PROPOSAL = """query($duty: String, $year: Int, $like: String) {
  campaignProposal(duty: $duty, year: $year, like: $like) {
    title template firstMonth lastMonth due members dataset standard duty previous legalBasis } }"""
_DUTIES = """query($year: Int) { duties(year: $year) {
  code title { fr en } what { fr en } law isCertain year due collect opens campaign previous } }"""
_DONE = f"applied sentences {{ fr en }} campaign {{ {_SHOWN} }}"
_OPEN = f"""mutation($input: CampaignInput!, $dryRun: Boolean!) {{
  done: openCampaign(input: $input, dryRun: $dryRun) {{ {_DONE} }} }}"""
_REMIND = f"""mutation($campaign: ID!, $dryRun: Boolean!) {{
  done: remindCampaign(campaign: $campaign, dryRun: $dryRun) {{ {_DONE} }} }}"""
_CLOSE = f"""mutation($campaign: ID!, $dryRun: Boolean!) {{
  done: closeCampaign(campaign: $campaign, dryRun: $dryRun) {{ {_DONE} }} }}"""
_NEEDED = frozenset({"template", "firstMonth", "lastMonth", "due", "title"})

CAMPAIGN = Annotated[str, typer.Argument(help="A campaign: camp-2026-0001.")]


def add_to(app: typer.Typer) -> None:
    campaign = typer.Typer(
        no_args_is_help=True,
        help="Campaigns: the same request to each member, followed month by month.",
    )
    campaign.command(
        name="open",
        help=(
            "Open one. Example: `./interco campaign open --template rpqs_dechets --from 2026-01 "
            "--to 2026-12 --due 2027-04-30 --title 'RPQS 2026' --as steward@valcobreizh`."
        ),
    )(open_)
    campaign.command(
        name="list",
        help=(
            "Those of your organisation. Example: `./interco campaign list --as "
            "steward@valcobreizh`."
        ),
    )(list_campaigns)
    campaign.command(
        name="show",
        help=(
            "Its board: members and months. Example: `./interco campaign show camp-2026-0001 --as "
            "steward@valcobreizh`."
        ),
    )(show)
    campaign.command(
        name="remind",
        help=(
            "Remind whoever has not answered or given. Example: `./interco campaign remind "
            "camp-2026-0001 --as steward@valcobreizh`."
        ),
    )(remind)
    campaign.command(
        name="close",
        help=(
            "Nobody is reminded any more. Example: `./interco campaign close camp-2026-0001 --as "
            "steward@valcobreizh`."
        ),
    )(close)
    campaign.command(
        name="calendar",
        help=(
            "What is due in a year. Example: `./interco campaign calendar --year 2027 --as "
            "steward@valcobreizh`."
        ),
    )(calendar)
    app.add_typer(campaign, name="campaign")


@with_caller()
def open_(
    caller: Caller,
    template: Annotated[str | None, typer.Option(help="Of the agreements: rpqs_dechets.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First month: 2026-01.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Last month: 2026-12.")] = None,
    due: Annotated[str | None, typer.Option(help="Expected by that day: 2027-04-30.")] = None,
    title: Annotated[str | None, typer.Option(help="As the members will read it.")] = None,
    member: Annotated[
        list[str] | None, typer.Option(help="May be repeated; none: all members.")
    ] = None,
    dataset: Annotated[str | None, typer.Option(help="Its name, at each member.")] = None,
    standard: Annotated[str | None, typer.Option(help="Instead of that of the template.")] = None,
    until: Annotated[str | None, typer.Option(help="The agreements' last day.")] = None,
    duty: Annotated[str | None, typer.Option(help="A line of the calendar.")] = None,
    year: Annotated[int | None, typer.Option(help="With --duty: the year of the data.")] = None,
    like: Annotated[
        str | None, typer.Option(help="A campaign to take up again, a year later.")
    ] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """What --duty or --like fills in, the other options change."""
    given = {
        "template": template,
        "firstMonth": from_,
        "lastMonth": to,
        "due": None if due is None else iso_day(due),
        "title": title,
        "members": member,
        "dataset": dataset,
        "standard": standard,
        "until": None if until is None else iso_day(until),
    }
    wanted = {name: value for name, value in given.items() if value is not None}
    if duty is not None or like is not None:
        variables = {"duty": duty, "year": year, "like": like}
        proposal = ask(_PROPOSAL, variables, caller)["campaignProposal"] or {}
        wanted = {name: value for name, value in proposal.items() if value is not None} | wanted
    if not wanted.keys() >= _NEEDED:
        raise typer.BadParameter(
            "--template, --from, --to, --due and --title: all of them, or --duty, or --like"
        )
    _print_done(ask(_OPEN, {"input": wanted, "dryRun": dry_run}, caller)["done"], out)


@with_caller()
def list_campaigns(caller: Caller, out: FORMAT = OutputFormat.TABLE) -> None:
    """The last to be opened first."""
    campaigns = ask(_LIST, {}, caller)["campaigns"]
    if out is OutputFormat.JSON:
        print_json(campaigns)
        return
    page = Page()
    if not campaigns:
        page.say("Aucune campagne ici.", "No campaign here.")
        return
    page.table(
        (
            *(("Campagne", "Campaign"), ("Titre", "Title"), ("Mois", "Months")),
            *(("Attendu pour le", "Expected by"), ("État", "State"), ("Signées", "Signed")),
        ),
        (
            (
                one["id"],
                one["title"],
                f"{one['firstMonth']} – {one['lastMonth']}",
                page.day(one["due"]),
                _state(page, one),
                f"{one['counts']['inForce']} / {one['counts']['members']}",
            )
            for one in campaigns
        ),
    )


@with_caller()
def show(caller: Caller, campaign: CAMPAIGN, out: FORMAT = OutputFormat.TABLE) -> None:
    """Read now, by your own rights."""
    known = ask(_SHOW, {"id": campaign}, caller)["campaign"]
    if out is OutputFormat.JSON:
        print_json(known)
        return
    page, place = Page(), _place(Page())
    page.say(*[f"{known['id']}  {known['title']}  ({_state(page, known)})"] * 2)
    page.say(
        f"Attendu pour le {page.day(known['due'])}.",
        f"Expected by {page.day(known['due'])}.",
    )
    board = known["board"]
    page.say(board["summary"]["fr"], board["summary"]["en"])
    months = [(month, month) for month in board["months"]]
    page.table(
        (("Membre", "Member"), ("Convention", "Agreement"), ("En bref", "In short"), *months),
        (
            (
                member["name"],
                member["agreement"] or "–",
                member["words"][place],
                *(
                    cell["words"][place] if _is_of_its_month(cell) else "·"
                    for cell in member["cells"]
                ),
            )
            for member in board["members"]
        ),
    )
    for member in board["members"]:
        if member["note"]:
            page.say(*[f"{member['name']} : {member['note'][place]}"] * 2)
    if known["model"] and any(member["wantsModel"] for member in board["members"]):
        name = known["model"].split("/")[3]
        command = f"./interco standard model {name} --output modele.xlsx"
        page.say(f"Le modèle à envoyer : {command}", f"The model to send: {command}")


@with_caller()
def remind(
    caller: Caller,
    campaign: CAMPAIGN,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Once a day each; whoever has the data by now is asked for it."""
    _print_done(ask(_REMIND, {"campaign": campaign, "dryRun": dry_run}, caller)["done"], out)


@with_caller()
def close(
    caller: Caller,
    campaign: CAMPAIGN,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Agreements and requests stay as they are."""
    _print_done(ask(_CLOSE, {"campaign": campaign, "dryRun": dry_run}, caller)["done"], out)


@with_caller()
def calendar(
    caller: Caller,
    year: Annotated[int | None, typer.Option(help="This one when not said.")] = None,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Days that follow from a text, and landmarks to be confirmed."""
    duties = ask(_DUTIES, {"year": year}, caller)["duties"]
    if out is OutputFormat.JSON:
        print_json(duties)
        return
    page, place = Page(), _place(Page())
    if not duties:
        page.say(
            "Rien n'est dû, de ce que vos membres détiennent.",
            "Nothing is due of what your members hold.",
        )
        return
    page.table(
        (
            *(("Dû le", "Due on"), ("Échéance", "Duty"), ("Données de", "Data of")),
            *(("Code", "Code"), ("Campagne", "Campaign")),
        ),
        (
            (
                f"{page.day(one['due'])}{'' if one['isCertain'] else ' ?'}",
                one["title"][place],
                str(one["year"]),
                one["code"],
                one["campaign"] or "–",
            )
            for one in duties
        ),
    )


def _is_of_its_month(cell: Mapping[str, Any]) -> bool:
    """True where a cell's state is of its month; a state of all months is told once, in short."""
    return cell["code"] in {"received", "late", "awaited", "to_come"}


def _print_done(done: Mapping[str, Any], out: OutputFormat) -> None:
    if out is OutputFormat.JSON:
        print_json(done)
        return
    Page().told(done["sentences"])


def _state(page: Page, campaign: Mapping[str, Any]) -> str:
    if campaign["state"] == "open":
        return page.word("ouverte", "open")
    return page.word("close", "closed")


def _place(page: Page) -> str:
    return "fr" if page.language == "fr" else "en"
