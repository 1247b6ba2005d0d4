"""`interco agreement apply FILE`: many agreements proposed in few acts, and told line by line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.acts.act_list import MOST_LINES
from gateway.cli import agreement_documents as documents
from gateway.cli.agreement_list_files import ListedLine, read_list
from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.reading import iso_day
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_json

_WORDS = {
    "READY": ("prête", "ready"),
    "PROPOSED": ("déposée", "submitted"),
    "COVERED": ("déjà couverte", "covered already"),
    "REFUSED": ("refusée", "refused"),
}
_Line = dict[str, Any]


def add_to(sharing: typer.Typer) -> None:
    sharing.command(
        name="apply",
        help=(
            "Proposes every agreement of a YAML or CSV file. Example: `./interco agreement apply "
            "lines.csv --template rpqs_dechets --start 2027-01-01 --end 2027-12-31 --dry-run "
            "--as steward@valcobreizh`."
        ),
    )(apply)


@with_caller(may_act_for_another=True)
def apply(
    caller: Caller,
    file: Annotated[Path, typer.Argument(help="YAML or CSV: one line or text each.")],
    template: Annotated[str, typer.Option(help="For lines of a CSV that name none.")] = "",
    start: Annotated[str | None, typer.Option(help="YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option(help="YYYY-MM-DD, the last day.")] = None,
    contact: Annotated[str, typer.Option(help="'Anne Le Goff <anne@mairie.fr>'")] = "",
    dpo: Annotated[str, typer.Option(help="'Name <address>'")] = "",
    title: Annotated[str, typer.Option()] = "",
    answer_by: Annotated[
        str | None,
        typer.Option("--answer-by", help="The last day to answer, else 30 days: YYYY-MM-DD."),
    ] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Leaves what another agreement gives already; exit code 1 where a line is refused."""
    common = {
        "template": template,
        "start": "" if start is None else iso_day(start),
        "end": "" if end is None else iso_day(end),
        "contact": contact,
        "dpo": dpo,
        "title": title,
    }
    lines = read_list(file, {name: text for name, text in common.items() if text})
    day = None if answer_by is None else iso_day(answer_by)
    page = Page()
    answers: list[_Line] = []
    for begin in range(0, len(lines), MOST_LINES):
        part = lines[begin : begin + MOST_LINES]
        variables = {"lines": [each.sent for each in part], "answerBy": day, "dryRun": dry_run}
        answer = ask(documents.PROPOSE, variables, caller)["proposed"]
        for line in answer["lines"]:
            place = begin + line["place"]
            answers.append({**line, "place": place, "line": lines[place].place.line})
        if len(lines) > MOST_LINES:
            done = begin + len(part)
            typer.echo(page.word(f"{done} sur {len(lines)}…", f"{done} of {len(lines)}…"), err=True)
    if out is OutputFormat.JSON:
        print_json({"applied": not dry_run, "lines": answers})
    else:
        _print(answers, lines, page)
    if any(line["state"] == "REFUSED" for line in answers):
        raise typer.Exit(1)


def _print(answers: list[_Line], lines: list[ListedLine], page: Page) -> None:
    page.table(
        (
            ("Ligne", "Line"),
            ("Jeu", "Dataset"),
            ("À", "To"),
            ("Ce qu'il en est", "State"),
            ("Convention", "Agreement"),
        ),
        (
            (
                line["line"],
                *_subject(lines[line["place"]]),
                page.word(*_WORDS[line["state"]]),
                _agreement(line, page),
            )
            for line in answers
        ),
    )
    for line in answers:
        for problem in line["problems"]:
            place = lines[line["place"]].place
            where = f"{place.file}:{place.line}: {''.join(f'{each}: ' for each in problem['path'])}"
            sentence, step = problem["sentence"], problem["nextStep"]
            typer.echo(
                f"{where}{sentence[page.language]} {step[page.language]} ({problem['code']})",
                err=True,
            )
    counts = Counter(line["state"] for line in answers)
    page.say(
        ", ".join(f"{many} {_french(state, many)}" for state, many in counts.items()),
        ", ".join(f"{many} {_WORDS[state][1]}" for state, many in counts.items()),
    )


def _french(state: str, many: int) -> str:
    """« couverte », « couvertes »: the feminine, for conventions."""
    return _WORDS[state][0] + ("s" if many > 1 else "")


def _subject(line: ListedLine) -> tuple[str, str]:
    fields = line.sent.get("text") or line.sent.get("template") or {}
    return str(fields.get("dataset") or ""), str(fields.get("to") or "")


def _agreement(line: _Line, page: Page) -> str:
    cover = line["cover"]
    if cover is not None:
        end, state = page.day(cover["end"]), page.state(cover["state"])
        return page.word(
            f"{cover['citation']} ({state}, jusqu'au {end})",
            f"{cover['citation']} ({state}, until {end})",
        )
    return "" if line["agreement"] is None else str(line["agreement"]["citation"])
