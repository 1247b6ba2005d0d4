"""A standard as a role's data: every dataset of it that whoever runs the service may read.

It stands as one dataset does, with the fields of the standard for columns: a statement reads it as
any other, and is written out over the datasets of that moment, by the rights of who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren
from catalog.standards.standard import Standard, column_for, standards

STANDARDS = "standards"
"""The schema of these tables in SQL, as `federation.sql` writes them out."""
_NUMBERS = frozenset({"id_pesee", "numero_pesee"})
OF_DATASET = "dataset"
"""The column that says whose row it is."""


def standard_called(name: str) -> Standard | None:
    """By `standards.collecte_dechets`."""
    schema, _, table = name.partition(".")
    if schema != STANDARDS:
        return None
    return next((one for one in standards().values() if one.sql_name == table), None)


def as_dataset(standard: Standard, body: Siren) -> Dataset:
    """`id` is its name in SQL; column ids are their names."""
    columns = [
        _column(field.name, field.given_as, field.concept, field.unit) for field in standard.fields
    ]
    of_dataset = _column(OF_DATASET, ColumnType(ScalarType.STRING))
    return Dataset(
        id=f"{STANDARDS}.{standard.sql_name}",
        owner=body,
        storage_id="",
        name=Name(standard.sql_name),
        title_fr=standard.title,
        title_en=standard.title,
        physical=PhysicalObject(ObjectKind.TABLE, standard.sql_name),
        columns=(*columns, of_dataset),
        standard=standard.name,
    )


def is_over_a_standard(dataset: Dataset) -> bool:
    return dataset.id.startswith(f"{STANDARDS}.")


def standards_of(datasets: Iterable[Dataset]) -> tuple[Standard, ...]:
    """The standards that at least one of the datasets follows, by name."""
    names = sorted({one.standard for one in datasets if one.standard is not None})
    return tuple(standards()[name] for name in names if name in standards())


def fields_in_clear(
    dataset: Dataset,
    standard: Standard,
    read: Iterable[Dataset],
    readable: Mapping[str, Sequence[Column]],
) -> list[Column]:
    """Columns of `dataset` that no source gives masked: a pseudonym tells rows apart and no more,
    so that the number of a slip may stay one.
    """
    masked = {
        field.name
        for field in standard.fields
        for source in read
        if field.name not in _NUMBERS
        and (column := column_for(field, source.columns)) is not None
        and column not in readable[source.id]
    }
    return [column for column in dataset.columns if column.name not in masked]


def _column(
    name: str, kind: ColumnType, concept: str | None = None, unit: str | None = None
) -> Column:
    return Column(
        id=name,
        name=Name(name),
        type=kind,
        source_name=name,
        label_fr=name,
        label_en=name,
        unit=unit,
        concept=concept,
    )
