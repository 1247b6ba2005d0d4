"""`interco store first-operator | renew-epoch` on an empty store, as the page of production says.

Covers gateway.cli.store_commands, gateway.acts.first_operator, gateway.acts.problems.
"""

import asyncio

import pytest
from typer.testing import CliRunner

from catalog.store import open_store
from gateway.cli.main import app_for

OPERATOR = """
organisation:
  siren: 200050425
  slug: sde35
  name: Syndicat départemental d'énergie 35
  kind: SMF
agents:
  marie.le-goff:
    issuer: https://login.example
    roles: [{role}]
    without_organisation: true
"""


@pytest.fixture
def store(tmp_path):
    return f"sqlite:///{tmp_path / 'catalog.sqlite'}"


def run(*words):
    return CliRunner().invoke(app_for(("store",)), ["store", *map(str, words)])


def declared(folder, role="operator"):
    file = folder / "first.yaml"
    file.write_text(OPERATOR.format(role=role), "utf-8")
    return file


def look(store, what):
    async def looked():
        opened = await open_store(store)
        try:
            return what(await opened.current())
        finally:
            await opened.aclose()

    return asyncio.run(looked())


def test_an_empty_catalog_gets_its_first_operator_once(store, tmp_path):
    file = declared(tmp_path)
    assert run("first-operator", file, "--dry-run", "--database", store).exit_code == 0
    assert look(store, lambda catalog: catalog.agents) == {}

    done = run("first-operator", file, "--database", store)
    assert done.exit_code == 0, done.output
    assert "marie.le-goff" in done.output
    agents = look(store, lambda catalog: catalog.agents)
    assert agents["https://login.example", "marie.le-goff"].roles == {"operator"}

    again = run("first-operator", file, "--database", store)
    assert type(again.exception).__name__ == "CatalogHasAgents"


def test_somebody_must_be_the_operator(store, tmp_path):
    refused = run("first-operator", declared(tmp_path, "steward"), "--database", store)
    assert type(refused.exception).__name__ == "NoOperatorDeclared"
    assert look(store, lambda catalog: catalog.agents) == {}


def test_a_restored_store_begins_another_epoch(store, tmp_path):
    run("first-operator", declared(tmp_path), "--database", store)
    before = look(store, lambda catalog: catalog.version)
    assert run("renew-epoch", "--database", store).exit_code == 0
    after = look(store, lambda catalog: catalog.version)
    assert after.epoch != before.epoch
    assert after.number == before.number + 1
