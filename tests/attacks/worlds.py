"""Worlds to attack: four datasets of three owners, what a reader was given of each, and its rows.

Everything is drawn from a `random.Random`: a seed is a world. All lie in PostgreSQL storages, so
that one plan runs as it stands over DuckDB's attached databases, PostgreSQL itself and Trino.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from random import Random
from typing import Any

from catalog.model.agreement import Agreement, Output
from catalog.model.dataset import (
    AccessLevel,
    Column,
    ColumnType,
    Dataset,
    Link,
    ObjectKind,
    PhysicalObject,
    Relation,
    ScalarType,
    TerritoryBinding,
    TextFormat,
)
from catalog.model.identifiers import Name, Siren, Slug
from catalog.model.organisation import Membership, MembershipMode, Organisation, OrganisationKind
from catalog.model.row_condition import AllRows
from catalog.model.storage import PostgresqlOptions, SecretReference, Storage, StorageKind
from catalog.model.terms import AgreementLimits, Combine, CombineKind, Terms
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, canonical
from tests.integration.oracle import scenario
from tests.integration.oracle.scenario import COMMUNES, EAU, NOW, PARIS, READER, VAL, Row
from tests.unit.federation.world import agreement

TYPES = {
    **scenario.TYPES,
    "numero": ColumnType(ScalarType.STRING),
    "grand": ColumnType(ScalarType.BIGINT),
    "taux": ColumnType(ScalarType.FLOAT),
    "actif": ColumnType(ScalarType.BOOLEAN),
    "saisi": ColumnType(ScalarType.TIMESTAMP),
}
NAMES = tuple(TYPES)
OWNERS = {"a": VAL, "b": EAU, "c": READER, "d": VAL}
TABLES = {"a": "collectes", "b": "compteurs", "c": "points", "d": "paie"}
SLUGS = {VAL: "val", EAU: "eau", READER: "lecteur"}
STORAGES = {VAL: "s_val", EAU: "s_eau", READER: "s_lecteur"}
"""`collectes` and `paie` lie in one database: what reads both may go to PostgreSQL whole."""
_FORMATS = {
    "jour": TextFormat(date="%d/%m/%Y"),
    "montant": TextFormat(decimal_mark=","),
    "instant": TextFormat(timestamp="%Y-%m-%dT%H:%M:%S"),
}
_LINKS = {"a": (Link(Name("salaires"), "a_id", "d", "d_id", Name("tournees")),)}
LINKED = {"a": ("salaires", "d"), "d": ("tournees", "a")}
"""Two datasets of one body, each with the name that leads to the other."""
_CITATIONS = {"a": ("c1", "c2", "c3"), "b": ("c4", "c5", "c6"), "d": ("c7", "c8")}
_MOST_ROWS = 12
MARK = "MARQUE"

Databases = Mapping[Siren, PostgresqlOptions]
_NOWHERE = PostgresqlOptions(host="localhost", port=5432, database="x", user="x", sslmode="disable")


@dataclass(frozen=True)
class World:
    """`rows` by dataset id: values as the dataset means them, before any policy."""

    snapshot: Snapshot
    decision: Decision
    rows: Mapping[str, list[Row]]
    now: datetime = NOW
    reader: Siren = READER

    def branches(self, dataset_id: str) -> tuple[Branch, ...]:
        """Those that give rows."""
        found = self.decision.datasets[dataset_id].branches
        return tuple(each for each in found if each.output is Output.DETAIL)

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        return tuple(self.snapshot.datasets.values())


def draw_world(random: Random, databases: Databases | None = None) -> World:
    """Lying in these databases, if any; there each `id` bears the mark of its owner."""
    datasets = tuple(_dataset(random, each) for each in OWNERS)
    branches = {each.id: _draw_branches(random, each) for each in datasets}
    rows = {
        each.id: [
            _draw_row(random, mark_of(each) if databases else "")
            for _ in range(random.randint(3, _MOST_ROWS))
        ]
        for each in datasets
    }
    return World(_snapshot(random, datasets, databases or {}), _decision(random, branches), rows)


def moved(world: World, databases: Databases) -> World:
    """The same world, lying in other databases."""
    old = world.snapshot
    storages = [replace(each, options=databases[each.owner]) for each in old.storages.values()]
    snapshot = snapshot_of(
        version=old.version,
        organisations=old.organisations.values(),
        memberships=old.memberships,
        storages=storages,
        datasets=old.datasets.values(),
        agreements=old.agreements,
    )
    return replace(world, snapshot=snapshot)


def _dataset(random: Random, dataset_id: str) -> Dataset:
    is_text = dataset_id == "b" and random.random() < 0.5
    by_vintage = dataset_id in {"b", "d"} and random.random() < 0.5
    owner = OWNERS[dataset_id]
    return Dataset(
        id=dataset_id,
        owner=owner,
        storage_id=STORAGES[owner],
        name=Name(TABLES[dataset_id]),
        title_fr=dataset_id,
        title_en=dataset_id,
        physical=PhysicalObject(
            ObjectKind.TABLE, f"t_{dataset_id}{'_text' if is_text else ''}", schema="public"
        ),
        columns=tuple(
            Column(
                id=f"{dataset_id}_{each}",
                name=Name(each),
                type=TYPES[each],
                source_name=source_name(each),
                label_fr=each,
                label_en=each,
                concept="commune" if each == "code" else None,
                text_format=_FORMATS.get(each) if is_text else None,
            )
            for each in NAMES
        ),
        primary_key=(f"{dataset_id}_id", f"{dataset_id}_code"),
        relations=(Relation(Name("commune"), f"{dataset_id}_code", "commune"),),
        unit_key=f"{dataset_id}_id",
        links=_LINKS.get(dataset_id, ()),
        access_level=random.choice([AccessLevel.RESTRICTED, *AccessLevel]),
        territory=TerritoryBinding(f"{dataset_id}_code", vintage=2018)
        if by_vintage
        else TerritoryBinding(f"{dataset_id}_code", date_column=f"{dataset_id}_jour"),
    )


def source_name(name: str) -> str:
    return f"{name}_src"


def source_type(dataset: Dataset, name: str) -> str:
    """What the source's own table says."""
    column = dataset.column_named(name)
    if column is None or column.text_format is not None:
        return "varchar"
    return _SOURCE_TYPES.get(column.type.scalar, "varchar")


_SOURCE_TYPES = {
    ScalarType.INTEGER: "integer",
    ScalarType.BIGINT: "bigint",
    ScalarType.DECIMAL: "decimal(10, 3)",
    ScalarType.FLOAT: "double precision",
    ScalarType.BOOLEAN: "boolean",
    ScalarType.DATE: "date",
    ScalarType.TIMESTAMP: "timestamp",
    ScalarType.TIMESTAMP_TZ: "timestamp with time zone",
}


def source_rows(dataset: Dataset, rows: Iterable[Row], nothing: str) -> list[list[Any]]:
    """What the source's own table holds: text where the dataset declares how it is written.

    There a NULL is whatever is no value of the column's type: `nothing`.
    """
    texts = {each.name for each in dataset.columns if each.text_format is not None}
    return [
        [_written(row[name], nothing) if name in texts else row[name] for name in NAMES]
        for row in rows
    ]


def _written(value: Any, nothing: str) -> str:
    if value is None:
        return nothing
    if isinstance(value, datetime):
        return value.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value).replace(".", ",")


def _snapshot(random: Random, datasets: tuple[Dataset, ...], databases: Databases) -> Snapshot:
    memberships = [
        Membership(
            Siren(member),
            random.choice([READER, VAL]),
            frozenset({"1510"}),
            MembershipMode.DIRECT,
            start := date(random.randint(2008, 2020), random.choice([1, 7]), 1),
            random.choice([None, None, start.replace(year=start.year + random.randint(3, 12))]),
        )
        for member in random.sample(COMMUNES, random.randint(3, 6))
    ]
    memberships.append(
        Membership(VAL, READER, frozenset({"1510"}), MembershipMode.EPCI, date(2015, 1, 1))
    )
    return snapshot_of(
        version=CatalogVersion("attacks", 1),
        organisations=[
            Organisation(siren, Slug(slug), "", OrganisationKind.SMF)
            for siren, slug in SLUGS.items()
        ],
        memberships=memberships,
        storages=[
            Storage(
                storage_id,
                owner,
                StorageKind.POSTGRESQL,
                databases.get(owner, _NOWHERE),
                SecretReference("env", "PASSWORD"),
            )
            for owner, storage_id in STORAGES.items()
        ],
        datasets=datasets,
        agreements=[_agreement(random, name) for names in _CITATIONS.values() for name in names],
    )


def _agreement(random: Random, name: str) -> Agreement:
    combine = Combine(CombineKind.NAMED, tuple(OWNERS))
    if random.random() < 0.06:
        combine = random.choice(
            [
                Combine(CombineKind.NONE),
                Combine(CombineKind.OPEN),
                Combine(CombineKind.NAMED, ("a", "d")),
            ]
        )
    most = random.choice([3, 6]) if random.random() < 0.06 else None
    terms = Terms(combine=combine, limits=AgreementLimits(rows_per_query=most))
    return agreement(name, date(random.randint(2015, 2020), 1, 1), terms)


def _decision(random: Random, branches: Mapping[str, tuple[Branch, ...]]) -> Decision:
    is_known = {each: each != "d" or random.random() < 0.8 for each in branches}
    return Decision(
        {
            dataset_id: DatasetDecision(
                is_known[dataset_id],
                is_known[dataset_id],
                each if is_known[dataset_id] else (),
                (),
            )
            for dataset_id, each in branches.items()
        },
        None,
        "r",
        canonical(repr(sorted(branches.items()))),
    )


def _draw_branches(random: Random, each: Dataset) -> tuple[Branch, ...]:
    if each.id == "c":
        clear = {column.id: CellTransform(Transform.CLEAR) for column in each.columns}
        return (Branch("owner", clear, AllRows(), Output.DETAIL),)
    names = _CITATIONS[each.id][: random.choice([1, 1, 2, 2, 3])]
    first, *others = (_draw_branch(random, each, f"{name}@1") for name in names)
    # Through an aggregate branch no row and no cell may be read.
    return first, *(
        replace(other, output=Output.AGGREGATE) if random.random() < 0.2 else other
        for other in others
    )


def _draw_branch(random: Random, each: Dataset, citation: str) -> Branch:
    rows = scenario.draw_rows(random, each)
    if isinstance(rows, AllRows) and random.random() < 0.6:
        rows = scenario.draw_rows(random, each)
    columns = {
        column.id: scenario.draw_transform(random, column, rows)
        for column in each.columns
        if random.random() < (0.95 if column.id in each.primary_key else 0.8)
    } or {each.columns[0].id: CellTransform(Transform.CLEAR)}
    return Branch(citation, columns, rows, Output.DETAIL)


def draw_value(random: Random, name: str) -> Any:  # noqa: PLR0911 - one return a column
    """What anybody may see; canaries (twins.py) are none of these."""
    match name:
        case "numero":
            return str(random.randint(1, 12))
        case "nombre":
            return random.choice([-3, 0, 1, 2, 3, 5, 7, 11])
        case "grand":
            return random.choice([-5, 0, 3, 40_000, 2_000_000_000])
        case "taux":
            # Halves add up exactly, in whatever order.
            return random.choice([-1.5, 0.0, 0.5, 2.0, 12.5])
        case "actif":
            return random.random() < 0.5
        case "saisi":
            day = scenario.draw_value(random, "jour")
            return datetime.combine(day, time(random.choice([0, 12, 23]), 30))
        case _:
            return scenario.draw_value(random, name)


def _draw_row(random: Random, mark: str) -> Row:
    row = {
        name: None if name != "id" and random.random() < 0.1 else draw_value(random, name)
        for name in NAMES
    }
    return {**row, "id": f"{row['id']}{mark}"}


def mark_of(dataset: Dataset) -> str:
    """What no query ever holds: where it is met, that owner's rows have been."""
    return f"-{MARK}-{SLUGS[dataset.owner]}"
