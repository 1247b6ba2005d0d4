"""The rows that another body would get of one's own dataset, shown to its owner's people alone.

They are planned under that body's own decision, by the same compiler, and recorded as a reading of
the owner's: no agreement is credited with it. Pseudonyms are not shown: they are the reader's own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Column
from catalog.model.paris import middle_of
from catalog.model.transform import Transform
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from federation.binding import Binder
from gateway.base.problems import UnknownOrganisation
from gateway.reading.query.ports import Ports
from gateway.reading.reports.access_values import AccessAsked, RowsSeen, SeenColumn
from gateway.reading.reports.effective import is_owners_person, other_organisation
from gateway.reading.reports.owner_query import cell, owner_query, select_from, wire_of
from gateway.reading.reports.problems import AccessOfOthers
from policies.decision import DatasetDecision
from policies.questions import question_of

_MOST = 10


async def rows_seen_as(
    access: AccessAsked, standpoint: Standpoint, ports: Ports
) -> RowsSeen | None:
    """The first rows; none where the law gives none. None for a dataset that is not the subject's.

    Raises AccessOfOthers, UnknownOrganisation, and the Problems that its reading would meet.
    """
    snapshot = standpoint.snapshot
    dataset = snapshot.datasets.get(access.dataset)
    own = None if dataset is None else await owner_query(dataset, standpoint, ports)
    if dataset is None or own is None:
        return None
    if access.organisation is None or not is_owners_person(standpoint.subject, dataset):
        raise AccessOfOthers
    if access.organisation not in snapshot.organisations:
        raise UnknownOrganisation(siren=access.organisation)
    reader = other_organisation(access.organisation, access.purpose, snapshot)
    at = standpoint.now if access.at is None else middle_of(access.at)
    question = question_of(Standpoint(reader, snapshot, at), (dataset,), ports.installation)
    decision = await ports.policy.decide(question)
    answer = decision.datasets[dataset.id]
    if not answer.allow:
        return RowsSeen((), ())
    given = [column for column in dataset.columns if _is_given(column, answer)]
    shown = [column for column in given if not _is_hashed(column, answer)]
    columns = tuple(_seen(column, is_hashed=column not in shown) for column in given)
    if not shown:
        return RowsSeen(columns, ())
    selected = [(column.name, cell(column), wire_of(column)) for column in shown]
    binder = Binder(snapshot, cog_in(snapshot), at, reader.reader)
    query = replace(
        own,
        question=question,
        binding=binder.bind(decision),
        revision=decision.revision,
        credits_agreements=False,
    )
    table = await query.run(
        select_from(dataset, snapshot, selected, None, most=_MOST), "rows_seen_as"
    )
    values = {name: table.column(name).to_pylist() for name in table.column_names}
    return RowsSeen(
        columns,
        tuple(
            tuple(_text(values[column.name][row]) if column in shown else None for column in given)
            for row in range(table.num_rows)
        ),
    )


def _is_given(column: Column, answer: DatasetDecision) -> bool:
    return any(column.id in branch.columns for branch in answer.branches)


def _is_hashed(column: Column, answer: DatasetDecision) -> bool:
    return any(
        branch.columns[column.id].transform is Transform.KEYED_HASH
        for branch in answer.branches
        if column.id in branch.columns
    )


def _seen(column: Column, *, is_hashed: bool) -> SeenColumn:
    return SeenColumn(column.name, Bilingual(column.label_fr, column.label_en), is_hashed)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
