"""An act on what no row depends on (a service, a board) leaves what was read and planned as it is;
any other act makes all of it anew.

Covers catalog.snapshot, gateway.reading.query.plan_cache, schema.types.view.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from itertools import count
from types import SimpleNamespace

import pytest

from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot
from gateway.reading.query.plan_cache import PlanCache
from gateway.reading.query.prepare import prepare
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.query.sql_prepare import prepare_sql
from gateway.reading.query.sql_request import SqlRequest
from tests.integration.gateway.test_a_second_request_plans_nothing import entered_by, request
from tests.integration.gateway.test_what_the_gateway_promises import VALCOBREIZH

BESIDE = (
    *("services", "activations", "figures", "campaigns", "indicators", "boards"),
    *("looks", "mail_senders", "mail_choices", "webhooks"),
)
OF_DATA = [
    each.name
    for each in fields(Snapshot)
    if each.init and each.name not in {*BESIDE, "version", "before"}
]
DOCUMENTS = (
    """{ valDIlleAubigne { collectes(first: 2, where: { commune: { inTerritory:
    { of: "valcobreizh", competence: "1510", at: "2025-01-01" } } }) {
    nodes { flux commune { nom } } pageInfo { endCursor } } } }""",
    "{ standards { collecteDechets(first: 2) { nodes { flux } } } }",
    "{ valDIlleAubigne { collectes { groupBy { key { codeCommune } aggregate { count } } } } }",
)
STATEMENTS = (
    "SELECT flux, count(*) FROM val_d_ille_aubigne.collectes GROUP BY flux",
    """SELECT c.flux, r.nom FROM standards.collecte_dechets c
    JOIN reference.communes r ON r.code = c.code_commune""",
    "SHOW TABLES",
)

LATER = count(1)
"""Each act moves the version on, to a number that no other has."""


class Unread(Mapping):
    """A collection at which planning has no business to look."""

    def _refuse(self, *_):
        raise AssertionError("planning looked at what keeps its version")

    __getitem__ = __iter__ = __len__ = __contains__ = get = items = values = keys = _refuse


class Catalog:
    def __init__(self, snapshot):
        self.snapshot = snapshot

    async def current(self):
        return self.snapshot


def changed(snapshot, name):
    """The version after an act that made another collection of one kind."""
    collection = getattr(snapshot, name)
    copy = list(collection) if isinstance(collection, tuple) else dict(collection)
    version = CatalogVersion(snapshot.version.epoch, snapshot.version.number + next(LATER))
    return replace(snapshot, version=version, before=snapshot, **{name: copy})


def over(embedded, snapshot, **more):
    return SimpleNamespace(ports=replace(embedded.ports, catalog=Catalog(snapshot), **more))


@pytest.mark.parametrize("name", BESIDE)
async def test_what_was_planned_serves_after_an_act_beside_the_data(embedded, name):
    snapshot = await embedded.ports.catalog.current()
    asked = await request(embedded, "VERRE")
    await prepare(asked, embedded.ports)
    later = over(embedded, changed(snapshot, name))
    assert not await entered_by(later, asked)


@pytest.mark.parametrize("name", OF_DATA)
async def test_any_other_act_has_all_planned_anew(embedded, name):
    snapshot = await embedded.ports.catalog.current()
    asked = await request(embedded, "VERRE")
    await prepare(asked, embedded.ports)
    assert await entered_by(over(embedded, changed(snapshot, name)), asked)


async def test_a_restored_backup_has_all_planned_anew(embedded):
    snapshot = await embedded.ports.catalog.current()
    asked = await request(embedded, "VERRE")
    await prepare(asked, embedded.ports)
    version = CatalogVersion("restored", snapshot.version.number)
    restored = replace(snapshot, version=version, before=snapshot)
    assert await entered_by(over(embedded, restored), asked)


async def test_planning_reads_nothing_of_what_keeps_its_version(embedded):
    snapshot = await embedded.ports.catalog.current()
    unread = replace(snapshot, **dict.fromkeys(BESIDE, Unread()))
    ports = over(embedded, unread, memory=PlanCache()).ports
    agent, purpose = VALCOBREIZH
    token = embedded.state.token(snapshot.agents["urn:interco:demo", agent])
    who = {"authorization": f"Bearer {token}", "purpose": purpose}
    for at, document in enumerate(DOCUMENTS):
        prepared = await prepare(GraphqlRequest(id=str(at), document=document, **who), ports)
        assert prepared.plans.slices
    for at, statement in enumerate(STATEMENTS):
        assert await prepare_sql(SqlRequest(id=str(at), document=statement, **who), ports)
