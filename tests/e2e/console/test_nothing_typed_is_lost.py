"""A session's end is told in time, and what was typed in a long form outlives it.

Covers gateway.console.session.pages, gateway.console.drafts.pages, gateway.console.drafts.places,
gateway.console.page.
"""

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.console.conftest import violations_of

FORM = "/settings/keys/new"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_warning_before_the_end_is_sound(signed_in, console, language):
    page = signed_in("steward@valcobreizh", language)
    page.clock.install()
    page.goto(f"{console.address}{FORM}")
    page.clock.fast_forward("01:58:30")
    expect(page.locator("#session")).not_to_be_empty()
    assert not violations_of(page)


def test_an_idle_session_is_warned_of_and_kept(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.clock.install()
    page.goto(f"{console.address}{FORM}")
    told = page.locator("#session")
    page.clock.fast_forward("01:57:00")
    expect(told).to_be_empty()
    page.clock.fast_forward("01:30")
    expect(told).to_contain_text("Votre session va finir, faute d'activité")
    with page.expect_response("**/session/keep") as kept:
        page.get_by_role("button", name="Rester connecté").click()
    assert kept.value.status == 200
    ends = kept.value.json()
    assert ends["ends_at"] > ends["idle_ends_at"]


def test_a_session_that_cannot_be_made_longer_says_so(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.clock.install()
    page.goto(f"{console.address}{FORM}")
    page.evaluate("ends.idle = ends.hard + 1")
    page.clock.fast_forward("11:58:30")
    expect(page.locator("#session")).to_contain_text("sans pouvoir être prolongée")
    expect(page.locator("#session").get_by_role("link")).to_have_attribute("target", "_blank")


def test_a_form_sent_after_the_end_waits_for_a_new_sign_in(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.clock.install()
    page.goto(f"{console.address}{FORM}")
    page.fill("#name", "tableau de bord")
    page.get_by_role("checkbox", name="SMICTOM Valcobreizh").first.check()
    page.get_by_role("checkbox", name="Planification des tournées de collecte").check()
    page.context.clear_cookies()
    page.clock.fast_forward("02:01:00")
    expect(page.locator("#session")).to_contain_text("Votre session est finie.")
    page.get_by_role("button", name="Faire la clé").click()
    expect(page.locator("#name")).to_have_value("tableau de bord")
    with page.context.expect_page() as opened:
        page.locator("#session").get_by_role("link").click()
    opened.value.click("button[value='steward@valcobreizh']")
    # The new tab opens the page that was left, not the account.
    opened.value.wait_for_url(f"**{FORM}")
    page.get_by_role("button", name="Faire la clé").click()
    expect(page.locator("h1")).to_have_text("La clé de tableau de bord")


def test_without_script_a_form_of_a_past_session_is_told_not_to_be_kept(console):
    own = {"Origin": console.address, "Accept-Language": "fr"}
    with httpx.Client(base_url=console.address, headers=own, trust_env=False) as client:
        answer = client.post("/settings/look", data={"shownName": "Le Mesnil"})
        assert answer.headers["location"] == "/sign-in?next=/settings/look&lost=form"
        shown = client.get(answer.headers["location"]).text
        assert "ce que vous venez d'envoyer n'est pas enregistré" in shown
        assert 'name="next" value="/settings/look"' in shown
        # The address of a form that is no page leads nowhere.
        answer = client.post("/operator/appoint", data={"agent": "a"})
        assert answer.headers["location"] == "/sign-in?next=/&lost=form"
        assert "n'est pas enregistré" not in client.get("/sign-in?next=/settings/look").text


def test_a_draft_is_taken_up_again_and_forgotten_once_sent(signed_in, console):
    page = signed_in("steward@val-d-ille-aubigne")
    page.goto(f"{console.address}{FORM}")
    box = page.get_by_role("checkbox", name="CC Val d'Ille-Aubigné").first
    with page.expect_response("**/drafts/key") as kept:
        page.fill("#name", "entrepôt")
        box.check()
    assert kept.value.status == 204
    expect(page.get_by_text("Brouillon enregistré.")).to_be_visible()
    again = signed_in("steward@val-d-ille-aubigne")
    again.goto(f"{console.address}{FORM}")
    expect(again.locator("main")).to_contain_text("le brouillon du")
    expect(again.locator("#name")).to_have_value("entrepôt")
    box = again.get_by_role("checkbox", name="CC Val d'Ille-Aubigné").first
    expect(box).to_be_checked()
    colleague = signed_in("steward@valcobreizh")
    colleague.goto(f"{console.address}{FORM}")
    expect(colleague.locator("#name")).to_have_value("")
    # A refusal keeps it; sending it forgets it.
    again.get_by_text("D'où, comment et sous quelle forme").click()
    with again.expect_response("**/drafts/key"):
        again.fill("#networks", "chez nous")
    again.get_by_role("button", name="Faire la clé").click()
    expect(again.get_by_role("alert")).to_contain_text("n'est pas un réseau")
    again.goto(f"{console.address}{FORM}")
    expect(again.locator("#networks")).to_have_value("chez nous")
    again.get_by_role("button", name="Repartir de zéro").click()
    expect(again.locator("#name")).to_have_value("")


def test_a_mandate_that_was_given_leaves_no_draft(signed_in, console):
    page = signed_in("approver@mesnil-roc-h")
    page.goto(f"{console.address}/settings/mandates/new")
    page.select_option("#mandatary", label="SMICTOM Valcobreizh")
    page.fill('[name="act.reference"]', "délibération n° 2026-12")
    page.fill('[name="act.enforceableSince"]', "2026-01-01")
    with page.expect_response("**/drafts/mandate"):
        page.fill("#start", "2026-01-01")
    page.get_by_role("button", name="Donner le mandat").click()
    expect(page.get_by_role("region", name="Donnés par nous")).to_contain_text("2026-12")
    page.goto(f"{console.address}/settings/mandates/new")
    expect(page.locator('[name="act.reference"]')).to_have_value("")


def test_what_is_secret_is_never_in_a_draft(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}{FORM}")
    page.evaluate(
        """() => document.querySelector('form[data-draft]').insertAdjacentHTML('beforeend',
        '<input type="password" name="p" value="secret-a"><input type="hidden" name="h" '
        + 'value="secret-b"><p data-no-draft><input name="n" value="secret-c"></p>')"""
    )
    with page.expect_request("**/drafts/key") as kept:
        page.fill("#name", "x")
    assert "secret" not in kept.value.post_data


def test_drafts_and_sessions_of_nobody_are_refused(console):
    with httpx.Client(base_url=console.address, trust_env=False) as client:
        ours = {"Sec-Fetch-Site": "same-origin"}
        assert client.post("/session/keep", headers=ours).status_code == 401
        form = {**ours, "Content-Type": "application/x-www-form-urlencoded"}
        assert client.put("/drafts/key", content="a=1", headers=form).status_code == 401


def test_a_draft_is_bounded_and_its_name_is_a_forms(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/settings")
    sent = """async ([name, size]) => (await fetch(`/drafts/${name}`, {
      method: 'PUT', body: new URLSearchParams({ a: 'x'.repeat(size) }) })).status"""
    assert page.evaluate(sent, ["key", 19_000]) == 204
    assert page.evaluate(sent, ["key", 21_000]) == 413
    assert page.evaluate(sent, ["Key", 10]) == 401
