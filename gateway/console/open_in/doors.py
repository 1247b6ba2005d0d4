"""The programs of people that the doors of this platform lead to, so far as those are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from catalog.model.doors import DOORS
from gateway.console.visit import Visit
from papers.connection_files import write_psql

ODATA, OGC, POSTGRESQL = "odata", "ogc", "postgresql"
OPEN_DOORS: Final = frozenset(each.code for each in DOORS)
_POSTGRESQL_PORT: Final = 5432
_DATABASE: Final = "interco"


@dataclass(frozen=True, slots=True)
class OpenIn:
    """Words and the last part of the address of each file; the command of PostgreSQL's clients,
    where that door is open.
    """

    files: tuple[tuple[str, str], ...]
    command: str | None


def open_in(visit: Visit, *, is_placed: bool, doors: frozenset[str] = OPEN_DOORS) -> OpenIn:
    """`is_placed`: the data have a place, so that a layer can be made of them."""
    _ = visit.gettext
    files: list[tuple[str, str]] = []
    if ODATA in doors:
        files += [
            (_("Excel, mis à jour d'un clic (.odc)"), "open.odc"),
            (_("Power BI (.pbids)"), "open.pbids"),
        ]
    if OGC in doors and is_placed:
        files.append((_("QGIS (.qlr)"), "open.qlr"))
    host = visit.request.url.hostname or "localhost"
    command = write_psql(host, _POSTGRESQL_PORT, _DATABASE) if POSTGRESQL in doors else None
    return OpenIn(tuple(files), command)
