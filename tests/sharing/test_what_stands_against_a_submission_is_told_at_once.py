"""Covers catalog.actions.sharing.previewing, catalog.actions.sharing.preview,
catalog.actions.sharing.covering, catalog.checks.words, catalog.model.reference.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.actions.agreement import ColumnGrant, CombineDraft, TermsDraft
from catalog.actions.granted_rows import (
    ListedTerritory,
    OwnTerritory,
    RowsDraft,
    TerritoryDate,
)
from catalog.actions.sharing.acts import DraftAgreement, SubmitAgreement
from catalog.model.agreement import AgreementState
from catalog.model.dataset import Classification, Listing
from catalog.model.identifiers import Name
from catalog.model.row_condition import AllRows, InListedTerritory
from catalog.model.terms import (
    AgreementLimits,
    CombineKind,
    Contact,
    MembersRule,
    PersonalDataBlock,
    Relation,
    Secret,
    UnitaryTerms,
)
from catalog.model.transform import Transform
from catalog.reference import cog_in
from tests.sharing.world import CITATION, DATASET, MESNIL, OF_MESNIL, PROJECT, VALCOBREIZH

BY = "steward@val-d-ille-aubigne"
BLOCK = PersonalDataBlock(
    controller=Contact("Mairie", "rgpd@mairie.fr"),
    dpo=Contact("DPO", "dpo@mairie.fr"),
    persons=("usagers",),
    data_categories=("consommations",),
    recipients=("agents du service",),
    transfers="aucun",
    retention="deux ans",
    security_measures="accès nominatif, journal",
    dpia_waiver="pas de traitement à grande échelle",
)
PERSONAL = TermsDraft(relation=Relation.SEPARATE, personal_data=BLOCK)


def with_column(name, **changes):
    columns = tuple(
        replace(each, **changes) if each.name == name else each for each in DATASET.columns
    )
    return replace(DATASET, columns=columns)


async def refusals(world, draft=PROJECT):
    await world.does(BY, DraftAgreement(draft))
    return await world.refused(BY, SubmitAgreement(CITATION))


async def test_a_version_embeds_what_it_means(world):
    agreement = await world.submits()
    column = next(each for each in agreement.columns if each.name == "tonnage_kg")
    assert (column.label_fr, column.classification) == ("Tonnage_kg", Classification.INTERNAL)
    assert agreement.terms.dataset_title_fr == "Pesées"
    assert [each.code for each in agreement.terms.purpose_labels] == ["rpqs_dechets"]
    assert agreement.dataset_version == DATASET.version


async def test_a_dataset_that_changed_since_is_written_again_first(world):
    await world.drafts()
    moved = replace(DATASET, version=2, title_fr="Pesées des bacs")
    await world.puts(moved)
    assert await world.refused(BY, SubmitAgreement(CITATION)) == {"dataset_moved": "columns"}
    await world.does(BY, DraftAgreement(PROJECT))
    submitted = (await world.does(BY, SubmitAgreement(CITATION))).agreement
    assert submitted.terms.dataset_title_fr == "Pesées des bacs"


async def test_an_empty_scope_is_judged_on_land_at_the_start(world):
    ended = replace(OF_MESNIL, end=date(2026, 4, 1))
    await world.puts(ended)
    assert await refusals(world) == {"empty_scope": "rows"}
    earlier = replace(PROJECT, start=date(2026, 3, 31))
    assert await refusals(world, earlier) == {}


async def test_listed_communes_are_read_on_their_day(world):
    listed = ListedTerritory(("35308", "35003"), date(2026, 1, 1), TerritoryDate.ROW_DATE)
    agreement = await world.submits(replace(PROJECT, rows=RowsDraft(listed_territory=listed)))
    assert agreement.rows == InListedTerritory("c3", ("35003", "35308"), date(2026, 1, 1), "c2")
    wrong = replace(listed, communes=("35308", "99999", "Mesnil"))
    asked = DraftAgreement(replace(PROJECT, rows=RowsDraft(listed_territory=wrong)))
    assert await world.refused(BY, asked) == {
        "unknown_commune_code": "rows.listed_territory.communes.99999",
        "invalid_commune_code": "rows.listed_territory.communes.Mesnil",
    }
    none = replace(listed, communes=())
    asked = DraftAgreement(replace(PROJECT, rows=RowsDraft(listed_territory=none)))
    assert await world.refused(BY, asked) == {"dataset_refused": "rows.listed_territory.communes"}


async def test_lands_that_do_not_meet_give_nothing(world):
    elsewhere = ListedTerritory(("35003",), date(2026, 1, 1), TerritoryDate.ROW_DATE)
    rows = RowsDraft(OwnTerritory("1510", TerritoryDate.ROW_DATE), listed_territory=elsewhere)
    assert await refusals(world, replace(PROJECT, rows=rows)) == {"empty_scope": "rows"}


async def test_a_rule_by_membership_needs_a_member(world):
    by_rule = replace(PROJECT, members=MembersRule("1510"))
    assert await refusals(world, by_rule) == {}
    assert (await world.agreement()).members == MembersRule("1510")


async def test_a_rule_by_membership_without_members_is_refused(world):
    by_rule = replace(PROJECT, members=MembersRule("1502"), rows=RowsDraft())
    assert await refusals(world, by_rule) == {"no_members": "members.competence"}
    wrong = DraftAgreement(replace(PROJECT, members=MembersRule("eau")))
    assert await world.refused(BY, wrong) == {"invalid_competence": "members.competence"}


async def test_personal_data_ask_for_the_whole_legal_block(world):
    await world.puts(replace(DATASET, personal_data=True))
    incomplete = replace(
        BLOCK,
        controller=Contact(" ", "mairie"),
        persons=(),
        recipients=("",),
        retention=" ",
        dpia_waiver=None,
    )
    await world.does(BY, DraftAgreement(PROJECT))
    assert await world.refused(BY, SubmitAgreement(CITATION)) == {
        "term_missing": "terms.personal_data"
    }
    terms = TermsDraft(relation=Relation.SEPARATE, personal_data=incomplete)
    await world.does(BY, DraftAgreement(replace(PROJECT, terms=terms)))
    assert await paths(world) == {
        "terms.personal_data.controller.name",
        "terms.personal_data.controller.email",
        "terms.personal_data.persons",
        "terms.personal_data.recipients",
        "terms.personal_data.retention",
        "terms.personal_data.dpia_reference",
    }
    assert await refusals(world, replace(PROJECT, terms=PERSONAL)) == {}


async def paths(world):
    from catalog.actions.problems import ActRefused

    with pytest.raises(ActRefused) as refused:
        await world.does(BY, SubmitAgreement(CITATION))
    return {".".join(map(str, each.path)) for each in refused.value.findings}


@pytest.mark.parametrize(
    ("relation", "field"),
    [(Relation.JOINT, "joint_arrangement"), (Relation.PROCESSOR, "processor_contract")],
)
async def test_each_relation_has_its_own_document(world, relation, field):
    await world.puts(with_column("flux", classification=Classification.PERSONAL))
    columns = (*PROJECT.columns, ColumnGrant("flux", Transform.CLEAR))
    terms = replace(PERSONAL, relation=relation)
    draft = replace(PROJECT, columns=columns, terms=terms)
    assert await refusals(world, draft) == {"term_missing": f"terms.personal_data.{field}"}
    block = replace(BLOCK, **{field: "DEL-2026-3"})
    assert await refusals(world, replace(draft, terms=replace(terms, personal_data=block))) == {}


async def test_one_says_either_the_dpia_or_why_there_is_none(world):
    await world.puts(replace(DATASET, personal_data=True))
    both = replace(BLOCK, dpia_reference="AIPD-1")
    draft = replace(PROJECT, terms=replace(PERSONAL, personal_data=both))
    assert await refusals(world, draft) == {"term_missing": "terms.personal_data.dpia_reference"}


@pytest.mark.parametrize(
    ("start", "latest", "later"),
    [
        (date(2026, 4, 1), date(2029, 3, 31), date(2029, 4, 1)),
        (date(2026, 3, 31), date(2029, 3, 30), date(2029, 3, 31)),
    ],
)
async def test_personal_data_are_shared_for_36_months_at_most(world, start, latest, later):
    await world.puts(replace(DATASET, personal_data=True))
    draft = replace(PROJECT, terms=PERSONAL, start=start, end=later)
    assert await refusals(world, draft) == {"end_too_late": "end"}
    assert await refusals(world, replace(draft, end=latest)) == {}


async def test_other_data_are_shared_for_longer(world):
    assert await refusals(world, replace(PROJECT, end=date(2036, 4, 1))) == {}


async def test_a_start_may_have_passed_while_people_signed_but_not_long_ago(world):
    month_ago = replace(PROJECT, start=date(2026, 1, 29))
    assert await refusals(world, month_ago) == {"start_too_early": "start"}
    assert await refusals(world, replace(PROJECT, start=date(2026, 1, 30))) == {}


async def test_what_is_over_is_not_submitted(world):
    over = replace(PROJECT, start=date(2026, 2, 15), end=date(2026, 3, 1))
    assert await refusals(world, over) == {"period_over": "end"}


async def test_a_secret_of_the_law_needs_its_text(world):
    await world.puts(with_column("flux", secret=Secret.BUSINESS))
    columns = (*PROJECT.columns, ColumnGrant("flux", Transform.CLEAR))
    draft = replace(PROJECT, columns=columns)
    assert await refusals(world, draft) == {"term_missing": "columns.flux.secret_text"}
    text = ColumnGrant("flux", Transform.CLEAR, secret_text="CRPA L311-6")
    allowed = replace(PROJECT, columns=(*PROJECT.columns, text))
    assert await refusals(world, allowed) == {}
    assert (await world.agreement()).columns[-1].secret is Secret.BUSINESS


async def test_a_secret_that_is_given_as_nothing_needs_none(world):
    await world.puts(with_column("flux", secret=Secret.BUSINESS))
    columns = (*PROJECT.columns, ColumnGrant("flux", Transform.NULL))
    assert await refusals(world, replace(PROJECT, columns=columns)) == {}


@pytest.mark.parametrize(
    ("rows", "unit_key", "transform", "path"),
    [
        (0, "c1", Transform.CLEAR, "terms.unitary.max_rows"),
        (1001, "c1", Transform.CLEAR, "terms.unitary.max_rows"),
        (5, None, Transform.CLEAR, "terms.unitary"),
        (5, "c1", Transform.KEYED_HASH, "columns.id_pesee"),
    ],
)
async def test_a_unitary_exchange_names_one_unit(world, rows, unit_key, transform, path):
    await world.puts(replace(DATASET, unit_key=unit_key))
    columns = (ColumnGrant("id_pesee", transform), *PROJECT.columns[1:])
    terms = TermsDraft(unitary=UnitaryTerms(rows))
    draft = replace(PROJECT, columns=columns, terms=terms)
    assert await refusals(world, draft) == {"term_refused": path}


async def test_a_sound_unitary_exchange_is_submitted(world):
    await world.puts(replace(DATASET, unit_key="c1"))
    columns = (ColumnGrant("id_pesee", Transform.CLEAR), *PROJECT.columns[1:])
    terms = TermsDraft(unitary=UnitaryTerms(5))
    assert await refusals(world, replace(PROJECT, columns=columns, terms=terms)) == {}


async def test_limits_and_notice_are_amounts_that_mean_something(world):
    terms = TermsDraft(notice_days=-1, limits=AgreementLimits(queries_per_day=0))
    await world.does(BY, DraftAgreement(replace(PROJECT, terms=terms)))
    assert await paths(world) == {"terms.notice_days", "terms.limits.queries_per_day"}


HIDDEN = replace(DATASET, id="d9", name=Name("secrets"), listing=Listing.PARTIES)
THEIRS = replace(HIDDEN, id="d8", owner=VALCOBREIZH.siren, name=Name("bacs"))


async def test_what_the_grantee_cannot_discover_is_as_what_does_not_exist(world):
    await world.puts(HIDDEN)
    asks = "steward@valcobreizh"
    hidden = await problems(world, asks, replace(PROJECT, dataset="secrets"))
    absent = await problems(world, asks, replace(PROJECT, dataset="secretz"))
    assert [each.replace("secrets", "secretz") for each in hidden] == absent
    assert await world.refused(BY, DraftAgreement(replace(PROJECT, dataset="secrets"))) == {}


async def problems(world, by, draft):
    from catalog.actions.problems import ActRefused

    with pytest.raises(ActRefused) as refused:
        await world.does(by, DraftAgreement(draft))
    return [each.problem.sentence("fr") for each in refused.value.findings]


async def test_without_the_laws_answer_nothing_of_others_is_discovered(world):
    world.policy = None
    refused = await world.refused("steward@valcobreizh", DraftAgreement(PROJECT))
    assert refused == {"unknown_agreement_dataset": "dataset"}


async def test_what_is_combined_is_named_and_known(world):
    await world.puts(THEIRS)
    named = CombineDraft(CombineKind.NAMED, ("val-d-ille-aubigne.collectes",))
    agreement = await world.submits(replace(PROJECT, terms=TermsDraft(combine=named)))
    assert agreement.terms.combine.datasets == (DATASET.id,)
    other = replace(PROJECT, id="conv-2026-0018")
    for combine, code in (
        (CombineDraft(CombineKind.NAMED, ("valcobreizh.bacs",)), "unknown_agreement_dataset"),
        (CombineDraft(CombineKind.NAMED, ("valcobreizh.rien",)), "unknown_agreement_dataset"),
        (CombineDraft(CombineKind.NAMED), "term_refused"),
        (CombineDraft(CombineKind.OPEN, ("val-d-ille-aubigne.collectes",)), "term_refused"),
    ):
        asked = DraftAgreement(replace(other, terms=TermsDraft(combine=combine)))
        assert await world.refused(BY, asked) == {code: "terms.combine.datasets"}


async def test_the_next_reference_of_the_year_is_given(world):
    first = await world.drafts(replace(PROJECT, id=""))
    second = await world.drafts(replace(PROJECT, id="", title="Une autre"))
    assert (first.id, second.id) == ("conv-2026-0001", "conv-2026-0002")
    assert second.state is AgreementState.DRAFT


async def test_a_third_body_drafts_for_nobody(world):
    by = "steward@bretagne-romantique"
    assert await world.refused(by, DraftAgreement(PROJECT)) == {"act_not_a_party": ""}
    wrong = replace(PROJECT, to="valcobreiz")
    assert await world.refused(BY, DraftAgreement(wrong)) == {"unknown_party": "to"}


async def test_the_other_sides_draft_is_not_written_over(world):
    await world.drafts()
    mine = replace(PROJECT, title="La mienne")
    refused = await world.refused("steward@valcobreizh", DraftAgreement(mine))
    assert refused == {"agreement_refused": "id"}
    same = await world.refused("steward@valcobreizh", DraftAgreement(PROJECT))
    assert same == {"agreement_refused": "id"}


async def test_a_preview_shows_communes_columns_and_readers_and_no_row(world):
    from catalog.actions.sharing.previewing import preview_of

    agreement = await world.submits()
    snapshot = await world.catalog.current()
    shown = preview_of(agreement, snapshot, cog_in(snapshot), PROJECT.start)
    assert [(each.code, each.nom) for each in shown.communes] == [("35308", "Mesnil-Roc'h")]
    assert (shown.readers, shown.row_count) == ((VALCOBREIZH.siren,), None)
    assert (shown.all_rows, shown.partly_covered) == (False, ())
    assert shown.version_sha256 == agreement.sha256
    assert preview_of(
        replace(agreement, rows=AllRows()), snapshot, cog_in(snapshot), PROJECT.start
    ).all_rows
    by_rule = replace(agreement, members=MembersRule("1510"))
    assert preview_of(by_rule, snapshot, cog_in(snapshot), PROJECT.start).readers == (MESNIL.siren,)
