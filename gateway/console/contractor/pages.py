"""`/contractor`: what whoever deposits under a mandate may leave, has left, and must look like."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.problem import Language
from gateway.console.contractor.answers import LEFT, RECEIVED, Deposit, ReceivedDisputes
from gateway.console.mutualised.views import cell
from gateway.console.visit import ShownProblem, Visit, page_for_signed_in

_NUMBERS = frozenset({"integer", "decimal"})


@page_for_signed_in
async def deposits(visit: Visit) -> Response:
    left: Sequence[Deposit] | None = ()
    problems: tuple[ShownProblem, ...] = ()
    if visit.on_behalf_of is not None:
        data, problems = await LEFT.ask_in_part(visit)
        left = data.deposits
    # What was sent is one's own body's, whoever one acts for at the moment.
    received, others = await RECEIVED.ask_in_part(replace(visit, on_behalf_of=None))
    return visit.page(
        "contractor/deposits.html",
        deposits=[_shown(deposit, visit) for deposit in left or ()],
        received=[_received(entry, visit.language) for entry in received.disputesReceived or ()],
        problems=(*problems, *others),
    )


def _received(entry: ReceivedDisputes, language: Language) -> dict[str, Any]:
    table = json.loads(entry.table)
    filled = [
        place
        for place, _ in enumerate(table["columns"])
        if any(row[place] is not None for row in table["rows"])
    ]
    columns = [table["columns"][place] for place in filled]
    numeric = [place for place, one in enumerate(columns) if one["type"] in _NUMBERS]
    return {
        "digest": entry.digest,
        "sender": entry.sender,
        "title": entry.title,
        "at": entry.at,
        "headers": [_header(column, language) for column in columns],
        "numeric": numeric,
        "rows": [
            [cell(row[place], language, numeric=at in numeric) for at, place in enumerate(filled)]
            for row in table["rows"]
        ],
    }


def _header(column: Mapping[str, Any], language: Language) -> str:
    label, unit = str(column["label"][language]), column["unit"]
    return f"{label} ({unit})" if unit else label


def _shown(deposit: Deposit, visit: Visit) -> dict[str, Any]:
    return {
        "dataset": deposit.dataset,
        "title": deposit.title,
        "owner": deposit.owner,
        "columns": deposit.columns,
        "versions": list(reversed(deposit.versions)),
        "rules": rule_words(deposit, visit),
    }


def rule_words(deposit: Deposit, visit: Visit) -> list[str]:
    """The rules that a file must keep, a sentence each."""
    _, rules = visit.gettext, deposit.acceptance
    if rules is None:
        return []
    labels = {column.name: column.label for column in deposit.columns}
    sentences = []
    if rules.period == "previous_month":
        sentences.append(_("Les lignes sont du mois d'avant le dépôt."))
    elif rules.period == "month":
        sentences.append(_("Les lignes sont d'un seul mois."))
    if rules.contract is not None:
        sentences.append(
            _(
                "Chaque ligne porte le contrat %(number)s dans « %(column)s ».",
                number=rules.contract.equals,
                column=labels.get(rules.contract.column, rules.contract.column),
            )
        )
    if rules.columnsComplete:
        names = ", ".join(labels.get(name, name) for name in rules.columnsComplete)
        sentences.append(_("Ces colonnes sont remplies partout : %(names)s.", names=names))
    if rules.standard is not None:
        sentences.append(
            _(
                "Ce que le standard %(standard)s exige est rempli, et les poids sont plausibles.",
                standard=rules.standard,
            )
        )
    if rules.noDuplicates:
        sentences.append(_("Aucun fichier deux fois, aucun bon deux fois."))
    return sentences


ROUTES = (Route("/contractor", deposits),)
