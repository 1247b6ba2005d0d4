"""`interco store first-operator | renew-epoch` on an empty store, as the page of production says.

Covers gateway.cli.store_commands, gateway.acts.first_operator, gateway.acts.problems.
"""

import asyncio
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from catalog.declaration.declaration import read_declaration
from catalog.store import open_store
from gateway.acts.first_operator import register_first_operator
from gateway.acts.problems import CatalogHasAgents
from gateway.cli.main import app_for
from gateway.wiring.services import open_act_ports

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


class Between:
    """A store over which somebody else founds the catalog before the first write."""

    def __init__(self, store, first):
        self.store, self.first = store, first

    async def current(self):
        return await self.store.current()

    async def write(self, *written):
        first, self.first = self.first, None
        if first is not None:
            await first()
        return await self.store.write(*written)


async def test_of_two_who_found_a_catalog_at_once_one_does(store, tmp_path):
    file = declared(tmp_path)
    one = read_declaration([file])
    file.write_text(file.read_text("utf-8").replace("marie", "other"), "utf-8")
    other = read_declaration([file])
    async with open_act_ports(store) as ports:

        async def first():
            await register_first_operator(other, ports, dry_run=False)

        between = replace(ports, catalog=Between(ports.catalog, first))
        with pytest.raises(CatalogHasAgents):
            await register_first_operator(one, between, dry_run=False)
        agents = (await ports.catalog.current()).agents
    assert [sub for _, sub in agents] == ["other.le-goff"]


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
