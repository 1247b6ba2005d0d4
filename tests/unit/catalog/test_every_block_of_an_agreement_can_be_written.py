"""A declaration says all that an agreement holds, and every mistake in it at its place.

Covers catalog.actions.granted_rows, catalog.actions.agreement, catalog.declaration.declaration,
catalog.actions.agreement_terms, catalog.declaration.agreements.
"""

from datetime import date

import pytest

from catalog.actions.agreement import CombineDraft
from catalog.actions.granted_rows import ListedTerritory, TerritoryDate
from catalog.declaration.declaration import read_documents
from catalog.declaration.problems import DeclarationRefused
from catalog.model.terms import (
    AgreementLimits,
    CombineKind,
    Contact,
    MembersRule,
    OnwardSharing,
    Relation,
    UnitaryTerms,
)

HEAD = """\
organisation: {siren: 243500667, slug: val-d-ille-aubigne, name: Val d'Ille, kind: CC}
agreements:
  conv-2027-0100:
    to: valcobreizh
    dataset: collectes
    title: Essai
    purposes: [rpqs_dechets]
    legal_basis: CGCT
    start: 2027-01-01
    end: 2027-12-31
"""
BLOCKS = """\
    columns:
      nir: {transform: keyed_hash, secret_text: Décret 2020-1}
      flux: {constant: OMR}
    rows:
      listed_territory: {communes: [35003, "01004"], on: 2026-01-01, at: query_date}
    members: 1510
    relation: joint
    personal_data:
      controller: {name: Anne, email: anne@example.fr}
      dpo: {name: Bruno, email: dpo@example.fr}
      persons: [abonnés]
      data_categories: [relevés]
      recipients: [agents]
      transfers: aucun
      retention: 12 mois
      security_measures: accès nominatif
      dpia_waiver: Aucun risque élevé
      joint_arrangement: Accord du 3 mars 2026
    combine: {named: [sde35.bornes_recharge]}
    notice_days: 90
    onward_sharing: aggregates
    limits: {queries_per_day: 100, rows_per_query: 1000}
    unitary: {max_rows: 5}
    template: rpqs_dechets
"""


def read(blocks):
    return read_documents({"a.yaml": (HEAD + blocks).encode()}).organisations[0].agreements[0]


def draft():
    return read(BLOCKS).value[0]


def test_columns_rows_and_readers():
    found = draft()
    assert [(each.name, each.constant, each.secret_text) for each in found.columns] == [
        ("nir", None, "Décret 2020-1"),
        ("flux", "OMR", None),
    ]
    assert found.rows.listed_territory == ListedTerritory(
        ("35003", "01004"), date(2026, 1, 1), TerritoryDate.QUERY_DATE
    )
    assert found.members == MembersRule("1510")


def test_terms_and_personal_data():
    terms = draft().terms
    assert terms.relation is Relation.JOINT
    assert terms.personal_data.dpo == Contact("Bruno", "dpo@example.fr")
    assert terms.personal_data.joint_arrangement == "Accord du 3 mars 2026"
    assert terms.combine == CombineDraft(CombineKind.NAMED, ("sde35.bornes_recharge",))
    assert (terms.notice_days, terms.onward_sharing) == (90, OnwardSharing.AGGREGATES)
    assert terms.limits == AgreementLimits(100, 1000)
    assert terms.unitary == UnitaryTerms(5)
    assert terms.template == "rpqs_dechets"


def test_only_what_is_asked_in_several_lines_may_have_them():
    several = BLOCKS.replace("dpia_waiver: Aucun risque élevé", r'dpia_waiver: "Un.\nDeux."')
    assert read(several).value[0].terms.personal_data.dpia_waiver == "Un.\nDeux."
    with pytest.raises(DeclarationRefused) as refused:
        read(BLOCKS.replace("retention: 12 mois", r'retention: "12\nmois"'))
    assert [problem.code for problem in refused.value.problems] == ["unsafe_text"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("relation: joint", "relation: ensemble", "unknown_choice"),
        ("retention: 12 mois", "conservation: 12 mois", "unknown_key"),
        ("email: anne@example.fr", "mail: anne@example.fr", "missing_key"),
        ("notice_days: 90", "notice_days: trois mois", "invalid_declared_value"),
        ("combine: {named: [sde35.bornes_recharge]}", "combine: tout", "unknown_choice"),
        ("on: 2026-01-01", "on: hier", "invalid_declared_value"),
    ],
)
def test_a_mistake_in_a_block_is_told_on_its_line(before, after, code):
    wrong = BLOCKS.replace(before, after)
    with pytest.raises(DeclarationRefused) as refused:
        read(wrong)
    told = {each.code: each.place.line for each in refused.value.problems}
    line = next(i for i, each in enumerate((HEAD + wrong).splitlines(), 1) if after in each)
    assert told[code] in {line, line - 1}
