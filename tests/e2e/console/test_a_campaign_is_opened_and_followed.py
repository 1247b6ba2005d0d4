"""A syndicat asks its five members from the calendar: four sign, one refuses, the board says so, a
reminder is told once, it is closed, and the next year is filled in.

Covers gateway.console.campaigns.pages, gateway.console.campaigns.views,
gateway.console.campaigns.documents, gateway.console.campaigns.answers,
gateway.console.campaigns.members_map, gateway.console.duties.pages,
gateway.console.shared.colleagues.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from playwright.sync_api import expect

from catalog.store import open_store
from gateway.demo_mode.state import DemoState
from tests.demo_folders import copy_demo
from tests.e2e.conftest import start_demo
from tests.e2e.console.conftest import violations_of
from tests.e2e.console.keyboard import press
from tests.e2e.console.menus import open_entry
from tests.integration.campaigns.conftest import AGREEMENT, APPROVE, PREVIEW, REFUSE
from tests.integration.five_members import MEMBERS, equip_members

STEWARD = "steward@valcobreizh"
TITLE = "Rapport annuel sur les déchets (RPQS)"
YEAR = date.today().year  # noqa: DTZ011 - the demo's own clock is this machine's


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    """A demo whose five EPCI have weighings of their own, and have agreed on nothing yet."""
    state = DemoState(tmp_path_factory.mktemp("campaigns") / "state")
    copy_demo(state)
    with ThreadPoolExecutor(1) as beside:
        # The thread of Playwright has a loop of its own.
        beside.submit(lambda: asyncio.run(_equip(state))).result()
    process, running = start_demo(state.folder)
    yield running
    process.terminate()
    assert process.wait(timeout=30) == 0


async def _equip(state):
    store = await open_store(state.settings().database_url)
    try:
        await equip_members(store)
    finally:
        await store.aclose()


def test_a_campaign_goes_from_the_calendar_to_its_end(signed_in, console, looks_right):
    page = signed_in(STEWARD)
    page.goto(f"{console.address}/agreements")
    open_entry(page, "Partage", "Campagnes")
    page.get_by_text("n'a ouvert aucune campagne").wait_for()
    page.locator("main").get_by_role("link", name="Calendrier des échéances").click()
    line = page.locator(".card", has_text=f"déchets (RPQS), données de {YEAR}").first
    expect(line).to_contain_text(f"dû le 30 sept. {YEAR + 1}")
    line.get_by_role("link", name="Ouvrir la campagne").click()

    # Filled in by the calendar; what is wrong is told at its place, and nothing typed is lost.
    expect(page.get_by_label("Titre")).to_have_value(f"{TITLE} {YEAR}")
    expect(page.locator("#first_month")).to_have_value(f"{YEAR}-01")
    for box in page.locator("input[name=members]").all():
        expect(box).to_be_checked()
    page.locator("#last_month").fill(f"{YEAR - 1}-12")
    press(page, "Voir ce que chacun recevra")
    expect(page.locator(".problem[role=alert]")).to_contain_text("La période n'a aucun mois")
    assert not violations_of(page)
    # The rows of the demo are of 2025.
    page.get_by_label("Titre").fill(f"{TITLE} 2025")
    page.locator("#first_month").fill("2025-01")
    page.locator("#last_month").fill("2025-12")
    press(page, "Voir ce que chacun recevra")
    expect(page.locator("main")).to_contain_text("Rien n'est encore parti.")
    expect(page.locator("main")).to_contain_text("une fois la campagne ouverte")
    expect(page.locator("main")).to_contain_text("CC Liffré-Cormier Communauté")
    expect(page.locator("main")).to_contain_text("Une demande partira")
    assert not violations_of(page)
    press(page, "Ouvrir la campagne")
    expect(page.locator("main")).to_contain_text("5 membres ont reçu une demande")
    expect(page.locator("table .status", has_text="à signer").first).to_be_visible()
    path = page.url.removeprefix(console.address).partition("?")[0]

    press(page, "Relancer qui n'a pas répondu")
    expect(page.locator("main")).to_contain_text("sont relancés")
    expect(page.get_by_role("listitem").filter(has_text="à la main")).to_have_count(1)
    press(page, "Relancer qui n'a pas répondu")
    expect(page.locator("main")).to_contain_text("Personne n'est à relancer aujourd'hui")

    _four_sign_and_one_refuses(page, console)
    looks_right(page, path, "/campaigns", "/campaigns/new", "/calendar")
    looks_right(
        signed_in(STEWARD, "en"), path, "/campaigns", "/campaigns/new", f"/calendar?year={YEAR}"
    )

    page.goto(f"{console.address}{path}")
    page.locator("summary", has_text="Clore la campagne").press("Enter")
    press(page, "Clore la campagne")
    expect(page.locator("main")).to_contain_text("plus personne n'est relancé")
    expect(page.get_by_role("button", name="Relancer qui n'a pas répondu")).to_have_count(0)

    page.get_by_role("link", name="Reprendre pour l'année suivante").click()
    expect(page.locator("#first_month")).to_have_value("2026-01")
    expect(page.get_by_label("Titre")).to_have_value(f"{TITLE} 2026")
    page.goto(f"{console.address}/calendar?year={YEAR + 1}")
    after = page.locator(".card", has_text=f"déchets (RPQS), données de {YEAR}").first
    expect(after).to_contain_text("Remplie d'après camp-")


def test_what_a_campaign_lacks_is_told_at_once(signed_in, console):
    page = signed_in(STEWARD)
    page.goto(f"{console.address}/campaigns/new")
    page.get_by_role("button", name="Voir ce que chacun recevra").click()
    told = page.get_by_role("alert").get_by_role("listitem")
    expect(told.first).to_have_text("Donnez un titre à la campagne.")
    expect(told.filter(has_text="Écrivez le mois ainsi : 01/2026.")).to_have_count(2)
    expect(told).to_have_count(5)


def _four_sign_and_one_refuses(page, console):
    links = page.locator("table tbody a[href^='/agreements/']").all()
    citations = [link.get_attribute("href").removeprefix("/agreements/") for link in links]
    for slug, citation in zip(MEMBERS[:4], _by_member(console, citations), strict=False):
        _sign(console, citation, slug)
    refused = _by_member(console, citations)[4]
    console.ask(REFUSE, f"steward@{MEMBERS[4]}", variables={"c": refused}).raise_for_status()

    for _ in range(200):
        page.reload()
        if not page.locator("table .status", has_text="signé, pas commencé").count():
            break
    assert not page.locator("table .status", has_text="en vigueur").count()
    rows = page.locator("table tbody tr")
    expect(rows.filter(has_text="refusé")).to_have_count(1)
    expect(rows.filter(has_text="reçu")).to_have_count(4)
    expect(rows.filter(has_text="refusé")).to_contain_text("Val d'Ille")
    legend = page.get_by_role("region", name="Sur la carte").locator(".picture-legend")
    expect(legend).to_contain_text("d'un membre en retard ou qui refuse : 18 communes")
    expect(legend).to_contain_text("d'un membre qui a tout donné")


def test_who_signs_is_told_who_opens_a_campaign_and_who_sees_the_months(signed_in, console):
    page = signed_in("approver@valcobreizh")
    for path in ("/campaigns", "/calendar"):
        page.goto(f"{console.address}{path}")
        expect(page.locator("main")).to_contain_text("Seul un référent ouvre une campagne.")
        expect(page.locator("main")).to_contain_text("Nolwenn Kerbrat")
    page.goto(f"{console.address}/campaigns/camp-{YEAR}-0001")
    main = page.locator("main")
    expect(main).to_contain_text("L'ont, parmi vos référents : Nolwenn Kerbrat.")
    expect(main).to_contain_text("en vigueur depuis le")


def test_a_member_sees_its_own_agreement_and_no_campaign(signed_in, console):
    page = signed_in(f"steward@{MEMBERS[0]}")
    page.goto(f"{console.address}/campaigns")
    page.get_by_text("n'a ouvert aucune campagne").wait_for()
    answer = page.goto(f"{console.address}/campaigns/camp-{YEAR}-0001")
    assert answer.status in {404, 422}
    page.get_by_text("n'a ouvert aucune campagne").wait_for()


def _by_member(console, citations):
    """The citations in the order of MEMBERS."""
    document = "query($c: String!) { agreement(citation: $c) { grantor { slug } } }"
    grantors = {
        console.ask(document, STEWARD, variables={"c": one}).json()["data"]["agreement"]["grantor"][
            "slug"
        ]: one
        for one in citations
    }
    return [grantors[slug] for slug in MEMBERS]


def _sign(console, citation, slug):
    for agent in (f"approver@{slug}", "approver@valcobreizh"):
        shown = console.ask(AGREEMENT, agent, variables={"c": citation}).json()
        console.ask(PREVIEW, agent, variables={"c": citation})
        approval = {
            "versionSha256": shown["data"]["agreement"]["sha256"],
            "capacity": "présidente",
            "act": {"reference": "DEL-2026-12", "enforceableSince": "2026-02-01"},
        }
        signed = console.ask(APPROVE, agent, variables={"c": citation, "in": approval})
        assert "errors" not in signed.json(), signed.json()
