"""Migrations: planned, done once however many ask, and such that two versions serve side by side.

Covers catalog.store.migrating, catalog.store.opening, gateway.cli.migrate_command.
"""

import ast
import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import make_url
from typer.testing import CliRunner

from catalog.model.audit import AuditOutcome
from catalog.problems import StoreNotMigrated
from catalog.store import migrating, open_store
from catalog.store.migrating import migrate
from catalog.store.opening import migration_plan
from gateway.cli.main import app_for
from tests import made_tables
from tests.integration.store.test_the_audit_is_durable_before_it_returns import INTENT

VERSIONS = Path(migrating.__file__).parent / "migrations" / "versions"
BEFORE_THE_FIRST_RELEASE = {"0001", "0003", "0005", "0007", "0009"}
"""Written when no installation could be one version behind another."""
TAKES_AWAY = {
    *("drop_table", "drop_column", "rename_table", "alter_column", "drop_constraint"),
    *("create_unique_constraint", "create_check_constraint", "create_foreign_key"),
    *("batch_alter_table", "execute"),
}


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'catalog.sqlite'}"


def at(url, revision):
    """A database as it was made by the code of that revision."""
    path = make_url(url).database
    engine = migrating._sqlite_engine(make_url(url))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(migrating._MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    return path


def said_of(path):
    """What would make its tables again; but the first version, which is another's each time."""
    with closing(sqlite3.connect(path)) as database:
        return {
            each for each in database.iterdump() if not each.startswith('INSERT INTO "catalog_')
        }


def test_tables_that_tests_are_given_are_those_of_the_migrations(tmp_path, monkeypatch):
    made = []
    for upgrade in (made_tables._migrate, made_tables.make_tables, made_tables.make_tables):
        monkeypatch.setattr(migrating, "_upgrade", upgrade)
        path = tmp_path / f"{len(made)}.sqlite"
        migrate(make_url(f"sqlite:///{path}"))
        made.append(said_of(path))
    assert made[0] == made[1] == made[2]
    assert any("alembic_version" in each for each in made[0])


def run(*words):
    return CliRunner().invoke(app_for(words[:1]), list(words))


def breaks(source):
    """What an upgrade does that the version before it could not serve on."""
    (upgrade,) = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == "upgrade"
    ]
    calls = [each for each in ast.walk(upgrade) if isinstance(each, ast.Call)]
    named = [(each.func.attr, each) for each in calls if isinstance(each.func, ast.Attribute)]
    wrong = [name for name, _ in named if name in TAKES_AWAY]
    for name, call in named:
        if name == "add_column":
            given = {
                key.arg: key.value for node in call.args for key in getattr(node, "keywords", ())
            }
            nullable = given.get("nullable")
            needs = isinstance(nullable, ast.Constant) and nullable.value is False
            if needs and "server_default" not in given:
                wrong.append("add_column of what must be given")
    return wrong


@pytest.mark.parametrize("file", sorted(VERSIONS.glob("0*.py")), ids=lambda each: each.stem)
def test_a_migration_only_adds(file):
    if file.stem[:4] in BEFORE_THE_FIRST_RELEASE:
        return
    assert not breaks(file.read_text("utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        "op.drop_column('audit_intent', 'purpose')",
        "op.alter_column('session', 'person', nullable=False)",
        "op.add_column('session', sa.Column('x', sa.Text, nullable=False))",
        "op.execute('UPDATE session SET person = NULL')",
    ],
)
def test_a_planted_migration_that_takes_something_away_is_noticed(line):
    assert breaks(f"def upgrade() -> None:\n    {line}\n")


def test_the_plan_says_what_would_be_done_and_does_nothing(url):
    at(url, "0010")
    planned = run("migrate", "--plan", "--database", url)
    assert planned.exit_code == 0
    assert "+ 0012" in planned.output
    assert "Rien n'a été changé." in planned.output
    assert migration_plan(url).there == "0010"
    done = run("migrate", "--database", url)
    assert (done.exit_code, migration_plan(url).steps) == (0, ())
    assert "à jour" in run("migrate", "--database", url).output


def test_a_plan_makes_no_database(url, tmp_path):
    assert migration_plan(url).steps[0].revision == "0001"
    assert not list(tmp_path.iterdir())


async def test_of_several_that_migrate_at_once_one_does_it(url):
    at(url, "0010")
    address = make_url(url).set(drivername="sqlite")
    await asyncio.gather(*(asyncio.to_thread(migrate, address) for _ in range(4)))
    assert migration_plan(url).steps == ()


def test_a_gateway_that_may_not_migrate_refuses_old_tables(url):
    async def opened():
        await (await open_store(url, may_migrate=False)).aclose()

    at(url, "0012")
    with pytest.raises(StoreNotMigrated):
        asyncio.run(opened())
    assert run("migrate", "--database", url).exit_code == 0
    asyncio.run(opened())


async def test_this_version_serves_on_the_tables_of_the_next(url):
    """What a rolling upgrade asks: the next version has migrated, this one still answers."""
    await (await open_store(url)).aclose()
    with closing(sqlite3.connect(make_url(url).database)) as database:
        database.execute("ALTER TABLE audit_intent ADD COLUMN of_the_next_version TEXT")
        database.execute("CREATE TABLE of_the_next_version (id TEXT PRIMARY KEY)")
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert "plus récente" in run("migrate", "--plan", "--database", url).output
    for may_migrate in (True, False):
        store = await open_store(url, may_migrate=may_migrate)
        try:
            assert (await store.current()).version.number == 0
            intent = replace(INTENT, request_id=f"r-{may_migrate}", at=datetime.now(UTC))
            await store.record_intent(intent)
            assert (await store.figures(datetime.now(UTC))).unfinished == 1
            await store.record_outcome(AuditOutcome(intent.request_id, "answered", 1, 1.0, None))
            assert (await store.figures(datetime.now(UTC))).unfinished == 0
        finally:
            await store.aclose()
    assert migration_plan(url).there == "9999"
