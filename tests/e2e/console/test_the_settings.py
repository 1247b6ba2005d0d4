"""What a steward sets by themselves: roles, keys, mandates, addresses that are told, secrets.

Covers gateway.console.settings.pages, gateway.console.settings.overview,
gateway.console.settings.people, gateway.console.settings.keys, gateway.console.settings.mandates,
gateway.console.settings.webhooks, gateway.console.settings.secrets,
gateway.console.settings.documents, gateway.console.settings.errors,
gateway.console.settings.mail.
"""

import sqlite3
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.console.asking import ask
from tests.e2e.console.conftest import violations_of
from tests.e2e.console.menus import open_entry

BODY = "200090884"
"""SMICTOM Valcobreizh."""
PAGES = (
    "/settings",
    *(
        f"/settings/{name}"
        for name in ("people", "keys", "mandates", "webhooks", "secrets", "mail")
    ),
    *("/settings/notifications", "/settings/keys/new", "/settings/mandates/new"),
    *("/settings/webhooks/new",),
    "/settings/people/remove?issuer=urn:interco:demo&agent=agent@valcobreizh",
    "/settings/people/change?issuer=urn:interco:demo&agent=dpo@valcobreizh",
)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_of_the_settings_is_sound(signed_in, looks_right, language):
    looks_right(signed_in("steward@valcobreizh", language), *PAGES)
    looks_right(signed_in("agent@valcobreizh", language), *PAGES[:8])
    looks_right(signed_in("operator@interco", language), *PAGES[:8])


def test_a_steward_lists_who_may_mail_files_and_strikes_them_off(signed_in, console):
    page = signed_in("steward@mesnil-roc-h")
    page.goto(f"{console.address}/settings/mail")
    expect(page.locator("main")).to_contain_text("n'a pas ouvert les dépôts par courriel")
    page.fill("#address", "a@b")
    page.get_by_role("button", name="Inscrire").click()
    expect(page.get_by_role("alert")).to_contain_text("adresse électronique complète")
    expect(page.locator("#address")).to_have_value("a@b")
    page.fill("#address", "Pesees@Mesnil-Roc-h.fr")
    page.get_by_role("button", name="Inscrire").click()
    row = page.get_by_role("region", name="Qui peut envoyer").locator("tr", has_text="pesees@")
    expect(row).to_contain_text("steward@mesnil-roc-h")
    row.get_by_role("button", name="Rayer").click()
    expect(page.locator("main")).to_contain_text("Personne n'est inscrit.")


def test_who_came_without_a_role_is_given_one_then_loses_it(signed_in, console):
    note_arrival(console, "nouvelle@valcobreizh", "Anne Le Goff")
    page = signed_in("steward@valcobreizh")
    open_entry(page, "SMICTOM Valcobreizh", "Réglages")
    expect(page.locator("main")).to_contain_text("1 personne attend un rôle.")
    page.get_by_role("link", name="Donner un rôle").click()
    page.get_by_role("link", name="Donner un rôle Anne Le Goff").click()
    page.get_by_role("checkbox", name="signataire").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("C'est enregistré.")
    line = page.get_by_role("row").filter(has_text="Anne Le Goff")
    expect(line).to_contain_text("signataire")
    line.get_by_role("link", name="Modifier Anne Le Goff").click()
    page.get_by_role("checkbox", name="signataire").uncheck()
    page.get_by_role("checkbox", name="agent").check()
    page.get_by_role("checkbox", name="Planification des tournées de collecte").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(line).not_to_contain_text("signataire")
    expect(line).to_contain_text("Planification des tournées de collecte")


def test_who_is_removed_is_signed_out_and_reads_nothing_any_more(signed_in, console):
    leaving = signed_in("agent@mesnil-roc-h")
    owned = f"{console.address}/data/mesnil_roc_h__distribution_de_composteurs"
    page = signed_in("steward@mesnil-roc-h")
    page.goto(f"{console.address}/settings/people")
    page.get_by_role("link", name="Retirer de l'organisme Maëlle Ruault").click()
    expect(page.locator("main")).to_contain_text("ne lit plus rien de votre organisme")
    page.get_by_role("button", name="Retirer cette personne").click()
    expect(page.get_by_role("status").first).to_contain_text("ses connexions ont pris fin")
    line = page.get_by_role("row").filter(has_text="Maëlle Ruault")
    expect(line).to_contain_text("aucun : ne lit rien")
    leaving.goto(f"{console.address}/account")
    expect(leaving.get_by_role("link", name="Se connecter").first).to_be_visible()
    assert leaving.goto(f"{owned}/rows.csv").status in {401, 403, 404}
    line.get_by_role("link", name="Modifier Maëlle Ruault").click()
    page.get_by_role("checkbox", name="agent").check()
    page.get_by_role("button", name="Enregistrer").click()
    leaving.goto(f"{console.address}/account")
    expect(leaving.get_by_role("link", name="Se connecter").first).to_be_visible()


def test_a_role_that_needs_a_second_factor_leads_there_and_back(signed_in, console):
    page = signed_in("steward@valcobreizh", second_factor=False)
    page.goto(f"{console.address}{PAGES[-1]}")
    page.get_by_role("checkbox", name="signataire").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("button", name="M'identifier avec un second facteur").click()
    expect(page.locator("h1")).to_have_text("Rôles de Farida Mansouri")
    page.get_by_role("checkbox", name="signataire").check()
    page.get_by_role("button", name="Enregistrer").click()
    line = page.get_by_role("row").filter(has_text="Farida Mansouri")
    expect(line).to_contain_text("signataire")


def test_a_role_is_given_by_the_keyboard_alone(signed_in, console):
    page = signed_in("steward@mesnil-roc-h")
    tab_to(page, page.locator("summary", has_text="Mesnil-Roc'h"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Réglages"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings")
    tab_to(page, page.get_by_role("link", name="Personnes et rôles").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/people")
    tab_to(page, page.get_by_role("link", name="Modifier Maëlle Ruault"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/people/change?*")
    tab_to(page, page.get_by_role("checkbox", name="DPO"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Enregistrer"))
    page.keyboard.press("Enter")
    line = page.get_by_role("row").filter(has_text="Maëlle Ruault")
    expect(line).to_contain_text("agent, DPO")


def test_nobody_changes_their_own_roles_nor_those_of_another_body(signed_in, console):
    page = signed_in("steward@valcobreizh")
    own = "/settings/people/change?issuer=urn:interco:demo&agent=steward@valcobreizh"
    page.goto(f"{console.address}{own}")
    page.get_by_role("checkbox", name="référent").uncheck()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Personne ne se donne ni ne se retire")
    expect(page.get_by_role("checkbox", name="référent")).not_to_be_checked()
    other = own.replace("steward@valcobreizh", "agent@mesnil-roc-h")
    assert page.goto(f"{console.address}{other}").status == 404


def test_a_key_is_shown_once_renewed_and_revoked(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/settings/keys")
    page.get_by_role("link", name="Faire une clé").click()
    page.get_by_role("button", name="Faire la clé").click()
    # The browser itself wants a name: without one, nothing was sent.
    page.fill("#name", "tableau de bord")
    page.get_by_role("checkbox", name="Pesées de collecte des déchets, SMICTOM").check()
    page.get_by_role("checkbox", name="Planification des tournées de collecte").check()
    page.get_by_text("D'où, comment et sous quelle forme").click()
    page.fill("#networks", "chez nous")
    page.get_by_role("button", name="Faire la clé").click()
    expect(page.get_by_role("alert")).to_contain_text("n'est pas un réseau")
    expect(page.locator("#name")).to_have_value("tableau de bord")
    page.fill("#networks", "127.0.0.0/8")
    page.get_by_role("button", name="Faire la clé").click()
    expect(page.locator("h1")).to_have_text("La clé de tableau de bord")
    key = page.locator("#key").inner_text()
    assert opens(console, key)
    page.get_by_role("link", name="Je l'ai copiée").click()
    assert key not in page.content()
    line = page.get_by_role("row").filter(has_text="tableau de bord")
    expect(line).to_contain_text("ouverte")
    line.get_by_role("link", name="Renouveler").click()
    page.fill("#overlap", "0")
    page.get_by_role("button", name="Renouveler").click()
    renewed = page.locator("#key").inner_text()
    assert opens(console, renewed)
    assert not opens(console, key)
    page.get_by_role("link", name="Je l'ai copiée").click()
    line.get_by_role("link", name="Révoquer").click()
    page.fill("#name", "tableau")
    page.get_by_role("button", name="Révoquer").click()
    expect(page.get_by_role("alert")).to_contain_text("Recopiez le nom exactement")
    page.fill("#name", "tableau de bord")
    page.get_by_role("button", name="Révoquer").click()
    expect(line).to_contain_text("révoquée")
    assert not opens(console, renewed)


def test_a_key_is_made_for_the_saved_documents_that_are_ticked(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/settings/keys/new")
    expect(page.locator("#operations")).to_have_count(0)
    saved = 'mutation { saveOperation(name: "%s", document: "{ me { kind } }") { act } }'
    for name in ("qui", "autre"):
        assert "errors" not in ask(page, saved % name)
    page.reload()
    page.fill("#name", "rapport de nuit")
    page.get_by_role("checkbox", name="Pesées de collecte des déchets, SMICTOM").check()
    page.get_by_text("D'où, comment et sous quelle forme").click()
    page.get_by_role("checkbox", name="qui", exact=True).check()
    page.get_by_role("button", name="Faire la clé").click()
    key = page.locator("#key").inner_text()
    assert opens(console, key)
    assert not opens(console, key, "{ me { agent } }")
    page.get_by_role("link", name="Je l'ai copiée").click()
    line = page.get_by_role("row").filter(has_text="rapport de nuit")
    expect(line).to_contain_text("Elle n'envoie que ces documents :")
    expect(line).to_contain_text("qui.")
    ask(page, 'mutation { removeOperation(name: "qui") { act } }')
    ask(page, 'mutation { removeOperation(name: "autre") { act } }')
    page.reload()
    expect(line).to_contain_text("un document qui n'est plus enregistré.")


def test_a_mandate_is_given_with_its_act_and_ended(signed_in, console):
    page = signed_in("approver@mesnil-roc-h")
    page.goto(f"{console.address}/settings/mandates")
    page.get_by_role("link", name="Donner un mandat").click()
    page.select_option("#mandatary", label="SMICTOM Valcobreizh")
    page.fill('[name="act.reference"]', "délibération n° 2026-12")
    page.fill('[name="act.enforceableSince"]', "2126-01-01")
    page.fill("#start", "2026-01-01")
    page.get_by_role("button", name="Donner le mandat").click()
    link = page.get_by_role("alert").get_by_role("link", name="pas encore exécutoire")
    expect(link).to_have_attribute("href", "#act.enforceableSince")
    page.fill('[name="act.enforceableSince"]', "2026-01-01")
    page.get_by_role("button", name="Donner le mandat").click()
    given = page.get_by_role("region", name="Donnés par nous")
    expect(given).to_contain_text("délibération n° 2026-12")
    received = signed_in("steward@valcobreizh")
    received.goto(f"{console.address}/settings/mandates")
    expect(received.get_by_role("region", name="Reçus par nous")).to_contain_text("Mesnil-Roc'h")
    given.get_by_role("link", name="Mettre fin").click()
    page.fill("#reason", "la compétence revient à la commune")
    page.get_by_role("button", name="Voir ce qui s'arrête").click()
    expect(page.get_by_role("heading", name="Ce qui s'arrête")).to_be_visible()
    page.get_by_role("button", name="Mettre fin").click()
    expect(given).to_contain_text("terminé")


def test_who_has_not_the_role_is_told_whom_to_ask(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}/settings/people")
    expect(page.locator("main")).to_contain_text("Nolwenn Kerbrat (référent)")
    signs = "Un mandat est donné par un signataire de votre organisme"
    page.goto(f"{console.address}/settings/mandates/new")
    expect(page.locator("main")).to_contain_text(signs)
    approver = signed_in("approver@valcobreizh")
    approver.goto(f"{console.address}/settings/mandates/new")
    expect(approver.locator("main")).not_to_contain_text(signs)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("keys/new", "son nom est vide"),
        ("mandates/new", "Choisissez l'organisme qui agira pour vous."),
        ("webhooks/new", "Donnez un nom à cette adresse."),
        ("secrets", "Ce secret ne peut pas être gardé"),
        ("mail", "adresse électronique complète"),
    ],
)
def test_what_is_missing_is_told_by_the_page_in_its_language(signed_in, console, path, told):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/settings/{path}")
    page.locator("main form button.main").first.click()
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_role("alert")).to_be_focused()
    assert not violations_of(page)


def test_a_secret_is_given_and_an_address_is_tried_told_and_removed(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/settings/secrets")
    page.fill("#name", "signature")
    page.fill("#value", "un-secret-qui-signe-0123456789-abcd")
    page.get_by_role("button", name="Garder").click()
    expect(page.locator("main")).to_contain_text("store:signature")
    assert "un-secret-qui-signe" not in page.content()
    with receiving() as receiver:
        page.goto(f"{console.address}/settings/webhooks/new")
        page.fill("#name", "suivi")
        page.fill("#url", receiver.url)
        page.select_option("#secret", label="signature")
        page.get_by_role("checkbox", name="nos conventions").check()
        receiver.status = 500
        page.get_by_role("button", name="Essayer et ajouter").click()
        expect(page.get_by_role("alert")).to_be_focused()
        receiver.status = 200
        page.get_by_role("button", name="Essayer et ajouter").click()
        expect(page.get_by_role("status").first).to_contain_text("a répondu à l'essai")
    assert receiver.events == ["webhook.test", "webhook.test"]
    page.get_by_role("link", name=receiver.url).click()
    expect(page.locator("main")).to_contain_text("Rien n'y a encore été envoyé.")
    page.get_by_role("button", name="Ne plus rien y envoyer").click()
    expect(page.locator("main")).to_contain_text("Aucun logiciel n'est averti.")
    page.goto(f"{console.address}/settings/secrets")
    page.get_by_role("button", name="Effacer signature").click()
    expect(page.locator("main")).to_contain_text("Aucun secret n'est enregistré.")


def tab_to(page, target):
    """As somebody without a mouse gets there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(target)


def opens(console, key, document="{ me { kind } }"):
    """Whether the key is let in with that document."""
    answer = httpx.post(
        f"{console.address}/graphql",
        json={"query": document},
        headers={"Authorization": f"Bearer {key}"},
        trust_env=False,
    )
    return answer.status_code == 200 and answer.json()["data"]["me"]["kind"] == "key"


def note_arrival(console, agent, name):
    """As a sign-in at a provider leaves it: the demo's own agents all have a role."""
    at = "2026-11-20T08:00:00+00:00"
    with sqlite3.connect(console.state / "catalog.sqlite", timeout=30) as store:
        store.execute(
            "INSERT INTO arrival VALUES (?, ?, ?, ?, ?, ?, ?)",
            ("urn:interco:demo", agent, BODY, name, None, at, at),
        )


class Receiver:
    status, url = 200, ""

    def __init__(self):
        self.events = []


@contextmanager
def receiving():
    """An address of this machine that answers as it is told."""
    receiver = Receiver()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            receiver.events.append(self.headers["interco-event"])
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    receiver.url = f"http://127.0.0.1:{server.server_port}/interco"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield receiver
    server.shutdown()
    thread.join()
    server.server_close()
