"""One dataset with a column of every type, shared under agreements that mask it in every way.

Its rows are drawn from a seed: cells that are absent, decimals of 38 digits, the hour that comes
twice in autumn, texts that are formulas, separators and line ends elsewhere.
"""

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from catalog.model.agreement import GrantedColumn, Output
from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    Relation,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.identifiers import Name
from catalog.model.row_condition import AllRows, Compare, CompareOp, InTerritory
from catalog.model.terms import AgreementLimits
from catalog.model.transform import Transform

OWNER, SLUG = "243500667", "val-d-ille-aubigne"
DATASET = "tous_types"
STORAGE = "val_d_ille_aubigne__fichiers"
LONG = ColumnType(ScalarType.DECIMAL, 38, 10)
SHORT = ColumnType(ScalarType.DECIMAL, 10, 3)
DEGREES = ColumnType(ScalarType.DECIMAL, 9, 6)
TYPES = {
    "id": ColumnType(ScalarType.STRING),
    "code_commune": ColumnType(ScalarType.STRING),
    "nom": ColumnType(ScalarType.STRING),
    "usager": ColumnType(ScalarType.STRING),
    "rang": ColumnType(ScalarType.INTEGER),
    "grand": ColumnType(ScalarType.BIGINT),
    "montant": LONG,
    "petit": SHORT,
    "taux": ColumnType(ScalarType.FLOAT),
    "actif": ColumnType(ScalarType.BOOLEAN),
    "jour": ColumnType(ScalarType.DATE),
    "heure": ColumnType(ScalarType.TIME),
    "saisi": ColumnType(ScalarType.TIMESTAMP),
    "instant": ColumnType(ScalarType.TIMESTAMP_TZ),
    "extra": ColumnType(ScalarType.JSON),
    "longitude": DEGREES,
    "latitude": DEGREES,
}
NAMES = tuple(TYPES)
PLACED = ("longitude", "latitude")
_ARROW = {
    ScalarType.INTEGER: pa.int32(),
    ScalarType.BIGINT: pa.int64(),
    ScalarType.FLOAT: pa.float64(),
    ScalarType.BOOLEAN: pa.bool_(),
    ScalarType.DATE: pa.date32(),
    ScalarType.TIME: pa.time64("us"),
    ScalarType.TIMESTAMP: pa.timestamp("us"),
    ScalarType.TIMESTAMP_TZ: pa.timestamp("us", "UTC"),
}
_COMMUNES = ("35003", "35069", "35128", "35173", "35317", "35351", "35999")
_TEXTS = (
    *("", " bord ", "VERRE", "Évran", "l'été", 'dit "Le Bois"', "a;b", "a,b", "a\tb", "=1+1"),
    *("-3", "+33 2", "@x", "01234", "1e5", "null", "NULL", "\\N", "\\", "a\nb", "a\r\nb", "🙂"),
    *("_x0041_", "<b>&amp;</b>", "'", "e\u0301", "%_", "{}", "true", "2025-01-31"),
)
_TWICE = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
"""02:30 in Paris, as an hour later."""
_INSTANTS = (
    *(_TWICE, _TWICE + timedelta(hours=1), datetime(2025, 3, 30, 0, 59, 59, 999999, UTC)),
    *(datetime(2024, 12, 31, 23, 30, tzinfo=UTC), datetime(2026, 7, 14, 6, 0, 0, 120000, UTC)),
)
_MOMENTS = (
    *(datetime(2025, 10, 26, 2, 30), datetime(2025, 3, 30, 2, 30), datetime(1899, 5, 1, 7, 8, 9)),  # noqa: DTZ001 - the source's own clock
    datetime(2026, 1, 31, 23, 59, 59, 5000),  # noqa: DTZ001 - the same
)
_LONG_DECIMALS = (
    *("9999999999999999999999999999.9999999999", "-1234567890123456789012345678.0123456789"),
    *("0.0000000001", "-0.5", "0", "12345678901234567", "100000000000000000000"),
)
_DOCUMENTS = ('{"a": 1, "b": [true, null]}', '[1, 2.50, "é"]', '"seul"', "7", '{"c": "x\\ny"}')
MANY = 90


def is_long(number: object) -> bool:
    """True for a decimal of all 38 digits that its column holds."""
    return isinstance(number, Decimal) and len(number.as_tuple().digits) >= 38


def is_twice(moment: object) -> bool:
    return isinstance(moment, datetime) and moment in {_TWICE, _TWICE + timedelta(hours=1)}


def draw_value(chance: random.Random, name: str):  # noqa: C901, PLR0911, PLR0912 - one case a column
    match name:
        case "code_commune":
            return chance.choice(_COMMUNES)
        case "nom" | "usager":
            return chance.choice(_TEXTS)
        case "rang":
            return chance.choice((-(2**31), -3, 0, 1, 2, 3, 7, 12, 2**31 - 1))
        case "grand":
            return chance.choice((-(2**63), -5, 0, 3, 40_000, 2**53 + 1, 2**63 - 1))
        case "montant":
            return Decimal(chance.choice(_LONG_DECIMALS))
        case "petit":
            return Decimal(chance.randrange(-9_999_999, 9_999_999)) / 1000
        case "taux":
            return chance.choice(
                (0.1, -0.0, 1e300, 5e-324, 1 / 3, 12.5, float("nan"), float("inf"))
            )
        case "actif":
            return chance.random() < 0.5
        case "jour":
            return chance.choice(
                (date(2025, 1, 31), date(1850, 2, 3), date(2024, 2, 29))
            ) + timedelta(chance.randrange(300))
        case "heure":
            return chance.choice((time(8, 15), time(0, 0), time(23, 59, 59, 999999)))
        case "saisi":
            return chance.choice(_MOMENTS)
        case "instant":
            return chance.choice(_INSTANTS)
        case "extra":
            return chance.choice(_DOCUMENTS)
        case "longitude":
            return Decimal(chance.randrange(-2_000_000, -1_000_000)) / 1_000_000
    return Decimal(chance.randrange(47_500_000, 48_500_000)) / 1_000_000


def draw_rows(chance: random.Random) -> list[dict[str, object]]:
    return [
        {
            name: None if chance.random() < 0.12 else draw_value(chance, name)
            for name in NAMES
            if name != "id"
        }
        | {"id": f"R-{number:03}"}
        for number in range(MANY)
    ]


def write_rows(rows: list[dict[str, object]], path) -> None:
    arrays = {name: pa.array([row[name] for row in rows], _arrow(TYPES[name])) for name in NAMES}
    pq.write_table(pa.table(arrays), path)


def _arrow(kind: ColumnType) -> pa.DataType:
    if kind.scalar is ScalarType.DECIMAL:
        return pa.decimal128(kind.precision, kind.scale)
    return _ARROW.get(kind.scalar, pa.string())


def column_id(name: str) -> str:
    return f"k{NAMES.index(name) + 1}"


def dataset() -> Dataset:
    return Dataset(
        id=f"val_d_ille_aubigne__{DATASET}",
        owner=OWNER,
        storage_id=STORAGE,
        name=Name(DATASET),
        title_fr="Tous les types",
        title_en="All types",
        physical=PhysicalObject(ObjectKind.PARQUET, f"{DATASET}.parquet"),
        columns=tuple(
            Column(
                id=column_id(name),
                name=Name(name),
                type=kind,
                source_name=name,
                label_fr=name,
                label_en=name,
                concept="commune" if name == "code_commune" else None,
            )
            for name, kind in TYPES.items()
        ),
        primary_key=(column_id("id"),),
        relations=(Relation(Name("commune"), column_id("code_commune"), "commune"),),
        territory=TerritoryBinding(column_id("code_commune"), vintage=2025),
    )


@dataclass(frozen=True)
class Given:
    """An agreement over the dataset: to whom, for what, and how each column is given.

    Columns that `masked` does not name are given as they are, those of `withheld` not at all.
    """

    grantee: str
    purpose: str
    masked: dict[str, Transform]
    withheld: frozenset[str] = frozenset()
    rows: object = AllRows()
    output: Output = Output.DETAIL
    most: int | None = None

    def columns(self) -> tuple[GrantedColumn, ...]:
        return tuple(
            GrantedColumn(
                column_id(name),
                name,
                1,
                self.masked.get(name, Transform.CLEAR),
                constant=_CONSTANTS.get(name) if self.masked.get(name) is _CONSTANT else None,
            )
            for name in NAMES
            if name not in self.withheld
        )


_CONSTANT = Transform.CONSTANT
_CONSTANTS = {"nom": "=caché", "rang": "7"}
_AT_LEAST_0 = Compare(column_id("rang"), CompareOp.GTE, ("0",))
_VALCOBREIZH, _MESNIL, _ROMANTIQUE = "200090884", "200085868", "243500733"
GIVEN = (
    Given(
        _VALCOBREIZH,
        "rpqs_dechets",
        {
            "jour": Transform.MONTH,
            "instant": Transform.MONTH,
            "nom": _CONSTANT,
            "usager": Transform.KEYED_HASH,
        },
    ),
    # Two branches of one right: a row is given by the one, by the other, or by both.
    Given(
        _VALCOBREIZH,
        "planification_collecte",
        {"montant": Transform.NULL, "rang": _CONSTANT, "jour": Transform.YEAR},
    ),
    Given(
        _VALCOBREIZH,
        "planification_collecte",
        {"usager": Transform.KEYED_HASH},
        frozenset({"extra", "heure"}),
        rows=_AT_LEAST_0,
    ),
    Given(
        _MESNIL,
        "evaluation_politiques",
        {
            "id": Transform.KEYED_HASH,
            "usager": Transform.KEYED_HASH,
            "montant": Transform.NULL,
            "instant": Transform.YEAR,
        },
        frozenset({"code_commune", "petit"}),
    ),
    Given(
        _ROMANTIQUE,
        "statistiques_internes",
        {"code_commune": Transform.EPCI, "nom": Transform.NULL},
        frozenset({"longitude", "latitude", "extra"}),
        rows=InTerritory(column_id("code_commune"), OWNER, "1510", None),
    ),
    Given("200050425", "suivi_energie", {}, output=Output.AGGREGATE),
    Given("243500774", "statistiques_internes", {}, most=5),
)
READERS = {
    "owner": ("agent@val-d-ille-aubigne", None),
    "months": ("agent@valcobreizh", "rpqs_dechets"),
    "two branches": ("agent@valcobreizh", "planification_collecte"),
    "hashed key": ("agent@mesnil-roc-h", "evaluation_politiques"),
    "communes of a body": ("agent@bretagne-romantique", "statistiques_internes"),
    "aggregates": ("agent@sde35", "suivi_energie"),
    "few rows": ("agent@liffre-cormier-communaute", "statistiques_internes"),
    "other purpose": ("agent@valcobreizh", "suivi_energie"),
    "without purpose": ("agent@valcobreizh", None),
    "purpose of nothing given": ("agent@valcobreizh", "rpqs_assainissement"),
    "nothing given": ("agent@eau-bassin-rennais", "rpqs_eau"),
    "nobody": (None, None),
}
"""By what they are given: an agent and a purpose."""


def masked_of(reader: str, name: str) -> frozenset[Transform]:
    """How the column is given to the reader where it is not as it is."""
    agent, purpose = READERS[reader]
    body = None if agent is None else agent.partition("@")[2]
    return frozenset(
        each.masked[name]
        for each in GIVEN
        if each.purpose == purpose and _SLUGS[each.grantee] == body and name in each.masked
    )


def withheld_of(reader: str) -> frozenset[str]:
    agent, purpose = READERS[reader]
    body = None if agent is None else agent.partition("@")[2]
    held = [e.withheld for e in GIVEN if e.purpose == purpose and _SLUGS[e.grantee] == body]
    return frozenset.intersection(*held) if held else frozenset()


_SLUGS = {
    "200090884": "valcobreizh",
    "200085868": "mesnil-roc-h",
    "243500733": "bretagne-romantique",
    "200050425": "sde35",
    "243500774": "liffre-cormier-communaute",
}


def agreements(like):
    """Active ones, each `like` a signed agreement of the demo."""
    return tuple(
        replace(
            like,
            id=f"conv-2026-9{number:03}",
            grantor=OWNER,
            grantee=each.grantee,
            dataset_id=dataset().id,
            columns=each.columns(),
            rows=each.rows,
            output=each.output,
            purposes=frozenset({each.purpose}),
            terms=replace(like.terms, limits=AgreementLimits(rows_per_query=each.most)),
        )
        for number, each in enumerate(GIVEN)
    )
