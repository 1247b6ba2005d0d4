"""Offers of each body, or to it: tried without effect, then written and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gateway.console.agreements.sentences import conditions_of
from gateway.console.agreements.wording import counted_communes, listed
from gateway.console.rendering import translations
from gateway.console.requests.covered import Cover, StandingText, cover_of, standing_texts
from gateway.console.requests.documents import FROM_COLUMNS, FROM_TEMPLATE, SUBMIT
from gateway.console.requests.proposing import Context, own_territories
from gateway.console.requests.typed import Typed, answer_day_of, columns_input, template_input
from gateway.console.signing.views import rows_before, rows_by_commune
from gateway.console.visit import Refused, Visit

_Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """One body's offer; where the dataset is proposed, the offer made to that body.

    `dataset` (« organisme.jeu ») empty: it has no such data here.
    `rows`: how many would be read, and how many of communes outside of its territory; told to the
    owner alone. `refusals`: (sentence, next step, path) of why nothing can be asked. `cover`: gives
    the same already.
    """

    slug: str
    body: str
    dataset: str = ""
    data_title: str = ""
    columns: Sequence[str] = ()
    where: str = ""
    why_not: str = ""
    sentences: Sequence[str] = ()
    conditions: Sequence[str] = ()
    rows: str = ""
    refusals: Sequence[tuple[str, str, Sequence[str]]] = ()
    cover: Cover | None = None

    @property
    def can_be_sent(self) -> bool:
        return bool(self.dataset) and not self.refusals

    @property
    def is_ready(self) -> bool:
        """It can be sent, and nothing gives the same already."""
        return self.can_be_sent and self.cover is None


async def offers_of(typed: Typed, context: Context, visit: Visit) -> list[Offer]:
    """The offers: those that are ready first, then those that are covered already."""
    standing = await standing_texts(visit)
    offers = [
        await _offer(slug, typed, context, visit, standing)
        for slug in typed.bodies
        if slug in context.bodies
    ]
    return sorted(offers, key=lambda offer: (not offer.can_be_sent, not offer.is_ready))


async def _offer(
    slug: str, typed: Typed, context: Context, visit: Visit, standing: list[StandingText]
) -> Offer:
    body = context.bodies[slug]
    nothing = Offer(slug=slug, body=body["name"])
    if context.dataset is not None:
        if not context.is_offered and context.dataset["owner"]["slug"] != slug:
            return nothing
        return await _tried(nothing, context.dataset, typed, context, visit, standing)
    wanted = len(context.templates[typed["template"]]["columns"])
    offers = [
        await _tried(nothing, dataset, typed, context, visit, standing)
        for dataset in body["datasets"]
    ]
    # Less than half of what the template asks is other data, about something else.
    like_it = [offer for offer in offers if 2 * len(offer.columns) > wanted]
    if like_it:
        return max(like_it, key=lambda offer: (offer.can_be_sent, len(offer.columns)))
    refused = [offer for offer in offers if offer.refusals and not offer.columns]
    return refused[0] if refused and len(offers) == len(refused) else nothing


async def _tried(
    offer: Offer,
    dataset: _Entry,
    typed: Typed,
    context: Context,
    visit: Visit,
    standing: list[StandingText],
) -> Offer:
    owner = offer.slug if context.dataset is None else context.dataset["owner"]["slug"]
    name = f"{owner}.{dataset['name']}"
    title = dataset["titleFr" if visit.language == "fr" else "titleEn"]
    try:
        drafted = await _draft(name, offer.slug, typed, context, visit, dry_run=True)
    except Refused as refused:
        return Offer(
            slug=offer.slug,
            body=offer.body,
            dataset=name,
            data_title=title,
            refusals=[
                (problem.sentence, problem.next_step, problem.path) for problem in refused.problems
            ],
        )
    label = "labelFr" if visit.language == "fr" else "labelEn"
    where, why_not = _where(drafted["preview"], visit, is_offered=context.is_offered)
    nowhere = _nowhere(drafted["preview"], offer.body, visit)
    return Offer(
        slug=offer.slug,
        body=offer.body,
        dataset=name,
        data_title=title,
        columns=[
            column[label] or column["name"] for column in drafted["agreement"]["grantedColumns"]
        ],
        where=where,
        why_not=why_not,
        # The first two say that a draft is written, which nobody asked at this point.
        sentences=[sentence[visit.language] for sentence in drafted["sentences"][2:]],
        conditions=conditions_of(drafted["agreement"]["terms"], visit),
        rows=await _rows(drafted, name, offer, typed, context, visit),
        refusals=[nowhere] if nowhere else (),
        cover=cover_of(drafted, standing, visit),
    )


def _nowhere(preview: _Entry, body: str, visit: Visit) -> tuple[str, str, Sequence[str]] | None:
    """A refusal where the rows' bounds have no commune, as no draft could be sent; else None."""
    _ = visit.gettext
    if preview["allRows"] or preview["communes"]:
        return None
    return (
        _("%(body)s n'a pas de territoire pour ce sujet : rien ne serait donné.", body=body),
        _("Choisissez d'autres communes, ou un autre organisme."),
        ("rows",),
    )


async def _rows(
    drafted: _Entry, name: str, offer: Offer, typed: Typed, context: Context, visit: Visit
) -> str:
    """« 229 lignes sur 300 seraient lues. » and whether there are rows of communes outside."""
    before = drafted["agreement"].get("beforeSigning")
    sentence = rows_before(before, visit)
    if before is None or not sentence or before["totalRows"] is None:
        return sentence
    if not drafted["preview"]["allRows"]:
        by_commune = rows_by_commune(before, drafted["preview"], offer.body, visit)
        others = by_commune or visit.gettext("Les autres ne sont pas de son territoire.")
        is_whole = before["rowCount"] == before["totalRows"]
        return sentence if is_whole and not by_commune else f"{sentence} {others}"
    sentence = (
        f"{sentence} {rows_by_commune(before, drafted['preview'], offer.body, visit)}".strip()
    )
    outside = await _outside(before["totalRows"], name, offer, typed, context, visit)
    if not outside:
        return sentence
    warning = translations(visit.language).ngettext(
        "%(rows)s est hors du territoire de %(body)s.",
        "%(rows)s sont hors du territoire de %(body)s.",
        outside,
    )
    return f"{sentence} {warning % {'rows': visit.number(outside), 'body': offer.body}}"


async def _outside(
    total: int, name: str, offer: Offer, typed: Typed, context: Context, visit: Visit
) -> int:
    """Rows that the body's own territory would leave out; 0 where none would, or nobody knows."""
    own = own_territories(typed, context)
    if typed["template"] or not own:
        return 0
    bounded = replace(typed, texts={**typed.texts, "where": own[0][0]})
    try:
        inside = await _draft(name, offer.slug, bounded, context, visit, dry_run=True)
    except Refused:
        return 0
    counted: int | None = (inside["agreement"].get("beforeSigning") or {}).get("rowCount")
    return 0 if counted is None else total - counted


def _where(preview: _Entry, visit: Visit, *, is_offered: bool) -> tuple[str, str]:
    _ = visit.gettext
    if preview["allRows"]:
        return _("Toutes les lignes, sans limite de territoire"), ""
    given, left_out = len(preview["ofTheOwner"]), preview["leftOut"]
    total = given + len(left_out)
    names = listed([commune["nom"] for commune in left_out], _)
    if is_offered and not left_out:
        return _("Seulement les lignes des communes de son territoire"), ""
    if not left_out and given == 1:
        return preview["ofTheOwner"][0]["nom"], ""
    if not left_out:
        return _("%(count)s communes", count=visit.number(given)), ""
    return counted_communes(given, total, visit), _why_not(
        names, len(left_out), visit, is_offered=is_offered
    )


def _why_not(names: str, number: int, visit: Visit, *, is_offered: bool) -> str:
    _ = visit.gettext
    if is_offered and number == 1:
        return _("%(name)s n'est pas de son territoire.", name=names)
    if is_offered:
        return _("%(names)s ne sont pas de son territoire.", names=names)
    if number == 1:
        return _("%(name)s n'est pas de votre territoire.", name=names)
    return _("%(names)s ne sont pas de votre territoire.", names=names)


async def send(offer: Offer, typed: Typed, context: Context, visit: Visit) -> str:
    """The citation of what was written. A draft that may not leave stays a draft, and its own page
    says what it lacks. Raises Refused where not even a draft could be written.
    """
    drafted = await _draft(offer.dataset, offer.slug, typed, context, visit, dry_run=False)
    citation = str(drafted["agreement"]["citation"])
    try:
        await visit.ask(SUBMIT, agreement=citation, answerBy=answer_day_of(typed))
    except Refused as refused:
        if refused.is_too_weak:
            raise
    return citation


async def _draft(
    name: str, body: str, typed: Typed, context: Context, visit: Visit, *, dry_run: bool
) -> _Entry:
    if context.dataset is not None and not typed["template"]:
        given, document = columns_input(typed, context.dataset), FROM_COLUMNS
    else:
        given, document = template_input(typed, name), FROM_TEMPLATE
    if context.is_offered:
        given["to"] = body
    counted = context.is_offered and dry_run
    try:
        answer = await visit.ask(document, input=given, dryRun=dry_run, counted=counted)
    except Refused:
        if not counted:
            raise
        # Rows that cannot be counted now may be proposed all the same.
        answer = await visit.ask(document, input=given, dryRun=dry_run, counted=False)
    drafted: _Entry = answer["drafted"]
    return drafted
