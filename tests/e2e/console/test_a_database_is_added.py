"""A database added by a steward who knows no SQL: tried, kept, its tables chosen, described.

Covers gateway.console.add.pages, gateway.console.add.forms, gateway.console.add.documents.
"""

import psycopg
import pytest
from playwright.sync_api import expect
from psycopg import sql

from tests.e2e.conftest import run_interco

PASSWORD = "une-phrase-de-passe"
BODY = """
organisation:
  siren: "200085868"
  slug: mesnil-roc-h
  name: Mesnil-Roc'h
  kind: commune
  commune_code: "35308"
  commune_code_at: "2019-01-01"
  approved_hosts: ["127.0.0.1:{port}"]
"""


@pytest.fixture(scope="module")
def accounting(postgresql):
    """A database with a table of persons, and an account that reads it."""
    with psycopg.connect(postgresql.dsn(), autocommit=True) as server:
        server.execute("CREATE DATABASE compta_ville")
        server.execute(
            sql.SQL("CREATE ROLE lecteur_ville LOGIN PASSWORD {}").format(sql.Literal(PASSWORD))
        )
    with psycopg.connect(postgresql.dsn("compta_ville"), autocommit=True) as made:
        made.execute(
            "CREATE TABLE abonnes (numero integer PRIMARY KEY, nom text, consommation numeric(8,2))"
        )
        made.execute("INSERT INTO abonnes VALUES (1, 'Le Goff', 12.5), (2, 'Morin', 30)")
        made.execute("CREATE TABLE rues (code text PRIMARY KEY, longueur integer)")
        made.execute("GRANT SELECT ON abonnes, rues TO lecteur_ville")
    yield postgresql
    with psycopg.connect(postgresql.dsn(), autocommit=True) as server:
        server.execute("DROP DATABASE compta_ville WITH (FORCE)")
        server.execute("DROP ROLE lecteur_ville")


def fill(page, accounting, password=PASSWORD):
    page.get_by_label("Nom", exact=True).fill("Compta ville")
    page.get_by_label("Adresse du serveur").fill("127.0.0.1")
    page.get_by_label("Port").fill(str(accounting.port))
    page.get_by_label("Base de données").fill("compta_ville")
    page.get_by_label("Compte", exact=True).fill("lecteur_ville")
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_label("Liaison chiffrée").select_option("disable")
    page.get_by_role("button", name="Essayer, puis enregistrer").click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_is_sound(signed_in, looks_right, language):
    looks_right(
        signed_in("steward@mesnil-roc-h", language),
        *("/add", "/add/database", "/add/contractor", "/add/contractor?company=Suez&about=pesees"),
    )


def test_a_database_is_tried_kept_and_its_tables_chosen(signed_in, console, accounting, tmp_path):
    page = signed_in("steward@mesnil-roc-h")
    page.goto(f"{console.address}/add")
    page.get_by_role("link", name="J'ai une base de données").click()
    page.get_by_role("button", name="Essayer, puis enregistrer").click()
    # Browsers hold an empty form back themselves.
    expect(page).to_have_url(f"{console.address}/add/database")

    fill(page, accounting)
    expect(page.get_by_text("Demander à l'exploitant d'approuver")).to_be_visible()
    declared = tmp_path / "mesnil.yaml"
    declared.write_text(BODY.format(port=accounting.port))
    run_interco("apply", str(declared), "--as", "operator@interco", "--state", str(console.state))

    fill(page, accounting, "autre-chose")
    lights = page.get_by_role("alert")
    expect(lights).to_contain_text("non")
    expect(page.get_by_text("GRANT SELECT")).to_be_visible()
    assert page.get_by_label("Mot de passe").input_value() == ""
    assert "autre-chose" not in page.content()

    fill(page, accounting)
    expect(page.locator("h1")).to_have_text("Quelles tables ?")
    expect(page.locator("input[name=table]:checked")).to_have_count(0)
    page.get_by_role("button", name="Inscrire les tables choisies").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez au moins une table")
    card = page.locator(".card", has=page.locator("input[value$='/abonnes']"))
    card.locator("summary").click()
    expect(card).to_contain_text("semble concerner des personnes")
    page.get_by_role("checkbox", name="abonnes").check()
    page.get_by_role("button", name="Inscrire les tables choisies").click()
    page.wait_for_url("**/data/mesnil_roc_h__abonnes/describe?done=added")

    page.goto(f"{console.address}/data/mesnil_roc_h__abonnes")
    rows = page.get_by_role("region", name="Les lignes").locator("tbody tr")
    expect(rows).to_have_count(2)
    # Nobody else knows of it.
    other = signed_in("agent@valcobreizh")
    other.goto(f"{console.address}/data?q=abonnes")
    expect(other.locator("#results")).not_to_contain_text("Abonnes")


def test_whoever_is_no_steward_is_told_who_is(signed_in, console, accounting):
    page = signed_in("agent@mesnil-roc-h")
    page.goto(f"{console.address}/add/database")
    fill(page, accounting)
    expect(page.get_by_role("alert").first).to_contain_text("référent")
