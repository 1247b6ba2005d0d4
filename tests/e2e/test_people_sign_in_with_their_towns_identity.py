"""Signing in as people do: at Keycloak and at a twin of ProConnect, in Chromium and by hand.

Covers deploy.local.keycloak_server, tests.proconnect_twin, tests.signing_in, gateway.identity.oidc,
gateway.console.sign_in.pages, gateway.console.account.pages, gateway.identity.terminal.
"""

import sys
import threading

import httpx
import pytest
from playwright.sync_api import expect

from gateway.base.settings import IssuerSettings, ProviderSettings
from gateway.identity.terminal import (
    TerminalProvider,
    sign_in_by_browser,
    sign_in_by_device,
)
from tests.e2e.conftest import run_interco
from tests.e2e.console.menus import open_entry
from tests.proconnect_twin import BY_KEY, PLAIN, SIGNED
from tests.signing_in import (
    VAL_D_ILLE,
    Elsewhere,
    begin,
    code_of,
    parameters_of,
    person,
    running_town,
    who,
)

AGATHE = "agathe@example.fr"
AGATHE_AT_KEYCLOAK = "a6a7e000-0000-4000-8000-000000000001"
PROSPER_AT_KEYCLOAK = "a6a7e000-0000-4000-8000-000000000002"
SCOPE = "openid given_name usual_name email siret organization_label roles belonging_population"
FORM = {
    "do": "go",
    "email": AGATHE,
    "siret": "20009088400017",
    "organization_label": "SMICTOM Valcobreizh",
    "acr": "eidas1",
    "roles": "agent_public agent_public_territorial",
    "belonging_population": "agent",
}


@pytest.fixture(scope="module")
def running(tmp_path_factory, keycloak, proconnect, sign_in_address):
    key_file = tmp_path_factory.mktemp("keys") / "client.pem"
    key_file.write_bytes(proconnect.client_key)

    def twin(name, label, **changed):
        values = {
            "name": name,
            "label": label,
            "issuer": proconnect.issuer,
            "client_id": name,
            "client_secret": proconnect.client_secret,
            "scope": SCOPE,
            "acr_values": ["eidas1", "eidas1-mfa", "eidas2", "eidas3"],
            **changed,
        }
        return ProviderSettings.model_validate(values)

    providers = (
        twin(SIGNED, "ProConnect", userinfo_signed="ES256"),
        twin(
            BY_KEY,
            "ProConnect (clé)",
            userinfo_signed="RS256",
            client_secret=None,
            private_key_file=key_file,
        ),
        twin(PLAIN, "ProConnect (JSON)", pkce=False),
        ProviderSettings(
            name="ville",
            label="Ville de démonstration",
            issuer=keycloak.issuer,
            client_id=keycloak.client_id,
            client_secret=keycloak.client_secret,
            terminal_client_id=keycloak.terminal_client_id,
            scope="openid profile email",
            userinfo_signed="RS256",
            acr_values=("eidas1", "eidas1-mfa"),
            claims={"family_name": "family_name"},
        ),
    )
    agents = [
        *(
            person(proconnect.issuer, proconnect.sub_of(each, AGATHE))
            for each in (SIGNED, BY_KEY, PLAIN)
        ),
        person(keycloak.issuer, AGATHE_AT_KEYCLOAK),
        person(keycloak.issuer, PROSPER_AT_KEYCLOAK),
    ]
    folder = tmp_path_factory.mktemp("signing-in") / "state"
    keys = f"{keycloak.issuer}/protocol/openid-connect/certs"
    issuers = (IssuerSettings(issuer=keycloak.issuer, jwks_url=keys),)
    with running_town(
        folder, sign_in_address, agents, issuers=issuers, providers=providers
    ) as town:
        yield town


@pytest.fixture
def town(running):
    yield running
    running.close()


@pytest.fixture
def elsewhere():
    browser = Elsewhere()
    yield browser
    browser.client.close()


def at_the_twin(town, elsewhere, provider, browser=None, **changed):
    """The callback's answer, and the browser."""
    browser = browser or town.browser()
    form = elsewhere.follow(begin(browser, provider), town.address)
    back = elsewhere.submit(form, town.address, **{**FORM, **changed})
    return browser.get(back), browser


@pytest.mark.parametrize("provider", [SIGNED, BY_KEY, PLAIN])
def test_a_person_signs_in_at_proconnect(town, elsewhere, provider):
    answer, browser = at_the_twin(town, elsewhere, provider)
    assert (answer.status_code, answer.headers.get("location")) == (303, "/account"), answer.text
    page = browser.get("/account").text
    assert "agathe Démonstration" in page
    assert "SMICTOM Valcobreizh" in page
    assert "eidas1" in page


def test_a_person_steps_up_at_proconnect_and_signs_out_there(town, elsewhere):
    _, browser = at_the_twin(town, elsewhere, SIGNED)
    sent = browser.post("/step-up", data={"next": "/?approve"}).headers["location"]
    form = elsewhere.follow(sent, town.address)
    answer = browser.get(elsewhere.submit(form, town.address, **{**FORM, "acr": "eidas1-mfa"}))
    assert answer.headers["location"] == "/?approve"
    assert "signer\n" in browser.get("/account").text
    leaving = browser.post("/sign-out").headers["location"]
    page = elsewhere.follow(leaving, town.address)
    back = page if isinstance(page, str) else elsewhere.submit(page, town.address, logout="yes")
    assert back.startswith(f"{town.address}/signed-out")
    assert who(browser) is None


def test_a_weaker_level_than_was_asked_for_is_noticed(town, elsewhere):
    _, browser = at_the_twin(town, elsewhere, SIGNED)
    sent = browser.post("/step-up", data={}).headers["location"]
    form = elsewhere.follow(sent, town.address)
    answer = browser.get(elsewhere.submit(form, town.address, **FORM))
    assert code_of(answer) == "step_up_not_reached"
    assert "signer\n" not in browser.get("/account").text


def test_another_siret_at_the_next_sign_in_keeps_nothing(town, elsewhere):
    at_the_twin(town, elsewhere, SIGNED)
    other = Elsewhere()
    answer, browser = at_the_twin(town, other, SIGNED, siret=f"{VAL_D_ILLE}00019")
    other.client.close()
    assert code_of(answer) == "body_changed"
    assert who(browser) is None


def test_who_gives_up_at_the_provider_is_told(town, elsewhere):
    answer, browser = at_the_twin(town, elsewhere, SIGNED, do="stop")
    assert (answer.status_code, code_of(answer)) == (400, "sign_in_declined")
    assert who(browser) is None


def test_a_stranger_is_told_whom_to_ask(town, elsewhere):
    answer, _ = at_the_twin(town, elsewhere, SIGNED, email="inconnue@example.fr")
    assert code_of(answer) == "person_without_role"


def test_a_code_of_the_twin_is_used_once(town, elsewhere):
    browser = town.browser()
    form = elsewhere.follow(begin(browser, PLAIN), town.address)
    back = elsewhere.submit(form, town.address, **FORM)
    assert browser.get(back).status_code == 303
    state = parameters_of(begin(browser, PLAIN))["state"]
    again = {**parameters_of(back), "state": state}
    answer = browser.get(f"/sign-in/{PLAIN}/callback", params=again)
    assert code_of(answer) == "sign_in_code_refused"


def at_keycloak(town, elsewhere, keycloak, user):
    browser = town.browser()
    form = elsewhere.follow(begin(browser, "ville"), town.address)
    back = elsewhere.submit(
        form, town.address, username=user, password=keycloak.password_of(user), credentialId=""
    )
    assert isinstance(back, str), back.text
    return browser.get(back), browser


def test_a_person_signs_in_at_keycloak_and_out_again(town, elsewhere, keycloak):
    answer, browser = at_keycloak(town, elsewhere, keycloak, "agathe")
    assert answer.status_code == 303, answer.text
    assert who(browser) == AGATHE_AT_KEYCLOAK
    page = browser.get("/account").text
    assert "Agathe Démonstration" in page
    assert "<code>eidas1</code>" in page
    leaving = browser.post("/sign-out").headers["location"]
    assert elsewhere.follow(leaving, town.address).startswith(f"{town.address}/signed-out")


def test_a_contractor_of_keycloaks_approves_nothing(town, elsewhere, keycloak):
    _, browser = at_keycloak(town, elsewhere, keycloak, "prosper")
    page = browser.get("/account").text
    assert "ne vous dit pas agent" in page
    assert "signer\n" not in page


def test_a_person_of_keycloaks_without_a_role_is_told(town, elsewhere, keycloak):
    answer, _ = at_keycloak(town, elsewhere, keycloak, "nora")
    assert code_of(answer) == "person_without_role"


def test_the_whole_way_in_a_browser(town, page):
    """From the console, to the provider, back, a second factor, and out."""
    broken = []
    page.on(
        "console",
        lambda said: broken.append(said.text) if "Content Security" in said.text else None,
    )
    page.goto(f"{town.address}/graphiql")
    page.get_by_role("link", name="Se connecter").click()
    page.get_by_role("button", name="Se connecter avec ProConnect", exact=True).click()
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator("#me")).to_contain_text("SMICTOM Valcobreizh")
    page.get_by_role("link", name="Mon compte").click()
    expect(page.get_by_role("heading", name="agathe Démonstration")).to_be_visible()
    page.get_by_role("button", name="M'identifier avec un second facteur").click()
    page.get_by_label("Niveau").fill("eidas1-mfa")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_text("consulter, préparer, signer")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Vous êtes déconnecté")).to_be_visible()
    page.goto(f"{town.address}/account")
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    assert not broken


def test_keycloak_in_a_browser(town, page, keycloak):
    page.goto(f"{town.address}/sign-in")
    page.get_by_role("button", name="Ville de démonstration").click()
    page.locator("#username").fill("agathe")
    page.locator("#password").fill(keycloak.password_of("agathe"))
    page.locator("#kc-login").click()
    # Home, and from there to oneself.
    open_entry(page, "Agathe Démonstration", "Mon compte")
    expect(page.get_by_role("heading", name="Agathe Démonstration")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Vous êtes déconnecté")).to_be_visible()


def terminal_provider(town):
    """As the gateway offers it to `./interco login`."""
    (offered,) = httpx.get(f"{town.address}/sign-in/terminal", trust_env=False).json()["providers"]
    return TerminalProvider(**offered)


def whom_it_names(town, token):
    answer = httpx.post(
        f"{town.address}/graphql",
        json={"query": "{ me { agent } }"},
        headers={"Authorization": f"Bearer {token.access_token}"},
        trust_env=False,
        timeout=30,
    )
    return answer.json()["data"]["me"]["agent"]


def test_a_terminal_signs_in_by_the_browser_of_its_machine(town, elsewhere, keycloak):
    password = keycloak.password_of("agathe")

    def open_page(address):
        back = parameters_of(address)["redirect_uri"]
        form = elsewhere.follow(address, back)
        fields = {"username": "agathe", "password": password, "credentialId": ""}
        ended = elsewhere.submit(form, back, **fields)
        threading.Thread(target=lambda: httpx.get(ended, trust_env=False)).start()

    token = sign_in_by_browser(terminal_provider(town), open_page)
    assert whom_it_names(town, token) == AGATHE_AT_KEYCLOAK


def test_a_browser_that_keeps_the_terminal_is_answered(town, keycloak, tmp_path, monkeypatch):
    """As w3m and lynx do: answered after their end only, the code would be too old."""
    browser = tmp_path / "browser.py"
    browser.write_text(f"""
import sys
import httpx
from tests.signing_in import Elsewhere, parameters_of
back = parameters_of(sys.argv[1])["redirect_uri"]
elsewhere = Elsewhere()
form = elsewhere.follow(sys.argv[1], back)
fields = {{"username": "agathe", "password": {keycloak.password_of("agathe")!r}}}
httpx.get(elsewhere.submit(form, back, **fields, credentialId=""), timeout=70, trust_env=False)
""")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BROWSER", f"{sys.executable} {browser} %s")
    ran = run_interco("login", "--gateway", town.address)
    assert "SMICTOM Valcobreizh" in ran.stdout


def test_a_terminal_without_a_browser_signs_in_by_a_code(town, elsewhere, keycloak):
    def type_elsewhere(address, code):
        assert code in address
        form = elsewhere.follow(address, town.address)
        fields = {"username": "agathe", "password": keycloak.password_of("agathe")}
        consent = elsewhere.submit(form, town.address, **fields, credentialId="")
        elsewhere.submit(consent, town.address, accept="yes")

    token = sign_in_by_device(terminal_provider(town), type_elsewhere)
    assert whom_it_names(town, token) == AGATHE_AT_KEYCLOAK


def test_a_key_that_the_provider_has_rotated_away_is_forgotten(proconnect):
    """Its keys are those of this start: a gateway that kept others would believe nobody."""
    keys = httpx.get(f"{proconnect.issuer}/jwks", trust_env=False).json()["keys"]
    assert {each["kty"] for each in keys} == {"RSA", "EC"}
    assert not [each for each in keys if "d" in each]
