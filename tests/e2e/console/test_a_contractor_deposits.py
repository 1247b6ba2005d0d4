"""A town says what a file must be and lets its collector deposit; the collector sees its own alone.

Covers gateway.console.contractor.pages, gateway.console.contractor.documents,
gateway.console.describe.acceptance, gateway.console.principals.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import run_interco
from tests.unit.deposits.slips import slips_file

CONTRACTOR = """\
organisation: {siren: "552100554", slug: collecte-bleue, name: Collecte Bleue, kind: prestataire}
agents:
  steward@bleue: {issuer: "urn:interco:demo", roles: [steward]}
"""
TITLE = "Bons de pesée"


def slip(number, day, net="7420", contract="M2026-07"):
    return f"BC-{number:03d};{day:%d/%m/%Y};AA-123-BB;OMR;{net};{contract}"


def last_month():
    return datetime.now(UTC).date().replace(day=1) - timedelta(days=1)


@pytest.fixture(scope="module")
def mandated(console, tmp_path_factory):
    """The collector's body, the town's first file, and the mandate that names its data."""
    folder = tmp_path_factory.mktemp("slips")
    state = ("--state", str(console.state))
    (folder / "bleue.yaml").write_text(CONTRACTOR, "utf-8")
    run_interco("apply", str(folder / "bleue.yaml"), "--as", "operator@interco", *state)
    first = [slip(at, last_month().replace(day=at), str(6000 + 130 * at)) for at in range(1, 9)]
    (folder / "bons.csv").write_bytes(slips_file(*first))
    run_interco(
        "deposit", str(folder / "bons.csv"), "--to", "bons", "--into", "valcobreizh.depot",
        "--as", "steward@mesnil-roc-h", *state,
    )  # fmt: skip
    run_interco(
        "mandate", "give", "--to", "collecte-bleue", "--action", "deposit",
        "--dataset", "mesnil-roc-h.bons", "--start", "2026-01-01", "--act", "marché M2026-07",
        "--act-date", "2026-01-01", "--as", "approver@mesnil-roc-h", *state,
    )  # fmt: skip
    return folder


def send(page, console, path):
    page.goto(f"{console.address}/data/mesnil_roc_h__bons/update")
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Envoyer le fichier").click()
    page.wait_for_url(re.compile(r"/[0-9a-f]{32}$"))
    expect(page.locator("#state[hx-get]")).to_have_count(0, timeout=60_000)
    page.get_by_label("Ajouter à la suite").check()
    page.get_by_role("button", name="Voir ce qui change").click()


def test_the_town_says_what_a_file_must_be(signed_in, console, mandated, looks_right):
    page = signed_in("steward@mesnil-roc-h")
    page.goto(f"{console.address}/data/mesnil_roc_h__bons/describe")
    page.get_by_text("Ce qu'un fichier déposé doit être").click()
    page.get_by_label("De quel mois sont ses lignes").select_option("previous_month")
    page.get_by_label("Numéro de contrat").fill("M2026-07")
    page.get_by_label("Colonne du contrat").select_option(label="Contrat")
    page.get_by_label("Ni le même fichier deux fois").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("C'est enregistré")
    expect(page.get_by_label("Numéro de contrat")).to_have_value("M2026-07")
    looks_right(page, "/data/mesnil_roc_h__bons/describe", "/settings/mandates/new")


def test_the_collector_is_told_why_not_then_deposits(signed_in, console, mandated, looks_right):
    page = signed_in("steward@bleue")
    page.get_by_role("button", name="Agir pour Mesnil-Roc'h").click()
    page.wait_for_url("**/contractor")
    expect(page.get_by_role("heading", name="Mes dépôts")).to_be_visible()
    expect(page.get_by_text("Chaque ligne porte le contrat M2026-07")).to_be_visible()
    expect(page.get_by_text("Rien encore.")).to_be_visible()
    assert page.get_by_role("navigation", name="Pages").get_by_role("link").count() == 1

    day = last_month().replace(day=20)
    wrong = mandated / "wrong.csv"
    wrong.write_bytes(slips_file(slip(20, day), slip(21, day, contract="M2026-08")))
    send(page, console, wrong)
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("1 ligne d'un autre contrat que M2026-07 (ligne 3)")
    expect(refused).to_contain_text("Rien du fichier ne sera déposé")
    expect(page.get_by_role("button", name="Confirmer la mise à jour")).to_have_count(0)

    late = mandated / "late.csv"
    before = last_month().replace(day=1) - timedelta(days=1)
    late.write_bytes(slips_file(slip(20, day), slip(21, day), slip(22, before)))
    send(page, console, late)
    expect(page.get_by_role("alert")).to_contain_text("Si vous confirmez, ces lignes")
    page.get_by_label("Point 1 lu").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Confirmer la mise à jour").click()
    page.wait_for_url(re.compile(r"/contractor\?done=updated"))
    row = page.get_by_role("row").filter(has_text="late.csv")
    expect(row).to_contain_text("3")
    expect(row).to_contain_text("reçu")
    expect(page.get_by_text("bons.csv")).to_have_count(0)
    looks_right(page, "/contractor", "/data/mesnil_roc_h__bons/update")
    for hidden in ("/data/mesnil_roc_h__bons", "/data/mesnil_roc_h__bons/versions"):
        assert page.goto(f"{console.address}{hidden}").status != 200


def test_the_page_is_sound_in_english(signed_in, mandated, looks_right):
    page = signed_in("steward@bleue", "en")
    page.get_by_role("button", name="Act for Mesnil-Roc'h").click()
    page.wait_for_url("**/contractor")
    expect(page.get_by_role("heading", name="My deposits")).to_be_visible()
    looks_right(page, "/contractor")
