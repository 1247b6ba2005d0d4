import ssl

import pytest

from catalog.store import open_store
from gateway.sharing.notifications.mailing import Mailer, MailLink
from tests.integration.telling.servers import Inbox, mail_server, make_certificate, receiving
from tests.integration.telling.world import PEOPLE, SMICTOM, VAL, Clock, put


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def store_url(request, tmp_path):
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.sqlite'}"
    return request.getfixturevalue("postgresql_database")


@pytest.fixture
async def store(store_url):
    """Two bodies and their people."""
    opened = await open_store(store_url)
    await put(opened, VAL, SMICTOM, *PEOPLE)
    yield opened
    await opened.aclose()


@pytest.fixture
async def other_process(store, store_url):
    """A second store over the same database: it shares nothing else with the first."""
    opened = await open_store(store_url)
    yield opened
    await opened.aclose()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def mailbox():
    """A mail server on this machine: what it took, and a way to it."""
    inbox = Inbox()
    async with mail_server(inbox) as port:
        tls = ssl.create_default_context()
        inbox.mailer = Mailer(
            "127.0.0.1", port, MailLink.PLAIN, "notifications@interco.example", tls
        )
        yield inbox


@pytest.fixture
async def receiver():
    async with receiving() as running:
        yield running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("tls"), "localhost", "mail.test")
