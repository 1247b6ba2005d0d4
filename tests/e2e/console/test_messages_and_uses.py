"""What one is told, who read one's data, what one has read: as a steward and an agent see it.

Covers gateway.console.inbox.pages, gateway.console.inbox.documents, gateway.console.inbox.views,
gateway.console.message_subjects,
gateway.console.uses.pages, gateway.console.uses.documents, gateway.console.uses.views.
"""

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.console.menus import open_entry

DATA = "val_d_ille_aubigne__collectes"
QUERY = """{ valDIlleAubigne { collectes { groupBy {
  key { commune { code } } aggregate { count }
} } } }"""


@pytest.fixture(scope="module")
def read_by_valcobreizh(console):
    answer = console.ask(QUERY, "agent@valcobreizh", "rpqs_dechets").json()
    assert "errors" not in answer, answer


@pytest.mark.usefixtures("read_by_valcobreizh")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_of_these_pages_is_sound(signed_in, looks_right, language):
    could = f"/uses/could?data={DATA}&since=2026-11-01T08:00&until=2126-11-27T18:00"
    page = signed_in("steward@val-d-ille-aubigne", language)
    looks_right(page, "/uses", could, "/uses/mine", "/inbox", "/inbox?show=unread")
    looks_right(signed_in("agent@valcobreizh", language), "/uses", "/uses/mine")


@pytest.mark.usefixtures("read_by_valcobreizh")
def test_a_steward_sees_who_read_for_what_under_which_agreement(signed_in, console):
    page = signed_in("steward@val-d-ille-aubigne")
    open_entry(page, "Partage", "Utilisations")
    line = page.locator("table").last.locator("tbody tr").first
    expect(line).to_contain_text("SMICTOM Valcobreizh")
    expect(line).to_contain_text("Rapport annuel sur le prix et la qualité")
    expect(line.get_by_role("link", name="conv-2025-0001@1")).to_be_visible()
    expect(page.locator(".bars rect")).to_have_attribute("width", "100")
    page.get_by_text("Qu'appelle-t-on inhabituel ?").click()
    expect(page.locator("main details")).to_contain_text("plus de dix fois")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger en CSV").click()
    assert "SMICTOM Valcobreizh" in download.value.path().read_text("utf-8-sig")


def test_days_in_which_nobody_read_are_told_and_a_wrong_day_is_shown(signed_in, console):
    page = signed_in("steward@val-d-ille-aubigne")
    page.goto(f"{console.address}/uses?data={DATA}&since=2020-01-01&until=2020-01-31")
    expect(page.locator("main")).to_contain_text("Personne n'a rien lu dans ce temps.")
    answer = page.goto(f"{console.address}/uses?since=hier")
    assert answer.status == 422
    expect(page.get_by_role("alert")).to_contain_text("Un jour s'écrit comme 26/11/2026.")


@pytest.mark.usefixtures("read_by_valcobreizh")
def test_an_agent_sees_their_own_requests_and_nobody_elses(signed_in):
    page = signed_in("agent@valcobreizh")
    open_entry(page, "Partage", "Utilisations")
    expect(page.locator("main")).to_contain_text("Les référents de votre organisme voient")
    page.locator("main").get_by_role("link", name="Mes demandes").last.click()
    expect(page.locator("tbody tr").first).to_contain_text("Val d'Ille-Aubigné")
    other = signed_in("agent@mesnil-roc-h")
    other.goto(page.url)
    expect(other.locator("main")).to_contain_text("Vous n'avez rien lu depuis un an.")


def test_what_we_read_of_our_own_data_names_no_agreement(signed_in, console):
    page = signed_in("agent@val-d-ille-aubigne")
    page.goto(f"{console.address}/data/{DATA}")
    page.goto(f"{console.address}/uses/mine")
    line = page.locator("tbody tr").first
    expect(line).to_contain_text("aucune : nos données")
    expect(line.get_by_role("link")).to_have_count(0)


def test_who_could_have_read_is_told_for_two_instants(signed_in, console):
    page = signed_in("dpo@val-d-ille-aubigne")
    page.goto(f"{console.address}/uses/could")
    page.select_option("#data", DATA)
    page.fill("#since", "2026-11-01T08:00")
    page.fill("#until", "2126-11-27T18:00")
    page.get_by_role("button", name="Montrer").click()
    expect(page.locator("tbody")).to_contain_text("SMICTOM Valcobreizh")
    page.fill("#until", "2026-10-01T08:00")
    page.get_by_role("button", name="Montrer").click()
    expect(page.get_by_role("alert")).to_be_focused()


def test_a_message_is_read_then_marked(signed_in, console):
    grant = """mutation { grantRoles(agent: "agent@val-d-ille-aubigne", roles: ["dpo"]) {
      applied } }"""
    assert console.ask(grant, "steward@val-d-ille-aubigne").json()["data"]["grantRoles"]
    page = signed_in("steward@val-d-ille-aubigne")
    page.goto(f"{console.address}/inbox")
    expect(page.locator(".unread").first).to_contain_text("Mathieu Rivoal")
    link = page.get_by_role("link", name="Ouvrir").first
    expect(link).to_have_attribute("href", "/settings/people")
    page.get_by_role("button", name="Tout noter comme lu").click()
    expect(page.locator("main")).to_contain_text("C'est noté comme lu.")
    expect(page.locator(".unread")).to_have_count(0)
    page.get_by_role("link", name="Non lus (0)").click()
    expect(page.locator("main")).to_contain_text("Tout est lu.")


def test_the_link_of_a_mail_opens_what_its_message_is_about(signed_in, console):
    grant = """mutation { grantRoles(agent: "agent@val-d-ille-aubigne", roles: ["dpo"]) {
      applied } }"""
    console.ask(grant, "steward@val-d-ille-aubigne")
    listed = console.ask("{ inbox { id kind } }", "steward@val-d-ille-aubigne").json()
    told = next(each for each in listed["data"]["inbox"] if each["kind"].startswith("roles."))
    link = f"{console.address}/inbox/{told['id']}"
    page = signed_in("steward@val-d-ille-aubigne")
    page.goto(link)
    expect(page).to_have_url(f"{console.address}/settings/people")
    stranger = signed_in("agent@mesnil-roc-h")
    for foreign in (link, f"{console.address}/inbox/{'0' * 32}"):
        stranger.goto(foreign)
        expect(stranger.locator("main")).to_contain_text("Ce message n'est pas dans votre liste")
    answer = httpx.get(link, trust_env=False)
    assert answer.headers["location"] == f"/sign-in?next=/inbox/{told['id']}"


def test_nobodys_messages_are_shown_to_whoever_is_not_signed_in(console):
    for path in ("/inbox", "/uses", "/uses/mine", "/uses/could"):
        answer = httpx.get(f"{console.address}{path}", trust_env=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/sign-in?next={path}"


def test_messages_about_one_thing_are_one_entry(signed_in, console):
    for act, role in (("grant", "approver"), ("revoke", "approver"), ("grant", "approver")):
        change = f'{act}Roles(agent: "agent@val-d-ille-aubigne", roles: ["{role}"])'
        console.ask(f"mutation {{ {change} {{ applied }} }}", "steward@val-d-ille-aubigne")
    page = signed_in("steward@val-d-ille-aubigne")
    page.goto(f"{console.address}/inbox")
    entry = page.locator(".messages > li").filter(has_text="Mathieu Rivoal")
    expect(entry).to_have_count(1)
    entry.get_by_text("messages plus anciens").click()
    assert entry.locator(".earlier > li").count() >= 2
    entry.get_by_role("button", name="Noter comme lu").click()
    expect(page.locator(".unread")).to_have_count(0)


def test_a_person_chooses_when_mails_leave(signed_in, console, looks_right):
    page = signed_in("dpo@val-d-ille-aubigne")
    page.goto(f"{console.address}/inbox")
    page.get_by_role("link", name="Choisir quand ces messages partent").click()
    page.get_by_label("un seul courriel par semaine").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("les prochains messages partiront ainsi")
    expect(page.get_by_label("un seul courriel par semaine")).to_be_checked()
    looks_right(page, "/account")
    other = signed_in("approver@val-d-ille-aubigne")
    other.goto(f"{console.address}/account")
    expect(other.get_by_label("un courriel par message, aussitôt")).to_be_checked()
