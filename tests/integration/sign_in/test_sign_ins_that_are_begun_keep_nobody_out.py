"""A sign-in that was begun leaves nothing, and what comes back of it is as it went.

Covers gateway.identity.sealed_attempt.
"""

import pytest

from tests.integration.sign_in.test_only_a_sound_answer_signs_anybody_in import (
    finish,
    rows,
    signed_in_by,
)
from tests.signing_in import begin, code_of, parameters_of, who


@pytest.mark.parametrize("count", [200, pytest.param(10_000, marks=pytest.mark.whole)])
def test_however_many_are_begun_a_person_signs_in(town, crooked, count):
    """Nothing is kept of them: only what is used is."""
    before = len(rows(town, "pending_sign_in"))
    stranger = town.browser()
    for _ in range(count):
        begin(stranger, "crooked")
    assert len(rows(town, "pending_sign_in")) == before
    answer, browser = signed_in_by(town, crooked)
    assert answer.status_code == 303
    assert who(browser) == "agathe"
    assert len(rows(town, "pending_sign_in")) == before + 1


def test_a_state_that_was_altered_or_spelt_anew_is_none(town, crooked):
    browser = town.browser()
    query = crooked.answer(parameters_of(begin(browser, "crooked")))
    state = query["state"]
    altered = ("B" if state[0] == "A" else "A") + state[1:]
    for other in (f"{state}=", f"{state[:-1]}!", state[4:], altered, f"{state}é"):
        answer = finish(browser, "crooked", {**query, "state": other})
        assert code_of(answer) == "sign_in_not_begun"
    assert finish(browser, "crooked", query).status_code == 303
