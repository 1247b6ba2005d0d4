"""`compteurs`: water meters of Eau du Bassin Rennais, read twice a year. Personal, so made up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from random import Random

from demo.generate.anomalies import Anomaly
from demo.generate.chance import chance
from demo.generate.ground import EAU_BASSIN_RENNAIS, WATER, Commune, communes_of
from demo.generate.table import (
    BIGINT,
    DATE,
    INTEGER,
    LABEL,
    STRING,
    Row,
    Table,
    TableColumn,
)

OWNER, NAME = "eau-bassin-rennais", "compteurs"
COLUMNS = (
    TableColumn("compteur_id", STRING),
    TableColumn("abonne_ref", STRING),
    TableColumn("type_abonne", STRING),
    TableColumn("diametre_mm", INTEGER),
    TableColumn("code_commune", STRING),
    TableColumn("date_releve", DATE),
    TableColumn("index_m3", BIGINT),
    TableColumn("mode_releve", STRING),
)
_READINGS = tuple(date(year, month, 1) for year in (2023, 2024, 2025) for month in (1, 7))
_SHARED_WITH_VAL_D_ILLE_AUBIGNE = ("35173", "35177", "35193")
_METERS_SHARED, _METERS_MOST, _METERS_LEAST = 20, 40, 4
# Subscribers by kind: out of 100, m3 a year against a household's, meter sizes in millimetres.
_KINDS = {
    "DOMESTIQUE": (92, 1.0, (15,)),
    "COLLECTIF": (2, 15.0, (30, 40)),
    "PROFESSIONNEL": (3, 3.0, (15, 20, 30)),
    "AGRICOLE": (1, 4.0, (20, 30)),
    "COMMUNAL": (2, 5.0, (20, 40, 60)),
}
_LN_MEDIAN_M3, _SIGMA = 4.443, 0.65
"""Of a household's year: median 85 m3, mean 105."""


@dataclass(frozen=True, slots=True)
class _Meter:
    id: str
    subscriber: str
    kind: str
    size_mm: int
    commune: str
    yearly_m3: float
    remote: bool


def compteurs(seed: int) -> tuple[Table, tuple[Anomaly, ...]]:
    """About 2,000 readings of 350 meters in the 59 communes."""
    random = chance(seed, "compteurs")
    meters: list[_Meter] = []
    for commune in communes_of(EAU_BASSIN_RENNAIS, WATER):
        for turn in range(_count(commune)):
            meters.append(_meter(seed, commune, len(meters) + 1, turn, random))
    odd = {meters[position].id: kind for position, kind in _odd_ones(len(meters))}
    rows: list[Row] = []
    anomalies: list[Anomaly] = []
    for meter in meters:
        for row, anomaly in _readings(meter, odd.get(meter.id), random):
            rows.append(row)
            anomalies += [anomaly] if anomaly else []
    title = f"Relevés des compteurs d'eau, Eau du Bassin Rennais {LABEL}"
    key = ("compteur_id", "date_releve")
    return Table(OWNER, NAME, title, COLUMNS, key, tuple(rows)), tuple(anomalies)


def _count(commune: Commune) -> int:
    if commune.code in _SHARED_WITH_VAL_D_ILLE_AUBIGNE:
        return _METERS_SHARED
    return min(max(commune.population // 2_500, _METERS_LEAST), _METERS_MOST)


def _meter(seed: int, commune: Commune, number: int, turn: int, random: Random) -> _Meter:
    shared = commune.code in _SHARED_WITH_VAL_D_ILLE_AUBIGNE
    kinds, weights = list(_KINDS), [each[0] for each in _KINDS.values()]
    kind = random.choices(kinds, weights)[0]
    if turn < (2 if shared else int(number % 5 == 0)):
        kind = "COMMUNAL"
    _, times, sizes = _KINDS[kind]
    return _Meter(
        id=f"EBR-{number:06d}",
        subscriber=sha256(f"{seed}:abonne:{number}".encode()).hexdigest()[:16],
        kind=kind,
        size_mm=random.choice(sizes),
        commune=commune.code,
        yearly_m3=times * random.lognormvariate(_LN_MEDIAN_M3, _SIGMA),
        remote=random.random() < 0.6,
    )


def _odd_ones(count: int) -> Iterator[tuple[int, str]]:
    """Two meters replaced, two estimated too high and corrected by the next reading."""
    yield count // 5, "compteur_remplace"
    yield 2 * count // 5, "releve_estime_corrige"
    yield 3 * count // 5, "compteur_remplace"
    yield 4 * count // 5, "releve_estime_corrige"


def _readings(
    meter: _Meter, odd: str | None, random: Random
) -> Iterator[tuple[Row, Anomaly | None]]:
    index = random.uniform(0.0, 6.0) * meter.yearly_m3
    for turn, planned in enumerate(_READINGS):
        day = planned + timedelta(days=random.randrange(28))
        if turn:
            index += meter.yearly_m3 / 2 * random.lognormvariate(0.0, 0.15)
        mode = "TELERELEVE" if meter.remote else "RELEVE"
        if not meter.remote and random.random() < 0.08:
            mode = "ESTIME"
        written, expected, why = round(index), round(index), ""
        if turn == 3 and odd == "compteur_remplace":
            why = "Compteur remplacé : l'index repart de zéro."
            index = written = 3
        if turn == 3 and odd == "releve_estime_corrige":
            why = "Relevé estimé trop haut : le suivant donne une consommation négative."
            written, mode = round(index + meter.yearly_m3), "ESTIME"
        row = (
            meter.id,
            meter.subscriber,
            meter.kind,
            meter.size_mm,
            meter.commune,
            day,
            int(written),
            mode,
        )
        anomaly = (
            Anomaly(
                owner=OWNER,
                table=NAME,
                kind=odd or "",
                key={"compteur_id": meter.id, "date_releve": day.isoformat()},
                column="index_m3",
                written=str(int(written)),
                expected=str(expected),
                why=why,
            )
            if why
            else None
        )
        yield row, anomaly
