"""Covers gateway.control.inbox, gateway.sharing.notifications.inbox, gateway.control.context,
gateway.sharing.notifications.loop, schema.types.view, gateway.identity.subject.
"""

import pytest
import strawberry

from catalog.cog import load_cog
from catalog.model.subject import ANONYMOUS
from catalog.standpoint import Standpoint
from catalog.store import open_store
from gateway.control.context import ControlContext
from gateway.control.inbox import InboxMutation, InboxQuery
from gateway.identity.subject import local_subject
from gateway.sharing.notifications.inbox import inbox_of
from gateway.sharing.notifications.loop import deliver_due
from schema.types.view import View
from tests.integration.telling.world import ANNE, ELSA, SMICTOM, VAL, message, ports_on, put

SCHEMA = strawberry.Schema(query=InboxQuery, mutation=InboxMutation)
READ = "query ($unread: Boolean) { inbox(unread: $unread) { id about read titleFr nextEn } }"


@pytest.fixture
async def told(tmp_path, clock):
    """One message to the first body, delivered."""
    store = await open_store(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    await put(store, VAL, SMICTOM, ANNE, ELSA, messages=(message(),))
    ports = ports_on(store, clock)
    await deliver_due(ports)
    yield ports
    await store.aclose()


async def ask(document, ports, subject, **variables):
    snapshot = await ports.catalog.current()
    standpoint = Standpoint(subject, snapshot, ports.clock())
    context = ControlContext(
        standpoint=standpoint,
        view=View.of(snapshot, frozenset()),
        cog=load_cog(),
        services=None,
        inbox=inbox_of(standpoint, ports),
    )
    result = await SCHEMA.execute(document, context_value=context, variable_values=variables)
    assert not result.errors
    return result.data


async def test_an_agent_reads_their_own_list_and_marks_it_read(told):
    anne = local_subject(ANNE)
    (entry,) = (await ask(READ, told, anne))["inbox"]
    assert entry["about"] == "conv-2026-0001@1"
    assert entry["titleFr"] == ("Convention « Pesées des déchets » : votre signature est demandée")
    assert not entry["read"]
    mark = "mutation ($ids: [ID!]!) { markRead(ids: $ids) }"
    assert await ask(mark, told, anne, ids=[]) == {"markRead": 0}
    assert await ask(mark, told, local_subject(ELSA), ids=[entry["id"]]) == {"markRead": 0}
    tried = "mutation ($ids: [ID!]!) { markRead(ids: $ids, dryRun: true) }"
    assert await ask(tried, told, anne, ids=[entry["id"]]) == {"markRead": 1}
    assert await ask(mark, told, anne, ids=[entry["id"]]) == {"markRead": 1}
    assert await ask(tried, told, anne, ids=[entry["id"]]) == {"markRead": 0}
    assert await ask(READ, told, anne, unread=True) == {"inbox": []}
    assert [each["read"] for each in (await ask(READ, told, anne))["inbox"]] == [True]


async def test_others_find_nothing(told):
    for subject in (local_subject(ELSA), ANONYMOUS):
        assert await ask(READ, told, subject) == {"inbox": []}
