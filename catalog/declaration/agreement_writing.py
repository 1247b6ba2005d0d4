"""A draft of an agreement as the `agreements` section writes it."""

from __future__ import annotations

import dataclasses
from typing import Any

from catalog.actions.agreement import AgreementDraft, ColumnGrant, TermsDraft
from catalog.actions.granted_rows import RowsDraft
from catalog.actions.redrafting import draft_of
from catalog.declaration.dataset_writing import write_hosting
from catalog.declaration.stated import Entry, stated
from catalog.model.agreement import Agreement, Output
from catalog.model.identifiers import Siren
from catalog.model.terms import CombineKind, OnwardSharing
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot

_TIME_ZONE = "Europe/Paris"


def write_agreement(agreement: Agreement, catalog: Snapshot) -> Entry:
    """By names, as its owner would write it; states and approvals are written nowhere."""
    draft = draft_of(agreement, catalog)
    return stated(
        {
            "version": None if draft.version == 1 else draft.version,
            "to": _party(draft, catalog),
            "dataset": str(draft.dataset),
            "title": draft.title,
            "columns": {str(each.name): _grant(each) for each in draft.columns},
            "rows": _rows(draft.rows),
            "output": None if draft.output is Output.DETAIL else draft.output.value,
            "purposes": sorted(draft.purposes),
            "legal_basis": draft.legal_basis,
            "start": draft.start.isoformat(),
            "end": draft.end.isoformat(),
            "time_zone": None if draft.time_zone == _TIME_ZONE else draft.time_zone,
            "members": None if draft.members is None else draft.members.competence,
            **_terms(draft.terms),
        }
    )


def _party(draft: AgreementDraft, catalog: Snapshot) -> str:
    body = catalog.organisations.get(Siren(draft.to))
    return str(draft.to) if body is None else str(body.slug)


def _grant(grant: ColumnGrant) -> str | Entry:
    constant = grant.transform is Transform.CONSTANT
    if grant.secret_text is None and not constant:
        return grant.transform.value
    given = {"constant": grant.constant} if constant else {"transform": grant.transform.value}
    return stated({**given, "secret_text": grant.secret_text})


def _rows(rows: RowsDraft) -> str | Entry:
    conditions: Entry = {}
    if (own := rows.own_territory) is not None:
        conditions["own_territory"] = {"competence": own.competence, "at": own.at.value}
    if (listed := rows.listed_territory) is not None:
        conditions["listed_territory"] = {
            "communes": [str(each) for each in listed.communes],
            "on": listed.on.isoformat(),
            "at": listed.at.value,
        }
    if rows.compare:
        conditions["compare"] = [
            {"column": str(each.column), "op": each.op.value, "values": list(each.values)}
            for each in rows.compare
        ]
    return conditions or "all"


def _terms(terms: TermsDraft) -> Entry:
    combine: Any = terms.combine.kind.value
    if terms.combine.kind is CombineKind.NAMED:
        combine = {"named": list(terms.combine.datasets)}
    onward = terms.onward_sharing
    return {
        "relation": terms.relation and terms.relation.value,
        "personal_data": terms.personal_data and _personal(terms.personal_data),
        "combine": None if terms.combine.kind is CombineKind.REFERENCE else combine,
        "notice_days": terms.notice_days or None,
        "onward_sharing": None if onward is OnwardSharing.NONE else onward.value,
        "limits": stated(dataclasses.asdict(terms.limits)) or None,
        "unitary": terms.unitary and dataclasses.asdict(terms.unitary),
        "template": terms.template,
        "hosting": terms.hosting and write_hosting(terms.hosting),
    }


def _personal(block: Any) -> Entry:
    return stated(
        {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in dataclasses.asdict(block).items()
        }
    )
