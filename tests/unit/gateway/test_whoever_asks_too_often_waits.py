"""Requests a minute: of an address, of an agent, of an organisation, and those that failed.

Covers gateway.identity.request_rates.
"""

from dataclasses import replace

import pytest

from catalog.model.identifiers import Siren
from catalog.model.subject import ANONYMOUS, Subject
from gateway.identity.problems import TooManyRequests
from gateway.identity.request_rates import RateLimits, RequestRates

ANNE = Subject("anne", "urn:idp", Siren("243500667"), "person")
BRUNO = replace(ANNE, agent="bruno")
ELSE = replace(ANNE, agent="elsa", organisation=Siren("200090884"))


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def rates(**limits):
    clock = Clock()
    return RequestRates(RateLimits(**limits), clock), clock


def let_through(rates, subject=ANONYMOUS, address="192.0.2.1", tries=100):
    count = 0
    for _ in range(tries):
        try:
            rates.count_request(subject, address)
        except TooManyRequests:
            continue
        count += 1
    return count


def test_an_address_has_its_worth_of_a_minute_and_then_one_after_the_other():
    found, clock = rates(of_an_address=30)
    assert let_through(found) == 30
    assert let_through(found) == 0
    assert let_through(found, address="192.0.2.2") == 30
    clock.now += 2.0
    assert let_through(found) == 1
    clock.now += 3600
    assert let_through(found) == 30


def test_an_address_begins_so_many_sign_ins_and_others_begin_theirs():
    found, clock = rates(sign_ins_of_an_address=3)
    for _ in range(3):
        found.count_sign_in("192.0.2.1")
    with pytest.raises(TooManyRequests) as refused:
        found.count_sign_in("192.0.2.1")
    assert "connexion" in refused.value.sentence("fr")
    found.count_sign_in("192.0.2.2")
    assert let_through(found, tries=5) == 5
    clock.now += 20
    found.count_sign_in("192.0.2.1")


def test_an_agent_is_counted_apart_from_its_address_and_its_colleagues():
    found, _ = rates(of_an_agent=10, of_an_address=1)
    assert let_through(found, ANNE) == 10
    assert let_through(found, BRUNO) == 10
    assert let_through(found) == 1


def test_an_organisation_has_its_own_limit_and_no_other_pays_for_it():
    found, _ = rates(of_an_organisation=15)
    assert let_through(found, ANNE, tries=10) == 10
    assert let_through(found, BRUNO) == 5
    assert let_through(found, ELSE) == 15


def test_nothing_is_counted_without_a_limit():
    found, _ = rates()
    found.count_failure("192.0.2.1")
    found.refuse_after_failures("192.0.2.1")
    assert let_through(found, ANNE, tries=10_000) == 10_000


def test_whoever_fails_too_often_is_not_listened_to_for_a_while():
    found, clock = rates(failures_of_an_address=5)
    for _ in range(5):
        found.refuse_after_failures("192.0.2.1")
        found.count_failure("192.0.2.1")
    with pytest.raises(TooManyRequests) as refused:
        found.refuse_after_failures("192.0.2.1")
    assert refused.value.status == 429
    found.refuse_after_failures("192.0.2.2")
    clock.now += 12
    found.refuse_after_failures("192.0.2.1")
