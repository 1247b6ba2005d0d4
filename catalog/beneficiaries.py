"""Readers by an agreement: its grantee, or the organisations that are members of it that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from catalog.model.agreement import Agreement
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership
from catalog.model.row_condition import AllOf, InTerritory, RowCondition
from catalog.snapshot import Snapshot


def readers_of(
    agreement: Agreement, memberships: Iterable[Membership], day: date
) -> frozenset[Siren]:
    """The organisations that read by it on `day` (Paris)."""
    if agreement.members is None:
        return frozenset({agreement.grantee})
    return members_of(agreement.grantee, agreement.members.competence, memberships, day)


def members_of(
    organisation: Siren, competence: str, memberships: Iterable[Membership], day: date
) -> frozenset[Siren]:
    """Its own members for that competence on `day`, not the members of its members."""
    return frozenset(
        each.member
        for each in memberships
        if each.of == organisation
        and competence in each.competences
        and each.start <= day
        and (each.end is None or day < each.end)
    )


def agreements_read_by(catalog: Snapshot, reader: Siren | None, day: date) -> tuple[Agreement, ...]:
    """Agreements that give `reader` something on `day`, in any state and of any dates, each as if
    it had been granted to `reader` itself: a member reads within its own territory.
    """
    if reader is None:
        return ()
    found = [each for each in catalog.agreements_granted_to(reader) if each.members is None]
    # Not all memberships of each agreement: there are thousands, and a reader has a few.
    own = catalog.memberships_of(reader)
    found += [
        as_read_by(reader, each)
        for each in catalog.agreements_for_members
        if reader in readers_of(each, own, day)
    ]
    return tuple(found)


def as_read_by(reader: Siren, agreement: Agreement) -> Agreement:
    return replace(
        agreement, grantee=reader, rows=_within(reader, agreement.grantee, agreement.rows)
    )


def _within(reader: Siren, grantee: Siren, rows: RowCondition) -> RowCondition:
    match rows:
        case InTerritory() if rows.of == grantee:
            return replace(rows, of=reader)
        case AllOf(conditions):
            return AllOf(tuple(_within(reader, grantee, each) for each in conditions))
        case _:
            return rows
