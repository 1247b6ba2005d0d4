"""A message that asks for an act has a button to the page where that act is done.

Covers gateway.console.inbox.views.
"""

import pytest

from gateway.console.inbox.views import address_about


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
        ("quota.full", "quota-1", None),
    ],
)
def test_its_button_leads_there(kind, about, page):
    assert address_about(kind, about, None) == page


def test_a_name_stays_within_its_page():
    assert address_about("listing.widened", "a/../b?c", None) == "/data/a%2F..%2Fb%3Fc/sharing"
