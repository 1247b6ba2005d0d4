"""A year of slips deposited, registered and computed gives what the same files give in a folder.

Covers intake.file_reading.json_documents, intake.file_reading.json_paths,
services_run.registered_rows.
"""

from datetime import date
from decimal import ROUND_FLOOR, Decimal

import httpx
import pytest

from services_run.checking import find_service, load_service
from services_run.results import result_of
from services_run.trial import try_service
from tests.e2e.console.files_by_http import Clerk
from tests.unit.services.slips_of_a_year import make_year, with_other_signs, write_year

STEWARD = "steward@bretagne-romantique"
FILES = {
    "contrat": "contrat.json",
    "bons": "bons_collecteur.csv",
    "tickets": "tickets_usine.csv",
    "factures": "factures.csv",
    "lignes": "factures_lignes.csv",
    "details": "factures_detail.csv",
}


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("service-fait"))


STEPS = (date(2024, 3, 1), date(2024, 1, 2), date(2024, 1, 31), date(2024, 2, 15))
"""Days of the change of price: the first of a month, of the year, the last of a month, none."""
SEEDS = [7, *(pytest.param(seed, marks=pytest.mark.whole) for seed in range(11, 20))]


CAUSES = {
    *("duplicate", "missing_plant", "missing_collector", "tare_error", "wrong_product"),
    *("other_contract", "price_late", "invoice_rounding"),
}


@pytest.fixture(scope="module")
def clerk(console):
    session = Clerk(console, STEWARD)
    yield session
    session.close()


def write_files(seed, folder):
    """Every cause, with one sign for even seeds and the other for odd ones."""
    year = make_year(seed, vehicles=2, days=75)
    year.step = STEPS[seed % len(STEPS)]
    if seed % 2:
        write_year(year, folder)
    else:
        off = Decimal("-7.35")
        write_year(with_other_signs(year), folder, rounding=ROUND_FLOOR, total_off=off)


def deposited(clerk, folder, seed):
    """By role, the dataset that each file became."""
    made = {}
    for role, file in FILES.items():
        title = f"{file.partition('.')[0]} {seed}"
        address = clerk.made(file, (folder / file).read_bytes(), title=title)
        made[role] = [address.rpartition("/")[2]]
    return made


def door(console, path, body):
    headers = {"Authorization": f"Bearer {console.token(STEWARD)}"}
    address = f"{console.address}/v1/services/{path}"
    answer = httpx.post(address, headers=headers, json=body, timeout=60, trust_env=False)
    return answer.json()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_deposited_gives_what_its_files_give(console, clerk, service, tmp_path, seed):
    write_files(seed, tmp_path)
    made = deposited(clerk, tmp_path, seed)
    asked = {"datasets": made}
    report = door(console, "service-fait/report", asked)
    assert report["ready"], report["question"]
    activation = door(console, "service-fait/activations", asked)["activation"]
    computed = door(console, f"activations/{activation}/run", {})
    trial = try_service(service, tmp_path, {}, {})
    expected = result_of(service, trial.answer, trial.notices)
    assert computed["figures"] == expected["figures"]
    assert computed["tables"] == expected["tables"]
    disputes = expected["tables"]["disputes"]
    assert {one["cause"] for one in trial.answer["disputes"]} == CAUSES
    at = [column["name"] for column in disputes["columns"]].index("slip_at")
    assert all("T" in row[at] for row in disputes["rows"] if row[at] is not None)


def test_of_two_contracts_the_data_are_asked_for_and_nothing_is_open_until_then(console, clerk):
    """The body has another contract, with slips, tickets and invoices of its own."""
    report = door(console, "service-fait/report", {})
    assert (report["ready"], report["question"]) == (False, "contrat")
    page = clerk.get("/services/service-fait/activate")
    assert "Plusieurs de vos données conviennent aussi bien pour le contrat : lesquelles ?" in page
    assert not any(words == "Activer" for _, words in clerk.buttons())
    seen, answered = [], {}
    while report["question"]:
        role = report["question"]
        seen.append(role)
        answered[role] = [report["choices"][0]]
        report = door(console, "service-fait/report", {"datasets": answered})
    assert seen == list(FILES)
    refused = door(console, "service-fait/activations", {})
    assert refused["code"] == "service_data_asked"
