"""`/questions`: the questions that a body has saved, each asked by who opens its page."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.questions.answers import ANSWER, QUESTIONS, QuestionsAnswer, SavedOperation
from gateway.console.visit import Refused, ShownProblem, Visit, page_for_signed_in

_NOT_THERE = 404


@page_for_signed_in
async def questions(visit: Visit) -> Response:
    data = await QUESTIONS.ask(visit)
    return visit.page(
        "questions/questions.html",
        questions=data.operations or (),
        purposes=_purposes(data, visit),
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
    return visit.page(
        "questions/question.html",
        question=saved,
        purpose=_purposes(data, visit).get(saved.purpose or "", saved.purpose or ""),
        values=values,
        answer=answer,
        problems=problems,
        files=_files(name, values, visit),
    )


def _files(name: str, values: dict[str, str], visit: Visit) -> list[tuple[str, str]]:
    """Words and address of each file, for the values that were sent."""
    _, filled = visit.gettext, urlencode(values)
    files = (
        ("rows.xlsx", _("Un tableur (classeur XLSX)")),
        ("rows-excel.csv", _("Excel en français (CSV)")),
        ("rows.csv", _("Un autre logiciel (CSV)")),
        ("rows.parquet", _("Un logiciel d'analyse (Parquet)")),
        ("rows.json", _("Un programme (JSON)")),
    )
    end = f"?{filled}" if filled else ""
    return [(words, f"/v1/questions/{name}/{file}{end}") for file, words in files]


def _values(saved: SavedOperation, visit: Visit) -> dict[str, str]:
    """Its defaults, and what was typed in their place; an empty field is not said."""
    query = visit.request.query_params
    typed = {each.name: query.get(each.name, each.default or "") for each in saved.parameters}
    return {name: value for name, value in typed.items() if value}


def _purposes(data: QuestionsAnswer, visit: Visit) -> dict[str, str]:
    is_french = visit.language == "fr"
    return {each.code: each.labelFr if is_french else each.labelEn for each in data.purposes or ()}


ROUTES = (Route("/questions", questions), Route("/questions/{name}", question))
