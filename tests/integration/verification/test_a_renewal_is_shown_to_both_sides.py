"""The end of an agreement, as GraphQL and the pages show it: whose turn, and what would follow.

Covers gateway.control.renewal_types, gateway.console.agreements.renewal.
"""

import json
from datetime import date, timedelta

import pytest

from catalog.model.paris import paris_day
from gateway.console.agreements.renewal import period_after, renewal_address
from gateway.control.execute import answer_document
from gateway.reading.query.request import GraphqlRequest
from tests.integration.verification.conftest import CITATION

FIELDS = """
  citation possible { act mine }
  renewal {
    before isDue isYours start end year { fr en } turn { fr en } successor { citation state }
  }
  readingGap { words { fr en } }
"""
SIDES = [("steward@val-d-ille-aubigne", "243500667"), ("steward@valcobreizh", "200090884")]


async def asked(nights, name, siren):
    document = (
        f'{{ agreement(citation: "{CITATION}") {{ {FIELDS} }} '
        "awaiting { act agreement { citation } } }"
    )
    bearer = f"Bearer {nights.gateway.state.token_of(name, siren)}"
    request = GraphqlRequest(id="r", document=document, variables={}, authorization=bearer)
    answer = json.loads((await answer_document(request, nights.gateway.services)).body)
    assert "errors" not in answer, answer
    return answer["data"]


@pytest.mark.parametrize(("name", "siren"), SIDES)
async def test_a_far_end_asks_nobody(nights, name, siren):
    data = await asked(nights, name, siren)
    snapshot = await nights.catalog.current()
    agreement = next(each for each in snapshot.agreements if each.citation == CITATION)
    is_far = agreement.end - timedelta(days=180) > paris_day(nights.ports.clock())
    assert is_far
    assert (data["agreement"]["renewal"], data["agreement"]["readingGap"]) == (None, None)
    assert {"act": "amend", "agreement": {"citation": CITATION}} not in data["awaiting"]
    assert period_after(data["agreement"]) is None


def test_the_amendment_is_opened_with_the_days_that_follow():
    renewal = {
        "before": "2027-12-31",
        "isDue": True,
        "start": date(2028, 1, 1).isoformat(),
        "end": "2030-12-31",
        "turn": {"fr": "À vous.", "en": "Yours."},
        "year": None,
        "successor": None,
    }
    entry = {"citation": CITATION, "possible": [], "renewal": renewal, "readingGap": None}
    assert period_after(entry) == ("2028-01-01", "2030-12-31")
    assert period_after(entry | {"renewal": renewal | {"isDue": False}}) is None
    assert renewal_address(CITATION) == f"/agreements/{CITATION}/amend?renew=1"
