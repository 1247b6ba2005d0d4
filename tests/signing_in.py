"""A gateway that people sign in to, on a port of its own, and browsers without a screen."""

import asyncio
import html
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
import uvicorn

from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren
from catalog.model.organisation import Agent, AgentKind
from catalog.store import open_store
from gateway.app import build_app
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo

VALCOBREIZH, VAL_D_ILLE = Siren("200090884"), Siren("243500667")
SIRET = f"{VALCOBREIZH}00017"
OURS = {"Sec-Fetch-Site": "same-origin"}
_INPUT = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_READY_S = 60


@dataclass(frozen=True)
class Town:
    """A running gateway; `state` is its folder."""

    address: str
    state: DemoState
    browsers: list = field(default_factory=list)

    def browser(self, **headers):
        """Cookies of its own; forms of ours are sent as from our own pages."""
        client = httpx.Client(
            base_url=self.address,
            headers={**OURS, "Accept-Language": "fr", "User-Agent": "Firefox", **headers},
            trust_env=False,
            timeout=30,
        )
        self.browsers.append(client)
        return client

    def close(self):
        """Every browser that was opened."""
        while self.browsers:
            self.browsers.pop().close()


@contextmanager
def running_town(folder, address, agents, issuers=(), **settings):
    """The demo's catalog with these agents more, served at `address` until the block ends; tokens
    of these issuers are believed too.
    """
    state = DemoState(folder)
    asyncio.run(_prepare(state, agents))
    known = (*state.settings().issuers, *issuers)
    chosen = state.settings(public_url=address, worker=False, issuers=known, **settings)
    config = uvicorn.Config(
        build_app(chosen, demo=True, lasts=False),
        host="127.0.0.1",
        port=urlsplit(address).port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    with served(config):
        yield Town(address, state)


@contextmanager
def served(config):
    """A server in a thread, from its first answer on."""
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + _READY_S
    while not server.started:
        assert thread.is_alive(), "the server ended before it began"
        assert time.monotonic() < deadline, "the server did not begin"
        thread.join(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(30)


async def _prepare(state, agents):
    await make_demo(state)
    await put_agents(state.settings().database_url, agents)


async def put_agents(database_url, agents):
    """These agents more in a catalog that no gateway serves yet."""
    store = await open_store(database_url)
    try:
        version = (await store.current()).version
        record = ActRecord(
            at=datetime.now(UTC),
            by_issuer=None,
            by_sub="test",
            for_organisation=None,
            action="apply",
            summary={},
        )
        await store.write(version, Changes(put=tuple(agents)), record)
    finally:
        await store.aclose()


def person(issuer, sub, organisation=VALCOBREIZH, roles=("agent", "approver"), email=None):
    return Agent(
        issuer=issuer,
        sub=sub,
        organisation=organisation,
        kind=AgentKind.PERSON,
        roles=frozenset(roles),
        purposes=frozenset({"rpqs_dechets"}),
        email=email,
    )


def begin(browser, provider, following="/account"):
    """The address that the browser is sent to."""
    answer = browser.post(f"/sign-in/{provider}", data={"next": following})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def code_of(answer):
    """The code of the Problem that a page tells; None for a page that tells none."""
    found = re.search(r"Code\s?: <code>([a-z_]+)</code>", answer.text)
    return found and found[1]


def who(browser):
    """Who the API takes this browser for; None for nobody."""
    answer = browser.post("/graphql", json={"query": "{ me { agent } }"}).json()
    return answer["data"]["me"]["agent"]


def parameters_of(address):
    return dict(parse_qsl(urlsplit(address).query))


class Elsewhere:
    """A browser at the provider's: follows its pages and its cookies until it is sent back to us.

    Providers mark cookies Secure that loopback is served without: they are sent all the same.
    """

    def __init__(self):
        self.client = httpx.Client(trust_env=False, timeout=60)

    def follow(self, address, ours):
        """The address of ours that it ends at, not asked for; or the answer that is a page."""
        while not address.startswith(ours):
            answer = self._sent("GET", address)
            if answer.status_code not in {302, 303, 307}:
                return answer
            address = urljoin(address, answer.headers["location"])
        return address

    def submit(self, page, ours, **fields):
        """The page's form with these fields; then as `follow`."""
        action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
        target = str(page.url) if action is None else html.unescape(action[1])
        answer = self._sent("POST", urljoin(str(page.url), target), {**_hidden(page), **fields})
        if answer.status_code not in {302, 303}:
            return answer
        return self.follow(urljoin(str(answer.url), answer.headers["location"]), ours)

    def _sent(self, method, address, data=None):
        for cookie in self.client.cookies.jar:
            cookie.secure = False
        return self.client.request(method, address, data=data)


def _hidden(page):
    """The fields that the page fills by itself."""
    fields = (dict(_ATTRIBUTE.findall(each)) for each in _INPUT.findall(page.text))
    return {each["name"]: html.unescape(each.get("value", "")) for each in fields if "name" in each}
