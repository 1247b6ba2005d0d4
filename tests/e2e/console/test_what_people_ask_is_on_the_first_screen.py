"""Where are they, who gave them, are they fresh, can I have them: on the first screen of a page of
data, two clicks from home; to take them along is the third.

Covers gateway.console.data.overview, gateway.console.catalogue.pages.
"""

from playwright.sync_api import expect

from tests.e2e.recorder import Journey

READER = "agent@valcobreizh"
SCREEN = {"width": 1366, "height": 768}
MOST_SECONDS = 5 * 60


def on_the_first_screen(locator):
    expect(locator.first).to_be_visible()
    box = locator.first.bounding_box()
    return box["y"] + box["height"] <= SCREEN["height"]


def test_from_home_to_the_rows_in_three_clicks(signed_in, console):
    page = signed_in(READER)
    page.set_viewport_size(SCREEN)
    journey = Journey("Data found, judged and taken along")
    hand = journey.of(READER, page)
    hand.open(console.address)
    hand.fill(page.locator("header.top input[name=q]"), "ordures val d'ille")
    hand.press("Enter")
    hand.follow(page.locator("#results").get_by_role("link", name="Val d'Ille-Aubigné").first)
    expect(page.locator("#data-counts")).to_contain_text("18 communes")
    main = page.locator("main")
    for words in ("CC Val d'Ille-Aubigné", "Lues à leur source", "Par convention jusqu'au"):
        assert on_the_first_screen(main.get_by_text(words)), words
    assert on_the_first_screen(page.locator("#data-counts").get_by_text("18 communes"))
    with page.expect_download():
        hand.click(page.get_by_role("link", name="Télécharger (Excel)"))
    assert journey.clicks == 3, "\n".join(journey.lines())
    assert journey.seconds < MOST_SECONDS, "\n".join(journey.lines())
