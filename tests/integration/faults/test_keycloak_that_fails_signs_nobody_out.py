"""The identity provider of a town, a real Keycloak, is stopped and killed while people work.

Covers gateway.identity.issuer_keys, gateway.identity.oidc, deploy.local.keycloak_server.
"""

import os
import signal
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from deploy.local import KeycloakServer, running_keycloak
from deploy.local.process import free_port
from gateway.base.settings import IssuerSettings, ProviderSettings
from gateway.identity import issuer_keys
from gateway.identity.terminal import TerminalProvider, sign_in_by_browser
from tests.door import Door
from tests.signing_in import Elsewhere, Town, begin, code_of, parameters_of, person, running_town

AGATHE = "a6a7e000-0000-4000-8000-000000000001"
READ = """{ me { agent }
  valDIlleAubigne { collectes(first: 3) { nodes { tonnageKg } } } }"""
PURPOSE = {"Interco-Purpose": "rpqs_dechets"}


@dataclass
class Ville:
    """`issuer` is how the gateway knows the Keycloak that is behind `door` at the time."""

    town: Town
    issuer: str
    door: Door
    keycloak: KeycloakServer
    running: ExitStack = field(default_factory=ExitStack)

    @property
    def process(self):
        """The id of Keycloak's Java."""
        option = f"--http-port={self.door.to}".encode()
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = each.read_bytes().split(b"\0")
            except OSError:
                continue
            if option in words and words[0].endswith(b"java"):
                return int(each.parent.name)
        raise AssertionError(option)

    def starts_anew(self):
        self.running.close()
        self.keycloak = self.running.enter_context(running_keycloak())
        self.door.to = urlsplit(self.keycloak.issuer).port

    @contextmanager
    def stopped(self):
        """Alive, and answering nothing: a machine out of memory, a store that hangs."""
        process = self.process
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)

    def sent_back(self):
        """A browser whose person has signed in at Keycloak, and where it is sent back to."""
        browser, elsewhere = self.town.browser(), Elsewhere()
        form = elsewhere.follow(begin(browser, "ville"), self.town.address)
        back = elsewhere.submit(form, self.town.address, **self._typed)
        elsewhere.client.close()
        return browser, back

    def signed_in(self):
        browser, back = self.sent_back()
        assert browser.get(back).status_code == 303
        return browser

    def bearer(self):
        """What `./interco login` keeps."""

        def open_page(address):
            elsewhere, back = Elsewhere(), parameters_of(address)["redirect_uri"]
            ended = elsewhere.submit(elsewhere.follow(address, back), back, **self._typed)
            elsewhere.client.close()
            threading.Thread(target=lambda: httpx.get(ended, trust_env=False)).start()

        page = httpx.get(f"{self.town.address}/sign-in/terminal", trust_env=False).json()
        (offered,) = page["providers"]
        return sign_in_by_browser(TerminalProvider(**offered), open_page).access_token

    @property
    def _typed(self):
        password = self.keycloak.password_of("agathe")
        return {"username": "agathe", "password": password, "credentialId": ""}


@pytest.fixture(scope="module")
def ville(tmp_path_factory):
    door, address = Door(), f"http://127.0.0.1:{free_port()}"
    issuer = f"http://127.0.0.1:{door.port}/realms/interco"
    with ExitStack() as running:
        keycloak = running.enter_context(running_keycloak())
        door.to = urlsplit(keycloak.issuer).port
        provider = ProviderSettings(
            name="ville",
            label="Ville de démonstration",
            issuer=issuer,
            client_id=keycloak.client_id,
            client_secret=keycloak.client_secret,
            terminal_client_id=keycloak.terminal_client_id,
            scope="openid profile email",
            userinfo_signed="RS256",
            acr_values=("eidas1", "eidas1-mfa"),
            claims={"family_name": "family_name"},
        )
        keys = f"{issuer}/protocol/openid-connect/certs"
        with running_town(
            tmp_path_factory.mktemp("keycloak-fails") / "state",
            address,
            [person(issuer, AGATHE)],
            issuers=(IssuerSettings(issuer=issuer, jwks_url=keys),),
            providers=(provider,),
        ) as town:
            yield Ville(town, issuer, door, keycloak, running)
            town.close()
    door.close()


class Work:
    """Somebody who is signed in and somebody with a token ask again and again."""

    def __init__(self, ville):
        self.browser, self.token = ville.signed_in(), ville.bearer()
        self.address, self.wrong, self.answered = ville.town.address, [], [0, 0]
        self._ends = threading.Event()
        self._turned = threading.Condition()

    def ask(self, who):
        body = {"query": READ}
        if who == 0:
            return self.browser.post("/graphql", json=body, headers=PURPOSE)
        headers = {"Authorization": f"Bearer {self.token}", **PURPOSE}
        address = f"{self.address}/graphql"
        return httpx.post(address, json=body, headers=headers, trust_env=False, timeout=30)

    def goes_on(self):
        """Until both have been answered three times more."""
        with self._turned:
            target = [each + 3 for each in self.answered]
            enough = self._turned.wait_for(
                lambda: self.wrong or all(map(int.__ge__, self.answered, target)), timeout=60
            )
        assert enough, self.answered
        assert self.wrong == []

    def _work(self, who):
        while not self._ends.is_set():
            answer = self.ask(who)
            with self._turned:
                if answer.status_code == 200 and answer.json() == self.right:
                    self.answered[who] += 1
                else:
                    self.wrong.append(answer.text[:500])
                self._turned.notify_all()

    @contextmanager
    def under_way(self):
        self.right = self.ask(0).json()
        assert self.right["data"]["me"]["agent"] == AGATHE
        assert len(self.right["data"]["valDIlleAubigne"]["collectes"]["nodes"]) == 3
        threads = [threading.Thread(target=self._work, args=(who,)) for who in (0, 1)]
        for each in threads:
            each.start()
        try:
            yield self
        finally:
            self._ends.set()
            for each in threads:
                each.join()


def refused(browser, back):
    """A new sign-in: whom to ask and when, and nothing kept."""
    answer = browser.get(back)
    assert (answer.status_code, code_of(answer)) == (503, "provider_unavailable")
    assert answer.headers["retry-after"]
    assert "Ville de démonstration" in answer.text
    assert "set-cookie" not in answer.headers


def of_a_key_that_nobody_knows(ville):
    """What may be of a rotation, or forged: nobody can tell while its issuer is silent."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    claims = {"iss": ville.issuer, "aud": "interco", "sub": AGATHE, "exp": 4_102_444_800}
    token = jwt.encode({"alg": "RS256", "kid": key.kid, "typ": "JWT"}, claims, key)
    answer = httpx.post(
        f"{ville.town.address}/graphql",
        json={"query": "{ me { agent } }"},
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
        timeout=30,
    )
    return answer.status_code


def until_nobody_knows(ville):
    """Keys that came just before it was killed are believed for as long as they are fresh."""
    deadline = time.monotonic() + 10
    while of_a_key_that_nobody_knows(ville) != 503:
        assert time.monotonic() < deadline


@pytest.mark.whole
def test_whoever_works_goes_on_while_keycloak_stalls_is_killed_and_comes_back(ville, monkeypatch):
    monkeypatch.setattr("gateway.identity.oidc._TIMEOUT_S", 1.0)
    # Minutes as seconds: keys are asked for all the time, and grow old while nobody answers.
    for name, seconds in (("REFRESH", 0.2), ("REFETCH", 0.2), ("RETRY", 0.2)):
        monkeypatch.setattr(issuer_keys, f"{name}_AFTER_S", seconds)
    monkeypatch.setattr(issuer_keys, "_FETCH_S", 1.0)
    with Work(ville).under_way() as work:
        work.goes_on()
        browser, back = ville.sent_back()
        with ville.stopped():
            refused(browser, back)
            work.goes_on()
            assert of_a_key_that_nobody_knows(ville) == 503
        assert ville.signed_in()
        assert of_a_key_that_nobody_knows(ville) == 401

        browser, back = ville.sent_back()
        os.kill(ville.process, signal.SIGKILL)
        refused(browser, back)
        until_nobody_knows(ville)
        work.goes_on()

        ville.starts_anew()
        assert ville.signed_in()
        assert of_a_key_that_nobody_knows(ville) == 401
        work.goes_on()
