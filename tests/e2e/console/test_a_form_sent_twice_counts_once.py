"""A double click, or a page sent again, makes nothing twice: both are answered as the first.

Covers gateway.console.once.
"""

import pytest
from playwright.sync_api import expect

from tests.e2e.console.asking import ask

AGREEMENTS = "{ agreements { citation } }"
# The form as the page holds it, sent twice before anything of it is answered.
TWICE = """async ([selector, step]) => {
  const form = document.querySelector(selector);
  const fields = new URLSearchParams(new FormData(form));
  if (step) fields.append('step', step);
  const send = async () => {
    const answer = await fetch(form.action, { method: 'POST', body: fields });
    return [answer.url, await answer.text()];
  };
  const both = await Promise.all([send(), send()]);
  return [...both, await send()];
}"""


@pytest.fixture
def steward(signed_in):
    return signed_in("steward@valcobreizh")


def test_a_request_sent_twice_is_one_request(steward, console):
    before = ask(steward, AGREEMENTS)["data"]["agreements"]
    steward.goto(f"{console.address}/agreements/new?to=members&template=rpqs_dechets")
    steward.get_by_role("button", name="Voir ce que chacun donnerait").click()
    steward.wait_for_selector(".offers")
    answers = steward.evaluate(TWICE, ["main form", "send"])
    assert len({address for address, _ in answers}) == 1
    after = ask(steward, AGREEMENTS)["data"]["agreements"]
    assert len(after) - len(before) == answers[0][0].count("c=") > 0


def test_a_double_click_sends_a_form_once(steward, console):
    steward.goto(f"{console.address}/settings/keys/new")
    steward.fill("#name", "double clic")
    steward.get_by_role("checkbox", name="SMICTOM Valcobreizh").first.check()
    steward.get_by_role("checkbox", name="Planification des tournées de collecte").check()
    sent = []
    steward.on("request", lambda request: sent.append(request) if is_of_keys(request) else None)
    steward.get_by_role("button", name="Faire la clé").dblclick()
    expect(steward.locator("h1")).to_have_text("La clé de double clic")
    assert len(sent) == 1


def is_of_keys(request):
    return request.method == "POST" and request.url.endswith("/settings/keys/new")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_key_asked_twice_is_one_key_which_is_shown_no_second_time(signed_in, console, language):
    page = signed_in("steward@mesnil-roc-h", language)
    page.goto(f"{console.address}/settings/keys/new")
    page.fill("#name", f"deux fois {language}")
    page.locator("input[name=datasets]").first.check()
    page.locator("input[name=purposes]").first.check()
    (_, first), (_, second), (_, later) = page.evaluate(TWICE, ["form[data-draft]", ""])
    assert first == second
    assert "Authorization: Bearer" in first
    word = "déjà été envoyé" if language == "fr" else "already been sent"
    assert word in later
    assert first != later
    names = [key["name"] for key in ask(page, "{ keys { name } }")["data"]["keys"]]
    assert names.count(f"deux fois {language}") == 1


def test_what_was_refused_may_be_sent_again(steward, console):
    steward.goto(f"{console.address}/settings/keys/new")
    steward.fill("#name", "")
    steward.evaluate("document.querySelector('form[data-draft]').noValidate = true")
    steward.get_by_role("button", name="Faire la clé").click()
    expect(steward.get_by_role("alert")).to_be_visible()
    steward.fill("#name", "corrigée")
    steward.get_by_role("checkbox", name="SMICTOM Valcobreizh").first.check()
    steward.get_by_role("checkbox", name="Planification des tournées de collecte").check()
    steward.get_by_role("button", name="Faire la clé").click()
    expect(steward.locator("h1")).to_have_text("La clé de corrigée")
