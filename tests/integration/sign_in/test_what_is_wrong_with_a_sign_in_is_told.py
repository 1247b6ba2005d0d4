"""A sign-in that is refused says what is wrong: two clocks, a length, a kind, an end.

Covers gateway.identity.oidc.
"""

import time

import pytest

from tests.integration.sign_in.test_only_a_sound_answer_signs_anybody_in import signed_in_by
from tests.signing_in import code_of, who


def _refused(town, crooked, provider="crooked"):
    answer, browser = signed_in_by(town, crooked, provider)
    assert (answer.status_code, code_of(answer)) == (403, "identity_refused")
    assert who(browser) is None
    return answer.text


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_token_of_another_clock_is_told_by_its_clock(town, crooked, claim):
    crooked.id_token = {claim: int(time.time()) + 3_600, "exp": int(time.time()) + 7_200}
    assert "horloge" in _refused(town, crooked)


def test_a_name_without_end_is_told_as_one(town, crooked):
    crooked.id_token = {"given_name": "y" * 30_000}
    assert "trop long" in _refused(town, crooked)


def test_a_token_that_is_no_bearer_s_opens_nothing(town, crooked):
    crooked.token_answer = 200, {"access_token": "a", "id_token": "x.y.z", "token_type": "mac"}
    assert "token_type" in _refused(town, crooked)


def test_information_that_has_ended_is_not_taken(town, crooked):
    crooked.sign_userinfo = crooked.signed
    crooked.userinfo = {"exp": int(time.time()) - 3_600}
    assert "expir" in _refused(town, crooked, "signed")
