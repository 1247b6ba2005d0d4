"""What a composition extract says, read on small real cases.

Covers catalog.loading.difference, catalog.loading.groupements, catalog.loading.compositions,
catalog.loading.findings, catalog.loading.tables, catalog.territory.
"""

from datetime import date

import pytest

from catalog.cog import load_cog
from catalog.loading.compositions import When, read_composition
from catalog.loading.difference import difference_of
from catalog.loading.findings import Cause, Findings
from catalog.loading.groupements import read_groupements
from catalog.loading.problems import MissingTable, NothingToLoad, UnknownTable, UnknownVintage
from catalog.loading.tables import Kind, ReadTable, recognise
from catalog.model.organisation import MembershipMode
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from catalog.territory import territory

COG = load_cog()
SYNDICAT, EPCI = "200026243", "200043990"
NICE = "200030195"
MENE, GUIPRY = ("22046", "200054294"), ("35176", "200054864")
WHEN = When(2021, date(2021, 1, 1))
EMPTY = snapshot_of(version=CatalogVersion("e", 0))


def table(name, header, *lines):
    columns = zip(*lines, strict=True) if lines else [()] * len(header.split(","))
    return recognise(ReadTable(name, dict(zip(header.split(","), columns, strict=True))))


def composition(*lines):
    header = "syndicat_siren,commune_siren,commune_code,epci_siren_2021,adhesion_directe"
    return table("composition.csv", header, *lines)


def competences(*lines):
    return table("competences.csv", "siren,code", *lines)


WATER = competences((SYNDICAT, "1502"))
DIRECT = (SYNDICAT, MENE[1], MENE[0], "200067460", "true")
BY_EPCI = (SYNDICAT, GUIPRY[1], GUIPRY[0], EPCI, "false")


def read(*tables, when=WHEN):
    """What is found, apart from the many EPCIs of the country that so small a file leaves out."""
    findings = Findings()
    found = read_composition(tables, when, COG, findings)
    findings.counts.pop(Cause.EPCI_UNSPOKEN_OF, None)
    return found, findings


def of_syndicat(found):
    return [each for each in found.memberships if each.of == SYNDICAT]


def test_a_commune_is_a_member_itself_or_a_part_of_what_its_epci_brings():
    found, findings = read(composition(DIRECT, BY_EPCI), WATER)
    direct, by_epci = of_syndicat(found)
    assert (direct.member, direct.mode, direct.communes) == (
        MENE[1], MembershipMode.DIRECT, None,
    )  # fmt: skip
    assert (by_epci.member, by_epci.mode, by_epci.communes) == (
        EPCI, MembershipMode.EPCI, (GUIPRY[0],),
    )  # fmt: skip
    assert findings.counts == {}
    covered = territory(SYNDICAT, "1502", date(2021, 6, 1), found.memberships, COG)
    assert covered.communes == (MENE[0], GUIPRY[0])


def test_an_epci_brings_only_the_communes_that_the_links_name():
    found, _ = read(composition(BY_EPCI), WATER)
    members = [each for each in found.memberships if each.of == EPCI]
    assert len(members) > 1
    covered = territory(SYNDICAT, "1502", date(2021, 6, 1), found.memberships, COG)
    assert covered.communes == (GUIPRY[0],)


def test_an_epci_that_no_syndicat_goes_through_has_its_members_too():
    tables = (composition(DIRECT), competences((SYNDICAT, "1502"), (NICE, "1510")))
    findings = Findings()
    found = read_composition(tables, WHEN, COG, findings)
    assert found.epcis == {NICE}
    covered = territory(NICE, "1510", date(2021, 6, 1), found.memberships, COG)
    assert "06088" in covered.communes
    # Those of which nothing is said are not registered; they are counted.
    assert findings.counts[Cause.EPCI_UNSPOKEN_OF] > 1_200
    assert NICE not in findings.examples[Cause.EPCI_UNSPOKEN_OF]


def test_every_epci_of_the_files_is_registered_and_one_without_competence_is_told():
    members = table(
        "epci_membres.csv",
        "epci_siren,commune_code,commune_siren",
        (NICE, "06088", "210600888"),
        (EPCI, GUIPRY[0], GUIPRY[1]),
    )
    found, findings = read(
        members, composition(DIRECT), competences((SYNDICAT, "1502"), (NICE, "1510"))
    )
    assert found.epcis == {NICE, EPCI}
    assert {each.of for each in found.memberships} == {SYNDICAT, NICE}
    assert findings.examples[Cause.EPCI_WITHOUT_COMPETENCE] == [EPCI]


def test_what_is_wrong_is_counted_by_cause_with_examples():
    wrong_key = ("704930550", MENE[1], MENE[0], "", "true")
    nowhere = (SYNDICAT, "", "99999", "", "true")
    old_code = (SYNDICAT, MENE[1], "99998", "", "true")
    elsewhere = (SYNDICAT, GUIPRY[1], GUIPRY[0], "200067460", "false")
    unknown_competence = ("200050425", MENE[1], MENE[0], "", "true")
    found, findings = read(
        composition(DIRECT, DIRECT, wrong_key, nowhere, old_code, elsewhere, unknown_competence),
        competences((SYNDICAT, "1502"), (SYNDICAT, "eau")),
    )
    assert findings.counts == {
        Cause.INVALID_COMPETENCE: 1,
        Cause.DUPLICATE: 1,
        Cause.INVALID_SIREN: 1,
        Cause.UNKNOWN_CODE: 1,
        Cause.CODE_BY_SIREN: 1,
        Cause.NOT_IN_ITS_EPCI: 1,
        Cause.NO_COMPETENCE: 1,
        Cause.EPCI_WITHOUT_COMPETENCE: 1,
    }
    assert not findings.stops
    assert findings.examples[Cause.INVALID_SIREN] == ["704930550"]
    assert any("704930550" in line for line in findings.lines("fr"))
    assert {each.member for each in of_syndicat(found)} == {MENE[1], GUIPRY[1]}


def test_a_thousand_lines_of_one_cause_are_one_line_told():
    lines = [(SYNDICAT, "", f"{number:05}", "", "true") for number in range(98_000, 98_400)]
    _, findings = read(composition(DIRECT, *lines), WATER)
    (told,) = findings.lines("en")
    assert told.split()[0] == str(findings.counts[Cause.UNKNOWN_CODE])
    assert len(told) < 200


def test_links_of_2021_that_start_in_2026_are_carried_by_land():
    fleurigne, janson = ("35112", "213501125"), ("35062", "213500622")
    lines = [(SYNDICAT, siren, code, "", "true") for code, siren in (fleurigne, janson)]
    together, findings = read(composition(*lines), WATER, when=When(2021, date(2026, 1, 1)))
    (member,) = of_syndicat(together)
    assert (member.communes, findings.counts.get(Cause.PARTLY_CARRIED)) == (None, None)
    alone, findings = read(composition(lines[0]), WATER, when=When(2021, date(2026, 1, 1)))
    (member,) = of_syndicat(alone)
    assert (member.communes, findings.counts[Cause.PARTLY_CARRIED]) == (("35112",), 1)
    covered = territory(SYNDICAT, "1502", date(2026, 6, 1), alone.memberships, COG)
    assert (covered.communes, covered.partly_covered) == ((), ("35062",))


@pytest.mark.parametrize("by_epci", ["35112", "35062"])
def test_parts_that_came_in_two_ways_are_one_commune_again(by_epci):
    """One of the two has no code of its own any more, and was lost."""
    fleurigne, janson = ("35112", "213501125"), ("35062", "213500622")
    epci = COG.labels.figures[by_epci].epcis[2021]
    lines = [
        (SYNDICAT, siren, code, epci, "false" if code == by_epci else "true")
        for code, siren in (fleurigne, janson)
    ]
    later = When(2021, date(2026, 1, 1))
    found, findings = read(composition(*lines), WATER, when=later)
    (member,) = of_syndicat(found)
    assert (member.mode, member.communes) == (MembershipMode.DIRECT, None)
    assert not {Cause.PARTLY_CARRIED, Cause.LAND_WITHOUT_CODE} & findings.counts.keys()
    covered = territory(SYNDICAT, "1502", date(2026, 6, 1), found.memberships, COG)
    assert (covered.communes, covered.partly_covered) == (("35062",), ())
    # On the map of the links they are two communes, each by its own way.
    then, _ = read(composition(*lines), WATER)
    assert {each.mode for each in of_syndicat(then)} == set(MembershipMode)


def test_files_that_say_nothing_are_refused():
    with pytest.raises(MissingTable):
        read(composition(DIRECT))
    with pytest.raises(UnknownVintage):
        read(composition(DIRECT), WATER, when=When(1990, date(1990, 1, 1)))
    with pytest.raises(NothingToLoad):
        read(composition((SYNDICAT, "", "99999", "", "true")), WATER)
    with pytest.raises(UnknownTable) as refused:
        table("natures.csv", "code,libelle", ("SIVU", "Syndicat"))
    assert "code, libelle" in refused.value.sentence("fr")


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("MOD,DATE_EFF,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP", Kind.MOVEMENTS),
        ("syndicat_siren,commune_siren,commune_code", Kind.COMPOSITION),
        ("epci_siren,commune_code,commune_siren", Kind.EPCI_MEMBERS),
        ("N° SIREN,Nom du groupement,Nature juridique", Kind.GROUPEMENTS),
        ("siren,code", Kind.COMPETENCES),
        ("type,code,nom,parent,siren", Kind.COMMUNES),
    ],
)
def test_a_file_is_recognised_by_its_columns(header, kind):
    assert table("x.csv", header, ("1",) * len(header.split(","))).kind is kind


def loaded(catalog, *tables, when=WHEN):
    findings = Findings()
    found = read_composition(tables, when, COG, findings)
    organisations = read_groupements(tables, found, COG, findings)
    return difference_of(found, organisations, when.start, catalog, findings)


def after(catalog, difference):
    changes = difference.changes
    gone = {*changes.removed}
    replaced = {(each.member, each.of, each.start) for each in difference.ended}
    kept = [
        each
        for each in catalog.memberships
        if each not in gone and (each.member, each.of, each.start) not in replaced
    ]
    return snapshot_of(
        version=catalog.version,
        organisations=[*catalog.organisations.values(), *difference.organisations],
        memberships=[*kept, *difference.ended, *difference.added],
    )


def test_loading_the_same_files_again_changes_nothing():
    tables = (composition(DIRECT, BY_EPCI), WATER)
    first = loaded(EMPTY, *tables)
    assert {each.siren for each in first.organisations} == {SYNDICAT, EPCI}
    assert loaded(after(EMPTY, first), *tables).changes.is_empty


def test_a_later_composition_ends_what_it_no_longer_says_from_its_own_start():
    catalog = after(EMPTY, loaded(EMPTY, composition(DIRECT, BY_EPCI), WATER))
    later = loaded(catalog, composition(BY_EPCI), WATER, when=When(2023, date(2023, 1, 1)))
    (ended,) = later.ended
    assert (ended.member, ended.end) == (MENE[1], date(2023, 1, 1))
    assert (later.added, later.removed) == ((), ())


def test_what_comes_back_with_other_dates_is_not_told_as_taken_out():
    catalog = after(EMPTY, loaded(EMPTY, composition(DIRECT, BY_EPCI), WATER))
    more = competences((SYNDICAT, "1502"), (SYNDICAT, "1505"), (EPCI, "1510"))
    difference = loaded(catalog, composition(DIRECT, BY_EPCI), more)
    assert difference.removed
    told = "\n".join(difference.lines("fr"))
    assert "adhésions qui changent" in told
    assert "retirées" not in told
    assert "ajoutées" not in told


def test_an_epci_that_the_catalog_already_describes_otherwise_is_left_as_it_is():
    catalog = after(EMPTY, loaded(EMPTY, composition(BY_EPCI), WATER))
    fewer = [each for each in catalog.memberships if each.of != EPCI or each.member == GUIPRY[1]]
    declared = snapshot_of(
        version=catalog.version,
        organisations=catalog.organisations.values(),
        memberships=fewer,
    )
    assert loaded(declared, composition(BY_EPCI), WATER).changes.is_empty


def test_groupements_are_named_by_the_list_and_their_slugs_stay_free():
    listed = table("groupements.csv", "siren,nom,nature", (SYNDICAT, "SM du grand bassin", "SMF"))
    difference = loaded(EMPTY, composition(DIRECT, BY_EPCI), WATER, listed)
    names = {
        each.siren: (each.name, each.slug, each.kind.value) for each in difference.organisations
    }
    assert names[SYNDICAT] == ("SM du grand bassin", f"sm-du-grand-bassin-{SYNDICAT}", "SMF")
    assert names[EPCI][2] == "CC"
