"""A token that nobody but its issuer can read, from a twin of ProConnect: asked by introspection,
which answers in JSON or signed.

Covers gateway.identity.introspection, gateway.identity.issuers.
"""

import secrets

import httpx
import pytest

from gateway.base.settings import IntrospectionSettings, IssuerSettings
from tests.e2e.test_people_sign_in_with_their_towns_identity import AGATHE, FORM, SCOPE
from tests.proconnect_twin import PLAIN, SIGNED
from tests.signing_in import Elsewhere, person, running_town

ME = {"query": "{ me { agent organisation { siren } } }"}


@pytest.fixture(scope="module", params=[(PLAIN, "none"), (SIGNED, "ES256")], ids=["json", "signed"])
def asked(request):
    """The client that asks, and how it is answered."""
    return request.param


@pytest.fixture(scope="module")
def client(asked):
    return asked[0]


@pytest.fixture(scope="module")
def town(tmp_path_factory, proconnect, sign_in_address, asked):
    client, signed = asked
    asking = IntrospectionSettings(
        client_id=client,
        client_secret=proconnect.client_secret,
        answers_signed=signed,
        userinfo_signed=signed,
    )
    issuer = IssuerSettings(issuer=proconnect.issuer, introspection=asking)
    agents = [person(proconnect.issuer, proconnect.sub_of(client, AGATHE))]
    folder = tmp_path_factory.mktemp("introspecting") / "state"
    with running_town(folder, sign_in_address, agents, issuers=(issuer,)) as town:
        yield town


def tokens_of(proconnect, client, **form):
    """As another service of the town has them: a code that it redeems itself."""
    gateway = proconnect.callback_of(client)
    elsewhere = Elsewhere()
    asked = {
        "client_id": client,
        "redirect_uri": gateway,
        "response_type": "code",
        "scope": SCOPE,
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
    }
    address = str(httpx.URL(f"{proconnect.issuer}/authorize").copy_merge_params(asked))
    page = elsewhere.follow(address, gateway)
    back = elsewhere.submit(page, gateway, **{**FORM, **form})
    elsewhere.client.close()
    answer = httpx.post(
        f"{proconnect.issuer}/token",
        data={
            "grant_type": "authorization_code",
            "code": httpx.URL(back).params["code"],
            "redirect_uri": gateway,
            "client_id": client,
            "client_secret": proconnect.client_secret,
        },
        trust_env=False,
    )
    assert answer.is_success, answer.text
    return answer.json()


def ask(town, token):
    return httpx.post(
        f"{town.address}/graphql",
        json=ME,
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
        timeout=30,
    )


def test_an_opaque_token_opens_what_its_person_may(town, proconnect, client):
    token = tokens_of(proconnect, client)["access_token"]
    assert token.count(".") == 0
    answer = ask(town, token)
    assert answer.status_code == 200, answer.text
    me = answer.json()["data"]["me"]
    assert me["organisation"]["siren"] == "200090884"
    assert me["agent"] == proconnect.sub_of(client, AGATHE)


def test_the_body_is_that_of_this_very_token(town, proconnect, client):
    token = tokens_of(proconnect, client, siret="24350066700017")["access_token"]
    refused = ask(town, token)
    assert refused.status_code == 403
    assert "organisation_not_asserted" in refused.text


def test_a_refresh_token_an_unknown_one_and_one_of_another_service_open_nothing(
    town, proconnect, client
):
    kept = tokens_of(proconnect, client)
    other = tokens_of(proconnect, SIGNED if client == PLAIN else PLAIN)["access_token"]
    for token in (kept["refresh_token"], secrets.token_urlsafe(32), other):
        refused = ask(town, token)
        assert refused.status_code == 401
        assert "bad_token" in refused.text
