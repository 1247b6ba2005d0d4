"""What the operator watches, and the one act that is theirs: a body's first steward.

Covers gateway.console.operator.pages, gateway.console.operator.use, gateway.control.platform,
gateway.acts.platform, gateway.console.operator.quota, gateway.console.operator.documents,
gateway.console.operator.answers.
"""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.e2e.console.menus import open_entry

RENNES = "243500139"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_sound(signed_in, looks_right, language):
    looks_right(signed_in("operator@interco", language), "/", "/operator")


def test_the_operator_sees_bodies_sources_and_versions(signed_in, console):
    page = signed_in("operator@interco")
    open_entry(page, "Erwan Le Bihan", "Exploitation")
    bodies = page.get_by_role("region", name="Organismes")
    line = bodies.get_by_role("row").filter(has_text="SMICTOM Valcobreizh")
    expect(line.get_by_role("cell").first).to_have_text("4")
    sources = page.get_by_role("region", name="Santé des sources")
    expect(sources).to_contain_text("valcobreizh__collecte")
    kept = sources.get_by_role("row").filter(has_text="valcobreizh__depot")
    expect(kept).to_contain_text("fichiers déposés")
    expect(sources.get_by_role("row").filter(has_text="sde35")).to_contain_text("fichiers d'un do")
    expect(page.get_by_role("region", name="Versions")).to_contain_text("Règles de décision")


def test_others_are_told_whose_page_it_is_and_see_nothing_of_it(signed_in, console):
    page = signed_in("steward@valcobreizh")
    answer = page.goto(f"{console.address}/operator")
    assert answer.status == 403
    expect(page.locator("h1")).to_have_text("Cette page est celle de l'exploitant")
    for agent in ("steward@valcobreizh", "dpo@valcobreizh", None):
        told = console.ask("{ platform { catalogVersion } }", agent).json()
        assert told["data"] == {"platform": None}
        assert told["errors"][0]["extensions"]["code"] in {"act_role_required", "token_required"}


def test_the_first_steward_of_a_body_is_appointed_from_those_who_came(signed_in, console):
    with sqlite3.connect(console.state / "catalog.sqlite", timeout=30) as store:
        store.execute(
            "INSERT INTO arrival VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *("urn:interco:demo", "premiere@rennes-metropole", RENNES, "Awa Diallo", None),
                *("2026-11-20T08:00:00+00:00", "2026-11-20T08:00:00+00:00"),
            ),
        )
    page = signed_in("operator@interco", second_factor=False)
    page.goto(f"{console.address}/operator")
    page.get_by_role("button", name="Désigner référent Awa Diallo").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("button", name="M'identifier avec un second facteur").click()
    page.get_by_role("button", name="Désigner référent Awa Diallo").click()
    expect(page.get_by_role("status").first).to_contain_text("Le premier référent est désigné")
    expect(page.get_by_role("button", name="Désigner référent")).to_have_count(0)
    document = "{ platform { bodies { organisation { siren } stewards } } }"
    told = console.ask(document, "operator@interco").json()["data"]["platform"]["bodies"]
    assert {"organisation": {"siren": RENNES}, "stewards": 1} in told


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_a_quota_is_sound(signed_in, looks_right, language):
    looks_right(signed_in("operator@interco", language), "/operator/quota")


def test_a_quota_is_set_seen_by_the_body_held_on_its_pages_and_taken_away(
    signed_in, console, looks_right
):
    page = signed_in("operator@interco")
    page.goto(f"{console.address}/operator")
    page.get_by_role("link", name="Fixer un quota").click()
    page.get_by_label("Organisme").select_option("sde35")
    page.get_by_label("Requêtes par mois").fill("beaucoup")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Un quota est un nombre entier")
    # Where the law asks for a second factor, one comes back to what was typed.
    page.goto(f"{console.address}/operator/quota?body=sde35&requests=1&seconds=")
    expect(page.get_by_label("Organisme")).to_have_value("sde35")
    expect(page.get_by_label("Requêtes par mois")).to_have_value("1")
    page.get_by_role("button", name="Enregistrer").click()
    quotas = page.get_by_role("region", name="Quotas")
    expect(quotas).to_contain_text(re.compile(r"\d+\s% de 1\srequête"))
    read = "{ sde35 { bornesRecharge(first: 1) { nodes { nomStation } } } }"
    answers = [console.ask(read, "steward@sde35") for _ in range(2)]
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["retry-after"]) <= 31 * 86_400
    steward = signed_in("steward@sde35")
    data = f"{console.address}/data/sde35__bornes_recharge"
    # What the catalog says of data stays readable beside the refusal of their rows.
    assert steward.goto(data).status == 200
    expect(steward.locator("main")).to_contain_text("a utilisé son quota du mois")
    assert steward.goto(f"{data}/rows.csv").status == 429
    steward.goto(f"{console.address}/uses")
    expect(steward.get_by_role("region", name="Notre quota")).to_contain_text("de 1")
    looks_right(page, "/operator")
    page.goto(f"{console.address}/operator")
    quotas.get_by_role("link", name="Modifier").click()
    expect(page.get_by_label("Requêtes par mois")).to_have_value("1")
    # Of the body that was chosen, and no other.
    expect(page.get_by_label("Organisme")).to_have_count(0)
    page.get_by_label("Requêtes par mois").fill("")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Aucun organisme n'a de quota")).to_be_visible()
    assert console.ask(read, "steward@sde35").status_code == 200


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_use_is_sound(signed_in, looks_right, language):
    looks_right(signed_in("operator@interco", language), "/operator/use?cost=1200")


def test_a_months_cost_is_shared_out_and_taken_to_a_spreadsheet(signed_in, console):
    read = "{ sde35 { bornesRecharge(first: 1) { nodes { nomStation } } } }"
    assert "errors" not in console.ask(read, "agent@valcobreizh").json()
    page = signed_in("operator@interco")
    page.goto(f"{console.address}/operator")
    page.get_by_role("link", name="Usage et coût par organisme").click()
    page.get_by_label("Coût d'un mois, en euros").fill("1 200,50")
    page.get_by_role("button", name="Montrer").click()
    line = page.get_by_role("row").filter(has_text="SMICTOM Valcobreizh")
    expect(line.get_by_role("cell").last).to_contain_text("€")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger en CSV").click()
    written = download.value.path().read_text("utf-8-sig")
    heading, *lines = (line.split(";") for line in written.splitlines())
    assert heading[:3] == ["mois", "siren", "organisme"]
    assert "SMICTOM Valcobreizh" in {line[2] for line in lines}
    euros = sum(int(line[-1].replace(",", "")) for line in lines)
    assert euros == 120_050
    page.get_by_label("Coût d'un mois, en euros").fill("cher")
    page.get_by_role("button", name="Montrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Un coût en euros s'écrit comme")
    expect(page.get_by_label("Coût d'un mois, en euros")).to_have_attribute("aria-invalid", "true")
    page.goto(f"{console.address}/operator/use?since=hier")
    expect(page.get_by_role("alert")).to_contain_text("Un jour s'écrit comme 26/11/2026.")
    expect(page.locator("#since")).to_have_attribute("aria-invalid", "true")
    steward = signed_in("steward@valcobreizh")
    assert steward.goto(f"{console.address}/operator/use").status == 403
