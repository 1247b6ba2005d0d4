"""A service's golden inputs, registered in each kind of storage, give its golden outputs.

Covers gateway.figures.activations.service, gateway.figures.activations.reading,
services_run.registered_rows, services_run.statements.
"""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from catalog.model.dataset import ObjectKind
from tests.integration.graphql_acts import golden_datasets as golden
from tests.integration.graphql_acts.services_of_a_town import PREVIEW, document_of, territories_of
from tests.integration.graphql_acts.test_a_service_runs_on_a_bodys_data import put

STEWARD = "steward@valcobreizh"
SERVICES = ("service-fait", "rpqs-dechets")


async def says_the_same(town, name, kind, storage, tables):
    service = golden.described(name)
    await put(town, storage, *golden.datasets_of(tables, kind, storage))
    chosen = {"service": name, "input": golden.choices(tables, service)}
    run = document_of(await town.ask(PREVIEW, STEWARD, variables=chosen), "previewService")
    expected = golden.expected(service, await territories_of(town))
    assert run["figures"] == expected["figures"]
    assert run["tables"] == expected["tables"]
    assert run["sentences"] == expected["sentences"]


@pytest.mark.parametrize("kind", [ObjectKind.PARQUET, ObjectKind.CSV])
async def test_in_files(town, kind):
    for name in SERVICES:
        tables = golden.golden_tables(golden.described(name))
        folder = town.state.data / "valcobreizh" / f"golden-{name}"
        golden.write_files(tables, folder, kind)
        storage = golden.files_storage(folder)
        await says_the_same(town, name, kind, storage, tables)


async def test_in_a_real_postgresql(town, postgresql, postgresql_database, monkeypatch):
    monkeypatch.setenv(golden.SECRET, postgresql.password)
    snapshot = await town.ports.catalog.current()
    body = snapshot.organisations[golden.OWNER]
    host = f"{postgresql.host}:{postgresql.port}"
    await put(town, replace(body, approved_hosts=(*body.approved_hosts, host)))
    database = urlsplit(postgresql_database).path.strip("/")
    storage = golden.postgresql_storage(postgresql, database)
    for name in SERVICES:
        tables = golden.golden_tables(golden.described(name))
        golden.write_postgresql(tables, postgresql_database)
        await says_the_same(town, name, ObjectKind.TABLE, storage, tables)
