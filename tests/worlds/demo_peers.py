"""The demo's compared bodies and their figures from its raw files, as `peers_figures`
reads them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.worlds.peers_world import OWN
from tests.worlds.raw_files import Layout, RawFiles

_BODIES = ("organisme", "nature", "population", "densite", "accord")
_FIGURES = ("organisme", "indicateur", "annee", "valeur")
PEERS = "valcobreizh", "200090884"
"""Who compares itself, and the SIREN under which its own rows stand."""


def demo_peers(data: Path) -> RawFiles:
    files = RawFiles()
    bodies = _rows(data, "organismes_compares")
    files.put("organismes.csv", _layout("organismes", _BODIES), _cells(bodies, _BODIES))
    figures = _rows(data, "chiffres_compares")
    files.put("valeurs.csv", _layout("valeurs", _FIGURES), _cells(figures, _FIGURES))
    return files


def _rows(data: Path, name: str) -> list[dict[str, Any]]:
    owner, siren = PEERS
    (file,) = (data / owner).rglob(f"{name}.parquet")
    rows: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    for row in rows:
        row["organisme"] = OWN if row["organisme"] == siren else row["organisme"]
    return rows


def _layout(role: str, columns: tuple[str, ...]) -> Layout:
    return Layout(role, {name: name for name in columns})


def _cells(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> list[list[str]]:
    return [["" if row.get(name) is None else str(row[name]) for name in columns] for row in rows]
