"""Random worlds: two datasets with rows, memberships, agreements that overlap.

Everything is drawn from a `random.Random`, so that hypothesis can steer it and a planted bug can
be hunted by seed.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from catalog.model.agreement import Output
from catalog.model.dataset import (
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
    TextFormat,
)
from catalog.model.identifiers import CommuneCode, Name, Siren, Slug
from catalog.model.organisation import (
    Membership,
    MembershipMode,
    Organisation,
    OrganisationKind,
)
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.storage import (
    FilesOptions,
    PostgresqlOptions,
    SecretReference,
    Storage,
    StorageKind,
)
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, canonical
from tests.unit.federation.world import agreement

Row = dict[str, Any]

DIRECTORY = tempfile.mkdtemp(prefix="interco-oracle-")
atexit.register(shutil.rmtree, DIRECTORY, ignore_errors=True)
NOW = datetime(2024, 6, 15, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
VAL = Siren("243500667")
EAU = Siren("253502629")
READER = Siren("200090884")
COMMUNES = ("200085868", "200064475", "200065621", "213500648", "213500622", "200102275")
"""Legal persons of communes that merged, split or changed code: 35308 35168 35191 35064 35062."""
CODES = ("35308", "35147", "35344", "35168", "35048", "35191", "35083", "35323", "35064", "35036")
CODES += ("35062", "35112", "35210", "99999")
FLUXES = ("OMR", "VERRE", "Papier", "papïer", "œuf", "100%_net")
TYPES = {
    "id": ColumnType(ScalarType.STRING),
    "jour": ColumnType(ScalarType.DATE),
    "code": ColumnType(ScalarType.STRING),
    "flux": ColumnType(ScalarType.STRING),
    "nombre": ColumnType(ScalarType.INTEGER),
    "montant": ColumnType(ScalarType.DECIMAL, 10, 3),
    "instant": ColumnType(ScalarType.TIMESTAMP_TZ),
}
NAMES = tuple(TYPES)


@dataclass(frozen=True)
class Scenario:
    snapshot: Snapshot
    decision: Decision
    rows: dict[str, list[Row]]
    """By dataset id: values as the dataset means them, before any policy."""
    text: dict[str, list[dict[str, str | None]]]
    """By dataset id, where the source is text: what the file says."""
    now: datetime = NOW
    reader: Siren | None = READER

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        return tuple(self.snapshot.datasets.values())


def dataset(dataset_id: str, owner: Siren, name: str, *, text: bool, vintage: bool) -> Dataset:
    formats = {
        "jour": TextFormat(date="%d/%m/%Y"),
        "montant": TextFormat(decimal_mark=","),
        "instant": TextFormat(timestamp="%Y-%m-%dT%H:%M:%S"),
    }
    return Dataset(
        id=dataset_id,
        owner=owner,
        storage_id=f"s_{dataset_id}",
        name=Name(name),
        title_fr=name,
        title_en=name,
        physical=PhysicalObject(
            ObjectKind.CSV, f"{name}.csv", csv=CsvFormat(columns=tuple(map(source_name, NAMES)))
        )
        if text
        else PhysicalObject(ObjectKind.PARQUET, f"{name}.parquet"),
        columns=tuple(
            Column(
                id=f"{dataset_id}_{each}",
                name=Name(each),
                type=TYPES[each],
                source_name=source_name(each),
                label_fr=each,
                label_en=each,
                concept="commune" if each == "code" else None,
                text_format=formats.get(each) if text else None,
            )
            for each in NAMES
        ),
        primary_key=(f"{dataset_id}_id", f"{dataset_id}_code"),
        territory=TerritoryBinding(f"{dataset_id}_code", vintage=2018)
        if vintage
        else TerritoryBinding(f"{dataset_id}_code", date_column=f"{dataset_id}_jour"),
    )


def source_name(name: str) -> str:
    return f"{name} source"


def draw_scenario(random: Random, database: PostgresqlOptions | None = None) -> Scenario:
    """Over a Parquet and a CSV file; or over two tables of one PostgreSQL `database`."""
    first = dataset("a", VAL, "collectes", text=False, vintage=False)
    second = dataset("b", EAU, "compteurs", text=database is None, vintage=random.random() < 0.5)
    datasets = (first, second)
    if database is not None:
        datasets = tuple(
            replace(each, storage_id="s_a", physical=PhysicalObject(ObjectKind.TABLE, each.id))
            for each in datasets
        )
    branches = {each.id: _draw_branches(random, each) for each in datasets}
    rows = {each.id: [draw_row(random) for _ in range(random.randint(0, 18))] for each in datasets}
    text = {}
    if database is None:
        text = {second.id: [as_text(random, row) for row in rows[second.id]]}
    return Scenario(
        snapshot=_snapshot(random, datasets, database),
        decision=_decision(branches),
        rows=rows,
        text=text,
    )


def _snapshot(
    random: Random, datasets: tuple[Dataset, ...], database: PostgresqlOptions | None
) -> Snapshot:
    memberships = [
        Membership(
            Siren(member),
            random.choice([READER, VAL]),
            frozenset({"1510"}),
            MembershipMode.DIRECT,
            start := date(random.randint(2008, 2020), random.choice([1, 7]), 1),
            random.choice([None, None, start + timedelta(days=random.randint(1000, 5000))]),
        )
        for member in random.sample(COMMUNES, random.randint(3, 6))
    ]
    memberships.append(
        Membership(VAL, READER, frozenset({"1510"}), MembershipMode.EPCI, date(2015, 1, 1))
    )
    return snapshot_of(
        version=CatalogVersion("oracle", 1),
        organisations=[
            Organisation(VAL, Slug("val"), "", OrganisationKind.CC),
            Organisation(EAU, Slug("eau"), "", OrganisationKind.SMF),
            Organisation(READER, Slug("valcobreizh"), "", OrganisationKind.SMF),
        ],
        memberships=memberships,
        storages=[
            Storage("s_a", VAL, StorageKind.FILES, FilesOptions(DIRECTORY))
            if database is None
            else Storage(
                "s_a", VAL, StorageKind.POSTGRESQL, database, SecretReference("env", "PASSWORD")
            ),
            Storage("s_b", EAU, StorageKind.FILES, FilesOptions(DIRECTORY)),
        ],
        datasets=datasets,
        agreements=[
            agreement(name, date(random.randint(2015, 2020), 1, 1)) for name in ("c1", "c2", "c3")
        ],
    )


def _decision(branches: dict[str, tuple[Branch, ...]]) -> Decision:
    return Decision(
        {
            dataset_id: DatasetDecision(True, True, each, ())
            for dataset_id, each in branches.items()
        },
        None,
        "r",
        canonical(repr(sorted(branches.items()))),
    )


def _draw_branches(random: Random, each: Dataset) -> tuple[Branch, ...]:
    count = random.choice([1, 1, 2, 2, 3])
    return tuple(_draw_branch(random, each, f"c{number + 1}@1") for number in range(count))


def _draw_branch(random: Random, each: Dataset, citation: str) -> Branch:
    rows = draw_rows(random, each)
    columns = {
        column.id: draw_transform(random, column, rows)
        for column in each.columns
        if random.random() < 0.75
    } or {each.columns[0].id: CellTransform(Transform.CLEAR)}
    return Branch(citation, columns, rows, Output.DETAIL)


def draw_transform(random: Random, column: Column, rows: RowCondition) -> CellTransform:
    choices = [Transform.CLEAR] * 4 + [Transform.NULL]
    if column.concept == "commune" and is_bounded(rows):
        choices += [Transform.COMMUNE, Transform.EPCI, Transform.EPCI]
    if column.type.scalar is ScalarType.STRING:
        choices += [Transform.KEYED_HASH, Transform.CONSTANT]
    if column.type.scalar in {ScalarType.DATE, ScalarType.TIMESTAMP_TZ}:
        choices += [Transform.MONTH, Transform.YEAR]
    if column.type.scalar is ScalarType.INTEGER:
        choices += [Transform.CONSTANT]
    chosen = random.choice(choices)
    constant = None
    if chosen is Transform.CONSTANT:
        constant = "7" if column.type.scalar is ScalarType.INTEGER else "caché"
    return CellTransform(chosen, constant)


def is_bounded(rows: RowCondition) -> bool:
    """Whether some land bounds the rows: the map of a coarser commune lists its codes."""
    match rows:
        case InTerritory() | InListedTerritory():
            return True
        case AllOf(conditions):
            return any(is_bounded(each) for each in conditions)
        case _:
            return False


def draw_rows(random: Random, each: Dataset) -> RowCondition:
    def territory() -> RowCondition:
        day = random.choice([None, f"{each.id}_jour", f"{each.id}_instant", f"{each.id}_jour"])
        if random.random() < 0.3:
            # Codes of the day they were listed on, whichever bear that land now.
            on = random.choice([date(2014, 1, 1), date(2019, 6, 1), date(2023, 6, 1)])
            listed = tuple(CommuneCode(code) for code in random.sample(CODES[:-1], 4))
            return InListedTerritory(f"{each.id}_code", listed, on, day)
        return InTerritory(f"{each.id}_code", random.choice([READER, VAL]), "1510", day)

    def compare() -> RowCondition:
        name = random.choice(["flux", "nombre", "montant", "jour", "instant"])
        op = random.choice(list(CompareOp))
        values = [constant_text(draw_value(random, name)) for _ in range(3)]
        return Compare(
            f"{each.id}_{name}", op, tuple(values) if op is CompareOp.IN else (values[0],)
        )

    match random.randint(0, 9):
        case 0 | 1:
            return AllRows()
        case 2 | 3 | 4 | 5:
            return territory()
        case 6 | 7:
            return compare()
        case 8:
            return AllOf((territory(), compare()))
        case _:
            return AllOf((compare(), AllOf((AllRows(), compare()))))


def draw_value(random: Random, name: str) -> Any:  # noqa: PLR0911 - one return a column
    match name:
        case "id":
            return f"P-{random.randint(0, 9)}"
        case "jour":
            return random.choice(
                [
                    date(random.randint(2013, 2023), random.choice([2, 7]), 14),
                    *(date(2018, 12, 31), date(2019, 1, 1), date(2020, 2, 11), date(2020, 2, 12)),
                    *(date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 15), date(2024, 6, 16)),
                ]
            )
        case "code":
            return random.choice(CODES)
        case "flux":
            return random.choice(FLUXES)
        case "nombre":
            return random.choice([-3, 0, 1, 2, 7, 2_000_000_000])
        case "montant":
            # 30 and 200 sort otherwise as texts.
            texts = ["0.000", "1.005", "-2.500", "30.000", "200.000", "9999999.999"]
            return Decimal(random.choice(texts))
        case _:
            local = datetime.combine(
                draw_value(random, "jour"), time(random.choice([0, 12, 23]), 30), PARIS
            )
            return local.astimezone(UTC)


def draw_row(random: Random) -> Row:
    return {
        name: None if name != "id" and random.random() < 0.12 else draw_value(random, name)
        for name in NAMES
    }


def constant_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def as_text(random: Random, row: Row) -> dict[str, str | None]:
    """What the CSV file says; NULL is empty, absent, or something that is no value at all."""
    written: dict[str, str | None] = {}
    for name, value in row.items():
        if value is None:
            nonsense = {
                "jour": ["31/02/2020", "2020-01-01"],
                "nombre": ["1.5", "douze"],
                "montant": ["1.5", "x"],
                "instant": ["hier"],
            }
            written[name] = random.choice(["", None, *nonsense.get(name, [])])
        elif isinstance(value, datetime):
            written[name] = value.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M:%S")
        elif isinstance(value, date):
            written[name] = value.strftime("%d/%m/%Y")
        elif isinstance(value, Decimal):
            written[name] = str(value).replace(".", ",")
        else:
            written[name] = str(value)
    return written
