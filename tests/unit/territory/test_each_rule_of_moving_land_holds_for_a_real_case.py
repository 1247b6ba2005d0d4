"""What happens to a right when codes, communes and EPCI move: one real case a rule.

Covers federation.territory_conditions, catalog.perimeter_mapping, catalog.loading.several_ways,
catalog.loading.compositions.
"""

from datetime import date

from catalog.cog import load_cog
from catalog.loading.compositions import stays_of_cog
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.organisation import Membership, MembershipMode
from catalog.perimeter_mapping import carry_perimeter, holder_of
from catalog.territory import territory
from federation.territory_conditions import TerritoryBook

COG = load_cog()
WASTE = frozenset({"1510"})
SYNDICAT = Siren("200090884")
CENTRE_MORBIHAN, CAUDRESIS = Siren("200067221"), Siren("200042190")
BAUD, LOCMINE, FONTAINE = "56010", "56117", "59192"
ESSARTS, SAINTE_FLORENCE = "85084", "85212"


def through(epci: Siren, *, start: date = date(2019, 1, 1)) -> tuple[Membership, ...]:
    """The syndicat has this EPCI for member, the EPCI whoever the yearly lists say."""
    members = (
        Membership(each.siren, epci, WASTE, MembershipMode.DIRECT, each.start, each.end)
        for each in stays_of_cog(COG)
        if each.epci == epci
    )
    return (Membership(epci, SYNDICAT, WASTE, MembershipMode.EPCI, start), *members)


def periods_of(code: str, memberships: tuple[Membership, ...]) -> list[tuple[object, ...]]:
    scope = TerritoryBook(memberships, COG).at_row_date(SYNDICAT, "1510")
    return [period for group in scope.groups if code in group.codes for period in group.periods]


def codes_today(memberships: tuple[Membership, ...], today: date) -> tuple[str, ...]:
    return TerritoryBook(memberships, COG).at_day(SYNDICAT, "1510", today, today).codes


def test_a_commune_that_left_through_its_epci_keeps_its_past_and_gives_none_of_its_future():
    memberships = through(CENTRE_MORBIHAN)
    assert periods_of(BAUD, memberships) == [(date(2019, 1, 1), date(2022, 1, 1))]


def test_at_the_date_of_the_query_the_commune_that_left_is_gone_for_all_its_rows():
    memberships = through(CENTRE_MORBIHAN)
    assert BAUD in codes_today(memberships, date(2021, 6, 1))
    assert BAUD not in codes_today(memberships, date(2026, 6, 1))


def test_a_commune_that_returned_to_its_epci_is_out_for_the_year_it_was_elsewhere():
    memberships = through(CAUDRESIS)
    assert periods_of(FONTAINE, memberships) == [
        (date(2019, 1, 1), date(2023, 1, 1)),
        (date(2024, 1, 1), None),
    ]


def test_a_member_commune_whose_code_goes_to_another_seat_stays_the_same_land():
    oree = Membership(Siren("200056158"), SYNDICAT, WASTE, MembershipMode.DIRECT, date(2019, 1, 1))
    assert [
        territory(SYNDICAT, "1510", date(year, 6, 1), (oree,), COG).communes
        for year in (2024, 2025)
    ] == [("49069",), ("49126",)]
    # 49069 was the whole commune's code and is now a part's: both are inside, each in its time.
    assert periods_of("49069", (oree,)) == [(date(2019, 1, 1), None)]
    assert periods_of("49126", (oree,)) == [(date(2019, 1, 1), None)]


def test_a_code_used_again_gives_nothing_while_it_means_nothing():
    trois_lacs = Membership(
        Siren("200058865"), SYNDICAT, WASTE, MembershipMode.DIRECT, date(2019, 1, 1)
    )
    siren = COG.labels.figures[CommuneCode("27676")].sirens[2019]
    periods = periods_of("27676", (Membership(siren, *_rest(trois_lacs)),))
    assert periods == [(date(2019, 1, 1), date(2021, 1, 1)), (date(2023, 1, 1), None)]


def _rest(membership: Membership) -> tuple[Siren, frozenset[str], MembershipMode, date]:
    return membership.of, membership.competences, membership.mode, membership.start


def test_a_commune_that_splits_leaves_both_its_heirs_in_what_it_had_joined():
    essarts = COG.labels.figures[CommuneCode(ESSARTS)].sirens[2023]
    member = Membership(essarts, SYNDICAT, WASTE, MembershipMode.DIRECT, date(2020, 1, 1))
    before = territory(SYNDICAT, "1510", date(2023, 6, 1), (member,), COG)
    after = territory(SYNDICAT, "1510", date(2024, 6, 1), (member,), COG)
    assert before.communes == (ESSARTS,)
    assert after.communes == (ESSARTS, "85165", SAINTE_FLORENCE)
    assert before.atoms == after.atoms


def test_sannerville_left_saline_on_the_last_day_of_2019():
    assert COG.commune_at("14666", date(2019, 12, 30)) == "14712"
    assert COG.commune_at("14666", date(2019, 12, 31)) == "14666"
    carried = carry_perimeter(["14712"], date(2019, 1, 1), date(2026, 1, 1), COG)
    assert carried.communes == ("14666", "14712")


def test_a_perimeter_is_carried_by_its_land_where_code_and_siren_are_gone():
    # Fleurigné and La Chapelle-Janson, two communes in 2021, have been one since 2024.
    carried = carry_perimeter(["35112", "35062"], date(2021, 1, 1), date(2026, 1, 1), COG)
    assert (carried.communes, carried.partly, carried.nameless) == (("35062",), (), frozenset())
    assert holder_of("35112", date(2021, 1, 1), date(2026, 1, 1), COG) == "35062"


def test_a_commune_that_joined_another_brings_its_own_part_only():
    carried = carry_perimeter(["35112"], date(2021, 1, 1), date(2026, 1, 1), COG)
    assert (carried.communes, carried.partly, carried.parts) == ((), ("35062",), ("35112",))


def test_no_commune_of_2021_is_lost_on_the_way_to_2026():
    since, until = date(2021, 1, 1), date(2026, 1, 1)
    communes = [
        code
        for code in COG.land.by_code
        if (meaning := COG.land.at(code, since)) is not None and meaning.is_commune
    ]
    carried = carry_perimeter(communes, since, until, COG)
    assert (carried.partly, carried.nameless, carried.unknown) == ((), frozenset(), ())
    assert len(carried.communes) == 34_969
