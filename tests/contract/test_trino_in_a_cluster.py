"""A coordinator and two workers, from the files that production uses: governed rows through all.

Covers federation.engines.trino_segments, deploy.local.trino_server,
federation.engines.trino_engine, deploy.local.trino_node.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path

import httpx
import pytest
import yaml

from deploy.local import OpaServer, PostgresqlServer, S3Server, TrinoServer, running_locked_trino
from deploy.local.trino_lock import FILES
from deploy.local.trino_node import read_properties
from federation.engines.query_tag import REQUEST
from federation.engines.trino_engine import TrinoEngine
from federation.limits import Limits
from federation.logical import WireType
from federation.values import bind_values
from tests.contract.conftest import KEYRING, Bench
from tests.contract.questions import BY_FLUX, question
from tests.locked_trino import engine_of, opened_client, tls_of, token_for

MANY = question(
    "SELECT a.id, b.flux, c.poids FROM ville.mesures AS a CROSS JOIN ville.mesures AS b "
    "CROSS JOIN ville.mesures AS c",
    ("id", WireType.INT),
    ("flux", WireType.STRING),
    ("poids", WireType.DECIMAL),
)


@pytest.fixture(scope="module")
def cluster(opa: OpaServer, s3: S3Server) -> Iterator[TrinoServer]:
    with running_locked_trino(opa, s3, workers=2, heap_mb=900) as server:
        yield server


@pytest.fixture
async def engine(
    cluster: TrinoServer, postgresql: PostgresqlServer, s3: S3Server
) -> AsyncIterator[TrinoEngine]:
    known = {"postgresql": postgresql.password, "s3": s3.secret_key}
    engine = engine_of(cluster, lambda secret: known[secret.name])
    yield engine
    await engine.aclose()


@pytest.mark.whole
@pytest.mark.parametrize("place", ["trino over parquet", "trino over postgresql"])
async def test_a_governed_query_is_read_by_both_workers(bench: Bench, engine, cluster, place):
    # Three servers that have just started, each loading its classes, on a machine that is busy.
    plan = bench.plan(BY_FLUX, place, Limits(timeout_s=240))
    name = f"cluster{place[-5:]}"
    token = REQUEST.set(name)
    table = await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))
    REQUEST.reset(token)
    expected = await bench.run(BY_FLUX, "duckdb over parquet")
    assert table.num_rows
    assert table.to_pylist() == expected.to_pylist()
    async with opened_client(cluster, cluster.administrator) as administrator:
        nodes = await administrator.run(
            "SELECT node_id, coordinator FROM system.runtime.nodes WHERE state = 'active'"
        )
        workers = {node for node, coordinator in nodes.rows if not coordinator}
        assert (len(nodes.rows), len(workers)) == (3, 2)
        worked = await administrator.run(
            "SELECT DISTINCT t.node_id FROM system.runtime.tasks AS t "
            "JOIN system.runtime.queries AS q ON t.query_id = q.query_id "
            f"WHERE q.source = 'interco {name}' AND q.query LIKE 'SELECT %'"
        )
        assert workers <= {node for (node,) in worked.rows}


@pytest.mark.whole
async def test_workers_leave_rows_in_the_store_and_all_arrive(bench: Bench, engine):
    plan = bench.plan(MANY, "trino over parquet", Limits(max_rows=1_000_000, timeout_s=240))
    async with aclosing(engine.stream(plan, bind_values(plan, {}, {}, KEYRING))) as batches:
        assert sum([batch.num_rows async for batch in batches]) == 48**3


@pytest.mark.whole
async def test_a_worker_is_as_closed_as_the_coordinator(cluster: TrinoServer):
    async with opened_client(cluster, cluster.administrator) as administrator:
        found = await administrator.run(
            "SELECT http_uri FROM system.runtime.nodes WHERE NOT coordinator"
        )
    tls = tls_of(cluster)
    async with httpx.AsyncClient(verify=tls, trust_env=False) as client:
        for (url,) in found.rows:
            assert url.startswith("https://")
            for headers in ({}, {"X-Trino-User": "interco-admin"}):
                assert (await client.get(f"{url}/v1/jmx", headers=headers)).status_code == 401
                assert (await client.get(f"{url}/v1/task", headers=headers)).status_code >= 400
            stranger = {"Authorization": f"Bearer {token_for(cluster, 'someone')}"}
            assert (await client.get(f"{url}/v1/jmx", headers=stranger)).status_code == 403
            asked = await client.post(f"{url}/v1/statement", headers=stranger, content="SELECT 1")
            assert asked.status_code >= 400


def variables(role: str) -> set[str]:
    texts = (path.read_text("utf-8") for path in (FILES / role).iterdir())
    return {name for text in texts for name in re.findall(r"\$\{ENV:([A-Z_]+)\}", text)}


def test_compose_gives_each_node_all_that_its_files_ask_for():
    compose = yaml.safe_load((FILES / "compose.yaml").read_text("utf-8"))
    services = compose["services"]
    # What gives the volume of the metastore to Trino's user, once, is no node.
    del services["folder"]
    assert set(services) == {"coordinator", "worker-1", "worker-2"}
    for name, service in services.items():
        role = name.partition("-")[0]
        mounted = dict(each.rsplit(":", 2)[:2][::-1] for each in service["volumes"][:2])
        assert Path(mounted["/etc/trino"]) == Path(role)
        assert variables(role) <= set(service["environment"])
        # A certificate names the node; the key folder is the node's own.
        assert service["environment"]["TRINO_ADDRESS"] == name
        assert mounted["/keys"].endswith(f"/{name}")


@pytest.mark.parametrize("role", ["coordinator", "worker"])
def test_no_node_has_a_way_round_its_locks(role):
    config = read_properties(FILES / role / "config.properties")
    assert config["http-server.http.enabled"] == "false"
    assert config["http-server.authentication.type"] == "JWT"
    assert config["internal-communication.https.required"] == "true"
    # A worker has none.
    assert config.get("web-ui.enabled") == ("false" if role == "coordinator" else None)
    assert "http-server.process-forwarded" not in config
    control = read_properties(FILES / role / "access-control.properties")
    assert control["access-control.name"] == "opa"
    assert not [name for name in control if "allow" in name]
