"""Values that every page of a waiting file shows of it, and answers to its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from catalog.model.problem import Problem
from gateway.console.files import documents
from gateway.console.files.reading_view import communes_in, reading_view
from gateway.console.visit import Visit
from gateway.files.deposits.service import UploadShown
from gateway.files.deposits.uploads import UploadState
from gateway.http.forms import Form

_QUESTION = "question/"


def reading_answers(form: Form) -> dict[str, dict[str, str]]:
    """`question/CODE/COLUMN` fields, by code, then by column."""
    answers: dict[str, dict[str, str]] = {}
    for name in form:
        if name.startswith(_QUESTION):
            code, _, column = name.removeprefix(_QUESTION).partition("/")
            answers.setdefault(code, {})[column] = form[name]
    return answers


def still_waiting(visit: Visit, shown: UploadShown) -> Response | None:
    """To a page that asks whether the file is read: not yet, so it stays as it is, and so does the
    focus of whoever is on it.
    """
    is_polling = visit.request.headers.get("hx-request") is not None
    return Response(status_code=204) if is_polling and _is_waiting(shown) else None


def _is_waiting(shown: UploadShown) -> bool:
    return shown.upload.state in {UploadState.RECEIVED, UploadState.READING}


async def file_values(
    visit: Visit, shown: UploadShown, declared: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Values of `files/file_state.html`; `declared`: columns of the data that the file is for."""
    problem = shown.upload.problem
    view = None
    if shown.reading is not None:
        names = await commune_names(communes_in(shown.reading["reading"]), visit)
        view = reading_view(shown.reading, shown.answers, names, visit, declared)
    return {
        "upload": shown.upload,
        "state": shown.upload.state.value,
        "problem": problem,
        "view": view,
        "following": f"/add/file/{shown.upload.id}/describe",
    }


async def commune_names(codes: list[str], visit: Visit) -> Mapping[str, str]:
    if not codes:
        return {}
    data = await visit.ask(documents.COMMUNES, codes=codes[:1_000])
    return {commune["code"]: commune["nom"] for commune in data["communes"]}


def errors_of(problem: Problem | None, visit: Visit) -> list[dict[str, str]]:
    """As the macro of errors takes them; the field is the only one that the form has."""
    if problem is None:
        return []
    language = visit.language
    return [{"id": "file", "text": problem.sentence(language), "next": problem.next_step(language)}]
