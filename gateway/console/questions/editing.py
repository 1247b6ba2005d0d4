"""`/questions/new` and `/questions/{name}/edit`: a question kept, changed, shared, taken away."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from gateway.console.questions.answers import (
    COLLEAGUES,
    QUESTIONS,
    REMOVE,
    SAVE,
    QuestionsAnswer,
    SavedOperation,
)
from gateway.console.questions.kept_data import BegunQuestion, begun_from_data
from gateway.console.questions.words import purpose_words
from gateway.console.settings.errors import Errors, by_field, errors_of
from gateway.console.visit import Refused, Visit, page_for_signed_in
from gateway.http.forms import Form

_UNPROCESSABLE: Final = 422
_NOT_THERE: Final = 404
_VALUES: Final = 4
"""Rows of the form for values to fill in."""
_LONGEST_NAME: Final = 40
_FIELDS: Final = ("title", "purpose", "document", "parameters", "people", "name")
_Rows = Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """The fields of the form. `parameters` are names, types of SQL and values; `share` is `some` or
    `all`, and `roles` and `people` are the former.
    """

    title: str = ""
    purpose: str = ""
    document: str = ""
    share: str = "some"
    parameters: _Rows = ()
    roles: Sequence[str] = ()
    people: Sequence[str] = ()


@page_for_signed_in
async def new(visit: Visit) -> Response:
    """A question of one's own: from a page of data, or from nothing."""
    data = await QUESTIONS.ask(visit)
    if visit.request.method != "POST":
        begun = await begun_from_data(visit)
        return await _form_page(visit, data, None, _begun(begun, visit), [])
    form = await visit.form()
    await visit.once(form)
    names = {each.name for each in data.operations or ()}
    typed = _typed(form)
    return await _saved(visit, data, None, name_of(typed.title, names), typed)


@page_for_signed_in
async def edit(visit: Visit) -> Response:
    data = await QUESTIONS.ask(visit)
    saved = _saved_of(visit, data)
    if saved is None or not may_change(saved, visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    if visit.request.method != "POST":
        return await _form_page(visit, data, saved, _values_of(saved), [])
    return await _saved(visit, data, saved, saved.name, _typed(await visit.form()))


@page_for_signed_in
async def remove(visit: Visit) -> Response:
    data = await QUESTIONS.ask(visit)
    saved = _saved_of(visit, data)
    if saved is None or not may_change(saved, visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    errors: Errors = []
    if visit.request.method == "POST":
        await visit.form()
        try:
            await REMOVE.ask(visit, name=saved.name)
            return visit.see_other("/questions", done="removed")
        except Refused as refused:
            errors = errors_of(refused, ())
    return visit.page(
        "questions/remove.html",
        status=_UNPROCESSABLE if errors else 200,
        question=saved,
        errors=errors,
    )


def may_change(saved: SavedOperation, visit: Visit) -> bool:
    """One's own, and every question for a steward: the law says it again when it is saved."""
    return saved.isMine or "steward" in visit.roles


def may_save(visit: Visit) -> bool:
    return not visit.roles.isdisjoint({"agent", "steward"})


async def _saved(
    visit: Visit,
    data: QuestionsAnswer,
    saved: SavedOperation | None,
    name: str,
    typed: QuestionForm,
) -> Response:
    shares_with_some = typed.share == "some"
    try:
        await SAVE.ask(
            visit,
            name=name,
            document=typed.document,
            title=typed.title or None,
            purpose=typed.purpose or None,
            parameters=[
                {"name": parameter, "type": kind, "default": default or None}
                for parameter, kind, default in typed.parameters
                if parameter
            ],
            roles=[*typed.roles] if shares_with_some else [],
            # Shared with nobody else, it is its owner's.
            people=[*typed.people, visit.agent] if shares_with_some else [],
        )
    except Refused as refused:
        return await _form_page(visit, data, saved, typed, errors_of(refused, _FIELDS))
    return visit.see_other(f"/questions/{name}", done="saved")


async def _form_page(
    visit: Visit,
    data: QuestionsAnswer,
    saved: SavedOperation | None,
    values: QuestionForm,
    errors: Errors,
) -> Response:
    colleagues, _ = await COLLEAGUES.ask_in_part(visit)
    listed = [
        (each.agent, each.name or each.agent)
        for each in colleagues.people or ()
        if each.kind == "person" and each.agent != visit.agent and each.roles
    ]
    purposes = purpose_words(data, visit)
    spare = max(1, _VALUES - len(values.parameters))
    rows = [*values.parameters, *[("", "date", "")] * spare]
    return visit.page(
        "questions/edit.html",
        status=_UNPROCESSABLE if errors else 200,
        question=saved,
        values=values,
        rows=rows,
        purposes=[(code, purposes.get(code, code)) for code in visit.purposes],
        colleagues=listed,
        kinds=_kinds(visit, [kind for _, kind, _ in rows]),
        errors=errors,
        wrong=by_field(errors),
    )


def _kinds(visit: Visit, used: Collection[str]) -> Sequence[tuple[str, str]]:
    """Types of SQL with their words, and those that the question has already."""
    _ = visit.gettext
    kinds = [
        ("date", _("un jour")),
        ("varchar", _("un texte")),
        ("integer", _("un nombre entier")),
        ("decimal(18,4)", _("un nombre décimal")),
        ("boolean", _("oui ou non")),
    ]
    codes = {code for code, _words in kinds}
    return [*kinds, *[(each, each) for each in dict.fromkeys(used) if each not in codes]]


def _begun(begun: BegunQuestion | None, visit: Visit) -> QuestionForm:
    only = visit.purposes[0] if len(visit.purposes) == 1 else ""
    if begun is None:
        return QuestionForm(purpose=only)
    purpose = begun.purpose if begun.purpose in visit.purposes else only
    return QuestionForm(begun.title, purpose, begun.statement, parameters=begun.parameters)


def _values_of(saved: SavedOperation) -> QuestionForm:
    return QuestionForm(
        title=saved.title,
        purpose=saved.purpose or "",
        document=saved.document,
        share="some" if saved.roles or saved.people else "all",
        parameters=tuple((each.name, each.type, each.default or "") for each in saved.parameters),
        roles=tuple(saved.roles),
        people=tuple(saved.people),
    )


def _typed(form: Form) -> QuestionForm:
    title, purpose, document, share = (
        form.get(name, "") for name in ("title", "purpose", "document", "share")
    )
    rows = zip(
        form.all("parameter_name"),
        form.all("parameter_type"),
        form.all("parameter_default"),
        strict=False,
    )
    return QuestionForm(
        title=title,
        purpose=purpose,
        document=document.replace("\r\n", "\n"),
        share=share or "some",
        parameters=tuple(
            (name.strip(), kind, default.strip())
            for name, kind, default in rows
            if name.strip() or default.strip()
        ),
        roles=tuple(form.all("roles")),
        people=tuple(
            line.strip()
            for people in form.all("people")
            for line in people.splitlines()
            if line.strip()
        ),
    )


def name_of(title: str, names: Collection[str], otherwise: str = "question") -> str:
    """A name for its address, from its title: `Tonnages de l'été` is `tonnages-de-l-ete`. Of one
    that begins with no letter, it begins with `otherwise`.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not name or not name[0].isalpha():
        name = f"{otherwise}-{name}".strip("-")
    name = name[: _LONGEST_NAME - 4].rstrip("-")
    numbered = (f"{name}-{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain((name,), numbered) if each not in names)


def _saved_of(visit: Visit, data: QuestionsAnswer) -> SavedOperation | None:
    """The statement that the address names."""
    (name,) = visit.request.path_params.values()
    return next(
        (each for each in data.operations or () if each.name == name and each.language == "sql"),
        None,
    )
