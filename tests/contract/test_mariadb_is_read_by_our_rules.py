"""MariaDB compares by its collations; what is asked through us is compared by code points.

Each question in DuckDB and in Trino, against what plain Python says of the same rows.

Covers federation.engine, policies.decision, federation.binding,
deploy.local.mariadb_server, catalog.snapshot.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlglot import exp, parse_one

from catalog.cog import load_cog
from catalog.model.agreement import Output
from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Slug
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.model.row_condition import AllRows, Compare, CompareOp, RowCondition
from catalog.model.storage import MariadbOptions, SecretReference, Storage, StorageKind, Tls
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from deploy.local import MariadbServer, TrinoServer
from federation.binding import Binder
from federation.engine import Engine
from federation.engines.duckdb_engine import DuckdbEngine
from federation.limits import Limits
from federation.logical import LiteralSource, LogicalQuery, Parameter, Shape, SliceKind, WireType
from federation.plan import DUCKDB, TRINO
from federation.planning import plan_slice
from federation.problems import SourceFailed, SourceUnreachable
from federation.values import bind_values
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, canonical
from tests.contract.conftest import KEYRING
from tests.contract.loading import mariadb_connection
from tests.contract.world import NOW, VILLE
from tests.locked_trino import unlocked_engine

ENGINES = (DUCKDB, TRINO)
OFTEN = (DUCKDB, pytest.param(TRINO, marks=pytest.mark.one_in(2)))
"""Of a daily run Trino is asked half of what crosses columns with questions."""
TEXTS = (
    "Éloïse",
    "éloïse",
    "ELOISE",
    "a",
    "a ",
    "A",
    "",
    " ",
    "Straße",
    "STRASSE",
    "œuvre",
    "oeuvre",
    "zèbre",
    "Zebre",
    "l'été \\",
    None,
)
# Two that know neither case, accents nor blanks, one that knows case, one that knows all three.
COLLATED = {
    "nom": "varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
    "vieux": "varchar(40) CHARACTER SET latin1 COLLATE latin1_swedish_ci",
    "suedois": "text CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci",
    "octets": "varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    "long": "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_nopad_ci",
}
OTHERS = {
    "code": "char(8) COLLATE utf8mb4_general_ci",
    "sorte": "enum('z', 'a', 'É')",
    "marques": "set('b', 'a')",
    "fiche": "json",
    "enorme": "bigint unsigned",
    "grand": "bigint unsigned",
    "drapeau": "tinyint(1)",
    "note": "tinyint(1)",
    "an": "year",
    "simple": "float",
    "jour": "date",
    "vu": "datetime(3)",
    "instant": "timestamp(6) null",
}
SCALARS = {
    "id": ColumnType(ScalarType.INTEGER),
    **dict.fromkeys((*COLLATED, "code", "sorte", "marques"), ColumnType(ScalarType.STRING)),
    "fiche": ColumnType(ScalarType.JSON),
    "enorme": ColumnType(ScalarType.DECIMAL, 20, 0),
    "grand": ColumnType(ScalarType.BIGINT),
    "drapeau": ColumnType(ScalarType.BOOLEAN),
    "note": ColumnType(ScalarType.INTEGER),
    "an": ColumnType(ScalarType.INTEGER),
    "simple": ColumnType(ScalarType.FLOAT),
    "jour": ColumnType(ScalarType.DATE),
    "vu": ColumnType(ScalarType.TIMESTAMP),
    "instant": ColumnType(ScalarType.TIMESTAMP_TZ),
}
WIRES = {
    ScalarType.STRING: WireType.STRING,
    ScalarType.JSON: WireType.JSON,
    ScalarType.INTEGER: WireType.INT,
    ScalarType.BIGINT: WireType.BIGINT,
    ScalarType.DECIMAL: WireType.DECIMAL,
    ScalarType.BOOLEAN: WireType.BOOLEAN,
    ScalarType.FLOAT: WireType.FLOAT,
    ScalarType.DATE: WireType.DATE,
    ScalarType.TIMESTAMP: WireType.TIMESTAMP,
    ScalarType.TIMESTAMP_TZ: WireType.TIMESTAMP_TZ,
}
_local = datetime.fromisoformat
# The zero dates are MariaDB's own way of saying nothing.
SPECIAL = (
    ("a ", "z", "b,a", '{"é": 1}', 2**64 - 1, 2**64 - 1, 0, 0, 2024, 1.5,
     "0000-00-00", "0000-00-00 00:00:00", "2024-06-30 22:30:00.123456"),
    ("35", "É", "", "[1]", 2**63, 2**63 - 1, 1, 9, 0, 0.1,
     "2024-02-29", "2024-03-31 02:30:00.250", "1999-12-31 23:59:59.000001"),
    (None, None, None, None, None, None, None, None, None, None, None, None, None),
    ("É", "a", "a", "null", 0, 0, 2, -3, 1999, -0.25,
     "0001-01-01", "9999-12-31 23:59:59", "2024-10-27 01:30:00"),
)  # fmt: skip
SHOWN = (
    ("a", "z", "b,a", '{"é": 1}', "18446744073709551615", None, False, 0, 2024, 1.5,
     None, None, datetime(2024, 6, 30, 22, 30, 0, 123456, UTC)),
    ("35", "É", "", "[1]", str(2**63), 2**63 - 1, True, 9, 0, 0.10000000149011612,
     date(2024, 2, 29), _local("2024-03-31T02:30:00.250"),
     datetime(1999, 12, 31, 23, 59, 59, 1, UTC)),
    (None, None, None, None, None, None, None, None, None, None, None, None, None),
    ("É", "a", "a", "null", "0", 0, True, -3, 1999, -0.25,
     date(1, 1, 1), _local("9999-12-31T23:59:59"), datetime(2024, 10, 27, 1, 30, tzinfo=UTC)),
)  # fmt: skip


def _load(server: MariadbServer) -> None:
    with closing(mariadb_connection(server)) as connection, connection.cursor() as cursor:
        cursor.execute("SET time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES'")
        cursor.execute("CREATE DATABASE pieges CHARACTER SET utf8mb4")
        kinds = ", ".join(f"`{name}` {kind}" for name, kind in (COLLATED | OTHERS).items())
        for table in ("textes", "abimee"):
            cursor.execute(f"CREATE TABLE pieges.{table} (id int PRIMARY KEY, {kinds})")
        marks = ", ".join(["%s"] * (1 + len(COLLATED) + len(OTHERS)))
        for number, text in enumerate(TEXTS, start=1):
            # No œ in latin1.
            plain = None if text is None else text.replace("œ", "oe")
            texts = [plain if name == "vieux" else text for name in COLLATED]
            others = SPECIAL[(number - 1) % len(SPECIAL)]
            cursor.execute(f"INSERT INTO pieges.textes VALUES ({marks})", (number, *texts, *others))
        cursor.execute("INSERT INTO pieges.abimee (id, nom, jour) VALUES (1, 'x', '2024-02-31')")


@pytest.fixture(scope="module")
def pieges(mariadb: MariadbServer) -> Iterator[Storage]:
    _load(mariadb)
    options = MariadbOptions(mariadb.host, mariadb.port, "pieges", "root", Tls.REQUIRE)
    secret = SecretReference("test", "mariadb")
    yield Storage("s_pieges", VILLE, StorageKind.MARIADB, options, secret)
    with closing(mariadb_connection(mariadb)) as connection, connection.cursor() as cursor:
        cursor.execute("DROP DATABASE pieges")


@pytest.fixture(scope="module")
async def engines(
    mariadb: MariadbServer, trino: TrinoServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Engine]]:
    def resolve(_: SecretReference) -> str:
        return mariadb.password

    duckdb = DuckdbEngine(
        resolve, spill_dir=tmp_path_factory.mktemp("duckdb"), memory_limit=1024**3, threads=2
    )
    over_trino = unlocked_engine(trino, resolve)
    yield {DUCKDB: duckdb, TRINO: over_trino}
    await duckdb.aclose()
    await over_trino.aclose()


@pytest.fixture
def ask(pieges: Storage, engines: dict[str, Engine]) -> Callable[..., Any]:
    """The rows of a question over `ville.textes` (or `ville.abimee`), on one engine."""

    async def asked(
        engine: str, sql: str, *shown: tuple[str, WireType], rows: RowCondition | None = None
    ) -> list[tuple[Any, ...]]:
        snapshot = snapshot_of(
            version=CatalogVersion("pieges", 1),
            organisations=[Organisation(VILLE, Slug("ville"), "", OrganisationKind.CC)],
            memberships=[],
            storages=[pieges],
            datasets=[_dataset(name) for name in ("textes", "abimee")],
            agreements=[],
        )
        clear = CellTransform(Transform.CLEAR)
        branch = Branch(
            "owner", {f"c_{name}": clear for name in SCALARS}, rows or AllRows(), Output.DETAIL
        )
        allowed = DatasetDecision(True, True, (branch,), ())
        decision = Decision(
            {"d_textes": allowed, "d_abimee": allowed}, None, "pieges", canonical({"pieges": 1})
        )
        tree = parse_one(sql, read="trino")
        assert isinstance(tree, exp.Query)
        tables = {f"d_{table.name}" for table in tree.find_all(exp.Table)}
        texts = {each.name for each in tree.find_all(exp.Placeholder)}
        logical = LogicalQuery(
            kind=SliceKind.NODES,
            datasets=tuple(sorted(tables)),
            tree=tree,
            parameters=tuple(
                Parameter(name, ColumnType(ScalarType.STRING), LiteralSource(VALUES[name]))
                for name in sorted(texts)
            ),
            shape=Shape(()),
            columns=shown,
        )
        binding = Binder(snapshot, load_cog(), NOW, VILLE).bind(decision)
        limits = Limits(timeout_s=60)
        plan = plan_slice(logical, binding, snapshot, limits, frozenset({engine}), engine)
        found = await engines[engine].execute(plan, bind_values(plan, {}, {}, KEYRING))
        return list(zip(*(each.to_pylist() for each in found.columns), strict=True))

    return asked


def _dataset(name: str) -> Dataset:
    columns = tuple(
        Column(f"c_{each}", Name(each), kind, each, each, each) for each, kind in SCALARS.items()
    )
    return Dataset(
        id=f"d_{name}",
        owner=VILLE,
        storage_id="s_pieges",
        name=Name(name),
        title_fr=name,
        title_en=name,
        physical=PhysicalObject(ObjectKind.TABLE, name),
        columns=columns,
        primary_key=("c_id",),
    )


VALUES = {"eloise": "éloïse", "a": "a", "blank": "a ", "quote": "l'été \\", "empty": ""}
QUESTIONS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "equal": ("= :eloise", lambda text: text == "éloïse"),
    "equal to a letter": ("= :a", lambda text: text == "a"),
    "equal with its blank": ("= :blank", lambda text: text == "a "),
    "equal to nothing": ("= :empty", lambda text: text == ""),
    "equal with a quote and an escape": ("= :quote", lambda text: text == "l'été \\"),
    "other than": ("<> :a", lambda text: text != "a"),
    "one of": ("IN (:a, :eloise)", lambda text: text in {"a", "éloïse"}),
    "none of": ("NOT IN (:a, :eloise)", lambda text: text not in {"a", "éloïse"}),
    "before": ("< :a", lambda text: text < "a"),
    "from": (">= :eloise", lambda text: text >= "éloïse"),
    "like": ("LIKE 'él%'", lambda text: text.startswith("él")),
}


@pytest.mark.parametrize("engine", OFTEN)
@pytest.mark.parametrize("column", COLLATED)
@pytest.mark.parametrize("question", QUESTIONS)
async def test_text_is_compared_by_code_points(ask, engine: str, column: str, question: str):
    condition, holds = QUESTIONS[question]
    texts = {
        number: text.replace("œ", "oe") if column == "vieux" else text
        for number, text in enumerate(TEXTS, start=1)
        if text is not None
    }
    sql = f'SELECT t.id FROM ville.textes AS t WHERE t."{column}" {condition} ORDER BY t.id'
    found = await ask(engine, sql, ("id", WireType.INT))
    assert found == [(number,) for number, text in texts.items() if holds(text)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("column", COLLATED)
async def test_text_is_ordered_and_grouped_by_code_points(ask, engine: str, column: str):
    texts = [text for text in TEXTS if text is not None]
    if column == "vieux":
        texts = [text.replace("œ", "oe") for text in texts]
    shown = ("x", WireType.STRING)
    ordered = f'SELECT t."{column}" AS x FROM ville.textes AS t ORDER BY x NULLS FIRST'
    assert await ask(engine, ordered, shown) == [(None,), *((each,) for each in sorted(texts))]
    grouped = (
        f'SELECT t."{column}" AS x, COUNT(*) AS n FROM ville.textes AS t GROUP BY t."{column}"'
    )
    found = await ask(engine, f"{grouped} ORDER BY x NULLS LAST", shown, ("n", WireType.COUNT))
    once = sorted(set(texts))
    assert found == [*((each, texts.count(each)) for each in once), (None, 1)]
    extremes = f'SELECT MIN(t."{column}") AS x, MAX(t."{column}") AS y FROM ville.textes AS t'
    assert await ask(engine, extremes, shown, ("y", WireType.STRING)) == [(once[0], once[-1])]
    joined = (
        f'SELECT COUNT(*) AS n FROM ville.textes AS a JOIN ville.textes AS b ON a."{column}" = '
        f'b."{column}"'
    )
    count = sum(texts.count(each) ** 2 for each in once)
    assert await ask(engine, joined, ("n", WireType.COUNT)) == [(count,)]


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_row_condition_lets_through_its_own_words_only(ask, engine: str):
    """'É' and 'é', 'a' and 'A ' are other communes, other categories, other people."""
    condition = Compare("c_nom", CompareOp.IN, ("a", "ELOISE"))
    sql = "SELECT t.nom FROM ville.textes AS t ORDER BY t.id"
    found = await ask(engine, sql, ("nom", WireType.STRING), rows=condition)
    assert found == [("ELOISE",), ("a",)]


async def test_a_row_condition_on_plain_words_reaches_mariadb(ask, mariadb: MariadbServer):
    condition = Compare("c_nom", CompareOp.IN, ("a", "ELOISE"))
    sql = "SELECT COUNT(*) AS n FROM ville.textes AS t"
    assert await ask(DUCKDB, sql, ("n", WireType.COUNT), rows=condition) == [(2,)]
    assert "WHERE `nom` IN ('a', 'ELOISE')" in mariadb.log_path.read_text()


async def test_words_that_could_be_read_otherwise_stay_with_us(ask, mariadb: MariadbServer):
    condition = Compare("c_nom", CompareOp.EQ, ("l'été \\",))
    sql = "SELECT COUNT(*) AS n FROM ville.textes AS t"
    before = len(mariadb.log_path.read_text())
    assert await ask(DUCKDB, sql, ("n", WireType.COUNT), rows=condition) == [(1,)]
    assert "l'" not in mariadb.log_path.read_text()[before:]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("column", OTHERS)
async def test_each_type_is_one_value_on_both_engines(ask, engine: str, column: str):
    sql = f'SELECT t."{column}" FROM ville.textes AS t WHERE t.id <= 4 ORDER BY t.id'
    found = await ask(engine, sql, (column, WIRES[SCALARS[column].scalar]))
    assert found == [(row[list(OTHERS).index(column)],) for row in SHOWN]


CONDITIONS = {
    "a boolean that is two": ("t.drapeau", (2, 4)),
    "no boolean": ("NOT t.drapeau", (1,)),
    "a small number": ("t.note = 9", (2,)),
    "a number beyond ours": ("t.enorme > 9223372036854775807", (1, 2)),
    "a number that is ours": ("t.grand = 9223372036854775807", (2,)),
    "a day": ("t.jour = DATE '2024-02-29'", (2,)),
    "no day": ("t.jour IS NULL", (1, 3)),
    "before a day": ("t.jour < DATE '2020-01-01'", (4,)),
    "another day": ("t.jour <> DATE '2020-01-01'", (2, 4)),
    "before a time": ("t.vu < TIMESTAMP '2030-01-01 00:00:00'", (2,)),
    "an instant": ("t.instant >= TIMESTAMP '2024-06-30 22:30:00 UTC'", (1, 4)),
    "a Paris day": (
        "CAST(t.instant AT TIME ZONE 'Europe/Paris' AS DATE) = DATE '2024-07-01'",
        (1,),
    ),
    "a local time": ("t.vu = TIMESTAMP '2024-03-31 02:30:00.250'", (2,)),
    "a year": ("t.an = 1999", (4,)),
    "an enumeration, by its word": ("t.sorte < 'b'", (4,)),
    "a padded code": ("t.code = 'a'", (1,)),
    "a padded code with a blank": ("t.code = 'a '", ()),
    "an exact fraction": ("t.simple = CAST(-0.25 AS DOUBLE)", (4,)),
}


@pytest.mark.parametrize("engine", OFTEN)
@pytest.mark.parametrize("condition", CONDITIONS)
async def test_conditions_on_other_types_hold_alike(ask, engine: str, condition: str):
    said, expected = CONDITIONS[condition]
    sql = f"SELECT t.id FROM ville.textes AS t WHERE t.id <= 4 AND {said} ORDER BY t.id"
    assert await ask(engine, sql, ("id", WireType.INT)) == [(number,) for number in expected]


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_date_that_no_calendar_has_fails_without_a_value(ask, engine: str):
    """Only `ALLOW_INVALID_DATES` lets one in; docs/reference/storages.md says how to find them."""
    sql = "SELECT t.jour FROM ville.abimee AS t"
    with pytest.raises((SourceFailed, SourceUnreachable)) as failed:
        await ask(engine, sql, ("jour", WireType.DATE))
    assert "31" not in failed.value.sentence("fr") + failed.value.sentence("en")
    assert await ask(engine, "SELECT t.nom FROM ville.abimee AS t", ("nom", WireType.STRING)) == [
        ("x",)
    ]


async def test_a_join_sends_no_value_of_one_side_to_the_source_of_the_other(
    ask, mariadb: MariadbServer
):
    before = len(mariadb.log_path.read_text())
    sql = (
        "SELECT COUNT(*) AS n FROM ville.textes AS a JOIN ville.textes AS b ON a.id = b.id "
        "WHERE a.note = 9"
    )
    assert await ask(DUCKDB, sql, ("n", WireType.COUNT)) == [(4,)]
    asked = mariadb.log_path.read_text()[before:]
    assert "`note` FROM `pieges`.`textes`" in asked
    assert "`id` =" not in asked
    assert "`id` IN" not in asked
