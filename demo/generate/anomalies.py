"""The mistakes that real files hold, planted one by one and written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from demo.generate.table import Row, Table, Value

_MESNIL_ROC_H = "35308"
_LAST_OLD_CODE = date(2023, 3, 31)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """`key` finds the row in its table; `expected` is what a careful clerk would have written."""

    owner: str
    table: str
    kind: str
    key: Mapping[str, str]
    column: str
    written: str | None
    expected: str
    why: str


def plant_in_val_d_ille_aubigne(table: Table) -> tuple[Table, tuple[Anomaly, ...]]:
    """In weighings of one commune only: nothing is to be learned of them from other lines."""
    planting = _Planting(table)
    planting.plant_once(
        "code_postal",
        "35251",
        "35250",
        "Code postal de Saint-Aubin-d'Aubigné : au COG, 35250 est Saint-Armel, hors du territoire.",
    )
    planting.plant_once("commune_vide", "35173", None, "Commune non saisie.")
    return planting.result()


def plant_in_valcobreizh(table: Table) -> tuple[Table, tuple[Anomaly, ...]]:
    planting = _Planting(table)
    planting.plant_old_codes()
    planting.plant_once(
        "code_postal",
        "35085",
        "35270",
        "Code postal de Combourg : au COG, 35270 est Saint-Georges-de-Gréhaigne.",
    )
    planting.plant_once("code_inconnu", "35152", "35999", "Aucune commune n'a jamais eu ce code.")
    planting.plant_once("commune_vide", "35031", None, "Commune non saisie.")
    return planting.result()


class _Planting:
    """Changes commune codes of `collectes` and keeps the ledger."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows = list(table.rows)
        self._found: list[Anomaly] = []
        self._weighing = table.position("id_pesee")
        self._commune = table.position("code_commune")
        self._day = table.position("date_collecte")
        self._lines = Counter(row[self._weighing] for row in table.rows)

    def plant_old_codes(self) -> None:
        """A lorry that served Mesnil-Roc'h still says Lanhélin or Tressé, communes until 2018."""
        old = ("35147", "35344")
        names = {"35147": "Lanhélin", "35344": "Tressé"}

        def is_early(row: Row) -> bool:
            day = row[self._day]
            return isinstance(day, date) and day <= _LAST_OLD_CODE

        positions = self._positions(_MESNIL_ROC_H, is_early)
        for turn, position in enumerate(positions[::3]):
            code = old[turn % len(old)]
            why = (
                f"Ancien code de {names[code]}, commune déléguée de Mesnil-Roc'h depuis 2019 : "
                f"la ligne compte pour {_MESNIL_ROC_H}."
            )
            self._plant(position, "ancien_code", code, why)

    def plant_once(self, kind: str, expected: str, written: str | None, why: str) -> None:
        """In the middle of the lone weighings of that commune."""
        positions = self._positions(expected, lambda row: self._lines[row[self._weighing]] == 1)
        self._plant(positions[len(positions) // 2], kind, written, why)

    def result(self) -> tuple[Table, tuple[Anomaly, ...]]:
        return self._table.with_rows(tuple(self._rows)), tuple(self._found)

    def _positions(self, code: str, test: Callable[[Row], bool]) -> list[int]:
        return [
            position
            for position, row in enumerate(self._rows)
            if row[self._commune] == code and test(row)
        ]

    def _plant(self, position: int, kind: str, written: str | None, why: str) -> None:
        row = self._rows[position]
        changed: list[Value] = list(row)
        changed[self._commune] = written
        self._rows[position] = tuple(changed)
        self._found.append(
            Anomaly(
                owner=self._table.owner,
                table=self._table.name,
                kind=kind,
                key={"id_pesee": str(row[self._weighing])},
                column="code_commune",
                written=written,
                expected=str(row[self._commune]),
                why=why,
            )
        )
