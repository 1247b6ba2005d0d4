"""`/links`: the links of a body; `/questions/{name}/link` makes one, its address shown once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from gateway.console.days import iso_day
from gateway.console.questions.answers import (
    LINKS,
    MAKE_LINK,
    QUESTIONS,
    REVOKE_LINK,
    QuestionLink,
    SavedOperation,
)
from gateway.console.questions.words import format_words, state_words
from gateway.console.settings.errors import Errors, by_field, errors_of
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE: Final = 422
_NOT_THERE: Final = 404
_FIELDS: Final = ("title", "format", "lastDay", "networks", "values", "purpose")


@dataclass(frozen=True, slots=True)
class LinkForm:
    """The fields of the form, as they were typed."""

    format: str
    title: str
    lastDay: str = ""  # noqa: N815 - the argument's name in GraphQL, by which errors name it
    networks: str = ""


@page_for_signed_in
async def links(visit: Visit) -> Response:
    data = await LINKS.ask(visit)
    return visit.page(
        "questions/links.html",
        links=data.questionLinks or (),
        states=state_words(visit),
        formats=dict(format_words(visit)),
        may_revoke=lambda link: may_revoke(link, visit),
    )


@page_for_signed_in
async def make(visit: Visit) -> Response:
    """The address stands on the page that answers, and nowhere else."""
    data = await QUESTIONS.ask(visit)
    (name,) = visit.request.path_params.values()
    saved = next((each for each in data.operations or () if each.name == name), None)
    if saved is None or saved.language != "sql":
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    if visit.request.method != "POST":
        query = visit.request.query_params
        values = {each.name: query.get(each.name, each.default or "") for each in saved.parameters}
        return _form_page(visit, saved, LinkForm("xlsx", saved.title), values, [])
    form = await visit.form()
    typed = LinkForm(*(form.get(name, "") for name in ("format", "title", "lastDay", "networks")))
    values = {each.name: form.get(f"value_{each.name}", "") for each in saved.parameters}
    await visit.once(form)
    link = {
        "question": saved.name,
        "title": typed.title,
        "format": typed.format,
        "lastDay": iso_day(typed.lastDay) or None,
        "networks": [line.strip() for line in typed.networks.splitlines() if line.strip()],
        "values": [{"name": name, "value": value} for name, value in values.items() if value],
    }
    try:
        done = (await MAKE_LINK.ask(visit, input=link)).makeQuestionLink
    except Refused as refused:
        errors = errors_of(refused, _FIELDS)
        return _form_page(visit, saved, typed, values, errors, is_too_weak=refused.is_too_weak)
    base = visit.services.query.public_url or str(visit.request.base_url).rstrip("/")
    return visit.page(
        "questions/link_made.html",
        question=saved,
        address=f"{base}{done.path or ''}",
        sentences=done.sentences,
    )


@page_for_signed_in
async def revoke(visit: Visit) -> Response:
    """It opens nothing from that moment on."""
    data = await LINKS.ask(visit)
    (link_id,) = visit.request.path_params.values()
    link = next((each for each in data.questionLinks or () if each.id == link_id), None)
    if link is None or not may_revoke(link, visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    errors: Errors = []
    is_too_weak = False
    if visit.request.method == "POST":
        await visit.form()
        try:
            await REVOKE_LINK.ask(visit, id=link.id)
            return visit.see_other("/links", done="revoked")
        except Refused as refused:
            errors, is_too_weak = errors_of(refused, ()), refused.is_too_weak
    return visit.page(
        "questions/link_revoke.html",
        status=_UNPROCESSABLE if errors else 200,
        link=link,
        errors=errors,
        is_too_weak=is_too_weak,
    )


def may_revoke(link: QuestionLink, visit: Visit) -> bool:
    """One's own, and any of the body for who answers for it: the law says it again."""
    is_over = link.state in {"revoked", "ended"}
    answers = not visit.roles.isdisjoint({"steward", "approver", "dpo"})
    return not is_over and (link.isMine or answers)


def _form_page(
    visit: Visit,
    saved: SavedOperation,
    typed: LinkForm,
    values: Mapping[str, str],
    errors: Errors,
    *,
    is_too_weak: bool = False,
) -> Response:
    return visit.page(
        "questions/link.html",
        status=_UNPROCESSABLE if errors else 200,
        question=saved,
        typed=typed,
        values=values,
        formats=format_words(visit),
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
    )
