"""Covers catalog.actions.agreement, catalog.actions.granted_rows, catalog.actions.shares,
catalog.actions.columns, catalog.actions.wire_values, catalog.model.transform.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.actions.agreement import AgreementDraft, ColumnGrant, draft_agreement
from catalog.actions.agreement_text import signed_hash, signed_text
from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.actions.granted_rows import (
    ListedTerritory,
    OwnTerritory,
    RowComparison,
    RowsDraft,
    TerritoryDate,
)
from catalog.actions.problems import ActRefused
from catalog.changes import Changes
from catalog.model.agreement import AgreementState, Output
from catalog.model.dataset import TerritoryBinding
from catalog.model.identifiers import Siren
from catalog.model.row_condition import AllOf, AllRows, Compare, CompareOp, InTerritory
from catalog.model.transform import Transform
from tests.unit.catalog.examples import (
    DEPOT,
    DRAFT,
    NOW,
    VAL_DILLE,
    VALCOBREIZH,
    after,
    catalog_of,
    facts_in,
    told,
)

BASE = catalog_of(VAL_DILLE, VALCOBREIZH, DEPOT)
DATASET = register_dataset(DatasetDraft(DRAFT), facts_in(BASE))
CATALOG = catalog_of(VAL_DILLE, VALCOBREIZH, DEPOT, DATASET)
OWN = RowsDraft(own_territory=OwnTerritory("1510", TerritoryDate.ROW_DATE))
KEY = (
    ColumnGrant("id_pesee", Transform.KEYED_HASH),
    ColumnGrant("code_commune", Transform.CLEAR),
)
PROJECT = AgreementDraft(
    id="conv-2026-0017",
    version=1,
    grantor=VAL_DILLE.siren,
    to="valcobreizh",
    dataset="collectes",
    title="Pesées",
    columns=(*KEY, ColumnGrant("tonnage_kg", Transform.CLEAR)),
    rows=OWN,
    purposes=frozenset({"rpqs_dechets"}),
    legal_basis="CGCT L2224-13",
    start=date(2026, 1, 1),
    end=date(2026, 12, 31),
)


def clear(*names):
    return (*KEY, *(ColumnGrant(name, Transform.CLEAR) for name in names))


def drafted(draft=PROJECT, catalog=CATALOG):
    return draft_agreement(draft, facts_in(catalog))


def refusals(draft, catalog=CATALOG):
    with pytest.raises(ActRefused) as refused:
        drafted(draft, catalog)
    return {
        (told(each.problem).code, ".".join(map(str, each.path))) for each in refused.value.findings
    }


def test_a_draft_embeds_what_is_signed():
    agreement = drafted()
    assert agreement.state is AgreementState.DRAFT
    assert agreement.grantee == VALCOBREIZH.siren
    assert [(each.column, each.name) for each in agreement.columns] == [
        ("c1", "id_pesee"),
        ("c3", "code_commune"),
        ("c6", "tonnage_kg"),
    ]
    assert agreement.rows == InTerritory("c3", VALCOBREIZH.siren, "1510", "c2")
    assert agreement.sha256 == signed_hash(agreement)


def test_the_hash_covers_the_terms_and_not_the_life_of_the_version():
    agreement = drafted()
    ended = replace(agreement, state=AgreementState.REVOKED, ended_at=NOW)
    assert signed_text(ended) == signed_text(agreement)
    for change in ({"end": date(2027, 1, 1)}, {"rows": AllRows()}, {"purposes": frozenset()}):
        assert signed_hash(replace(agreement, **change)) != agreement.sha256


def test_a_siren_names_the_other_party_as_well():
    assert drafted(replace(PROJECT, to=VALCOBREIZH.siren)) == drafted()


def test_all_rows_and_comparisons():
    assert drafted(replace(PROJECT, rows=RowsDraft())).rows == AllRows()
    compare = RowComparison("flux", CompareOp.IN, ("OMR", "VERRE"))
    rows = drafted(replace(PROJECT, rows=replace(OWN, compare=(compare,)))).rows
    assert rows == AllOf(
        (
            InTerritory("c3", VALCOBREIZH.siren, "1510", "c2"),
            Compare("c5", CompareOp.IN, ("OMR", "VERRE")),
        )
    )


@pytest.mark.parametrize(
    "rows",
    [
        OWN,
        RowsDraft(compare=(RowComparison("code_commune", CompareOp.IN, ("35003", "35007")),)),
        replace(OWN, compare=(RowComparison("flux", CompareOp.EQ, ("OMR",)),)),
    ],
)
@pytest.mark.parametrize("share", ["part_commune", "nb_bacs_leves"])
def test_a_share_is_never_granted_beside_a_measure_on_a_limited_territory(rows, share):
    draft = replace(PROJECT, columns=clear("tonnage_kg", share), rows=rows)
    assert refusals(draft) == {("share_beside_measure", f"columns.{share}")}


def test_two_shares_give_each_other_away():
    draft = replace(PROJECT, columns=clear("part_commune", "nb_bacs_leves"))
    assert refusals(draft) == {("share_beside_measure", "columns.part_commune")}


def test_a_share_alone_or_over_all_rows_or_hidden_is_granted():
    drafted(replace(PROJECT, columns=clear("part_commune")))
    drafted(replace(PROJECT, columns=clear("part_commune", "tonnage_kg"), rows=RowsDraft()))
    hidden = (*clear("tonnage_kg"), ColumnGrant("part_commune", Transform.NULL))
    drafted(replace(PROJECT, columns=hidden))


def test_a_share_is_refused_beside_the_measure_of_another_agreement():
    catalog = after(CATALOG, Changes((drafted(),)))
    other = replace(PROJECT, id="conv-2026-0018", columns=clear("part_commune"))
    with pytest.raises(ActRefused) as refused:
        drafted(other, catalog)
    (finding,) = refused.value.findings
    assert finding.problem.code == "share_beside_measure"
    assert "conv-2026-0017@1" in finding.problem.sentence("fr")
    later = replace(other, start=date(2027, 1, 1), end=date(2027, 12, 31))
    drafted(later, catalog)
    over = after(catalog, Changes((replace(drafted(), state=AgreementState.REVOKED),)))
    drafted(other, over)


def test_the_key_is_always_given_at_least_hashed():
    columns = (KEY[0], ColumnGrant("tonnage_kg", Transform.CLEAR))
    assert refusals(replace(PROJECT, columns=columns)) == {("key_withheld", "columns.code_commune")}


@pytest.mark.parametrize(
    ("column", "transform"),
    [
        ("tonnage_kg", Transform.KEYED_HASH),
        ("date_collecte", Transform.KEYED_HASH),
        ("flux", Transform.MONTH),
        ("tonnage_kg", Transform.YEAR),
    ],
)
def test_a_transform_keeps_the_type_of_its_column(column, transform):
    draft = replace(PROJECT, columns=(*KEY, ColumnGrant(column, transform)))
    assert refusals(draft) == {("transform_not_for_type", f"columns.{column}")}


def test_a_constant_is_a_value_of_its_column():
    good = (*KEY, ColumnGrant("date_collecte", Transform.CONSTANT, "2000-01-01"))
    assert drafted(replace(PROJECT, columns=good)).columns[-1].constant == "2000-01-01"
    for constant in (None, "01/01/2000", "2000-02-30"):
        bad = (*KEY, ColumnGrant("date_collecte", Transform.CONSTANT, constant))
        assert refusals(replace(PROJECT, columns=bad)) == {
            ("value_not_of_type", "columns.date_collecte")
        }


@pytest.mark.parametrize(
    ("column", "op", "values"),
    [
        ("flux", CompareOp.EQ, ("VERE",)),
        ("flux", CompareOp.EQ, ("OMR", "VERRE")),
        ("flux", CompareOp.IN, ()),
        ("date_collecte", CompareOp.GTE, ("01/02/2025",)),
        ("tonnage_kg", CompareOp.LT, ("1.234",)),
        ("tonnage_kg", CompareOp.LT, ("1e3",)),
        ("nb_bacs_leves", CompareOp.LT, ("2147483648",)),
    ],
)
def test_a_condition_holds_canonical_values_of_its_column(column, op, values):
    rows = RowsDraft(compare=(RowComparison(column, op, values),))
    assert {path for _, path in refusals(replace(PROJECT, rows=rows))} == {"rows.compare.0.values"}


def test_every_mistake_is_told_at_once_with_its_path():
    draft = replace(
        PROJECT,
        id="17",
        to="valcobreiz",
        title=" ",
        purposes=frozenset({"rpqs_dechet"}),
        end=date(2025, 1, 1),
        time_zone="Mars",
    )
    assert refusals(draft) == {
        ("agreement_refused", "id"),
        ("unknown_party", "to"),
        ("agreement_refused", "title"),
        ("unknown_purpose", "purposes.rpqs_dechet"),
        ("dates_reversed", "end"),
        ("agreement_refused", "time_zone"),
    }


def test_unknown_names_come_with_a_suggestion():
    with pytest.raises(ActRefused) as refused:
        drafted(
            replace(PROJECT, to="valcobreiz", dataset="colectes", purposes=frozenset({"rpqs_o"}))
        )
    assert {each.problem.did_you_mean for each in refused.value.findings} == {
        "valcobreizh",
        "collectes",
        "rpqs_eau",
    }


def test_an_aggregate_output_is_stored():
    """It gives nothing yet: a query by it is refused."""
    assert drafted(replace(PROJECT, output=Output.AGGREGATE)).output is Output.AGGREGATE


def test_the_row_date_needs_a_date_column():
    dated = replace(DATASET, territory=TerritoryBinding("c3", None, 2021))
    catalog = catalog_of(VAL_DILLE, VALCOBREIZH, DEPOT, dated)
    assert refusals(PROJECT, catalog) == {("dataset_refused", "rows.own_territory.at")}
    today = RowsDraft(own_territory=OwnTerritory("1510", TerritoryDate.QUERY_DATE))
    assert drafted(replace(PROJECT, rows=today), catalog).rows == InTerritory(
        "c3", VALCOBREIZH.siren, "1510", None
    )


def test_a_signed_text_does_not_change_and_a_draft_does():
    changed = replace(PROJECT, title="Autre")
    assert drafted(changed, after(CATALOG, Changes((drafted(),)))).title == "Autre"
    signed = replace(drafted(), state=AgreementState.ACTIVE)
    catalog = after(CATALOG, Changes((signed,)))
    assert drafted(PROJECT, catalog) == signed
    assert refusals(changed, catalog) == {("agreement_is_fixed", "id")}
    assert drafted(replace(changed, version=2), catalog).citation == "conv-2026-0017@2"


def test_a_reference_belongs_to_its_parties():
    parties = {"grantor": VALCOBREIZH.siren, "grantee": VAL_DILLE.siren}
    theirs = replace(drafted(), **parties, sha256="other")
    mine = replace(PROJECT, title="La mienne")
    assert refusals(mine, after(CATALOG, Changes((theirs,)))) == {("agreement_refused", "id")}


@pytest.mark.parametrize("state", [AgreementState.DRAFT, AgreementState.REVOKED])
def test_a_reference_of_two_others_tells_nothing_of_their_agreement(state):
    """Not even whether it is revoked: only that the reference will not do."""
    theirs = replace(drafted(), grantee=Siren("200050425"), state=state)
    mine = replace(PROJECT, title="La mienne")
    assert refusals(mine, after(CATALOG, Changes((theirs,)))) == {("agreement_refused", "id")}


def coarsened(name, transform, rows=OWN):
    others = tuple(each for each in PROJECT.columns if each.name != name)
    return replace(PROJECT, columns=(*others, ColumnGrant(name, transform)), rows=rows)


LISTED = RowsDraft(
    listed_territory=ListedTerritory(("35308",), date(2026, 1, 1), TerritoryDate.QUERY_DATE)
)
KEY_IS_NEEDED = ("key_withheld", "columns.code_commune")


@pytest.mark.parametrize("transform", [Transform.COMMUNE, Transform.EPCI])
def test_only_commune_codes_on_bounded_land_become_communes(transform):
    assert ("agreement_refused", "columns.flux") in refusals(coarsened("flux", transform))
    everywhere = refusals(coarsened("code_commune", transform, RowsDraft()))
    assert everywhere == {KEY_IS_NEEDED, ("agreement_refused", "columns.code_commune")}
    for rows in (OWN, LISTED):
        assert refusals(coarsened("code_commune", transform, rows)) == {KEY_IS_NEEDED}
