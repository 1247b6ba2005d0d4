"""Covers gateway.app, gateway.wiring.background, gateway.sharing.notifications.loop,
gateway.base.problems.
"""

import asyncio

import pytest

from gateway.app import build_app
from gateway.base.problems import UnsafeConfiguration
from gateway.base.settings import Settings
from gateway.demo_mode.state import DemoState
from tests.integration.telling.servers import Inbox, mail_server
from tests.integration.telling.world import ANNE, SMICTOM, VAL, message, put

SENDER = "notifications@interco.example"


@pytest.fixture
def state(tmp_path):
    """A folder with its own issuer, its catalog empty."""
    made = DemoState(tmp_path)
    made.issuer_key()
    return made


async def test_an_act_is_told_by_mail_as_soon_as_it_is_written(state):
    inbox = Inbox()
    async with mail_server(inbox) as port:
        settings = state.settings(smtp_url=f"smtp://127.0.0.1:{port}", mail_from=SENDER)
        app = build_app(settings, demo=True, lasts=False)
        async with app.router.lifespan_context(app):
            catalog = app.state.services.acts.catalog
            await put(catalog, VAL, SMICTOM, ANNE, messages=(message(),))
            async with asyncio.timeout(10):
                await inbox.came.wait()
    assert inbox.recipients == [ANNE.email]


async def test_a_process_that_is_told_not_to_work_leaves_it_to_others(state):
    app = build_app(state.settings(worker=False), demo=True, lasts=False)
    async with app.router.lifespan_context(app):
        services = app.state.services
        await put(services.acts.catalog, VAL, SMICTOM, ANNE, messages=(message(),))
        assert services.outbox_wakeup.is_set()
        assert len(await services.notifications.deliveries.unspread(10)) == 1


def test_a_gateway_with_a_bad_mail_server_does_not_start(state):
    settings = state.settings(smtp_url="smtp://mail.example", mail_from="nobody")
    serious = Settings.model_validate(
        {
            **settings.model_dump(),
            "issuers": [{"issuer": "https://login.example", "jwks_url": "https://login.example"}],
            "providers": [],
        }
    )
    with pytest.raises(UnsafeConfiguration) as refused:
        build_app(serious)
    assert refused.value.facts["setting"] == "INTERCO_MAIL_FROM"
