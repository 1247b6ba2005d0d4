"""What each body would give or be given: tried without effect, then written and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.console.agreements.wording import counted_communes, listed
from gateway.console.requests.documents import FROM_COLUMNS, FROM_TEMPLATE, SUBMIT
from gateway.console.requests.typed import Typed, columns_input, template_input
from gateway.console.visit import Refused, Visit

_Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """What one body would give, or be given where it is proposed to it.

    `dataset` (« organisme.jeu ») empty: it has no such data here.
    `refusals`: (sentence, next step, path) of why nothing can be asked.
    """

    slug: str
    body: str
    dataset: str = ""
    data_title: str = ""
    columns: Sequence[str] = ()
    where: str = ""
    why_not: str = ""
    sentences: Sequence[str] = ()
    refusals: Sequence[tuple[str, str, Sequence[str]]] = ()

    @property
    def can_be_sent(self) -> bool:
        return bool(self.dataset) and not self.refusals


@dataclass(frozen=True, slots=True)
class Context:
    """`bodies` by slug; `templates` by name; `dataset`: the one that is asked for, if any.

    `is_offered`: the dataset is the visitor's own, and `bodies` are those it may be given to.
    """

    bodies: Mapping[str, _Entry]
    templates: Mapping[str, _Entry]
    purposes: Sequence[_Entry]
    dataset: _Entry | None
    members: Sequence[str]
    is_offered: bool = False


async def offers_of(typed: Typed, context: Context, visit: Visit) -> list[Offer]:
    """Those that can be asked come first."""
    offers = [
        await _offer(slug, typed, context, visit) for slug in typed.bodies if slug in context.bodies
    ]
    return sorted(offers, key=lambda offer: not offer.can_be_sent)


async def _offer(slug: str, typed: Typed, context: Context, visit: Visit) -> Offer:
    body = context.bodies[slug]
    nothing = Offer(slug=slug, body=body["name"])
    if context.dataset is not None:
        if not context.is_offered and context.dataset["owner"]["slug"] != slug:
            return nothing
        return await _tried(nothing, context.dataset, typed, context, visit)
    wanted = len(context.templates[typed["template"]]["columns"])
    offers = [await _tried(nothing, dataset, typed, context, visit) for dataset in body["datasets"]]
    # Less than half of what the template asks is other data, about something else.
    like_it = [offer for offer in offers if 2 * len(offer.columns) > wanted]
    if like_it:
        return max(like_it, key=lambda offer: (offer.can_be_sent, len(offer.columns)))
    refused = [offer for offer in offers if offer.refusals and not offer.columns]
    return refused[0] if refused and len(offers) == len(refused) else nothing


async def _tried(
    offer: Offer, dataset: _Entry, typed: Typed, context: Context, visit: Visit
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
    )


def _where(preview: _Entry, visit: Visit, *, is_offered: bool) -> tuple[str, str]:
    _ = visit.gettext
    if preview["allRows"]:
        return _("partout"), ""
    given, left_out = len(preview["ofTheOwner"]), preview["leftOut"]
    total = given + len(left_out)
    names = listed([commune["nom"] for commune in left_out], _)
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
        await visit.ask(SUBMIT, agreement=citation)
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
    answer = await visit.ask(document, input=given, dryRun=dry_run)
    drafted: _Entry = answer["drafted"]
    return drafted
