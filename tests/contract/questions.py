"""Queries that the engines' own tests ask, beside those of `cases/`."""

from __future__ import annotations

from federation.logical import Parameter, WireType
from tests.contract.cases_file import ContractCase


def question(
    sql: str, *columns: tuple[str, WireType], parameters: tuple[Parameter, ...] = ()
) -> ContractCase:
    return ContractCase("engines", sql, sql, columns, parameters)


COUNT = question("SELECT COUNT(*) AS n FROM ville.mesures AS m", ("n", WireType.COUNT))
IDS = question("SELECT m.id FROM ville.mesures AS m ORDER BY m.id", ("id", WireType.INT))
JOINED = question(
    "SELECT a.id FROM ville.masquees AS a JOIN ville.masquees AS b ON a.id = b.id ORDER BY a.id",
    ("id", WireType.INT),
)
FLUXES = question("SELECT m.flux FROM ville.mesures AS m", ("flux", WireType.STRING))
# 48 to the sixth: twelve thousand million pairs, minutes on any engine.
ENDLESS = question(
    "SELECT COUNT(*) AS n FROM ville.mesures AS a CROSS JOIN ville.mesures AS b "
    "CROSS JOIN ville.mesures AS c CROSS JOIN ville.mesures AS d "
    "CROSS JOIN ville.mesures AS e CROSS JOIN ville.mesures AS f "
    "WHERE a.id + b.id + c.id + d.id + e.id + f.id > 3",
    ("n", WireType.COUNT),
)
# 9 223 372 036 854 775 807 is passed: an error when it runs, whose text would say a value.
OVERFLOW = question(
    "SELECT SUM(m.compte * 900000000) AS n FROM ville.mesures AS m", ("n", WireType.BIGINT)
)
HASHED = question("SELECT m.flux FROM ville.masquees AS m", ("flux", WireType.STRING))
BY_FLUX = question(
    "SELECT m.flux, COUNT(*) AS n, SUM(m.poids) AS poids FROM ville.croisees AS m "
    "GROUP BY m.flux ORDER BY m.flux",
    ("flux", WireType.STRING),
    ("n", WireType.COUNT),
    ("poids", WireType.DECIMAL),
)
