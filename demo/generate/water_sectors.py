"""Hourly flows of eight invented sectors of Eau du Bassin Rennais, over the 25 hours of 25 October
2026, with four planted leaks; and what is no leak: a night of flushing, a dairy that begins to work
at night, a meter that falls silent.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from zoneinfo import ZoneInfo

from demo.generate.chance import chance
from demo.generate.standard_columns import columns_of
from demo.generate.table import DATE, INTEGER, LABEL, STRING, Row, Table, TableColumn, decimal
from demo.generate.water_services import BASSIN_RENNAIS, BODIES

HOURLY, DAILY = "interco-debit-horaire-eau", "interco-secteur-eau-jour"
FIRST, LAST = date(2026, 8, 3), date(2026, 10, 31)
_PARIS = ZoneInfo("Europe/Paris")
_CENT = Decimal("0.01")
_SHAPE = (
    *(0.30, 0.22, 0.18, 0.17, 0.21, 0.50, 1.20, 1.85, 1.55, 1.30, 1.20, 1.30),
    *(1.45, 1.15, 1.00, 0.95, 1.05, 1.25, 1.65, 1.95, 1.55, 1.05, 0.75, 0.45),
)
"""Use by hour of the day, of a mean of about 1."""


@dataclass(frozen=True, slots=True)
class Sector:
    id: str
    commune: str
    subscribers: int
    km: str
    price: str


@dataclass(frozen=True, slots=True)
class PlantedLeak:
    """`flow` in m³/h from the midnight of `start` to that of `end`, None while it runs."""

    sector: str
    start: date
    end: date | None
    flow: float


SECTORS = (
    Sector("Betton bourg", "35024", 2140, "38.20", "0.4100"),
    Sector("Betton Rabinardières", "35024", 760, "14.90", "0.4100"),
    Sector("Chevaigné", "35079", 890, "31.40", "0.4100"),
    Sector("La Mézière", "35177", 1880, "52.60", "0.4350"),
    Sector("Melesse nord", "35173", 1240, "44.10", "0.4350"),
    Sector("Montgermont", "35189", 1410, "19.70", "0.4100"),
    Sector("Saint-Grégoire", "35278", 2360, "41.50", "0.4100"),
    # Fewer than eleven: nothing is told of it.
    Sector("Hameau du Lac", "35315", 9, "3.10", "0.4350"),
)
LEAKS = (
    PlantedLeak("Betton bourg", date(2026, 9, 8), date(2026, 9, 29), 3.4),
    PlantedLeak("Melesse nord", date(2026, 9, 21), None, 2.1),
    PlantedLeak("Saint-Grégoire", date(2026, 10, 12), None, 5.2),
    PlantedLeak("Chevaigné", date(2026, 9, 30), date(2026, 10, 16), 1.6),
)
_METERS = (
    ("M-BET-1", "Betton bourg", 1),
    ("M-BET-2", "Betton bourg", -1),
    ("M-BET-2", "Betton Rabinardières", 1),
    ("M-CHE-1", "Chevaigné", 1),
    ("M-MEZ-1", "La Mézière", 1),
    ("M-MEZ-2", "La Mézière", 1),
    ("M-MEL-1", "Melesse nord", 1),
    ("M-MON-1", "Montgermont", 1),
    ("M-GRE-1", "Saint-Grégoire", 1),
    ("M-LAC-1", "Hameau du Lac", 1),
)
"""M-BET-2 is a border meter: what leaves Betton bourg enters Rabinardières."""
_DAIRY, _DAIRY_FROM, _DAIRY_FLOW = "Montgermont", date(2026, 9, 14), Decimal("3.80")
_FLUSHED, _FLUSHING_FLOW = ("La Mézière", date(2026, 10, 6)), 12.0
_SILENT = ("M-MON-1", date(2026, 8, 20))


def sectors(seed: int) -> tuple[Table, ...]:
    """The six tables of the sectors: flows, meters, sectors, night consumers, journal, days."""
    return (_flows(seed), _links(), _register(), _night_consumers(), _journal(), _days(seed))


@cache
def _hours() -> tuple[datetime, ...]:
    """Each hour on the clock of Paris: 25 of them on the last Sunday of October."""
    start = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=_PARIS).astimezone(UTC)
    end = datetime(LAST.year, LAST.month, LAST.day, tzinfo=_PARIS) + timedelta(days=1)
    count = int((end.astimezone(UTC) - start).total_seconds() // 3600)
    return tuple((start + timedelta(hours=at)).astimezone(_PARIS) for at in range(count))


@cache
def _by_sector(seed: int) -> dict[str, tuple[Decimal, ...]]:
    """m³/h by sector, in the order of the hours, to a hundredth."""
    return {sector.id: _flow_of(sector, seed) for sector in SECTORS}


def _flow_of(sector: Sector, seed: int) -> tuple[Decimal, ...]:
    pick = chance(seed, "sector", sector.id)
    leaks = [leak for leak in LEAKS if leak.sector == sector.id]
    flows = []
    for local in _hours():
        weekend = 1.05 if local.weekday() >= 5 else 1
        use = sector.subscribers * 0.0125 * _SHAPE[local.hour] * weekend
        flow = (use + float(sector.km) * 0.022) * math.exp(pick.gauss(0, 0.03))
        day = local.date()
        if (sector.id, day) == _FLUSHED and 1 <= local.hour < 5:
            flow += _FLUSHING_FLOW
        if _runs_at_night(sector.id, day):
            flow += float(_DAIRY_FLOW)
        for leak in leaks:
            flow += leak.flow if leak.start <= day and (not leak.end or day < leak.end) else 0
        flows.append(Decimal(f"{flow:.2f}"))
    return tuple(flows)


def _runs_at_night(sector: str, day: date) -> bool:
    return sector == _DAIRY and day >= _DAIRY_FROM and day.weekday() < 5


def _by_meter(seed: int) -> dict[str, tuple[Decimal, ...]]:
    own = _by_sector(seed)
    mezieres = own["La Mézière"]
    north = tuple((flow * Decimal("0.6")).quantize(_CENT, ROUND_HALF_UP) for flow in mezieres)
    return {
        "M-BET-1": tuple(
            inside + out
            for inside, out in zip(own["Betton bourg"], own["Betton Rabinardières"], strict=True)
        ),
        "M-BET-2": own["Betton Rabinardières"],
        "M-CHE-1": own["Chevaigné"],
        "M-MEZ-1": north,
        "M-MEZ-2": tuple(flow - part for flow, part in zip(mezieres, north, strict=True)),
        "M-MEL-1": own["Melesse nord"],
        "M-MON-1": own["Montgermont"],
        "M-GRE-1": own["Saint-Grégoire"],
        "M-LAC-1": own["Hameau du Lac"],
    }


def _flows(seed: int) -> Table:
    rows: list[Row] = [
        (meter, local.astimezone(UTC), flow)
        for meter, flows in _by_meter(seed).items()
        for local, flow in zip(_hours(), flows, strict=True)
        if (meter, local.date()) != _SILENT
    ]
    title = "Débits horaires des compteurs de réseau"
    return _table("debits_horaires", title, columns_of(HOURLY), ("compteur_id", "debut"), rows)


def _links() -> Table:
    columns = (
        TableColumn("compteur_id", STRING),
        TableColumn("secteur_id", STRING),
        TableColumn("signe", INTEGER),
    )
    title = "Compteurs de réseau de chaque secteur"
    key = ("compteur_id", "secteur_id")
    return _table("compteurs_secteurs", title, columns, key, list(_METERS))


def _register() -> Table:
    columns = (
        TableColumn("secteur_id", STRING),
        TableColumn("code_commune", STRING),
        TableColumn("abonnes", INTEGER),
        TableColumn("lineaire_km", decimal(9, 2)),
        TableColumn("prix_m3_eur", decimal(9, 4)),
    )
    rows: list[Row] = [
        (sector.id, sector.commune, sector.subscribers, Decimal(sector.km), Decimal(sector.price))
        for sector in SECTORS
    ]
    title = "Secteurs de distribution d'eau"
    return _table("secteurs_eau", title, columns, ("secteur_id",), rows)


def _night_consumers() -> Table:
    columns = (TableColumn("secteur_id", STRING), *columns_of(HOURLY)[1:])
    rows: list[Row] = [
        (_DAIRY, local.astimezone(UTC), _DAIRY_FLOW)
        for local in _hours()
        if _runs_at_night(_DAIRY, local.date())
    ]
    title = "Gros consommateurs de nuit connus"
    return _table("consommateurs_nuit", title, columns, ("secteur_id", "debut"), rows)


def _journal() -> Table:
    columns = (
        TableColumn("secteur_id", STRING),
        TableColumn("du", DATE),
        TableColumn("au", DATE),
        TableColumn("nature", STRING),
    )
    sector, day = _FLUSHED
    title = "Journal des manœuvres sur le réseau"
    return _table(
        "journal_manoeuvres", title, columns, ("secteur_id", "du"), [(sector, day, day, "purge")]
    )


def _days(seed: int) -> Table:
    """`bilan_secteurs`, in the columns of the house standard; a silent day has no row."""
    rows: list[Row] = []
    silent = {(sector, _SILENT[1]) for meter, sector, _ in _METERS if meter == _SILENT[0]}
    for sector in SECTORS:
        whole: dict[date, Decimal] = defaultdict(Decimal)
        nights: dict[date, list[Decimal]] = defaultdict(list)
        for local, flow in zip(_hours(), _by_sector(seed)[sector.id], strict=True):
            whole[local.date()] += flow
            if local.hour in {2, 3}:
                nights[local.date()].append(flow)
        rows += [
            (
                sector.id,
                sector.commune,
                day,
                volume,
                None,
                (sum(nights[day], Decimal(0)) / len(nights[day])).quantize(_CENT, ROUND_HALF_UP),
                sector.subscribers,
                Decimal(sector.km),
            )
            for day, volume in whole.items()
            if (sector.id, day) not in silent
        ]
    title = "Bilan quotidien des secteurs"
    return _table("bilan_secteurs", title, columns_of(DAILY), ("secteur_id", "date"), rows)


def _table(
    name: str, title: str, columns: tuple[TableColumn, ...], key: tuple[str, ...], rows: list[Row]
) -> Table:
    whole = f"{title}, {BODIES[BASSIN_RENNAIS]} {LABEL}"
    return Table(BASSIN_RENNAIS, name, whole, columns, key, tuple(rows))
