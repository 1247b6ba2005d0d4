"""An agreement covers another text where it gives all of it: any less, and it is asked for.

Covers catalog.actions.sharing.covers.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.actions.sharing.covers import cover_of
from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Output
from catalog.model.hosting import HostingDemand
from catalog.model.identifiers import Siren
from catalog.model.row_condition import AllRows
from catalog.model.terms import (
    AgreementLimits,
    Combine,
    CombineKind,
    Contact,
    MembersRule,
    OnwardSharing,
    PersonalDataBlock,
    Relation,
    Terms,
    UnitaryTerms,
)
from catalog.model.transform import Transform


def columns(**transforms):
    return tuple(
        GrantedColumn(name, name, 0, Transform(transform)) for name, transform in transforms.items()
    )


BLOCK = PersonalDataBlock(
    controller=Contact("Anne", "anne@mairie.fr"),
    dpo=Contact("Dominique", "dpo@mairie.fr"),
    persons=("usagers",),
    data_categories=("adresse",),
    recipients=("service des déchets",),
    transfers="aucun",
    retention="trois ans",
    security_measures="accès nominatif",
)
ASKED = Agreement(
    id="conv-2026-0099",
    version=1,
    grantor=Siren("111111118"),
    grantee=Siren("222222226"),
    dataset_id="town__weighings",
    title="Pesées",
    columns=columns(day="month", kilos="clear"),
    rows=AllRows(),
    output=Output.DETAIL,
    purposes=frozenset({"rpqs"}),
    legal_basis="CGCT",
    start=date(2027, 1, 1),
    end=date(2027, 12, 31),
    state=AgreementState.DRAFT,
    sha256="0" * 64,
)
WITH_CONSENT = OnwardSharing.WITH_CONSENT
NAMED = Combine(CombineKind.NAMED, ("a", "b"))


def is_covered(asked=ASKED, **changes):
    standing = replace(ASKED, id="conv-2025-0001", state=AgreementState.ACTIVE)
    return cover_of(asked, [replace(standing, **changes)]) is not None


def is_covered_by_terms(asked, given):
    return is_covered(replace(ASKED, terms=Terms(**asked)), terms=Terms(**given))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "Autrement dit"},
        {"purposes": frozenset({"rpqs", "other"})},
        {"columns": columns(day="clear", kilos="clear", place="clear")},
        {"start": date(2026, 1, 1), "end": date(2028, 1, 1)},
        {"state": AgreementState.SUBMITTED},
        {"state": AgreementState.SUSPENDED},
    ],
)
def test_what_gives_as_much_or_more_covers_it(changes):
    assert is_covered(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"columns": columns(day="month")},
        {"columns": columns(day="year", kilos="clear")},
        {"columns": columns(day="month", kilos="null")},
        {"output": Output.AGGREGATE},
        {"purposes": frozenset({"other"})},
        {"dataset_id": "town__bins"},
        {"grantee": Siren("333333334")},
        {"members": MembersRule("1510")},
        {"end": date(2026, 12, 31)},
        {"end": date(2027, 12, 30)},
        {"start": date(2027, 1, 2)},
        {"state": AgreementState.DRAFT},
        {"state": AgreementState.REVOKED},
    ],
)
def test_what_gives_less_or_something_else_does_not(changes):
    assert not is_covered(**changes)


def test_totals_are_covered_by_rows():
    assert is_covered(replace(ASKED, output=Output.AGGREGATE))


TERMS = [
    ({"limits": AgreementLimits(100, 1000)}, {"limits": AgreementLimits(200, 1000)}),
    ({"limits": AgreementLimits(100, 1000)}, {"limits": AgreementLimits(100, 2000)}),
    ({"limits": AgreementLimits(100, 1000)}, {}),
    ({"unitary": UnitaryTerms(5)}, {"unitary": UnitaryTerms(6)}),
    ({"unitary": UnitaryTerms(5)}, {}),
    ({}, {"notice_days": 30}),
    ({}, {"onward_sharing": OnwardSharing.AGGREGATES}),
    ({"combine": Combine(CombineKind.NONE)}, {"combine": NAMED}),
    ({}, {"combine": Combine(CombineKind.OPEN)}),
    ({"combine": Combine(CombineKind.NAMED, ("a",))}, {"combine": NAMED}),
    (
        {"personal_data": BLOCK},
        {"personal_data": replace(BLOCK, recipients=("x", "service des déchets"))},
    ),
]


@pytest.mark.parametrize(("asked", "given"), TERMS)
def test_wider_terms_cover_narrower_ones_and_not_the_other_way_round(asked, given):
    assert is_covered_by_terms(asked, given)
    assert is_covered_by_terms(asked, asked)
    assert not is_covered_by_terms(given, asked)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ({"onward_sharing": OnwardSharing.AGGREGATES}, {"onward_sharing": WITH_CONSENT}),
        ({"combine": NAMED}, {"combine": Combine(CombineKind.OPEN)}),
        ({"combine": Combine(CombineKind.REFERENCE)}, {"combine": NAMED}),
        ({"hosting": HostingDemand(secnumcloud=True)}, {}),
        ({}, {"hosting": HostingDemand(("FR",))}),
        ({"relation": Relation.JOINT}, {"relation": Relation.SEPARATE}),
        ({"personal_data": BLOCK}, {}),
        ({"personal_data": replace(BLOCK, retention="dix ans")}, {"personal_data": BLOCK}),
        ({"personal_data": replace(BLOCK, transfers="hors UE")}, {"personal_data": BLOCK}),
        ({"personal_data": replace(BLOCK, persons=("agents",))}, {"personal_data": BLOCK}),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_compared_do_not_cover(asked, given):
    assert not is_covered_by_terms(asked, given)


def test_who_answers_for_the_data_may_change():
    other = replace(BLOCK, dpo=Contact("Bruno", "bruno@mairie.fr"), security_measures="chiffrement")
    assert is_covered_by_terms({"personal_data": BLOCK}, {"personal_data": other})
    assert is_covered_by_terms({"hosting": HostingDemand()}, {})


def test_of_several_the_one_that_lasts_longest_is_named():
    standing = replace(ASKED, state=AgreementState.ACTIVE)
    longer = replace(standing, id="conv-2025-0002", end=date(2029, 12, 31))
    assert cover_of(ASKED, [standing, longer, standing]) == longer
