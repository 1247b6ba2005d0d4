"""Offers of each body, or to it: tried without effect, then proposed in one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

import msgspec

from gateway.console.agreements.sentences import conditions_of
from gateway.console.agreements.wording import counted_communes, listed
from gateway.console.rendering import translations
from gateway.console.requests.documents import COUNT
from gateway.console.requests.proposed import Cover, Problem, ProposedLine, propose
from gateway.console.requests.proposing import Context, own_territories
from gateway.console.requests.typed import Typed, columns_input, template_input
from gateway.console.signing.views import rows_before, rows_by_commune
from gateway.console.visit import Refused, Visit

_Entry = Mapping[str, Any]
_DIGEST_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Offer:
    """One body's offer; where the dataset is proposed, the offer made to that body.

    `line`: what would be sent; None of a body that has no such data here. `missing`: what the
    template expects and the data lack. `rows`: how many would be read, and how many of communes
    outside of its territory; told to the owner alone. `refusals`: (sentence, next step, path) of
    why nothing can be asked. `cover`: gives all of it already. `can_sign`: somebody can, there.
    """

    slug: str
    body: str
    line: Mapping[str, Any] | None = None
    data_title: str = ""
    columns: Sequence[str] = ()
    missing: Sequence[str] = ()
    where: str = ""
    why_not: str = ""
    sentences: Sequence[str] = ()
    conditions: Sequence[str] = ()
    rows: str = ""
    refusals: Sequence[tuple[str, str, Sequence[str]]] = ()
    cover: Cover | None = None
    can_sign: bool = True
    digest: str = ""
    """A digest of what the page shows of it, and would send."""

    @property
    def is_ready(self) -> bool:
        """It would leave: nothing stands against it, and nothing gives the same already."""
        return self.line is not None and not self.refusals and self.cover is None


async def offers_of(typed: Typed, context: Context, visit: Visit) -> list[Offer]:
    """By a dry run of the act over all data that may be meant: what is ready first, then what is
    covered already.
    """
    bodies = [context.bodies[slug] for slug in typed.bodies if slug in context.bodies]
    candidates = [(body, dataset) for body in bodies for dataset in _datasets_of(body, context)]
    lines = [_line(body, dataset, typed, context) for body, dataset in candidates]
    answers = await propose(lines, typed, visit, dry_run=True)
    tried: dict[str, list[Offer]] = {slug: [] for slug in typed.bodies}
    for (body, dataset), line, answer in zip(candidates, lines, answers, strict=True):
        offer = Offer(body["slug"], body["name"], line, data_title=_title(dataset, visit))
        tried[offer.slug].append(_tried(offer, body, answer, context, visit))
    offers = [_best(body, tried[body["slug"]], typed, context) for body in bodies]
    if context.is_offered:
        offers = [await _with_rows(offer, typed, context, visit) for offer in offers]
    return sorted(offers, key=lambda offer: (not offer.is_ready, offer.cover is None))


async def send(offers: Sequence[Offer], typed: Typed, visit: Visit) -> list[ProposedLine]:
    """In one act: what became of each."""
    lines = [offer.line for offer in offers if offer.line is not None]
    return await propose(lines, typed, visit, dry_run=False)


def _datasets_of(body: _Entry, context: Context) -> Sequence[_Entry]:
    if context.dataset is None:
        datasets: Sequence[_Entry] = body["datasets"]
        return datasets
    is_meant = context.is_offered or context.dataset["owner"]["slug"] == body["slug"]
    return [context.dataset] if is_meant else []


def _line(body: _Entry, dataset: _Entry, typed: Typed, context: Context) -> dict[str, Any]:
    """As the act takes it: a whole text, or the fields of a template."""
    if context.dataset is not None and not typed["template"]:
        kind, fields = "text", columns_input(typed, context.dataset)
    else:
        owner = body["slug"] if context.dataset is None else context.dataset["owner"]["slug"]
        kind, fields = "template", template_input(typed, f"{owner}.{dataset['name']}")
    if context.is_offered:
        fields["to"] = body["slug"]
    return {kind: fields}


def _best(body: _Entry, tried: Sequence[Offer], typed: Typed, context: Context) -> Offer:
    """The data that bear most of what is asked, and may leave."""
    if context.dataset is not None and tried:
        return tried[0]
    nothing = Offer(slug=body["slug"], body=body["name"])
    if not tried:
        return nothing
    expected = len(context.templates[typed["template"]]["columns"])
    # Less than half of what the template asks is other data, about something else.
    like_it = [offer for offer in tried if 2 * len(offer.columns) > expected]
    if like_it:
        return max(like_it, key=lambda offer: (not offer.refusals, len(offer.columns)))
    is_all_refused = all(offer.refusals and not offer.columns for offer in tried)
    return tried[0] if is_all_refused else nothing


def _title(dataset: _Entry, visit: Visit) -> str:
    title: str = dataset["titleFr" if visit.language == "fr" else "titleEn"]
    return title


def _tried(
    offer: Offer, body: _Entry, answer: ProposedLine, context: Context, visit: Visit
) -> Offer:
    offer = replace(
        offer,
        missing=[each.words(visit.language) for each in answer.missing],
        sentences=[each.words(visit.language) for each in answer.sentences],
        refusals=[_refusal(each, offer, visit) for each in answer.problems],
        cover=answer.cover,
        can_sign=body["siren"] not in {each.siren for each in answer.without_signatory},
    )
    if answer.text is not None:
        offer = _with_text(offer, answer.text, context, visit)
    content = msgspec.json.encode(
        (offer.line, answer.text, offer.sentences, answer.cover), order="sorted"
    )
    return replace(offer, digest=sha256(content).hexdigest()[:_DIGEST_LENGTH])


def _with_text(offer: Offer, text: _Entry, context: Context, visit: Visit) -> Offer:
    label = "labelFr" if visit.language == "fr" else "labelEn"
    where, why_not = _where(text["preview"], visit, is_offered=context.is_offered)
    return replace(
        offer,
        columns=[column[label] or column["name"] for column in text["grantedColumns"]],
        where=where,
        why_not=why_not,
        conditions=conditions_of(text["terms"], visit),
    )


def _refusal(problem: Problem, offer: Offer, visit: Visit) -> tuple[str, str, Sequence[str]]:
    """In the problem's own words; shorter where no commune is left."""
    _ = visit.gettext
    if problem.gives_no_row:
        return (
            _(
                "%(body)s n'a pas de territoire pour ce sujet : rien ne serait donné.",
                body=offer.body,
            ),
            _("Choisissez d'autres communes, ou un autre organisme."),
            problem.path,
        )
    language = visit.language
    return problem.sentence.words(language), problem.next_step.words(language), problem.path


async def _with_rows(offer: Offer, typed: Typed, context: Context, visit: Visit) -> Offer:
    """« 229 lignes sur 300 seraient lues. » and whether there are rows of communes outside."""
    if not offer.is_ready or offer.line is None:
        return offer
    text = await _counted(offer.line, visit)
    before = None if text is None else text["beforeSigning"]
    if text is None or before is None:
        return offer
    sentence = rows_before(before, visit)
    if not sentence or before["totalRows"] is None:
        return replace(offer, rows=sentence)
    by_commune = rows_by_commune(before, text["preview"], offer.body, visit)
    if not text["preview"]["allRows"]:
        others = by_commune or visit.gettext("Les autres ne sont pas de son territoire.")
        is_whole = before["rowCount"] == before["totalRows"]
        rows = sentence if is_whole and not by_commune else f"{sentence} {others}"
        return replace(offer, rows=rows)
    sentence = f"{sentence} {by_commune}".strip()
    outside = await _outside(before["totalRows"], offer, typed, context, visit)
    if not outside:
        return replace(offer, rows=sentence)
    warning = translations(visit.language).ngettext(
        "%(rows)s est hors du territoire de %(body)s.",
        "%(rows)s sont hors du territoire de %(body)s.",
        outside,
    )
    values = {"rows": visit.number(outside), "body": offer.body}
    return replace(offer, rows=f"{sentence} {warning % values}")


async def _outside(total: int, offer: Offer, typed: Typed, context: Context, visit: Visit) -> int:
    """Rows that the body's own territory would leave out; 0 where none would, or nobody knows."""
    own = own_territories(typed, context)
    if typed["template"] or not own or context.dataset is None:
        return 0
    bounded = replace(typed, texts={**typed.texts, "where": own[0][0]})
    line = {"text": {**columns_input(bounded, context.dataset), "to": offer.slug}}
    inside = await _counted(line, visit)
    counted: int | None = ((inside or {}).get("beforeSigning") or {}).get("rowCount")
    return 0 if counted is None else total - counted


async def _counted(line: _Entry, visit: Visit) -> _Entry | None:
    """None where the rows cannot be counted now: they may be proposed all the same."""
    try:
        answer = await visit.ask(COUNT, lines=[line])
    except Refused:
        return None
    text: _Entry | None = answer["proposed"]["lines"][0]["text"]
    return text


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
