"""Two databases that differ only in what the reader may not see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from catalog.cog import load_cog
from catalog.model.dataset import Dataset, ObjectKind
from catalog.model.row_condition import AllOf, Compare, InListedTerritory, InTerritory, RowCondition
from catalog.model.transform import Transform
from policies.decision import Branch
from tests.integration.oracle.governed_rows import Oracle
from tests.integration.oracle.running import KEYRING
from tests.integration.oracle.scenario import NOW, READER, Row, Scenario

CANARY = "CANARI"
_TEXTS = ("id", "flux")


def twins(scenario: Scenario) -> tuple[Scenario, Scenario]:
    """One holds canaries wherever nothing is shown; the other holds nothing there, or less."""
    return _twin(scenario, with_canaries=True), _twin(scenario, with_canaries=False)


def _twin(scenario: Scenario, *, with_canaries: bool) -> Scenario:
    branches = {key: each.branches for key, each in scenario.decision.datasets.items()}
    oracle = Oracle(scenario.snapshot, branches, load_cog(), NOW, READER, KEYRING)
    rows: dict[str, list[Row]] = {}
    text: dict[str, list[dict[str, str | None]]] = {}
    for dataset in scenario.datasets:
        held = branches[dataset.id]
        is_text = dataset.physical.kind is ObjectKind.CSV
        written = scenario.text[dataset.id] if is_text else scenario.rows[dataset.id]
        kept_rows, kept_text = [], []
        for row, source in zip(scenario.rows[dataset.id], written, strict=True):
            holding = [each for each in held if oracle.holds(each.rows, dataset, row)]
            if not holding and not with_canaries:
                continue
            hidden = _hidden(dataset, held, holding)
            value = f"{CANARY}-{len(kept_rows)}" if with_canaries else "autre"
            kept_rows.append({**row, **dict.fromkeys(hidden, value)})
            kept_text.append({**source, **dict.fromkeys(hidden, value)})
        rows[dataset.id] = kept_rows
        if is_text:
            text[dataset.id] = kept_text
    return replace(scenario, rows=rows, text=text)


def _hidden(dataset: Dataset, branches: tuple[Branch, ...], holding: list[Branch]) -> list[str]:
    """Text cells that the row shows to nobody, and that no condition looks at."""
    decided: set[str] = set().union(*(_columns(each.rows) for each in branches))
    return [
        name
        for name in _TEXTS
        if (column_id := f"{dataset.id}_{name}") not in decided
        and not any(_shows(each, column_id) for each in holding)
    ]


def _shows(branch: Branch, column_id: str) -> bool:
    cell = branch.columns.get(column_id)
    return cell is not None and cell.transform not in {Transform.NULL, Transform.CONSTANT}


def _columns(rows: RowCondition) -> set[Any]:
    match rows:
        case Compare(column, _, _):
            return {column}
        case (
            InTerritory(column=column, date_column=date_column)
            | InListedTerritory(column=column, date_column=date_column)
        ):
            return {column, date_column}
        case AllOf(conditions):
            return set().union(*(_columns(each) for each in conditions))
        case _:
            return set()
