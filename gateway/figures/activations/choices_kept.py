"""The choices that an activation holds, as another version of its service is given them."""

from __future__ import annotations

from catalog.model.published_service import Activation, BindingMode
from catalog.snapshot import Snapshot
from gateway.figures.activations.report import Choices
from gateway.reading.query.overlap import Overlap, read_overlap


def choices_kept(activation: Activation, snapshot: Snapshot) -> Choices:
    """Its datasets by role, and its columns by field: an answer that was given is not asked for
    again. A column that is gone is matched anew, and so is what other bodies consent to.
    """
    datasets: dict[str, list[str]] = {}
    columns: dict[str, str] = {}
    for binding in activation.bindings:
        if binding.mode is BindingMode.CONSENTED:
            continue
        datasets.setdefault(binding.role, []).append(binding.dataset)
        dataset = snapshot.datasets.get(binding.dataset)
        names = {} if dataset is None else {one.id: str(one.name) for one in dataset.columns}
        for pair in binding.fields:
            if pair.column in names:
                columns[f"{binding.role}.{pair.field}"] = names[pair.column]
    return Choices(
        datasets=datasets,
        columns=columns,
        purpose=activation.purpose,
        overlap=read_overlap(activation.overlap) or Overlap.REFUSE,
    )
