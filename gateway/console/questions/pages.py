"""`/questions`: the questions that a body has saved, each asked by who opens its page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.questions.answers import ANSWER, LINKS, QUESTIONS, SavedOperation
from gateway.console.questions.editing import edit, may_change, may_save, new, remove
from gateway.console.questions.links import links, make, may_revoke, revoke
from gateway.console.questions.words import format_words, purpose_words, state_words
from gateway.console.visit import Refused, ShownProblem, Visit, page_for_signed_in

_NOT_THERE = 404
_FILES = {
    "xlsx": "rows.xlsx",
    "csv-excel-fr": "rows-excel.csv",
    "csv": "rows.csv",
    "parquet": "rows.parquet",
    "geojson": "rows.geojson",
    "json": "rows.json",
}

_OF_A_PLACE = frozenset(
    {
        *("code_commune", "commune", "insee", "code_insee", "commune_insee"),
        *("longitude", "latitude", "lon", "lat", "geometry", "geojson", "geom"),
    }
)


@page_for_signed_in
async def questions(visit: Visit) -> Response:
    data = await QUESTIONS.ask(visit)
    return visit.page(
        "questions/questions.html",
        questions=data.operations or (),
        purposes=purpose_words(data, visit),
        may_save=may_save(visit),
    )


@page_for_signed_in
async def question(visit: Visit) -> Response:
    """Runs the question once its values are sent; one without values, at once."""
    data = await QUESTIONS.ask(visit)
    (name,) = visit.request.path_params.values()
    saved = next((each for each in data.operations or () if each.name == name), None)
    if saved is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    values = _values(saved, visit)
    answer = None
    problems: tuple[ShownProblem, ...] = ()
    is_asked = "_ask" in visit.request.query_params or not saved.parameters
    if saved.language == "sql" and is_asked:
        pairs = [{"name": key, "value": value} for key, value in values.items()]
        try:
            answer = (
                await ANSWER.ask(visit, purpose=saved.purpose, name=name, values=pairs)
            ).questionAnswer
        except Refused as refused:
            problems = refused.problems
    own = (await LINKS.ask(visit)).questionLinks or ()
    base = visit.services.query.public_url or str(visit.request.base_url).rstrip("/")
    filled = f"?{urlencode(values)}" if values else ""
    return visit.page(
        "questions/question.html",
        question=saved,
        purpose=purpose_words(data, visit).get(saved.purpose or "", saved.purpose or ""),
        values=values,
        answer=answer,
        problems=problems,
        files=_files(name, values, visit, None if answer is None else answer.columns),
        address=f"{base}/v1/questions/{name}/rows.xlsx{filled}",
        filled=filled,
        may_change=may_change(saved, visit),
        may_link=may_save(visit),
        links=[each for each in own if each.question == name],
        states=state_words(visit),
        formats=dict(format_words(visit)),
        may_revoke=lambda link: may_revoke(link, visit),
    )


def _files(
    name: str, values: dict[str, str], visit: Visit, columns: Sequence[str] | None
) -> list[tuple[str, str]]:
    """Words and address of each file, for the values that were sent. Rows whose columns name no
    place are offered as no map; `columns` None: not known yet.
    """
    end = f"?{urlencode(values)}" if values else ""
    is_placed = columns is None or not _OF_A_PLACE.isdisjoint(columns)
    return [
        (words, f"/v1/questions/{name}/{_FILES[code]}{end}")
        for code, words in format_words(visit)
        if is_placed or code != "geojson"
    ]


def _values(saved: SavedOperation, visit: Visit) -> dict[str, str]:
    """Its defaults, and what was typed in their place; an empty field is not said."""
    query = visit.request.query_params
    typed = {each.name: query.get(each.name, each.default or "") for each in saved.parameters}
    return {name: value for name, value in typed.items() if value}


_FORM = ["GET", "POST"]
ROUTES = (
    Route("/questions", questions),
    # No question has such a name: it would be "new-2" at the earliest.
    Route("/questions/new", new, methods=_FORM),
    Route("/questions/{name}", question),
    Route("/questions/{name}/edit", edit, methods=_FORM),
    Route("/questions/{name}/remove", remove, methods=_FORM),
    Route("/questions/{name}/link", make, methods=_FORM),
    Route("/links", links),
    Route("/links/{link}/revoke", revoke, methods=_FORM),
)
