"""The console page in a real Chromium: it loads nothing from elsewhere, and shows who asks.

Covers gateway.console.graphiql.files.
"""

from playwright.sync_api import expect


def test_a_query_is_asked_as_an_agent_and_nothing_is_loaded_from_elsewhere(demo, page):
    foreign, errors = [], []
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((demo.address, "data:")) else foreign.append(request.url)
        ),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{demo.address}/graphiql")
    expect(page.locator("#me")).to_have_text("Sans jeton : données ouvertes seulement.")
    # What is there when the page opens answers to whoever has no token.
    page.click(".graphiql-execute-button")
    expect(page.locator(".result-window")).to_contain_text("nomStation")
    expect(page.locator(".result-window")).not_to_contain_text("errors")
    page.fill("#token", demo.token("agent@valcobreizh"))
    page.click("#who button")
    expect(page.locator("#me")).to_have_text("agent@valcobreizh — SMICTOM Valcobreizh")
    with page.expect_request(lambda sent: sent.headers.get("interco-purpose") == "rpqs_dechets"):
        page.select_option(
            "#purpose",
            label="Rapport annuel sur le prix et la qualité du service de gestion des déchets",
        )
    assert not foreign
    assert not errors


def test_an_english_browser_is_told_in_english(demo, page):
    english = page.context.browser.new_page(locale="en-GB")
    english.goto(f"{demo.address}/graphiql")
    expect(english.locator("#me")).to_have_text("No token: open data only.")
    english.fill("#token", demo.token("agent@valcobreizh"))
    english.click("#who button")
    purposes = english.locator("#purpose option")
    expect(purposes).to_have_count(3)
    expect(purposes.nth(2)).to_contain_text("waste")
    english.get_by_role("link", name="Developers").click()
    expect(english.locator("h1")).to_have_text("Developers")


def test_whoever_is_signed_in_asks_by_their_session_for_one_of_their_purposes(demo, page):
    page.goto(f"{demo.address}/sign-in?next=/graphiql")
    page.click("button[value='agent@valcobreizh']")
    expect(page.locator("#me")).to_have_text("agent@valcobreizh — SMICTOM Valcobreizh")
    expect(page.locator("#purpose option")).to_have_count(3)


def test_the_token_stays_in_the_tab_alone(demo, page):
    page.goto(f"{demo.address}/graphiql")
    page.fill("#token", demo.token("agent@valcobreizh"))
    page.click("#who button")
    expect(page.locator("#me")).to_contain_text("valcobreizh")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "eyJ" not in stored + page.url


def test_a_scope_that_does_not_exist_is_told(demo, page):
    page.goto(f"{demo.address}/graphiql")
    page.fill("#token", demo.token("agent@valcobreizh"))
    page.fill("#scope", "nimporte")
    page.click("#who button")
    expect(page.locator("#me")).to_contain_text("Aucun organisme « nimporte »")


def test_each_editor_has_a_name_for_who_does_not_see_it(demo, page):
    page.goto(f"{demo.address}/graphiql")
    page.click(".graphiql-query-editor .CodeMirror")
    fields = page.locator("#graphiql textarea")
    names = [fields.nth(place).get_attribute("aria-label") for place in range(fields.count())]
    assert names == ["Requête", "Variables", "Réponse"]


def test_the_editor_is_left_by_the_keyboard(demo, page):
    page.goto(f"{demo.address}/graphiql")
    page.click(".graphiql-query-editor .CodeMirror")
    inside = "document.activeElement.closest('.graphiql-query-editor .CodeMirror') !== null"
    assert page.evaluate(inside)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate(inside)


def test_on_a_narrow_screen_the_answer_stands_under_the_question(demo, page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{demo.address}/graphiql")
    question = page.locator(".graphiql-query-editor").bounding_box()
    answer = page.locator(".graphiql-response").bounding_box()
    assert min(question["width"], answer["width"]) > 200
    assert answer["y"] >= question["y"] + question["height"]
