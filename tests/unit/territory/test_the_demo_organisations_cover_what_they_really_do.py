"""Covers catalog.territory."""

import csv
from datetime import date
from pathlib import Path

import pytest

from catalog.cog import load_cog
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.organisation import Membership, MembershipMode, OrganisationKind
from catalog.territory import territory

COG = load_cog()
DEMO = Path(__file__).resolve().parents[3] / "demo"
VAL_D_ILLE_AUBIGNE, BRETAGNE_ROMANTIQUE = Siren("243500667"), Siren("243500733")
VALCOBREIZH, EAU, SDE35 = Siren("200090884"), Siren("253502629"), Siren("200050425")
TODAY = date(2025, 6, 1)
SENS_DE_BRETAGNE = "35326"


def read(name):
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def memberships():
    return [
        Membership(
            member=Siren.parse(row["member_siren"]),
            of=Siren.parse(row["of_siren"]),
            competences=frozenset(row["competences"].split(";")),
            mode=MembershipMode(row["mode"]),
            start=date.fromisoformat(row["start"]),
            end=day(row["end"]),
            communes=tuple(map(CommuneCode.parse, row["communes"].split(";")))
            if row["communes"]
            else None,
        )
        for row in read("memberships.csv")
    ]


@pytest.mark.parametrize(
    ("siren", "competence", "count"),
    [
        (VAL_D_ILLE_AUBIGNE, "1510", 19),
        (BRETAGNE_ROMANTIQUE, "1510", 25),
        (VALCOBREIZH, "1510", 52),
        (EAU, "1502", 59),
        (SDE35, "1005", 332),
        (VALCOBREIZH, "1502", 0),
    ],
)
def test_each_covers_its_communes_whole(memberships, siren, competence, count):
    found = territory(siren, competence, TODAY, memberships, COG)
    assert len(found.communes) == count
    assert found.partly_covered == ()


def test_valcobreizh_covers_18_communes_of_val_d_ille_aubigne_and_never_sens_de_bretagne(
    memberships,
):
    epci = territory(VAL_D_ILLE_AUBIGNE, "1510", TODAY, memberships, COG)
    found = territory(VALCOBREIZH, "1510", TODAY, memberships, COG)
    shared = set(epci.communes) & set(found.communes)
    assert len(shared) == 18
    assert set(epci.communes) - shared == {SENS_DE_BRETAGNE}
    assert SENS_DE_BRETAGNE not in {period.code for period in COG.code_periods(found.atoms)}


def test_valcobreizh_covers_them_through_five_epci(memberships):
    found = territory(VALCOBREIZH, "1510", TODAY, memberships, COG)
    assert {path.through[0]: len(path.communes) for path in found.paths} == {
        "243500733": 25,
        "243500667": 18,
        "243500774": 6,
        "200038990": 2,
        "200070688": 1,
    }


def test_a_2018_row_with_an_old_code_of_mesnil_roc_h_lies_in_valcobreizh(memberships):
    found = territory(VALCOBREIZH, "1510", TODAY, memberships, COG)
    inside = {p.code: (p.start, p.end) for p in COG.code_periods(found.atoms)}
    assert inside["35147"] == inside["35344"] == inside["35308"] == (None, None)
    assert "35210" not in inside


def test_sde35_follows_the_merger_of_2024(memberships):
    in_2021 = territory(SDE35, "1004", date(2021, 6, 1), memberships, COG)
    today = territory(SDE35, "1004", TODAY, memberships, COG)
    assert (len(in_2021.communes), len(today.communes)) == (333, 332)
    assert "35112" in in_2021.communes
    assert today.communes == tuple(c for c in in_2021.communes if c != "35112")


def test_the_six_organisations_are_told_with_their_kind():
    organisations = {row["slug"]: row for row in read("organisations.csv")}
    assert all(OrganisationKind(row["kind"]) for row in organisations.values())
    assert {Siren.parse(organisations[slug]["siren"]) for slug in organisations} >= {
        VAL_D_ILLE_AUBIGNE, BRETAGNE_ROMANTIQUE, VALCOBREIZH, EAU, SDE35, "200085868",
    }  # fmt: skip
