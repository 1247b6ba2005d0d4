"""From what another body would get to the sentences and tables of « Voir comme »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.console.data.views import given_words
from gateway.console.hints import on_a_page
from gateway.console.visit import ShownProblem, Visit

_NONE_STANDS: Final = frozenset({"no_agreement", "agreement_expired", "agreement_revoked"})


@dataclass(frozen=True, slots=True)
class WayIn:
    """One agreement (or opening) by which it reads. `communes`: with their names."""

    title: str
    citation: str | None
    rows: str
    communes: Sequence[str]
    partly: Sequence[str]
    columns: Sequence[tuple[str, str]]
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class SeenAs:
    """`missing`: for each reason for nothing, the next step beside it.

    `is_to_be_shared`: what stands against it is that no agreement does stand.
    """

    reader: str
    is_given: bool
    ways: Sequence[WayIn]
    withheld: Sequence[str]
    missing: Sequence[tuple[str, str]]
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    problems: Sequence[ShownProblem]
    is_to_be_shared: bool = False


def seen_as(
    data: Mapping[str, Any], problems: Sequence[ShownProblem], visit: Visit
) -> SeenAs | None:
    """None where nothing may be told: the problems say why."""
    access = data.get("effectiveAccess")
    if access is None:
        return SeenAs("", is_given=False, ways=(), withheld=(), missing=(), headers=(), rows=(),
                      problems=problems)  # fmt: skip
    rows = data.get("rowsSeenAs") or {"columns": [], "rows": []}
    return SeenAs(
        reader=access["reader"]["name"],
        is_given=access["allowed"],
        ways=[_way(branch, visit) for branch in access["branches"]],
        withheld=[column["label"][visit.language] for column in access["withheld"]],
        missing=[
            (entry["words"][visit.language], on_a_page(entry["next"][visit.language]))
            for entry in access["missing"]
        ],
        headers=[column["label"][visit.language] for column in rows["columns"]],
        rows=[_cells(row, rows["columns"], visit) for row in rows["rows"]],
        problems=problems,
        is_to_be_shared=not access["allowed"]
        and all(entry["code"] in _NONE_STANDS for entry in access["missing"]),
    )


def purposes_that_would_do(data: Mapping[str, Any]) -> list[str]:
    """The purposes that an agreement covers, where nothing is given for want of a purpose."""
    access = data.get("effectiveAccess") or {"missing": []}
    return [purpose for entry in access["missing"] for purpose in entry["purposes"]]


def _cells(
    row: Sequence[str | None], columns: Sequence[Mapping[str, Any]], visit: Visit
) -> list[str]:
    hidden = visit.gettext("pseudonyme")
    return [
        hidden if column["isHashed"] else "—" if cell is None else cell
        for cell, column in zip(row, columns, strict=True)
    ]


def _way(branch: Mapping[str, Any], visit: Visit) -> WayIn:
    _ = visit.gettext
    citation = branch["agreement"] if branch["agreement"] not in {"owner", "open"} else None
    return WayIn(
        title=branch["title"] or _("Données ouvertes"),
        citation=citation,
        rows=branch["rows"][visit.language],
        communes=[commune["nom"] for scope in branch["scopes"] for commune in scope["ofTheOwner"]],
        partly=[commune["nom"] for scope in branch["scopes"] for commune in scope["partlyCovered"]],
        columns=[
            (
                column["label"][visit.language],
                given_words([column["transform"]] if column["transform"] else [], visit),
            )
            for column in branch["columns"]
        ],
        reasons=[reason["words"][visit.language] for reason in branch["reasons"]],
    )
