"""The type of a deposited column, corrected with a version that holds its cells anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.actions.acceptance import acceptance_by, check_acceptance
from catalog.actions.code_meanings import check_codes
from catalog.actions.columns import check_columns, check_links
from catalog.actions.dataset import check_openness, check_standard, fresh_ids, with_once_open
from catalog.actions.deposit_problems import (
    RetypedReadByServices,
    RetypedUnderAgreements,
    RetypedUnderLinks,
)
from catalog.actions.facts import Facts, Findings
from catalog.actions.sources import agreements_on
from catalog.model.column_types import NUMBERS
from catalog.model.dataset import Column, ColumnType, Dataset, ScalarType
from catalog.model.deposit import RetypedColumn
from catalog.model.identifiers import Name
from catalog.model.row_condition import columns_of
from catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Retyping:
    """The new type of a column (its present id)."""

    column: str
    type: ColumnType
    unit: str | None = None


def as_retyped(column: Column, type_: ColumnType, unit: str | None) -> Column:
    """Under the same id: lists of words are a text's, units and shares are a number's."""
    is_number, is_text = type_.scalar in NUMBERS, type_.scalar is ScalarType.STRING
    return replace(
        column,
        type=type_,
        unit=(column.unit or unit) if is_number else None,
        share_of_whole=column.share_of_whole and is_number,
        code_list=column.code_list if is_text else (),
        codes=column.codes if is_text else (),
    )


def retype(
    dataset: Dataset, retypings: Sequence[Retyping], facts: Facts
) -> tuple[Dataset, tuple[RetypedColumn, ...]]:
    """The dataset with other columns of the same names, and what they were.

    Of another type a column is another column: its id is new, and the old one is retired.

    Raises RetypedUnderAgreements, RetypedUnderLinks, ActRefused.
    """
    before = {each.column: dataset.column(each.column) for each in retypings}
    fresh = fresh_ids({*dataset.retired_columns, *(each.id for each in dataset.columns)})
    now = {
        each.column: replace(
            as_retyped(before[each.column], each.type, each.unit), id=next(fresh)
        )
        for each in retypings
    }  # fmt: skip
    _refuse_dependents(dataset, tuple(before.values()), facts)
    after = _with_columns(dataset, now)
    _check(after, facts)
    retyped = tuple(RetypedColumn(now[key].id, column) for key, column in before.items())
    return with_once_open(after, dataset), retyped


def types_of_before(dataset: Dataset, retyped: Sequence[RetypedColumn], facts: Facts) -> Dataset:
    """As `retype` found the columns; what was said of them since in words is kept.

    Raises RetypedUnderAgreements, RetypedUnderLinks.
    """
    known = {each.id for each in dataset.columns}
    back = {
        each.id: replace(
            each.before,
            name=dataset.column(each.id).name,
            label_fr=dataset.column(each.id).label_fr,
            label_en=dataset.column(each.id).label_en,
            description_fr=dataset.column(each.id).description_fr,
            description_en=dataset.column(each.id).description_en,
            classification=dataset.column(each.id).classification,
            secret=dataset.column(each.id).secret,
        )
        for each in retyped
        if each.id in known
    }
    _refuse_dependents(dataset, [dataset.column(each) for each in back], facts)
    return with_once_open(_with_columns(dataset, back), dataset)


def read_by_services(
    dataset: Dataset, retypings: Sequence[Retyping], catalog: Snapshot
) -> RetypedReadByServices | None:
    """The warning that a person confirms, None where no service reads these columns: the services
    of one's own body by name, those of others counted.
    """
    ids = {each.column for each in retypings}
    reading = [
        each
        for each in catalog.activations.values()
        for binding in each.bindings
        if binding.dataset == dataset.id
        and any(ids & {bound.column, bound.time} for bound in binding.fields)
    ]
    if not reading:
        return None
    own = sorted({each.id for each in reading if each.body == dataset.owner})
    others = len({each.id for each in reading if each.body != dataset.owner})
    more = (
        ([f"{others} d'autres organismes"], [f"{others} of other bodies"]) if others else ([], [])
    )
    return RetypedReadByServices(
        columns=labels_of([dataset.column(each.column) for each in retypings]),
        services_fr=", ".join([*own, *more[0]]),
        services_en=", ".join([*own, *more[1]]),
    )


def labels_of(columns: Sequence[Column]) -> str:
    return ", ".join(f"« {each.label_fr} »" for each in columns)


def _with_columns(dataset: Dataset, columns: Mapping[str, Column]) -> Dataset:
    """`columns` in the places of those ids, and wherever the dataset names them."""
    ids = {
        each.id: columns[each.id].id if each.id in columns else each.id for each in dataset.columns
    }
    retired = {*dataset.retired_columns, *columns} - set(ids.values())
    return _called(
        replace(
            dataset,
            columns=tuple(columns.get(each.id, each) for each in dataset.columns),
            retired_columns=tuple(sorted(retired, key=lambda each: (len(each), each))),
        ),
        ids,
    )


def _called(dataset: Dataset, names: Mapping[str, str]) -> Dataset:
    """The dataset with each reference to a column, by id, replaced by its name in `names`."""
    territory = dataset.territory
    return replace(
        dataset,
        primary_key=tuple(names[each] for each in dataset.primary_key),
        territory=territory
        and replace(
            territory,
            column=names[territory.column],
            date_column=territory.date_column and names[territory.date_column],
        ),
        relations=tuple(replace(each, column=names[each.column]) for each in dataset.relations),
        links=tuple(replace(each, column=names[each.column]) for each in dataset.links),
        unit_key=dataset.unit_key and names[dataset.unit_key],
        acceptance=acceptance_by(dataset.acceptance, names),
    )


def _check(dataset: Dataset, facts: Facts) -> None:
    """Checks the dataset against the rules of every declared dataset. Raises ActRefused."""
    findings = Findings()
    named = _called(dataset, {each.id: Name(each.name) for each in dataset.columns})
    check_columns(named, findings)
    check_links(named, findings)
    check_openness(named, findings)
    check_standard(named, findings)
    check_codes(named, findings)
    check_acceptance(named, facts.catalog.storages.get(dataset.storage_id), findings)
    findings.raise_any()


def _refuse_dependents(dataset: Dataset, columns: Sequence[Column], facts: Facts) -> None:
    """Refuses to retype columns on which agreements or links rest: these would break in silence.
    Raises RetypedUnderAgreements, RetypedUnderLinks.
    """
    ids = {each.id for each in columns}
    agreements = sorted(
        each.citation
        for each in agreements_on(dataset, facts)
        if ids & ({granted.column for granted in each.columns} | columns_of(each.rows))
    )
    if agreements:
        raise RetypedUnderAgreements(columns=labels_of(columns), agreements=", ".join(agreements))
    own = [link.name for link in dataset.links if link.column in ids]
    others = [
        f"{other.name}.{link.name}"
        for other in facts.catalog.datasets_of(dataset.owner)
        for link in other.links
        if link.dataset == dataset.id and link.key in ids
    ]
    if own or others:
        raise RetypedUnderLinks(columns=labels_of(columns), links=", ".join([*own, *others]))
