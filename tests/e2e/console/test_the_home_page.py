"""The home page: what waits, what is ours, received and shared; in the language that one chooses.

Covers gateway.console.home.pages, gateway.console.home.views, gateway.console.home.documents,
gateway.console.visit, gateway.console.page, gateway.console.routes, gateway.console.style.pages,
gateway.console.shared.words, gateway.console.mutualised.due_reports,
gateway.console.home.territory_map.
"""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from catalog.model.paris import paris_day


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_of_the_shell_is_sound(signed_in, looks_right, language):
    looks_right(signed_in("steward@valcobreizh", language), "/", "/style", "/account", "/territory")
    looks_right(signed_in(None, language), "/", "/sign-in")


def test_a_visitor_is_shown_open_data_and_where_to_sign_in(signed_in, console):
    page = signed_in()
    page.goto(console.address)
    expect(page.locator("h1")).to_contain_text("partagées sous convention")
    expect(page.locator("main")).to_contain_text("Bornes de recharge")
    expect(page.get_by_role("region", name="Rejoindre la plateforme")).to_be_visible()
    page.locator("main").get_by_role("link", name="Se connecter").click()
    expect(page).to_have_url(f"{console.address}/sign-in?next=/")
    page.goto(console.address)
    town = page.get_by_role("region", name="Votre commune")
    town.get_by_role("searchbox").fill("Combourg")
    town.get_by_role("button", name="Chercher").click()
    expect(page).to_have_url(f"{console.address}/data?q=Combourg")


def test_a_visitor_is_told_how_to_sign_in_and_how_to_get_an_account(signed_in, console):
    page = signed_in()
    page.goto(console.address)
    for item in (
        page.get_by_role("region", name="Données ouvertes à tous").get_by_role("link").all()
    ):
        answer = page.request.get(f"{console.address}{item.get_attribute('href')}")
        assert "Ouvertes à tous" in answer.text()
    page.goto(f"{console.address}/data")
    expect(page.get_by_label("ouvertes à tous")).to_have_count(1)
    expect(page.get_by_label("les nôtres")).to_have_count(0)
    expect(page.get_by_label("reçues")).to_have_count(0)
    closed = page.locator("#results li", has_not_text="ouvertes à tous").first
    closed.get_by_role("link").click()
    address = page.url
    main = page.locator("main")
    expect(main).to_contain_text("Vous n'y avez pas accès.")
    main.get_by_role("link", name="Obtenir un compte").click()
    expect(page.locator("#no-account")).to_contain_text("son référent vous ouvre un compte")
    page.goto(address)
    main.get_by_role("link", name="Se connecter").click()
    page.click("button[value='agent@valcobreizh']")
    expect(page).to_have_url(address)


def test_an_agent_sees_what_is_theirs_received_and_shared(signed_in):
    page = signed_in("agent@valcobreizh")
    territory = page.get_by_role("region", name="Notre territoire")
    expect(territory.locator(".picture-sentence")).to_have_text(
        "71 communes : 26 de notre territoire, 26 de nos membres qui donnent des données, "
        "19 de nos autres partenaires."
    )
    expect(territory.locator("path title")).to_have_count(71)
    expect(page.locator("h1")).to_have_text("SMICTOM Valcobreizh")
    expect(page.get_by_role("region", name="Nos données")).to_contain_text("sont à nous")
    page.get_by_text("4 organismes · 3 ensembles reçus · 1 donné").click()
    partners = page.get_by_role("table", name="Nos partenaires")
    giving = partners.get_by_role("row").filter(has_text="CC Val d'Ille-Aubigné")
    expect(giving.get_by_role("link")).to_contain_text("Pesées de collecte")
    taking = partners.get_by_role("row").filter(has_text="Mesnil-Roc'h")
    expect(taking.get_by_role("cell").nth(1)).to_contain_text("Pesées de collecte")
    # The report that is due, where a service makes it.
    due = page.get_by_text("Rapport annuel sur les déchets (RPQS)").locator("..")
    expect(due).to_contain_text(f"données de {paris_day(datetime.now(UTC)).year - 1}")
    due.get_by_role("link", name="Préparer ce rapport").click()
    expect(page.locator("main")).to_contain_text("268,03")
    page.go_back()
    # Whoever may not add data is not led there.
    expect(page.get_by_role("navigation", name="Pages")).not_to_contain_text("Ajouter")
    # What is proposed is a button, and only what they may do.
    waiting = page.get_by_role("region", name="Ce qui vous attend")
    expect(waiting).not_to_contain_text("fichier")
    expect(waiting.locator("a.main")).to_have_text("Lire les données reçues")
    steward = signed_in("steward@bretagne-romantique")
    waiting = steward.get_by_role("region", name="Ce qui vous attend")
    expect(waiting).to_contain_text("2 choses vous attendent")
    expect(waiting.locator("a.main")).to_contain_text("Préparer ce rapport")
    # A body that shares with nobody yet is told its first steps.
    steps = steward.get_by_role("region", name="Premiers pas").get_by_role("listitem")
    expect(steps).to_have_count(4)
    expect(steps.last).to_contain_text("à faire Signer une première convention")


def test_the_demo_says_who_one_is_and_what_one_would_see(signed_in, console):
    page = signed_in()
    page.goto(f"{console.address}/sign-in")
    door = page.get_by_role("region", name="Démonstration : qui êtes-vous ?")
    person = door.get_by_role("button", name="Nolwenn Kerbrat, référent")
    expect(person).to_contain_text("Il ajoute, décrit et partage les données de son organisme.")
    person.click()
    expect(page.locator("header.top .person")).to_have_text("Nolwenn Kerbrat")


def test_a_language_that_was_chosen_stays(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(f"{console.address}/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{console.address}/account")
    expect(page.locator("h1")).to_have_text("My account")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("h1")).to_have_text("Mon compte")


def test_a_page_for_agents_asks_to_sign_in_and_comes_back(browser, console):
    page = browser.new_page()
    page.goto(f"{console.address}/account")
    page.click("button[value='dpo@valcobreizh']")
    expect(page).to_have_url(f"{console.address}/account")
    page.close()


def test_nothing_is_loaded_from_elsewhere_nor_written_inline(signed_in, console):
    page = signed_in("steward@valcobreizh")
    foreign = []
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(console.address) else foreign.append(request.url)
        ),
    )
    answer = page.goto(f"{console.address}/style")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert page.locator("[style], [onclick], style, script:not([src])").count() == 0
    assert not foreign


def test_on_a_phone_tasks_are_on_the_first_screen_and_a_menu_opens_without_script(browser, console):
    phone = {"width": 360, "height": 800}
    context = browser.new_context(java_script_enabled=False, locale="fr-FR", viewport=phone)
    page = context.new_page()
    page.goto(f"{console.address}/sign-in?next=/")
    page.click("button[value='approver@valcobreizh']")
    header = page.locator("header.top")
    assert header.bounding_box()["height"] < 0.2 * phone["height"]
    tasks = page.get_by_role("region", name="Ce qui vous attend")
    assert tasks.bounding_box()["y"] < 0.4 * phone["height"]
    expect(header.get_by_role("searchbox")).to_be_visible()
    expect(page.get_by_role("link", name="Campagnes")).to_have_count(0)
    header.locator("summary", has_text="Menu").click()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Campagnes").click()
    expect(page).to_have_url(f"{console.address}/campaigns")
    context.close()
