"""A body's own name, colours and logo on its people's pages: read well, or refused in figures.

Covers gateway.console.look.pages, gateway.console.look.documents, gateway.control.looks,
gateway.control.look_types, gateway.acts.look, catalog.actions.looks.looks,
catalog.actions.looks.problems, catalog.model.look.
"""

import base64
import re

import httpx
import pytest
from playwright.sync_api import expect

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SIREN = "200090884"


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
    expect(alert).to_contain_text("#ffcc00 ne se lit pas assez bien : contraste de 1.3")
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
