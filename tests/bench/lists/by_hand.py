"""The same lists as somebody would write them for one file: SQL by hand, on the same DuckDB."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

_ROWS = """
SELECT date_collecte AS "dateCollecte", flux, mode_collecte AS "modeCollecte",
  tonnage_kg AS "tonnageKg", {id} AS "idPesee", code_commune AS "codeCommune",
  struct_pack(code := c.code, nom := c.nom, population := c.population) AS commune
FROM ({first}) AS w
LEFT JOIN communes AS c ON c.raw = w.code_commune AND c.year = year(w.date_collecte)
ORDER BY {order}
"""
_FIRST = """
SELECT date_collecte, flux, mode_collecte, tonnage_kg, id_pesee, code_commune, prestataire_siret,
  tournee_id
FROM read_parquet($path) WHERE code_commune IS NOT NULL {shown} ORDER BY {order} LIMIT $number
"""
_BY_KEY = "id_pesee, code_commune"
_BY_DAY = "date_collecte, tonnage_kg, code_commune, flux, mode_collecte, id_pesee"
_HASHED = "sha256(concat($k2, sha256(concat($k1, id_pesee))))"


@dataclass(frozen=True)
class Spec:
    """What both servers are given; `keys`: the two of the pseudonym. `communes`: (code as typed
    in, year, code, name, population). `shown`: the codes of the reader's territory.
    """

    parquet: str
    csv: str
    keys: tuple[str, str]
    communes: tuple[tuple[str, int, str, str, int | None], ...]
    shown: tuple[str, ...]

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def read(cls, path: Path) -> Spec:
        return cls(**json.loads(path.read_text("utf-8")))


class ByHand:
    """`rows` as their owner reads them, or `by_agreement`: another territory, a pseudonym."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._connection = duckdb.connect()
        self._connection.execute(
            "CREATE TABLE communes (raw TEXT, year INT, code TEXT, nom TEXT, population INT)"
        )
        self._connection.executemany("INSERT INTO communes VALUES (?, ?, ?, ?, ?)", spec.communes)
        self._connection.execute("CREATE TABLE shown (code TEXT)")
        self._connection.executemany(
            "INSERT INTO shown VALUES (?)", [(code,) for code in spec.shown]
        )
        self._connection.execute(
            "CREATE TABLE weighings AS SELECT * FROM read_csv(?, all_varchar = true)", [spec.csv]
        )

    def rows(self, number: int, *, by_agreement: bool) -> pa.Table:
        order = _BY_DAY if by_agreement else _BY_KEY
        first = _FIRST.format(
            shown="AND code_commune IN (FROM shown)" if by_agreement else "", order=order
        )
        text = _ROWS.format(
            id=_HASHED if by_agreement else "id_pesee", first=first, order=f"w.{order}"
        )
        values: dict[str, object] = {"path": self._spec.parquet, "number": number}
        if by_agreement:
            values |= {"k1": self._spec.keys[0], "k2": self._spec.keys[1]}
        return self._connection.execute(text, values).to_arrow_table()

    def count(self) -> int:
        """Of the same rows in memory."""
        found = self._connection.execute("SELECT count(*) FROM weighings").fetchone()
        return int(found[0]) if found else 0
