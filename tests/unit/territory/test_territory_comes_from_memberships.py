"""Covers catalog.territory, catalog.beneficiaries."""

from datetime import date

from catalog.cog import load_cog
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.organisation import Membership, MembershipMode
from catalog.territory import describe_territory, territory

COG = load_cog()
# Real legal persons, with memberships made for the tests.
LA_CHAPELLE_JANSON, FLEURIGNE = Siren("213500622"), Siren("213501125")
LA_CHAPELLE_FLEURIGNE = Siren("200102275")
OREE_D_ANJOU = Siren("200056158")
MESNIL_ROC_H, PACE = Siren("200085868"), Siren("213502107")
EPCI, SYNDICAT, UPPER = Siren("243500733"), Siren("200090884"), Siren("200050425")
WASTE, WATER = "1510", "1502"


def member(who, of, *competences, start=date(2020, 1, 1), end=None, communes=None):
    mode = MembershipMode.DIRECT if who not in {EPCI, SYNDICAT, UPPER} else MembershipMode.EPCI
    listed = None if communes is None else tuple(map(CommuneCode, communes))
    return Membership(who, of, frozenset(competences), mode, start, end, listed)


def covered(organisation, at, *memberships, competence=WASTE):
    return territory(organisation, competence, at, memberships, COG)


def test_a_commune_covers_itself_for_every_competence():
    found = covered(MESNIL_ROC_H, date(2025, 6, 1), competence="9999")
    assert found.communes == ("35308",)
    assert [path.through for path in found.paths] == [(MESNIL_ROC_H,)]


def test_a_commune_nouvelle_covers_before_it_was_made_the_land_of_those_it_succeeds():
    """A row of 2018 coded 35147 (Lanhélin) or 35344 (Tressé) is Mesnil-Roc'h's; Pacé's is not."""
    found = covered(MESNIL_ROC_H, date(2018, 6, 1))
    assert set(found.communes) == {"35147", "35308", "35344"}
    assert "35210" not in found.communes


def test_an_epci_covers_its_members_for_what_it_exercises():
    memberships = (member(MESNIL_ROC_H, EPCI, WASTE), member(PACE, EPCI, WASTE))
    assert covered(EPCI, date(2025, 1, 1), *memberships).communes == ("35210", "35308")
    assert covered(EPCI, date(2025, 1, 1), *memberships, competence=WATER).communes == ()


def test_a_membership_counts_from_its_start_until_before_its_end():
    one = member(PACE, EPCI, WASTE, start=date(2021, 1, 1), end=date(2022, 1, 1))
    days = [date(2020, 12, 31), date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]
    assert [covered(EPCI, day, one).communes for day in days] == [(), ("35210",), ("35210",), ()]
    assert [covered(EPCI, day, one).valid_until for day in days] == [
        date(2021, 1, 1), date(2022, 1, 1), date(2022, 1, 1), None,
    ]  # fmt: skip


def test_a_syndicat_covers_communes_that_come_directly_and_through_an_epci():
    found = covered(
        SYNDICAT,
        date(2025, 1, 1),
        member(MESNIL_ROC_H, EPCI, WASTE),
        member(EPCI, SYNDICAT, WASTE),
        member(PACE, SYNDICAT, WASTE),
    )
    assert found.communes == ("35210", "35308")
    assert {path.through: path.communes for path in found.paths} == {
        (SYNDICAT,): ("35210",),
        (EPCI, SYNDICAT): ("35308",),
    }


def test_an_epci_may_bring_a_part_of_its_communes_read_on_the_map_of_its_membership():
    memberships = (
        member(MESNIL_ROC_H, EPCI, WASTE),
        member(PACE, EPCI, WASTE),
        member(EPCI, SYNDICAT, WASTE, start=date(2018, 1, 1), communes=("35147", "35308", "35344")),
    )
    assert covered(SYNDICAT, date(2025, 1, 1), *memberships).communes == ("35308",)


def test_a_list_that_holds_part_of_a_commune_covers_it_partly():
    found = covered(
        SYNDICAT,
        date(2025, 1, 1),
        member(MESNIL_ROC_H, EPCI, WASTE),
        member(EPCI, SYNDICAT, WASTE, start=date(2018, 1, 1), communes=("35147",)),
    )
    assert (found.communes, found.partly_covered) == ((), ("35308",))
    assert [(p.code, p.start) for p in COG.code_periods(found.atoms)] == [("35147", None)]


def test_an_epci_brings_no_commune_that_left_it():
    memberships = (
        member(PACE, EPCI, WASTE, end=date(2024, 1, 1)),
        member(EPCI, SYNDICAT, WASTE, communes=("35210",)),
    )
    assert covered(SYNDICAT, date(2023, 6, 1), *memberships).communes == ("35210",)
    assert covered(SYNDICAT, date(2024, 6, 1), *memberships).communes == ()


def test_a_perimeter_follows_the_land_across_a_change_of_code():
    one = member(OREE_D_ANJOU, SYNDICAT, WASTE, start=date(2020, 1, 1))
    assert covered(SYNDICAT, date(2024, 12, 31), one).communes == ("49069",)
    assert covered(SYNDICAT, date(2025, 1, 1), one).communes == ("49126",)


def test_two_members_that_merge_are_one_whole_commune_afterwards():
    memberships = (member(LA_CHAPELLE_JANSON, SYNDICAT, WASTE), member(FLEURIGNE, SYNDICAT, WASTE))
    assert covered(SYNDICAT, date(2023, 6, 1), *memberships).communes == ("35062", "35112")
    assert covered(SYNDICAT, date(2024, 6, 1), *memberships).communes == ("35062",)


def test_a_member_that_merges_with_a_stranger_is_covered_in_part_only():
    found = covered(SYNDICAT, date(2024, 6, 1), member(LA_CHAPELLE_JANSON, SYNDICAT, WASTE))
    assert (found.communes, found.partly_covered) == ((), ("35062",))
    later = member(LA_CHAPELLE_FLEURIGNE, SYNDICAT, WASTE, start=date(2024, 1, 1))
    assert covered(SYNDICAT, date(2024, 6, 1), later).communes == ("35062",)


def test_organisations_that_are_members_of_each_other_end():
    found = covered(
        SYNDICAT,
        date(2025, 1, 1),
        member(UPPER, SYNDICAT, WASTE),
        member(SYNDICAT, UPPER, WASTE),
        member(PACE, UPPER, WASTE),
    )
    assert found.communes == ("35210",)
    assert [path.through for path in found.paths] == [(UPPER, SYNDICAT)]


def test_a_territory_is_told_with_names_of_its_date_and_its_memberships():
    found = covered(SYNDICAT, date(2025, 6, 1), member(MESNIL_ROC_H, SYNDICAT, WASTE))
    assert describe_territory(found, COG) == {
        "siren": SYNDICAT,
        "competence": WASTE,
        "at": "2025-06-01",
        "vintage": 2025,
        "communes": [{"code": "35308", "nom": "Mesnil-Roc'h"}],
        "partly_covered": [],
        "days_known_until": "2019-01-01",
        "precision": {
            "kind": "vintage",
            "fr": (
                "Au jour près jusqu'au 01/01/2019 ; ensuite, un mouvement compte à partir du "
                "1er janvier du millésime qui le montre."
            ),
            "en": (
                "To the day until 2019-01-01; after it, a movement counts from 1 January of the "
                "vintage that shows it."
            ),
        },
        "memberships": [{"through": [SYNDICAT], "communes": ["35308"]}],
    }
