"""Why a number that was typed is not taken, beside its field and in words people use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.console.mutualised.parameters import are_costs
from gateway.console.visit import Visit


def refusals_of(
    unread: Mapping[str, str], known: Sequence[Mapping[str, Any]], visit: Visit
) -> dict[str, dict[str, str]]:
    """`written` and `refusal` by parameter, in the order of the fields."""
    return {
        one["name"]: {"written": unread[one["name"]], "refusal": _refusal(one["name"], visit)}
        for one in known
        if one["name"] in unread
    }


def _refusal(parameter: str, visit: Visit) -> str:
    if are_costs(parameter):
        return visit.gettext("Écrivez un montant en euros, par exemple 1 950 000.")
    return visit.gettext("Écrivez un nombre, par exemple 12.")
