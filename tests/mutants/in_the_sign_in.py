"""Bugs of sign-in: what came back is not looked at, or what was open before stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from catalog.model.organisation import Agent, AgentKind
from catalog.model.problem import Problem
from catalog.model.subject import Strength
from gateway.identity.claims import Claims
from gateway.identity.subject import resolve_subject
from tests.integration.oracle.mutants import InPython
from tests.integration.sign_in.test_a_person_comes_in_for_one_body import (
    ELSEWHERE,
    finish,
    signed_in_by,
    step_up,
)
from tests.signing_in import VAL_D_ILLE, VALCOBREIZH, begin, parameters_of, who
from tests.unit.docs.pages import demo_catalog

Probe = Callable[[Any, Any], bool]
"""Of a town and its crooked provider: whether it holds what a sign-in promises."""


def another_nonce_signs_nobody_in(town: Any, crooked: Any) -> bool:
    crooked.id_token = {"nonce": "n" * 43}
    answer, browser = signed_in_by(town, crooked)
    return answer.status_code != 303 and who(browser) is None


def a_state_is_used_once(town: Any, crooked: Any) -> bool:
    browser, other = town.browser(), town.browser()
    asked = parameters_of(begin(browser, "crooked"))
    finish(browser, "crooked", crooked.answer(asked))
    other.cookies.update({name: browser.cookies[name] for name in ("interco-sign-in",)})
    answer = finish(other, "crooked", crooked.answer(asked))
    return answer.status_code != 303 and who(other) is None


def an_answer_is_of_the_browser_that_began(town: Any, crooked: Any) -> bool:
    asked = parameters_of(begin(town.browser(), "crooked"))
    victim = town.browser()
    begin(victim, "crooked")
    answer = finish(victim, "crooked", crooked.answer(asked))
    return answer.status_code != 303 and who(victim) is None


def a_weaker_step_up_opens_nothing(town: Any, crooked: Any) -> bool:
    _, browser = signed_in_by(town, crooked)
    answer = finish(browser, "crooked", crooked.answer(step_up(browser)))
    return answer.status_code == 403


def a_step_up_is_of_the_same_person(town: Any, crooked: Any) -> bool:
    _, browser = signed_in_by(town, crooked)
    asked = step_up(browser)
    crooked.id_token = {"acr": "eidas1-mfa", "sub": "steward"}
    crooked.userinfo = {"sub": "steward"}
    finish(browser, "crooked", crooked.answer(asked))
    return who(browser) == "agathe"


def a_step_up_ends_the_session_before_it(town: Any, crooked: Any) -> bool:
    _, browser = signed_in_by(town, crooked)
    thief = town.browser(Cookie=f"interco={browser.cookies['interco']}")
    before = who(thief) == "agathe"
    crooked.id_token = {"acr": "eidas1-mfa"}
    finish(browser, "crooked", crooked.answer(step_up(browser)))
    return before and who(browser) == "agathe" and who(thief) is None


def who_changes_employer_keeps_nothing(town: Any, crooked: Any) -> bool:
    crooked.userinfo = {"siret": ELSEWHERE}
    answer, browser = signed_in_by(town, crooked)
    return answer.status_code == 403 and who(browser) is None


def a_session_of_an_earlier_body_opens_nothing_of_the_next(_town: Any, _crooked: Any) -> bool:
    """The catalog says since that the person belongs to another body."""
    agent = Agent("agathe", "https://idp", VALCOBREIZH, AgentKind.PERSON, frozenset({"agent"}))
    catalog = demo_catalog()
    catalog = replace(catalog, agents={**catalog.agents, (agent.issuer, agent.sub): agent})
    earlier = Claims(agent.issuer, agent.sub, VAL_D_ILLE, frozenset({Strength.READ}), via="session")
    try:
        resolve_subject(
            earlier,
            catalog,
            purpose=None,
            on_behalf_of=None,
            now=datetime(2026, 11, 27, tzinfo=UTC),
        )
    except Problem as refused:
        return refused.code == "organisation_not_asserted"
    return False


@dataclass(frozen=True)
class Bug:
    planted: InPython
    probe: Probe


_SIGN_IN = "gateway.identity.sign_in"
BUGS: Mapping[str, Bug] = {
    "the nonce is not compared": Bug(
        InPython(
            "gateway.identity.oidc", "read_id_token", '"nonce": pending.nonce,', '"nonce": None,'
        ),
        another_nonce_signs_nobody_in,
    ),
    "a state is used again": Bug(
        InPython(
            "gateway.identity.sign_in",
            "SignIn._taken",
            "not await self.records.use(digest_of(state), pending.begun_at, now)",
            "False",
        ),
        a_state_is_used_once,
    ),
    "the browser is not compared": Bug(
        InPython(
            _SIGN_IN,
            "SignIn._taken",
            "not hmac.compare_digest(mine, pending.browser_digest)",
            "False",
        ),
        an_answer_is_of_the_browser_that_began,
    ),
    "the level that came back is not looked at": Bug(
        InPython(_SIGN_IN, "refuse_weaker", "identity.acr not in pending.acr_values", "False"),
        a_weaker_step_up_opens_nothing,
    ),
    "another person may step up": Bug(
        InPython(_SIGN_IN, "refuse_weaker", "again_as is not None and", "False and"),
        a_step_up_is_of_the_same_person,
    ),
    "the session before a step-up stays open": Bug(
        InPython(
            "gateway.identity.sessions",
            "Sessions.open",
            "None if before is None else digest_of(before)",
            "None",
        ),
        a_step_up_ends_the_session_before_it,
    ),
    "the body of the catalog counts, not that of the sign-in": Bug(
        InPython(
            "gateway.identity.admitting", "admit", "agent.organisation != body.siren", "False"
        ),
        who_changes_employer_keeps_nothing,
    ),
    "the SIRET of an older session is kept": Bug(
        InPython(
            "gateway.identity.subject",
            "resolve_subject",
            "agent.organisation is not None and agent.organisation != claims.siren",
            "False",
        ),
        a_session_of_an_earlier_body_opens_nothing_of_the_next,
    ),
}
