"""`/agreements/new`: asking bodies for data, or proposing one's own, seeing first what each would
give or be given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.paris import paris_day
from gateway.console.agreements.errors import beside
from gateway.console.agreements.wording import listed
from gateway.console.requests.circle import members_of, neighbours_of, partners_of
from gateway.console.requests.documents import DATASET, HAND, NEW
from gateway.console.requests.grantors import Offer, offers_of, send
from gateway.console.requests.proposing import (
    Context,
    Fit,
    by_columns,
    by_template,
    fits_of,
    of_purpose,
    other_territories,
    own_territories,
    says_too_little,
    source_of,
)
from gateway.console.requests.sent import sent_page
from gateway.console.requests.typed import (
    EVERYWHERE,
    PLACES,
    Typed,
    is_personal,
    mistakes_of,
    typed_of,
)
from gateway.console.shared.words import state_words
from gateway.console.visit import Draft, Visit, page_for_signed_in

_Entry = Mapping[str, Any]
_WRONG, _LONGEST_NAME = 422, 60
_AS_IT_IS = "CLEAR"
_TO_SEND = "send"
_TRANSFORMS = (_AS_IT_IS, "KEYED_HASH", "MONTH", "YEAR", "NULL")


@page_for_signed_in
async def new(visit: Visit) -> Response:
    """`?dataset=` for one dataset, which is proposed where it is one's own, `?template=` or
    `?by=columns`, `?body=` (as often as needed), `?to=members`.
    """
    query = visit.request.query_params
    values: dict[str, Sequence[str]] = {name: query.getlist(name) for name in query}
    values["bodies"] = query.getlist("body") or query.getlist("bodies")
    if query.get("handed"):
        # A colleague filled it in: as it was typed, to be checked and sent.
        typed = typed_of(values)
        return _form(visit, typed, await _context(typed, visit), [])
    draft = None
    if not query.keys() & {"to", "body"}:
        draft = await visit.draft(_draft_name(query.get("dataset", "")))
    if draft is not None:
        values = {**draft.values_of, **{name: query.getlist(name) for name in query}}
    typed = typed_of(values)
    context = await _context(typed, visit)
    proposed = _proposed(typed, context, query.get("to", ""))
    if draft is None and not typed["template"] and query.get("by") != "columns":
        proposed = by_template(proposed, context)
    if draft is None and context.dataset is not None and not proposed["template"]:
        proposed = by_columns(proposed, context)
    return _form(visit, proposed, context, [], draft=draft)


@page_for_signed_in
async def asking(visit: Visit) -> Response:
    form = await visit.form()
    typed = typed_of(form.values_of)
    context = await _context(typed, visit)
    again = _again(form.get("step", ""), typed, context)
    if again is not None:
        return _form(visit, again, context, [])
    if context.dataset is not None and not typed["template"]:
        typed = of_purpose(typed, context)
    mistakes = mistakes_of(typed, None if typed["template"] else context.dataset, visit)
    if says_too_little(typed["template"], context.dataset):
        mistakes = [{"id": "template", "text": _of_persons(visit)}, *mistakes]
    if mistakes:
        return _form(visit, typed, context, mistakes, status=_WRONG)
    if _is_handed(visit, context):
        fields = urlencode([pair for pair in typed.pairs if pair[1]])
        await visit.ask(HAND, dataset=typed["dataset"], form=fields)
        return visit.see_other(f"/data/{typed['dataset']}", done="handed")
    is_sending = form.get("step") == "send"
    if is_sending:
        await visit.once(form)
    offers = await offers_of(typed, context, visit)
    wrong = _wrong_for_all(offers)
    if wrong:
        return _form(visit, typed, context, wrong, status=_WRONG)
    ticked = dict(value.split(" ", 1) for value in form.all(_TO_SEND) if " " in value)
    leaving = [
        offer for offer in offers if offer.is_ready and ticked.get(offer.slug) == offer.digest
    ]
    changed = [offer for offer in offers if offer.slug in ticked and offer not in leaving]
    if not is_sending or changed or not leaving:
        # Nothing leaves that was not read as it is now.
        return visit.page(
            "requests/preview.html",
            status=_WRONG if is_sending else 200,
            typed=typed,
            offers=offers,
            ticked=[*ticked] if is_sending else [offer.slug for offer in offers if offer.can_sign],
            changed=[offer.body for offer in changed] if is_sending else [],
            is_offered=context.is_offered,
            draft_name=_draft_name(typed["dataset"]),
            is_nothing_ticked=is_sending and not ticked,
            state_words=lambda state: state_words(state, visit.gettext),
        )
    return await _sent(visit, typed, context, offers, leaving)


def _of_persons(visit: Visit) -> str:
    return visit.gettext(
        "Ces données parlent de personnes, et ce modèle n'en dit rien : choisissez les "
        "informations une à une."
    )


def _is_handed(visit: Visit, context: Context) -> bool:
    """True where the visitor's steward must send the request: nobody else of the body may."""
    is_theirs = context.dataset is not None and not context.is_offered
    return is_theirs and visit.on_behalf_of is None and "steward" not in visit.roles


def _again(step: str, typed: Typed, context: Context) -> Typed | None:
    """The values of the form that is shown again; None for a step that goes on."""
    match step:
        case "edit":
            return typed
        case "all_columns":
            return _of_all_columns(typed, context)
        case "purpose":
            return of_purpose(_with_communes_left(typed), context)
        case _:
            return None


async def _sent(
    visit: Visit,
    typed: Typed,
    context: Context,
    offers: Sequence[Offer],
    leaving: Sequence[Offer],
) -> Response:
    """To the page of what was sent; of what was not after all, it is told here why."""
    outcomes = await send(leaving, typed, visit)
    cited = [line.agreement.citation for line in outcomes if line.agreement is not None]
    without = [offer.slug for offer in offers if offer.line is None]
    unsent = [
        (offer.body, line)
        for offer, line in zip(leaving, outcomes, strict=True)
        if line.agreement is None
    ]
    if unsent:
        return await sent_page(visit, cited, without, unsent, is_offered=context.is_offered)
    parts = [*(f"c={citation}" for citation in cited), *(f"without={slug}" for slug in without)]
    return visit.see_other(f"/agreements/new/sent?{'&'.join(parts)}")


@page_for_signed_in
async def sent(visit: Visit) -> Response:
    """The page of the requests sent."""
    query = visit.request.query_params
    return await sent_page(visit, query.getlist("c"), query.getlist("without"))


async def _context(typed: Typed, visit: Visit) -> Context:
    data = await visit.ask(NEW)
    own = None if visit.body is None else visit.body["siren"]
    dataset, fits = None, list[Fit]()
    if typed["dataset"]:
        answer = await visit.ask(DATASET, dataset=typed["dataset"])
        dataset = answer["dataset"]
        if dataset is not None:
            fits = fits_of(answer["templates"], dataset["standard"], dataset["primaryKey"])
    templates = {template["name"]: template for template in data["templates"]}
    competences = {name: template["competence"] for name, template in templates.items()}
    is_offered = dataset is not None and own is not None and dataset["owner"]["siren"] == own
    return Context(
        bodies={body["slug"]: body for body in data["organisations"] if body["siren"] != own},
        templates=templates,
        purposes=data["purposes"],
        dataset=dataset,
        members=await members_of(own, competences.values(), visit),
        is_offered=is_offered,
        fits=fits,
        neighbours=await neighbours_of(own, competences[fits[0].template], visit)
        if own is not None and is_offered and fits
        else (),
        partners=await partners_of(own, visit) if own is not None and is_offered else (),
    )


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


def _with_communes_left(typed: Typed) -> Typed:
    """Without what stands for no choice at all, so that the new purpose makes one."""
    where = "" if typed["where"] == EVERYWHERE else typed["where"]
    return replace(typed, texts={**typed.texts, "where": where})


def _of_all_columns(typed: Typed, context: Context) -> Typed:
    return replace(typed, columns=tuple(column["name"] for column in context.columns))


def _is_whole(typed: Typed, context: Context) -> bool:
    """True where every column is given as it is and none speaks of persons: one line says so."""
    columns = {column["name"]: column for column in context.columns}
    return columns.keys() <= {*typed.columns} and all(
        typed.how.get(name, _AS_IT_IS) == _AS_IT_IS and not is_personal(column)
        for name, column in columns.items()
    )


def _wrong_for_all(offers: Sequence[Offer]) -> list[dict[str, str]]:
    """The errors that stop every offer, beside their fields; none where some offer can be sent."""
    tried = [offer for offer in offers if offer.line is not None]
    if not tried or not all(offer.refusals for offer in tried):
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
    is_by_columns = context.dataset is not None and not typed["template"]
    fits = {fit.template: fit for fit in context.fits}
    source = source_of(typed, context)
    is_proposed_basis = source is not None and typed["legal_basis"] == source["legalBasis"]
    bodies = [(slug, body["name"], body["siren"]) for slug, body in context.bodies.items()]
    members = [(slug, name) for slug, name, siren in bodies if siren in context.members]
    shared_with = {*context.partners} - {*context.members}
    partners = [(slug, name) for slug, name, siren in bodies if siren in shared_with]
    near = {*context.neighbours} - {*context.members} - shared_with
    neighbours = [(slug, name) for slug, name, siren in bodies if siren in near]
    shown_first = {slug for slug, _name in (*members, *partners, *neighbours)}
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
        by_columns=is_by_columns,
        is_offered=context.is_offered,
        is_handed=_is_handed(visit, context),
        with_bodies="".join(f"&body={quote(slug)}" for slug in typed.bodies)
        if context.is_offered
        else "",
        templates=[
            (
                name,
                template[title],
                _fit_words(fits[name], visit) if name in fits else template[described],
                name in fits,
            )
            for name, template in context.templates.items()
        ],
        fits=context.fits,
        basis_from=source[title] if is_proposed_basis and source is not None else "",
        has_communes=context.has_communes,
        territories=[
            (code, words[visit.language]) for code, words in own_territories(typed, context)
        ],
        other_territories=[
            (code, words[visit.language]) for code, words in other_territories(typed, context)
        ],
        purposes=[(purpose["code"], purpose[label]) for purpose in context.purposes],
        members=members,
        partners=partners,
        neighbours=neighbours,
        others=[(slug, name) for slug, name, _siren in bodies if slug not in shown_first],
        columns=[
            {
                "name": column["name"],
                "label": column[label] or column["name"],
                "is_personal": is_personal(column),
            }
            for column in context.columns
        ],
        are_columns_folded=context.is_offered and _is_whole(typed, context),
        transforms=[(code, _transform(code, visit)) for code in _TRANSFORMS],
        has_personal_data=is_by_columns
        and context.dataset is not None
        and (
            context.dataset["personalData"]
            or any(is_personal(column) for column in context.dataset["columns"])
        ),
    )


def _fit_words(fit: Fit, visit: Visit) -> str:
    counts = {"placed": visit.number(fit.placed), "total": visit.number(fit.total)}
    if fit.placed == fit.total:
        return visit.gettext("Ces données portent tout ce que ce modèle prévoit.")
    return visit.gettext(
        "Ces données portent %(placed)s des %(total)s informations de ce modèle. Il manque : "
        "%(missing)s.",
        missing=listed([label[visit.language] for label in fit.missing], visit.gettext),
        **counts,
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
