"""The identity provider is gone, silent or cut off: only new sign-ins fail, and say so.

Covers gateway.identity.oidc, gateway.identity.providers, tests.proconnect_twin.
"""

import asyncio

import pytest

from tests.door import State
from tests.signing_in import code_of


@pytest.mark.parametrize("state", [State.SHUT, State.STALLED, State.CUT])
async def test_only_a_new_sign_in_fails(faulty_town, load, at_provider, state, monkeypatch):
    monkeypatch.setattr("gateway.identity.oidc._TIMEOUT_S", 1.0)
    browser, back = await asyncio.to_thread(at_provider)
    async with load.going_on():
        with faulty_town.doors.provider.being(state):
            answer = await asyncio.to_thread(browser.get, back)
            await load.until_right()
        assert (answer.status_code, code_of(answer)) == (503, "provider_unavailable")
        assert answer.headers["retry-after"]
        assert "set-cookie" not in answer.headers
        again, back = await asyncio.to_thread(at_provider)
        assert (await asyncio.to_thread(again.get, back)).status_code == 303
    assert load.problems == load.wrong == []
