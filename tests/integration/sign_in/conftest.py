import pytest

from deploy.local.process import free_port
from gateway.base.settings import ProviderSettings
from tests.integration.sign_in.crooked import CLIENT, SECRET, running_crooked
from tests.signing_in import VAL_D_ILLE, person, running_town


@pytest.fixture(scope="session")
def crooked_provider():
    with running_crooked() as provider:
        yield provider


@pytest.fixture
def crooked(crooked_provider):
    crooked_provider.reset()
    return crooked_provider


def provider_settings(crooked, name="crooked", **changed):
    values = {
        "name": name,
        "label": "Ville",
        "issuer": crooked.address,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "scope": "openid siret",
        **changed,
    }
    return ProviderSettings.model_validate(values)


@pytest.fixture
def town(running):
    yield running
    running.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory, crooked_provider):
    """Three providers that are one: JSON, signed userinfo, and one that asserts another body."""
    issuer = crooked_provider.address
    agents = [
        person(issuer, "agathe"),
        person(issuer, "steward", roles=("steward",), email="referent@example.fr"),
        person(issuer, "elsewhere", organisation=VAL_D_ILLE),
        person(issuer, "operator", organisation=None, roles=("operator",)),
    ]
    demo = {"name": "demo", "label": "Démonstration", "issuer": "urn:interco:demo"}
    providers = (
        ProviderSettings(**demo, client_id="interco"),
        provider_settings(crooked_provider),
        provider_settings(crooked_provider, "signed", userinfo_signed="ES256", pkce=False),
        provider_settings(crooked_provider, "bounded", sirens=[VAL_D_ILLE]),
    )
    address = f"http://127.0.0.1:{free_port()}"
    folder = tmp_path_factory.mktemp("town") / "state"
    with running_town(
        folder, address, agents, providers=providers, sign_ins_of_an_address=0
    ) as town:
        yield town
