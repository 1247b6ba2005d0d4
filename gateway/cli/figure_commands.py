"""`interco figure …`: answers frozen with their proof, found again, printed and checked."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import orjson
import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask, download
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.proof_here import PUBLIC_KEY, settings_here, trusted_key
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_json

if TYPE_CHECKING:
    from gateway.figures.frozen.offline import CheckedFigure

_SHOWN = (
    "digest indicator year version state correctedBy at agreements datasets title { fr en } "
    "body { name }"
)
_LIST = f"""query($year: Int, $indicator: String, $search: String, $all: Boolean) {{
  figures(year: $year, indicator: $indicator, search: $search, withCorrected: $all) {{ {_SHOWN} }}
}}"""
_SHOW = f"""query($digest: String!) {{ figure(digest: $digest) {{ {_SHOWN} content
  versions {{ digest version at whatChanged isCurrent }} }} }}"""
_FREEZE = f"""mutation($input: FigureInput!, $dryRun: Boolean!) {{
  freezeFigure(input: $input, dryRun: $dryRun) {{
    applied sentences {{ fr en }} figure {{ {_SHOWN} content }} }} }}"""
_CORRECT = f"""mutation($digest: String!, $input: FigureCorrection!, $dryRun: Boolean!) {{
  correctFigure(digest: $digest, input: $input, dryRun: $dryRun) {{
    applied sentences {{ fr en }} figure {{ {_SHOWN} content }} }} }}"""

_SEND = """mutation($figure: ID!, $to: String!, $dryRun: Boolean!) {
  sendDisputes(figure: $figure, to: $to, dryRun: $dryRun) { applied sentences { fr en } } }"""

DIGEST = Annotated[str, typer.Argument(help="The SHA-256 of the figure.")]


class PaperFormat(StrEnum):
    PDF = "pdf"
    HTML = "html"
    XLSX = "xlsx"
    JSON = "json"


class PaperPart(StrEnum):
    WHOLE = "whole"
    REPORT = "report"
    COMMUNES = "communes"


def add_to(app: typer.Typer) -> None:
    figure = typer.Typer(
        no_args_is_help=True,
        help="Frozen figures: answers kept with their proof, read-only, under their digest.",
    )
    figure.command(
        name="freeze",
        help=(
            "Run a statement and freeze its answer. Example: `./interco figure freeze requete.sql "
            "--indicator tonnage_par_flux --year 2025 --title 'Tonnages par flux' "
            "--purpose rpqs_dechets --as steward@valcobreizh`."
        ),
    )(freeze)
    figure.command(
        name="list",
        help=(
            "Those of your organisation. Example: `./interco figure list --year 2025 "
            "--as agent@valcobreizh`."
        ),
    )(list_figures)
    figure.command(
        name="show",
        help="One of them, whole. Example: `./interco figure show DIGEST --as agent@valcobreizh`.",
    )(show)
    figure.command(
        name="paper",
        help=(
            "Its paper: PDF, web page, workbook or JSON; of a report, a part or one commune. "
            "Example: `./interco figure paper DIGEST --output rapport.pdf --as agent@valcobreizh`."
        ),
    )(paper)
    figure.command(
        name="disputes",
        help=(
            "Send its disputes to the contractor whose slips they are about. Example: "
            "`./interco figure disputes DIGEST --to collecte-bleue --as steward@valcobreizh`."
        ),
    )(disputes)
    figure.command(
        name="letter",
        help=(
            "A letter to the contractor about its disputes, as PDF or web page. Example: "
            "`./interco figure letter DIGEST --to 'Collecte Bleue' --output lettre.pdf "
            "--as steward@valcobreizh`."
        ),
    )(letter)
    figure.command(
        name="verify",
        help=(
            "Whether a figure is genuine, without any gateway. Example: `./interco figure verify "
            "figure.json --digest DIGEST --public-key interco-proof.pem`."
        ),
    )(verify)
    app.add_typer(figure, name="figure")


@with_caller()
def freeze(
    caller: Caller,
    statement: Annotated[str, typer.Argument(help="A file, or a statement in SQL.")],
    indicator: Annotated[str | None, typer.Option(help="A short name: tonnage_omr.")] = None,
    title: Annotated[str, typer.Option(help="In French, for those who vote it.")] = "",
    title_en: Annotated[str | None, typer.Option(help="In English.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that it is of.")] = None,
    deliberation: Annotated[str | None, typer.Option(help="The vote's reference.")] = None,
    comment: Annotated[
        str | None, typer.Option(help="A text of your own, which the paper shows. In French.")
    ] = None,
    comment_en: Annotated[str | None, typer.Option(help="The same text in English.")] = None,
    corrects: Annotated[
        str | None, typer.Option(help="The digest of the figure that this one replaces.")
    ] = None,
    what_changed: Annotated[str, typer.Option(help="With --corrects.")] = "",
    purpose: Annotated[str | None, typer.Option(help="What the data is for.")] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """The statement runs as at `interco sql`: same rights, same record."""
    headers = {} if purpose is None else {"Interco-Purpose": purpose}
    caller = replace(caller, said={**caller.said, **headers})
    text = _text(statement)
    common: dict[str, Any] = {
        "statement": text,
        "titleFr": title or None,
        "titleEn": title_en,
        "deliberation": deliberation,
        "commentFr": comment,
        "commentEn": comment_en,
    }
    if corrects is not None:
        given = {**common, "whatChanged": what_changed}
        variables = {"digest": corrects, "input": given, "dryRun": dry_run}
        result = ask(_CORRECT, variables, caller)["correctFigure"]
    else:
        if indicator is None:
            raise typer.BadParameter("--indicator: what is it called?")
        given = {**common, "titleFr": title or indicator, "indicator": indicator, "year": year}
        variables = {"input": given, "dryRun": dry_run}
        result = ask(_FREEZE, variables, caller)["freezeFigure"]
    if out is OutputFormat.JSON:
        print_json(result)
        return
    page = Page()
    page.told(result["sentences"])
    _print_tables(page, orjson.loads(result["figure"]["content"]))


def _text(statement: str) -> str:
    is_file = len(statement) < 1_000 and Path(statement).is_file()
    return Path(statement).read_text("utf-8") if is_file else statement


@with_caller()
def list_figures(
    caller: Caller,
    search: Annotated[str, typer.Argument(help="Words of the title.")] = "",
    year: Annotated[int | None, typer.Option(help="Of that year alone.")] = None,
    indicator: Annotated[str | None, typer.Option(help="Of that indicator alone.")] = None,
    corrected: Annotated[
        bool, typer.Option("--corrected", help="With what was corrected.")
    ] = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    variables = {"year": year, "indicator": indicator, "search": search, "all": corrected}
    figures = ask(_LIST, variables, caller)["figures"]
    if out is OutputFormat.JSON:
        print_json(figures)
        return
    page = Page()
    if not figures:
        page.say("Aucun chiffre figé ici.", "No frozen figure here.")
        return
    page.table(
        (
            ("Année", "Year"),
            ("Indicateur", "Indicator"),
            ("Titre", "Title"),
            ("Empreinte", "Digest"),
        ),
        (
            (
                str(figure["year"] or "–"),
                f"{figure['indicator']} v{figure['version']}",
                page.word(figure["title"]["fr"], figure["title"]["en"]),
                figure["digest"],
            )
            for figure in figures
        ),
    )


@with_caller()
def show(caller: Caller, digest: DIGEST, out: FORMAT = OutputFormat.TABLE) -> None:
    figure = ask(_SHOW, {"digest": digest}, caller)["figure"]
    if out is OutputFormat.JSON:
        print_json(figure)
        return
    page = Page()
    page.say(figure["title"]["fr"], figure["title"]["en"])
    for version in figure["versions"]:
        what = version["whatChanged"] or ""
        mark = "*" if version["isCurrent"] else " "
        page.say(*[f"{mark} v{version['version']}  {version['digest']}  {what}"] * 2)
    _print_tables(page, orjson.loads(figure["content"]))


@with_caller()
def paper(
    caller: Caller,
    digest: DIGEST,
    output: Annotated[Path, typer.Option("--output", help="The file to write.")],
    kind: Annotated[
        PaperFormat | None, typer.Option("--format", help="Else by its ending.")
    ] = None,
    english: Annotated[bool, typer.Option("--english", help="The paper in English.")] = False,
    part: Annotated[
        PaperPart, typer.Option(help="Of a report: whole, without communes, or one block for each.")
    ] = PaperPart.WHOLE,
    commune: Annotated[
        str | None, typer.Option(help="The page of that commune alone, by its code.")
    ] = None,
) -> None:
    """Made of the canonical JSON alone, which the PDF has attached."""
    ending = output.suffix.removeprefix(".").lower()
    chosen = kind.value if kind is not None else ending
    if chosen not in {form.value for form in PaperFormat}:
        raise typer.BadParameter("--format: pdf, html, xlsx or json")
    language = "en" if english else "fr"
    query = {"format": chosen, "lang": language, "part": part.value}
    query |= {} if commune is None else {"commune": commune}
    content = download(f"/v1/figures/{digest}/paper?{urlencode(query)}", caller)
    output.write_bytes(content)
    Page().say(f"{output} : {len(content)} octets", f"{output}: {len(content)} bytes")


@with_caller()
def disputes(
    caller: Caller,
    digest: DIGEST,
    to: Annotated[str, typer.Option(help="The contractor: its short name or its SIREN.")],
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Both rows of each dispute, and no other client's."""
    variables = {"figure": digest, "to": to, "dryRun": dry_run}
    result = ask(_SEND, variables, caller)["sendDisputes"]
    if out is OutputFormat.JSON:
        print_json(result)
        return
    Page().told(result["sentences"])


@with_caller()
def letter(
    caller: Caller,
    digest: DIGEST,
    to: Annotated[str, typer.Option(help="The contractor: short name, SIREN or name.")],
    output: Annotated[Path, typer.Option("--output", help="The file to write.")],
    english: Annotated[bool, typer.Option("--english", help="The paper in English.")] = False,
) -> None:
    """Ready to be signed; nothing is sent."""
    ending = output.suffix.removeprefix(".").lower()
    if ending not in {PaperFormat.PDF, PaperFormat.HTML}:
        raise typer.BadParameter("--output: a name in .pdf or .html")
    query = urlencode({"contractor": to, "format": ending, "lang": "en" if english else "fr"})
    content = download(f"/v1/figures/{digest}/letter?{query}", caller)
    output.write_bytes(content)
    Page().say(f"{output} : {len(content)} octets", f"{output}: {len(content)} bytes")


def verify(
    file: Annotated[
        Path, typer.Argument(help="The canonical JSON of the figure.", exists=True, dir_okay=False)
    ],
    digest: Annotated[str | None, typer.Option(help="The one that the paper bears.")] = None,
    public_key: PUBLIC_KEY = None,
    out: FORMAT = OutputFormat.TABLE,
    state: STATE_OPTION = STATE,
) -> None:
    """Digest, receipt and answer hold together. Without --public-key, by this machine's gateway."""
    from gateway.figures.frozen.offline import check_figure

    trusted = trusted_key(public_key, settings_here(state))
    known = check_figure(file.read_bytes(), trusted.verify, digest)
    if out is OutputFormat.JSON:
        print_json({"digest": known.digest, "claims": dict(known.claims)})
        return
    _print_checked(Page(), known)


def _print_checked(page: Page, known: CheckedFigure) -> None:
    content = known.content
    page.say("Chiffre authentique.", "Genuine figure.")
    body, commune = content["body"]["name"], content.get("commune")
    if commune is None:
        page.say(f"{body} : {content['title']['fr']}", f"{body}: {content['title']['en']}")
    else:
        page.say(
            f"{body} : la fiche de {commune['name']} ({commune['code']})",
            f"{body}: the sheet of {commune['name']} ({commune['code']})",
        )
    page.say(f"Empreinte : {known.digest}", f"Digest: {known.digest}")
    request = known.claims["request"]
    page.say(f"Reçu de la demande {request}.", f"Receipt of request {request}.")
    page.say(
        "Hors ligne, rien ne dit si ce chiffre a été corrigé ou est « à revoir » depuis : la page "
        "« Vérifier un document » de la plateforme le dit.",
        'Offline, nothing says whether this figure was corrected or is "to be reviewed" since: the '
        'page "Check a document" of the platform does.',
    )


def _print_tables(page: Page, content: dict[str, Any]) -> None:
    place = "fr" if page.language == "fr" else "en"
    for table in content["answer"]["tables"].values():
        headers = [
            column["label"][place] + (f" ({column['unit']})" if column["unit"] else "")
            for column in table["columns"]
        ]
        page.table(
            tuple((header, header) for header in headers),
            (tuple("" if cell is None else str(cell) for cell in row) for row in table["rows"]),
        )
