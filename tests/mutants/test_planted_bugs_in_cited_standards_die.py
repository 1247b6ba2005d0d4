"""Bugs by which a row is shown otherwise than its standard has it: each is found by one reader.

Covers federation.cited_standards, federation.standards.fields_given.
"""

from dataclasses import replace

import pytest

from catalog.standards.conformity import conformity
from federation import cited_standards
from gateway.reading.query.plan_cache import PlanCache
from tests.integration.linked import conftest as linked
from tests.integration.linked import places
from tests.integration.linked.cited_standards import register
from tests.integration.linked.test_a_row_is_shown_as_its_standard_has_it import differences

gateway = linked.gateway


def _the_law_s_masks_are_ignored(monkeypatch):
    monkeypatch.setattr(cited_standards, "as_given", lambda match, _: match)
    monkeypatch.setattr(
        cited_standards, "fields_given", lambda standard, bound: conformity(standard, bound.dataset)
    )


def _a_factor_is_forgotten(monkeypatch):
    right = cited_standards.cell_of
    monkeypatch.setattr(
        cited_standards, "cell_of", lambda match, at: right(replace(match, factor=None), at)
    )


def _own_codes_are_forgotten(monkeypatch):
    right = cited_standards.cell_of
    monkeypatch.setattr(
        cited_standards, "cell_of", lambda match, at: right(replace(match, codes={}), at)
    )


def _a_closed_list_is_open(monkeypatch):
    monkeypatch.setattr(cited_standards, "in_list", lambda *_: None)


BUGS = {
    "the law's masks are ignored": ("epci-alone", _the_law_s_masks_are_ignored),
    "withheld columns are converted": ("words-and-masses-withheld", _the_law_s_masks_are_ignored),
    "a factor is forgotten": ("all-rows", _a_factor_is_forgotten),
    "own codes are forgotten": ("all-rows", _own_codes_are_forgotten),
    "a closed list is open": ("all-rows", _a_closed_list_is_open),
}


@pytest.fixture(scope="module")
async def place(gateway):
    folder = gateway.state.data / "smictom-bugs"
    places.write_rows(folder)
    storage = places.files_storage("bugs", places.owner_of(15), folder)
    return await register(gateway.services, "bugs", storage, "t")


async def is_noticed(gateway, place, name):
    fresh = gateway.with_ports(memory=PlanCache())
    try:
        return bool([each async for each in differences(fresh, place, name)])
    except AssertionError:
        # A refusal where there were rows.
        return True


@pytest.mark.parametrize("bug", BUGS)
async def test_it_is_noticed_that(bug, gateway, place, monkeypatch):
    name, plant = BUGS[bug]
    assert not await is_noticed(gateway, place, name)
    plant(monkeypatch)
    assert await is_noticed(gateway, place, name)
