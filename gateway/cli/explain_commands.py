"""`interco explain` and `interco access`: why an answer is so, and what may be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from catalog.model.problem import Language
from gateway.base.problems import NothingToExplain
from gateway.cli.answer_lines import access_lines, explanation_lines
from gateway.cli.client import Caller, answer_to
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.language import language_of_the_terminal
from gateway.cli.query_commands import tell_errors
from gateway.cli.reading import iso_day, read_document

_UNKNOWN = 2
_WORDS = "{ fr en }"
_TOLD = f"{{ code words {_WORDS} next {_WORDS} agreement purposes ask {{ name }} }}"
_BRANCH = (
    f"{{ agreement title start end purposes output rows {_WORDS} reasons {{ code words {_WORDS} }}"
    f" columns {{ name transform }} scopes {{ at competence organisation {{ name }}"
    " communes { code nom } partlyCovered { code nom }"
    " memberships { through { name } communes } } }"
)
_EXPLAINED = (
    "{ requestId at agent organisation { name } onBehalfOf { name } purpose status rows"
    " durationMs stages { stage milliseconds }"
    f" sameRevision notes {_WORDS} problems {_TOLD}"
    f" datasets {{ dataset {{ name owner {{ name }} }} allowed columnsRead"
    f" branches {_BRANCH} denials {_TOLD} }}"
    f" statements {{ path kind engine why {_WORDS} sql whole stoppedBy {_TOLD} }} }}"
)
_EXPLAIN = (
    "query ($document: String!, $variables: String) {"
    f" explain(document: $document, variables: $variables) {_EXPLAINED} }}"
)
_EXPLAIN_REQUEST = f"query ($id: ID!) {{ explainRequest(id: $id) {_EXPLAINED} }}"
_ACCESS = (
    "query ($dataset: ID!, $of: String, $purpose: String, $at: Date) {"
    " effectiveAccess(dataset: $dataset, organisation: $of, purpose: $purpose, at: $at) {"
    f" dataset {{ name owner {{ name }} }} reader {{ name }} purpose at allowed discoverable"
    f" validUntil branches {_BRANCH} withheld {{ name }} missing {_TOLD} }} }}"
)


class Output(StrEnum):
    TEXT = "text"
    JSON = "json"


AGENT = Annotated[str | None, typer.Option("--as", help="An agent of the demo.")]
PURPOSE = Annotated[str | None, typer.Option(help="What the data is for.")]
PRINCIPAL = Annotated[
    str | None, typer.Option("--on-behalf-of", help="The SIREN of who gave a mandate.")
]
OUTPUT = Annotated[Output, typer.Option("--format")]


def add_to(app: typer.Typer) -> None:
    app.command(
        name="explain",
        help=(
            "Why a document, or a past request, is answered so. Example: "
            "`./interco explain q.graphql --as agent@valcobreizh --purpose rpqs_dechets`."
        ),
    )(explain)
    app.command(
        name="access",
        help=(
            "What may be read of a dataset, on a day. Example: `./interco access "
            "val-d-ille-aubigne.collectes --as agent@valcobreizh --purpose rpqs_dechets`."
        ),
    )(access)


def explain(
    file: Annotated[
        str | None,
        typer.Argument(help="A file with the document, - for standard input, or the document."),
    ] = None,
    request: Annotated[str | None, typer.Option(help="The id of a past request.")] = None,
    agent: AGENT = None,
    purpose: PURPOSE = None,
    on_behalf_of: PRINCIPAL = None,
    variables: Annotated[str, typer.Option(help="A JSON object.")] = "{}",
    out: OUTPUT = Output.TEXT,
    state: STATE_OPTION = STATE,
) -> None:
    """Nothing is run. Exits 2 when this agent may be told nothing of it."""
    if (file is None) is (request is None):
        raise typer.BadParameter("give a file, or --request ID")
    if file is None:
        asked, values = _EXPLAIN_REQUEST, {"id": request}
    else:
        asked, values = _EXPLAIN, {"document": read_document(file), "variables": variables}
    answer = answer_to(asked, values, _caller(agent, purpose, on_behalf_of, state))
    _print(answer, out, explanation_lines)


def access(
    dataset: Annotated[str, typer.Argument(help="organisation.dataset, or the dataset's id.")],
    agent: AGENT = None,
    purpose: PURPOSE = None,
    on_behalf_of: PRINCIPAL = None,
    organisation: Annotated[
        str | None, typer.Option(help="Another body's SIREN, for the owner's steward or DPO.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(help="A day, 26/11/2026 or 2026-11-26; now otherwise.")
    ] = None,
    out: OUTPUT = Output.TEXT,
    state: STATE_OPTION = STATE,
) -> None:
    """Exits 2 when the dataset is unknown to this agent."""
    caller = _caller(agent, purpose, on_behalf_of, state)
    values = {
        "dataset": dataset,
        "of": organisation,
        "purpose": purpose,
        "at": iso_day(at),
    }
    answer = answer_to(_ACCESS, values, caller)
    _print(answer, out, access_lines)


def _caller(
    agent: str | None, purpose: str | None, on_behalf_of: str | None, state: Path
) -> Caller:
    said = {} if purpose is None else {"Interco-Purpose": purpose}
    return Caller(agent, on_behalf_of, None, None, state, said)


def _print(
    answer: dict[str, Any],
    out: Output,
    lines: Callable[[dict[str, Any], Language], Iterator[str]],
) -> None:
    if out is Output.JSON:
        typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
    if answer.get("errors"):
        tell_errors(answer["errors"])
        codes = {each["extensions"]["code"] for each in answer["errors"]}
        raise typer.Exit(_UNKNOWN if codes == {"unknown_dataset"} else 1)
    (found,) = answer["data"].values()
    if found is None:
        raise NothingToExplain
    if out is Output.TEXT:
        for line in lines(found, language_of_the_terminal()):
            typer.echo(line)
