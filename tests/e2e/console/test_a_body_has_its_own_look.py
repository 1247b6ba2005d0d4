"""A body's own name, colours and logo on its people's pages: read well, or refused in figures.

Covers gateway.console.look.pages, gateway.console.host_look, gateway.console.look.documents,
gateway.control.looks, gateway.control.look_types, gateway.acts.look, catalog.actions.looks.looks,
catalog.actions.looks.problems, catalog.model.look.
"""

import base64
import json
import os
import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import start_demo
from tests.e2e.console.conftest import violations_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SIREN = "200090884"


@pytest.fixture(scope="module")
def console_of_hosts(tmp_path_factory):
    """A demo of which one host name is a body's."""
    os.environ["INTERCO_HOST_LOOKS"] = json.dumps({"localhost": SIREN})
    try:
        process, running = start_demo(tmp_path_factory.mktemp("hosts") / "state")
    finally:
        del os.environ["INTERCO_HOST_LOOKS"]
    yield running
    process.terminate()
    assert process.wait(timeout=30) == 0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_sound(signed_in, looks_right, language):
    looks_right(signed_in("steward@valcobreizh", language), "/settings/look")
    looks_right(signed_in("agent@valcobreizh", language), "/settings/look")


def test_a_steward_gives_the_body_its_look_and_takes_it_back(
    signed_in, console, looks_right, tmp_path
):
    (tmp_path / "logo.png").write_bytes(PNG)
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/settings/look")
    page.fill("#shownName", "Valcobreizh, vos déchets")
    page.fill("#accent", "#ffcc00")
    page.fill("#band", "#0b3d6b")
    page.fill("#notice", "Éditeur : SMICTOM Valcobreizh.\nHébergeur : le sien.")
    page.set_input_files("#logo-file", tmp_path / "logo.png")
    expect(page.locator("#logo")).to_have_value(re.compile("^image/png,iVBOR"))
    page.get_by_role("button", name="Enregistrer").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("#ffcc00 ne se lit pas assez bien : contraste de 1,")
    expect(alert.get_by_role("link")).to_have_attribute("href", "#accent")
    page.fill("#accent", "#7a1f5c")
    page.set_input_files("#logo-file", tmp_path / "logo.png")
    expect(page.locator("#logo")).not_to_have_value("")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("C'est enregistré")
    expect(page.locator(".brand")).to_contain_text("Valcobreizh, vos déchets")
    expect(page.locator(".brand img")).to_have_js_property("naturalWidth", 1)
    colleague = signed_in("agent@valcobreizh")
    expect(colleague.locator("footer")).to_contain_text("Éditeur : SMICTOM Valcobreizh.")
    band = colleague.locator(".top").evaluate("element => getComputedStyle(element).background")
    assert "rgb(11, 61, 107)" in band
    looks_right(colleague, "/", "/uses", "/settings")
    other = signed_in("agent@mesnil-roc-h")
    expect(other.locator(".brand")).to_have_text("Interco")
    page.get_by_role("button", name="Reprendre l'apparence de la plateforme").click()
    expect(page.locator(".brand")).to_have_text("Interco")


def test_a_look_is_no_way_to_pass_for_the_state_nor_to_bring_a_program(console):
    document = "mutation($input: LookInput!) { setLook(input: $input) { applied } }"

    def refused(**changes):
        look = {"shownName": "Valcobreizh", "accent": "#1f5f4a", "band": "#ffffff", **changes}
        told = console.ask(document, "steward@valcobreizh", variables={"input": look}).json()
        return [each["extensions"].get("path") for each in told["errors"]]

    svg = base64.b64encode(b"<svg onload='x'/>").decode()
    assert refused(shownName="République française") == ["shownName"]
    assert refused(accent="red;}body{display:none", band="#777") == ["accent", "band"]
    assert refused(logo=svg, logoType="image/svg+xml") == ["logo"]
    assert refused(logo=svg, logoType="image/png") == ["logo"]
    assert refused(notice="x" * 1001) == ["notice"]
    told = console.ask(
        document,
        "agent@valcobreizh",
        variables={"input": {"shownName": "x", "accent": "#1f5f4a", "band": "#ffffff"}},
    ).json()
    assert told["errors"][0]["extensions"]["code"] == "act_role_required"


def test_a_body_without_a_look_has_no_style_of_its_own(console):
    for path in (f"/look/{SIREN}/logo", "/look/1.css", "/look/243500733.css"):
        answer = httpx.get(f"{console.address}{path}", trust_env=False)
        assert answer.status_code == 404
        assert not answer.content


SET_LOOK = """mutation { setLook(input: {
  shownName: "Valcobreizh", accent: "#7a1f5c", band: "#0b3d6b", notice: "Éditeur : le syndicat."
}) { applied } }"""


def test_a_host_of_a_body_has_its_look_before_sign_in_and_any_other_the_platforms(
    console_of_hosts, browser
):
    steward = "steward@valcobreizh"
    answer = console_of_hosts.ask(SET_LOOK, steward).json()
    assert answer["data"]["setLook"]["applied"]
    port = console_of_hosts.address.rpartition(":")[2]
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    for path in ("/", "/sign-in", "/accessibility"):
        page.goto(f"http://localhost:{port}{path}")
        expect(page.locator(".brand")).to_have_text("Valcobreizh")
        band = page.locator(".top").evaluate("element => getComputedStyle(element).background")
        assert "rgb(11, 61, 107)" in band
        expect(page.locator("footer")).to_contain_text("Éditeur : le syndicat.")
        assert not violations_of(page)
        page.goto(f"http://127.0.0.1:{port}{path}")
        expect(page.locator(".brand")).to_have_text("Interco")
    # Whoever has signed in sees their own body's, whatever the host.
    page.goto(f"http://localhost:{port}/sign-in?next=/")
    page.click("button[value='agent@mesnil-roc-h']")
    page.wait_for_url(f"http://localhost:{port}/")
    expect(page.locator(".brand")).to_have_text("Interco")
    context.close()
