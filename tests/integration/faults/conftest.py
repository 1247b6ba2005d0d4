import httpx
import pytest

from deploy.local.process import free_port
from tests.integration.faults.load import Load
from tests.integration.faults.world import AGATHE, open_doors, running_faulty_town
from tests.proconnect_twin import SIGNED, running_proconnect
from tests.signing_in import OURS, Elsewhere, begin

FORM = {
    "do": "go",
    "email": AGATHE,
    "siret": "20009088400017",
    "organization_label": "SMICTOM Valcobreizh",
    "acr": "eidas1",
    "roles": "agent_public agent_public_territorial",
    "belonging_population": "agent",
}


@pytest.fixture(scope="session")
def faulty_town(tmp_path_factory, postgresql, opa):
    """A gateway whose every part may fail; short of patience, so that tests are short, and as long
    as a part that is well takes on a machine with other work.
    """
    doors = open_doors(opa, postgresql)
    address = f"http://127.0.0.1:{free_port()}"
    with running_proconnect(address, doors.provider) as proconnect:
        servers = (postgresql, opa, proconnect)
        folder = tmp_path_factory.mktemp("faults")
        with running_faulty_town(
            folder,
            address,
            doors,
            servers,
            store_timeout_s=5,
            policy_timeout_s=5,
            policy_act_timeout_s=5,
            query_timeout_s=6,
            stream_timeout_s=6,
            probe_interval_s=1,
        ) as town:
            yield town
    doors.close()


@pytest.fixture
def at_provider(faulty_town):
    """A new browser whose person has signed in at the provider, and where it is sent back to."""
    opened = []

    def sent_back():
        browser = httpx.Client(
            base_url=faulty_town.address,
            headers={**OURS, "Accept-Language": "fr", "User-Agent": "Firefox"},
            trust_env=False,
            timeout=30,
        )
        elsewhere = Elsewhere()
        opened.extend((browser, elsewhere.client))
        form = elsewhere.follow(begin(browser, SIGNED), faulty_town.address)
        return browser, elsewhere.submit(form, faulty_town.address, **FORM)

    yield sent_back
    for each in opened:
        each.close()


@pytest.fixture
def load(faulty_town, at_provider):
    browser, back = at_provider()
    answer = browser.get(back)
    assert answer.status_code == 303, answer.text
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return Load(faulty_town, {"session": cookie})
