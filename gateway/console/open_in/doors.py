"""The programs of people that the doors of this platform lead to, so far as those are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gateway.console.visit import Visit
from papers.connection_files import write_psql

_DATABASE: Final = "interco"


@dataclass(frozen=True, slots=True)
class OpenIn:
    """Words and the last part of the address of each file; the command of PostgreSQL's clients,
    where that door is open.
    """

    files: tuple[tuple[str, str], ...]
    command: str | None


def open_in(visit: Visit, *, is_placed: bool) -> OpenIn:
    """`is_placed`: the data have a place, so that a layer can be made of them."""
    _ = visit.gettext
    files = [
        (_("Excel, mis à jour d'un clic (.odc)"), "open.odc"),
        (_("Power BI (.pbids)"), "open.pbids"),
    ]
    if is_placed:
        files.append((_("QGIS (.qlr)"), "open.qlr"))
    host, port = visit.request.url.hostname or "localhost", visit.services.postgres_port
    return OpenIn(tuple(files), write_psql(host, port, _DATABASE) if port else None)
