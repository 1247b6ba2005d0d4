"""A message that asks for an act has a button to the page where that act is done.

Covers gateway.console.inbox.views.
"""

from urllib.parse import urlsplit

import pytest
from starlette.routing import Match

from catalog.actions.services.run_alerts import ALERTS
from catalog.actions.webhooks.kinds import KINDS
from gateway.console.inbox.views import address_about
from gateway.console.routes import PAGES


@pytest.mark.parametrize(
    ("kind", "about", "page"),
    [
        ("key.to_confirm", "cle-73f9840e", "/settings/keys"),
        ("key.expires_soon", "cle-73f9840e", "/settings/keys"),
        ("link.ends_soon", "lien-1", "/links"),
        ("link.awaits_consent", "lien-1", "/uses"),
        ("listing.widened", "ville__bornes", "/data/ville__bornes/sharing"),
        ("classification.lowered", "ville__bornes", "/data/ville__bornes/columns"),
        ("opening.proposed", "ville__bornes", "/data/ville__bornes/opening"),
        ("roles.granted", "agent@ville", "/settings/people"),
        ("agreement.to_renew", "conv-2026-0017@2", "/agreements/conv-2026-0017@2/renew"),
        ("quota.full", "ville", "/uses"),
        ("data.asked_for", "des bornes", "/asked"),
        ("deposit.waiting", "ville.bornes", "/add/file"),
        ("deposit.received", "ville.bornes", "/data/ville__bornes"),
        ("deposit.requested", "ville", "/operator"),
        ("service.anomaly_reported", "ville.bornes", "/data/ville__bornes"),
        ("indicator.changed", "verre-par-habitant", "/figures/indicators/verre-par-habitant"),
    ],
)
def test_its_button_leads_there(kind, about, page):
    assert address_about(kind, about, None) == page


@pytest.mark.parametrize("kind", sorted(KINDS | ALERTS))
def test_each_kind_has_a_button_to_a_page_that_there_is(kind):
    address = address_about(kind, "ville.bornes", "dataset=ville.bornes")
    assert address is not None
    scope = {"type": "http", "method": "GET", "path": urlsplit(address).path}
    assert any(route.matches(scope)[0] is Match.FULL for route in PAGES)


def test_a_name_stays_within_its_page():
    assert address_about("listing.widened", "a/../b?c", None) == "/data/a%2F..%2Fb%3Fc/sharing"
