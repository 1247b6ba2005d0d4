"""What an agreement gives, evaluated row by row in plain Python, apart from the compiler."""

import hashlib
from datetime import date

from catalog.cog import load_cog
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.row_condition import InTerritory
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot
from catalog.territory import territory
from demo.generate.table import Row, Table
from tests.integration.demo.attack import Line


def granted_lines(
    table: Table, agreement: Agreement, dataset: Dataset, catalog: Snapshot
) -> list[Line]:
    """The lines of `collectes` that the grantee reads, in an order that tells nothing."""
    given = {each.name: each.transform for each in agreement.columns}
    assert isinstance(agreement.rows, InTerritory)
    visible = _in_territory(agreement.rows, dataset, table, catalog)

    def cell(row: Row, name: str) -> object:
        value = row[table.position(name)]
        match given.get(name):
            case Transform.CLEAR:
                return value
            case Transform.KEYED_HASH:
                return hashlib.sha256(f"one key:{name}:{value}".encode()).hexdigest()
            case _:
                return None

    lines = [
        Line(
            weighing=cell(row, "id_pesee"),
            day=cell(row, "date_collecte"),
            round=cell(row, "tournee_id"),
            commune=cell(row, "code_commune"),
            flux=cell(row, "flux"),
            mass_kg=cell(row, "tonnage_kg"),
            share=cell(row, "part_commune"),
            bins=cell(row, "nb_bacs_leves"),
        )
        for row in table.rows
        if visible(row)
    ]
    return sorted(lines, key=lambda line: (line.weighing, line.commune))


def _in_territory(rows: InTerritory, dataset: Dataset, table: Table, catalog: Snapshot):
    code_at = table.position(dataset.column(rows.column).name)
    day_at = table.position(dataset.column(rows.date_column).name)
    cog = load_cog()
    found = territory(rows.of, rows.competence, date(2023, 1, 1), catalog.memberships, cog)
    assert found.valid_until is None

    def visible(row: Row) -> bool:
        land = cog.atoms_of(row[code_at] or "", row[day_at])
        return bool(land) and land <= found.atoms

    return visible
