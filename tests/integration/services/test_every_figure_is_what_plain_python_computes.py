"""Every figure of every service, over generated worlds, is what plain Python computes of the files.

The independent computation (tests/worlds) lists what a world's files allow before the service runs.
A daily run has 40 worlds, the whole suite 520; `./interco test PATH --worlds 7,13` runs these.

Covers services_run.trial, services_run.ratios, services_run.covered,
services_run.territories.
"""

from decimal import Decimal

import pytest

from services_run.checking import find_service, load_service
from services_run.trial import try_service
from tests.worlds.expected import Tally, allowed, either, none
from tests.worlds.known import KNOWN, is_known
from tests.worlds.running import OTHERS, WASTE, Campaign

WORLDS, ONE_IN = 520, 13
ENOUGH = 0.95
ALL = (WASTE, *OTHERS)
HONEST = 18
"""A world of waste in which nothing is missing."""
PLANTED = (
    "rpqs-dechets silent", "rpqs-dechets stops_in_october", "rpqs-dechets begins_in_march",
    "rpqs-dechets mistyped", "rpqs-dechets foreign", "rpqs-dechets former_codes_written_on",
    "rpqs-dechets former_communes_in_2010", "rpqs-dechets costs_without_tonnes",
    "rpqs-dechets no_perimeter", "rpqs-dechets recycling_centres", "service-fait price",
    "service-fait duplicate", "comptage-velo weeks_without", "couverture-covoiturage closed",
    "comparaison ties",
)  # fmt: skip


@pytest.fixture(scope="module")
def campaign(seeds_of):
    campaign = Campaign()
    campaign.run(seeds_of(WORLDS, ONE_IN))
    return campaign


def test_no_figure_is_wrong_and_none_is_told_that_the_files_do_not_give(campaign):
    faults = [each for each in campaign.tally.faults if not is_known(each)]
    assert not faults, "\n".join([campaign.tally.table(), *map(str, faults[:40])])


@pytest.mark.parametrize("service", [each.service for each in ALL])
def test_what_the_files_give_is_given(campaign, service):
    tally = campaign.tally
    assert tally.share(service) >= ENOUGH or not tally.allowed[service], "\n".join(
        [tally.table(), *map(str, tally.missing.most_common(20))]
    )


def test_what_goes_wrong_in_files_is_in_some_of_the_worlds(campaign, request):
    if not request.config.getoption("worlds"):
        assert [trait for trait in PLANTED if not campaign.traits[trait]] == []


def test_each_fault_that_is_known_is_still_there():
    """One that is mended is taken off the list."""
    campaign = Campaign()
    for known in KNOWN:
        campaign.hold(next(each for each in ALL if each.service == known.service), known.seed)
    found = campaign.tally.faults
    assert [
        known.why
        for known in KNOWN
        if not any(known.service == fault.service and known.is_it(fault) for fault in found)
    ] == []


@pytest.mark.parametrize(
    ("name", "field", "written"),
    [
        ("collectes_0.csv", "kg", "1"),
        ("collectes_0.csv", "jour", ""),
        ("perimetre.csv", "commune", ""),
    ],
    ids=["a mass that is another", "a row without its day", "a commune less in the perimeter"],
)
def test_a_service_that_reads_other_files_than_the_witness_is_found_out(
    tmp_path, name, field, written
):
    world = WASTE.make(HONEST)
    world.write(tmp_path)
    expected = WASTE.expect(tmp_path, world)
    service, tally = load_service(find_service(WASTE.service)), Tally()
    tally.compare(WASTE.service, "as it is", expected, _told(service, tmp_path))
    assert tally.faults == []
    head, first, *rows = world.texts[name]
    place = list(world.layouts[name].columns).index(field)
    first[place] = written + first[place] if written else ""
    world.texts[name] = [head, first, *rows]
    world.write(tmp_path)
    tally.compare(WASTE.service, "changed", expected, _told(service, tmp_path))
    assert tally.faults


def _told(service, folder):
    return WASTE.tell(try_service(service, folder, {}, {}).answer)


def test_a_figure_that_differs_by_its_last_digit_or_that_nobody_computed_is_a_fault():
    tally = Tally()
    expected = {("a",): allowed(Decimal("2.10")), ("b",): none("unlike"), ("c",): either(3, "—")}
    tally.compare("s", "one", expected, {("a",): Decimal("2.1"), ("b",): None, ("c",): None})
    assert (tally.faults, tally.share("s")) == ([], 1)
    told = {("a",): Decimal("2.11"), ("b",): 0, ("c",): 4, ("d",): 1}
    tally.compare("s", "two", expected, told)
    assert (tally.wrong["s"], tally.forbidden["s"]) == (2, 2)
