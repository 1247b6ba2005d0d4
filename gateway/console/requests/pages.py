"""`/agreements/new`: asking bodies for data, or proposing one's own, seeing first what each would
give or be given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.paris import paris_day
from gateway.console.agreements.errors import beside
from gateway.console.requests.documents import DATASET, MEMBERS, NEW, SENT
from gateway.console.requests.grantors import Context, Offer, offers_of, send
from gateway.console.requests.typed import PLACES, Typed, is_personal, mistakes_of, typed_of
from gateway.console.shared.words import state_kind, state_words
from gateway.console.visit import Draft, Refused, Visit, page_for_signed_in

_WRONG, _LONGEST_NAME = 422, 60
_TRANSFORMS = ("CLEAR", "KEYED_HASH", "MONTH", "YEAR", "NULL")


@page_for_signed_in
async def new(visit: Visit) -> Response:
    """`?dataset=` for one dataset, which is proposed where it is one's own, `?template=` or
    `?by=columns`, `?body=` (as often as needed), `?to=members`.
    """
    query = visit.request.query_params
    values: dict[str, Sequence[str]] = {name: query.getlist(name) for name in query}
    values["bodies"] = query.getlist("body")
    draft = None
    if not query.keys() & {"to", "body"}:
        draft = await visit.draft(_draft_name(query.get("dataset", "")))
    if draft is not None:
        values = {**draft.values_of, **{name: query.getlist(name) for name in query}}
    typed = typed_of(values)
    context = await _context(typed, visit)
    proposed = _proposed(typed, context, query.get("to", ""))
    if draft is None and not typed["template"] and query.get("by") != "columns":
        proposed = _of_its_standard(proposed, context)
    return _form(visit, proposed, context, [], draft=draft)


@page_for_signed_in
async def asking(visit: Visit) -> Response:
    form = await visit.form()
    typed = typed_of(form.values_of)
    context = await _context(typed, visit)
    if form.get("step") == "edit":
        return _form(visit, typed, context, [])
    if form.get("step") == "all_columns":
        return _form(visit, _of_all_columns(typed, context), context, [])
    mistakes = mistakes_of(typed, None if typed["template"] else context.dataset, visit)
    if mistakes:
        return _form(visit, typed, context, mistakes, status=_WRONG)
    offers = await offers_of(typed, context, visit)
    wrong = _wrong_for_all(offers)
    if wrong:
        return _form(visit, typed, context, wrong, status=_WRONG)
    if form.get("step") != "send":
        return visit.page(
            "requests/preview.html",
            typed=typed,
            offers=offers,
            is_offered=context.is_offered,
            draft_name=_draft_name(typed["dataset"]),
        )
    await visit.once(form)
    return await _sent(visit, typed, context, [offer for offer in offers if offer.can_be_sent])


async def _sent(visit: Visit, typed: Typed, context: Context, offers: Sequence[Offer]) -> Response:
    cited, failed = [], []
    for offer in offers:
        try:
            cited.append(await send(offer, typed, context, visit))
        except Refused as refused:
            if refused.is_too_weak and not cited:
                raise
            failed.append(offer.slug)
    parts = [*(f"c={citation}" for citation in cited), *(f"failed={slug}" for slug in failed)]
    nothing = [slug for slug in typed.bodies if slug not in {offer.slug for offer in offers}]
    parts += [f"without={slug}" for slug in nothing]
    return visit.see_other(f"/agreements/new/sent?{'&'.join(parts)}")


@page_for_signed_in
async def sent(visit: Visit) -> Response:
    """What happened with each body, as its agreement stands now."""
    query = visit.request.query_params
    cited = query.getlist("c")
    known = {entry["citation"]: entry for entry in (await visit.ask(SENT))["agreements"] or ()}
    own = None if visit.body is None else visit.body["siren"]

    def other(entry: Mapping[str, Any]) -> str:
        side = "grantee" if entry["grantor"]["siren"] == own else "grantor"
        return str(entry[side]["name"])

    bodies = {body["slug"]: body["name"] for body in (await visit.ask(NEW))["organisations"]}
    return visit.page(
        "requests/sent.html",
        requests=[
            {
                "body": other(known[citation]),
                "citation": citation,
                "title": known[citation]["title"],
                "state": state_words(known[citation]["state"], visit.gettext),
                "kind": state_kind(known[citation]["state"]),
                "is_draft": known[citation]["state"] == "draft",
            }
            for citation in cited
            if citation in known
        ],
        is_offered=any(
            known[citation]["grantor"]["siren"] == own for citation in cited if citation in known
        ),
        failed=[bodies[slug] for slug in query.getlist("failed") if slug in bodies],
        without=[bodies[slug] for slug in query.getlist("without") if slug in bodies],
    )


async def _context(typed: Typed, visit: Visit) -> Context:
    data = await visit.ask(NEW)
    own = None if visit.body is None else visit.body["siren"]
    dataset = None
    if typed["dataset"]:
        dataset = (await visit.ask(DATASET, dataset=typed["dataset"]))["dataset"]
    templates = {template["name"]: template for template in data["templates"]}
    return Context(
        bodies={body["slug"]: body for body in data["organisations"] if body["siren"] != own},
        templates=templates,
        purposes=data["purposes"],
        dataset=dataset,
        members=await _members(own, templates, visit),
        is_offered=dataset is not None and own is not None and dataset["owner"]["siren"] == own,
    )


async def _members(own: str | None, templates: Mapping[str, Any], visit: Visit) -> list[str]:
    """SIREN of the bodies that belong to the visitor's for what a template is about."""
    if own is None:
        return []
    members: dict[str, None] = {}
    for template in templates.values():
        answer = await visit.ask(MEMBERS, siren=own, competence=template["competence"])
        for path in (answer["territory"] or {}).get("memberships") or ():
            if len(path["through"]) > 1:
                members[path["through"][-2]] = None
    return list(members)


def _proposed(typed: Typed, context: Context, to: str) -> Typed:
    """Dates from today to the end of next year; the owner of the dataset; the members, if asked."""
    today = paris_day(datetime.now(UTC))
    bodies = list(typed.bodies)
    if context.dataset is not None and not context.is_offered:
        bodies = [context.dataset["owner"]["slug"]]
    elif to == "members":
        bodies += [
            slug for slug, body in context.bodies.items() if body["siren"] in context.members
        ]
    texts = {
        "start": today.isoformat(),
        "end": f"{today.year + 1}-12-31",
        **typed.texts,
    }
    return Typed(texts, tuple(dict.fromkeys(bodies)), typed.columns, typed.how, typed.why)


def _of_its_standard(typed: Typed, context: Context) -> Typed:
    """By the template that is made for the dataset's standard, where there is one."""
    standard = None if context.dataset is None else context.dataset["standard"]
    fitting = [
        name
        for name, template in context.templates.items()
        if standard is not None and template["standard"] == standard
    ]
    return replace(typed, texts={**typed.texts, "template": fitting[0]}) if fitting else typed


def _of_all_columns(typed: Typed, context: Context) -> Typed:
    columns = (context.dataset or {}).get("columns") or ()
    return replace(typed, columns=tuple(column["name"] for column in columns))


def _wrong_for_all(offers: Sequence[Offer]) -> list[dict[str, str]]:
    """Where nobody could be asked because of what was typed, it is the form that is wrong."""
    tried = [offer for offer in offers if offer.dataset]
    if not tried or any(offer.can_be_sent for offer in tried):
        return []
    errors = {
        (sentence, next_step): next((PLACES[step] for step in path if step in PLACES), "")
        for offer in tried
        for sentence, next_step, path in offer.refusals
    }
    return [
        {"id": field, "text": sentence, "next": next_step}
        for (sentence, next_step), field in errors.items()
    ]


def _form(
    visit: Visit,
    typed: Typed,
    context: Context,
    errors: Sequence[Mapping[str, str]],
    *,
    status: int = 200,
    draft: Draft | None = None,
) -> Response:
    french = visit.language == "fr"
    title, label = ("titleFr", "labelFr") if french else ("titleEn", "labelEn")
    described = "descriptionFr" if french else "descriptionEn"
    by_columns = context.dataset is not None and not typed["template"]
    members = [
        (slug, body["name"])
        for slug, body in context.bodies.items()
        if body["siren"] in context.members
    ]
    member_slugs = {slug for slug, _name in members}
    return visit.page(
        "requests/new.html",
        status=status,
        typed=typed,
        draft=draft,
        draft_name=_draft_name(typed["dataset"]),
        errors=errors,
        wrong=beside(errors),
        dataset=context.dataset,
        data_title=None if context.dataset is None else context.dataset[title],
        by_columns=by_columns,
        is_offered=context.is_offered,
        with_bodies="".join(f"&body={quote(slug)}" for slug in typed.bodies)
        if context.is_offered
        else "",
        templates=[
            (name, template[title], template[described])
            for name, template in context.templates.items()
        ],
        territories=[
            (template["competence"], template[title]) for template in context.templates.values()
        ],
        purposes=[(purpose["code"], purpose[label]) for purpose in context.purposes],
        members=members,
        others=[
            (slug, body["name"])
            for slug, body in context.bodies.items()
            if slug not in member_slugs
        ],
        columns=[
            {
                "name": column["name"],
                "label": column[label] or column["name"],
                "is_personal": is_personal(column),
            }
            for column in (context.dataset or {}).get("columns") or ()
        ],
        transforms=[(code, _transform(code, visit)) for code in _TRANSFORMS],
        has_personal_data=by_columns
        and context.dataset is not None
        and (
            context.dataset["personalData"]
            or any(is_personal(column) for column in context.dataset["columns"])
        ),
    )


def _draft_name(dataset: str) -> str:
    """Of what is typed in a request, one for each dataset that is asked for by itself."""
    return f"request-{dataset.replace('_', '-')}".lower()[:_LONGEST_NAME].rstrip("-")


def _transform(code: str, visit: Visit) -> str:
    _ = visit.gettext
    return {
        "CLEAR": _("telle quelle"),
        "KEYED_HASH": _("remplacée par un pseudonyme"),
        "MONTH": _("le mois seulement"),
        "YEAR": _("l'année seulement"),
        "NULL": _("masquée"),
    }[code]


ROUTES = (
    Route("/agreements/new", new),
    Route("/agreements/new", asking, methods=["POST"]),
    Route("/agreements/new/sent", sent),
)
