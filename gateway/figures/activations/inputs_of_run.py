"""The governed rows of a run as the tables of its roles."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.published_service import BindingMode
from catalog.snapshot import Snapshot
from gateway.figures.activations.consenting import SHOWN_AS, RunReading
from gateway.figures.activations.over_standards import is_over_a_standard
from gateway.figures.activations.reading import BoundDataset, GovernedRows, named
from gateway.figures.activations.territories import tell_sources
from services_run.binding import Binding
from services_run.registered_rows import bound_rows
from services_run.tables import FileTable


def inputs_of(
    reading: RunReading,
    bound: Sequence[BoundDataset],
    rows: Sequence[GovernedRows],
    snapshot: Snapshot,
) -> dict[str, list[tuple[FileTable, Binding]]]:
    """By role, in the order of the bindings."""
    inputs: dict[str, list[tuple[FileTable, Binding]]] = {}
    for binding, one, governed in zip(reading.bindings, bound, rows, strict=True):
        columns = [
            column for name in one.columns if (column := one.dataset.column_named(name)) is not None
        ]
        fields = {pair.field: pair.column for pair in binding.fields}
        times = {pair.field: pair.time for pair in binding.fields if pair.time is not None}
        is_consented = binding.mode is BindingMode.CONSENTED
        file = SHOWN_AS if is_consented else named(one.dataset, snapshot)
        table = bound_rows(file, one.dataset, columns, fields, governed.batches, times)
        if is_over_a_standard(one.dataset):
            tell_sources(table[0])
        inputs.setdefault(binding.role, []).append(table)
    return inputs
