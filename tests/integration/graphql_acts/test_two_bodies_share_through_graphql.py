"""The whole chain as people do it: draft, submit, look, sign on both sides; and what is refused.

Covers gateway.control.agreement_mutations, gateway.control.agreements,
gateway.control.agreement_input, gateway.control.agreement_writing, gateway.control.sharing_queries,
gateway.control.template_input.
"""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.actions.sharing.acts import ActivateAgreement
from catalog.model.agreement import GuardRecord
from catalog.model.subject import SYSTEM_CLOCK
from gateway.acts.act import act

STEWARD, APPROVER = "steward@val-d-ille-aubigne", "approver@val-d-ille-aubigne"
OTHER_STEWARD, OTHER_APPROVER = "steward@mesnil-roc-h", "approver@mesnil-roc-h"
DRAFT = """mutation ($input: AgreementInput!, $dry: Boolean = false) {
  draftAgreement(input: $input, dryRun: $dry) { act applied sentences { fr en }
    agreement { citation state sha256 } preview { communes { nom } rowCount } } }"""
INPUT = {
    "dataset": "mesnil-roc-h.energie_batiments",
    "to": "val-d-ille-aubigne",
    "title": "Énergie des bâtiments",
    "columns": [
        {"name": "id_releve", "transform": "KEYED_HASH"},
        {"name": "mois", "transform": "CLEAR"},
        {"name": "consommation_kwh", "transform": "CLEAR"},
    ],
    "rows": {"all": True},
    "purposes": ["evaluation_politiques"],
    "legalBasis": "Code de l'environnement, article L229-26",
    "start": "2026-12-01",
    "end": "2027-12-31",
}
APPROVAL = """mutation ($citation: String!, $hash: String!) {
  approveAgreement(agreement: $citation, approval: { versionSha256: $hash, capacity: "maire",
    act: { reference: "Délibération 2026-118", enforceableSince: "2026-11-20" } }) {
    applied agreement { state } } }"""
SUBMIT = """mutation ($citation: String!) {
  submitAgreement(agreement: $citation) { agreement { state } } }"""
ENERGY = "{ mesnilRocH { energieBatiments { totalCount(mode: EXACT) { value } } } }"
AGREEMENTS = "{ agreements { citation } }"


async def drafted(town, **changes):
    told = await town.ask(DRAFT, OTHER_STEWARD, variables={"input": {**INPUT, **changes}})
    return told.data["draftAgreement"]["agreement"]


async def submitted(town):
    agreement = await drafted(town)
    told = await town.ask(SUBMIT, OTHER_STEWARD, variables={"citation": agreement["citation"]})
    assert told.data["submitAgreement"]["agreement"]["state"] == "submitted"
    return agreement


async def preview(town, citation, agent):
    document = """mutation { openPreview(agreement: "%s") { preview { versionSha256 allRows
      columns { name transform labelFr } readers { slug } } } }"""
    return (await town.ask(document % citation, agent)).data["openPreview"]["preview"]


async def sign(town, citation, agent):
    shown = await preview(town, citation, agent)
    variables = {"citation": citation, "hash": shown["versionSha256"]}
    return (await town.ask(APPROVAL, agent, variables=variables)).data["approveAgreement"]


async def signed(town):
    agreement = await submitted(town)
    await sign(town, agreement["citation"], OTHER_APPROVER)
    await sign(town, agreement["citation"], APPROVER)
    return agreement["citation"]


def acts_recorded(town):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as connection:
        return [row[0] for row in connection.execute("SELECT action FROM act ORDER BY rowid")]


def guard_that_lets_pass(agreement, _snapshot, _cog, _day):
    return GuardRecord(datetime(2026, 12, 1, tzinfo=UTC), stops=False, findings_sha256="0" * 64)


async def test_two_people_of_two_bodies_sign_one_hash_and_the_data_can_be_read(town):
    citation = await signed(town)
    december = town.at(2026, 12, 2)
    clocked = replace(december.services.acts, guard=guard_that_lets_pass)
    await act(ActivateAgreement(citation), SYSTEM_CLOCK, clocked, dry_run=False)
    asked = {"purpose": "evaluation_politiques"}
    told = await december.ask(ENERGY, "agent@val-d-ille-aubigne", **asked)
    assert told.data["mesnilRocH"]["energieBatiments"]["totalCount"]["value"] > 0

    document = f'mutation {{ revokeAgreement(agreement: "{citation}", reason: "Fin") {{ act }} }}'
    assert (await december.ask(document, APPROVER)).data["revokeAgreement"]["act"] == "revoke"
    told = await december.ask(ENERGY, "agent@val-d-ille-aubigne", **asked)
    assert told.codes
    assert acts_recorded(town)[-8:] == [
        *("draft", "submit", "preview", "approve", "preview", "approve", "activate", "revoke"),
    ]


async def test_the_grantor_alone_is_told_before_signing_how_many_rows_of_how_many(town):
    agreement = await drafted(town, rows={"all": True})
    document = """query ($citation: String!) { agreement(citation: $citation) {
      beforeSigning { rowCount totalRows communes { nom rowCount totalRows }
        guard { stops } } } }"""
    variables = {"citation": agreement["citation"]}
    await town.ask(SUBMIT, OTHER_STEWARD, variables=variables)
    for agent in (OTHER_STEWARD, OTHER_APPROVER):
        before = (await town.ask(document, agent, variables=variables)).data["agreement"]
        told = before["beforeSigning"]
        assert told["rowCount"] == told["totalRows"] > 0
        assert told["guard"] == {"stops": False}
        given = [each["rowCount"] for each in told["communes"]]
        assert [each["nom"] for each in told["communes"]] == ["Mesnil-Roc'h"]
        assert sum(given) == told["rowCount"]
    for agent in (STEWARD, APPROVER):
        before = (await town.ask(document, agent, variables=variables)).data["agreement"]
        assert before == {"beforeSigning": None}
    for agent in (OTHER_APPROVER, APPROVER):
        await sign(town, agreement["citation"], agent)
    before = (await town.ask(document, OTHER_APPROVER, variables=variables)).data["agreement"]
    assert before == {"beforeSigning": None}


async def test_a_dry_run_answers_alike_and_changes_nothing(town):
    before = acts_recorded(town)
    variables = {"input": INPUT, "dry": True}
    tried = (await town.ask(DRAFT, OTHER_STEWARD, variables=variables)).data["draftAgreement"]
    assert acts_recorded(town) == before
    done = (await town.ask(DRAFT, OTHER_STEWARD, variables={"input": INPUT})).data
    assert (tried.pop("applied"), done["draftAgreement"].pop("applied")) == (False, True)
    assert tried == done["draftAgreement"]


async def test_all_that_is_wrong_comes_at_once_each_at_its_argument(town):
    wrong = {
        **INPUT,
        "columns": [{"name": "consomation_kwh", "transform": "CLEAR"}],
        "rows": {},
        "legalBasis": " ",
        "end": "2026-01-01",
        "purposes": ["curiosite"],
    }
    told = await town.ask(DRAFT, OTHER_STEWARD, variables={"input": wrong})
    assert set(told.arguments) >= {
        ("rows_not_said", "rows"),
        ("unknown_dataset_column", "columns.consomation_kwh"),
        ("agreement_refused", "legalBasis"),
        ("dates_reversed", "end"),
        ("unknown_purpose", "purposes.curiosite"),
    }
    assert told.body["data"] == {"draftAgreement": None}


async def test_a_draft_is_seen_by_its_own_side_only(town):
    citation = (await drafted(town))["citation"]
    one = f'query {{ agreement(citation: "{citation}") {{ state }} }}'
    assert (await town.ask(one, OTHER_STEWARD)).data["agreement"] == {"state": "draft"}
    for agent in (STEWARD, "steward@sde35", "operator@interco", None):
        assert (await town.ask(one, agent)).data["agreement"] is None
        assert citation not in str((await town.ask(AGREEMENTS, agent)).data)


async def test_without_a_token_nothing_is_done_and_it_is_said_why(town):
    told = await town.ask(DRAFT, variables={"input": INPUT})
    assert told.codes == ["token_required"]


@pytest.mark.parametrize("agent", ["agent@mesnil-roc-h", "approver@mesnil-roc-h"])
async def test_drafting_is_for_stewards(town, agent):
    told = await town.ask(DRAFT, agent, variables={"input": INPUT})
    assert told.codes == ["act_role_required"]
    assert told.body["data"] == {"draftAgreement": None}


async def test_signing_takes_the_preview_the_hash_and_another_person(town):
    citation = (await submitted(town))["citation"]
    blind = {"citation": citation, "hash": "0" * 64}
    told = await town.ask(APPROVAL, APPROVER, variables=blind)
    assert ("hash_mismatch", "versionSha256") in told.arguments
    assert "preview_not_opened" in told.codes
    assert (await sign(town, citation, APPROVER))["agreement"]["state"] == "approved_by_one"
    shown = await preview(town, citation, APPROVER)
    again = {"citation": citation, "hash": shown["versionSha256"]}
    assert (await town.ask(APPROVAL, APPROVER, variables=again)).codes == ["act_same_person"]


async def test_what_awaits_whom_follows_the_state_and_the_role(town):
    async def awaited(agent):
        document = "{ awaiting { act agreement { citation } } }"
        found = (await town.ask(document, agent)).data["awaiting"]
        return {each["agreement"]["citation"]: each["act"] for each in found}

    citation = (await drafted(town))["citation"]
    assert await awaited(OTHER_STEWARD) == {citation: "submit"}
    assert await awaited(APPROVER) == {}
    await town.ask(SUBMIT, OTHER_STEWARD, variables={"citation": citation})
    assert await awaited(APPROVER) == {citation: "preview"}
    await preview(town, citation, APPROVER)
    assert await awaited(APPROVER) == {citation: "approve"}
    await sign(town, citation, APPROVER)
    assert await awaited(APPROVER) == {}
    assert await awaited(OTHER_APPROVER) == {citation: "preview"}
    assert await awaited("dpo@sde35") == {}


async def test_what_is_possible_is_said_with_whose_turn_it_is(town):
    citation = (await submitted(town))["citation"]
    document = f"""{{ agreement(citation: "{citation}") {{
      possible {{ act mine by {{ fr }} }} }} }}"""
    found = (await town.ask(document, STEWARD)).data["agreement"]["possible"]
    assert {each["act"] for each in found if each["mine"]} == {
        *("preview", "request_changes", "refuse"),
    }
    (refuse,) = (each for each in found if each["act"] == "refuse")
    assert refuse["by"]["fr"] == "un référent ou un signataire de CC Val d'Ille-Aubigné"


async def test_mutations_of_one_document_run_one_after_the_other(town):
    document = """mutation ($input: AgreementInput!) {
      first: draftAgreement(input: $input) { agreement { citation } }
      second: draftAgreement(input: $input) { agreement { citation } } }"""
    found = (await town.ask(document, OTHER_STEWARD, variables={"input": INPUT})).data
    one, two = (found[each]["agreement"]["citation"] for each in ("first", "second"))
    assert one != two


async def test_a_template_makes_the_draft_and_says_what_is_left_to_the_person(town):
    document = """mutation { draftFromTemplate(input: { template: "rpqs_dechets",
      dataset: "valcobreizh.collectes", start: "2026-12-01", end: "2027-12-31" }) {
      sentences { fr } agreement { columns grantee { slug } terms { template } } } }"""
    found = (await town.ask(document, "steward@bretagne-romantique")).data["draftFromTemplate"]
    assert found["agreement"]["grantee"] == {"slug": "bretagne-romantique"}
    assert found["agreement"]["terms"] == {"template": "rpqs_dechets"}
    assert any("Base légale proposée par le modèle : " in each["fr"] for each in found["sentences"])


async def test_what_a_template_finds_of_data_is_told_to_who_may_discover_them(town):
    document = """{ templates { name subject { fr } placed(dataset: "%s") { field column }
      missing(dataset: "%s") { fr } } }"""
    answer = await town.ask(
        document % (("valcobreizh__collectes",) * 2), "steward@bretagne-romantique"
    )
    known = {each["name"]: each for each in answer.data["templates"]}
    assert known["rpqs_dechets"]["subject"] == {"fr": "la gestion des déchets"}
    assert {"field": "flux", "column": "flux"} in known["rpqs_dechets"]["placed"]
    assert known["rpqs_dechets"]["missing"] == []
    # What a template of another subject would want of them is told by its label.
    assert "Poste de la matrice" in [each["fr"] for each in known["matrice_des_couts"]["missing"]]
    for name in ("eau_bassin_rennais__compteurs", "eau_bassin_rennais__compteurz"):
        told = (await town.ask(document % (name, name), OTHER_STEWARD)).data["templates"]
        assert not any(each["placed"] or each["missing"] for each in told)


async def test_the_bodies_that_share_a_commune_with_ones_own_are_known(town):
    document = """{ me { organisation { siren } }
      territory(siren: "200085868", competence: "1510") { neighbours }
      organisations { siren slug } }"""
    told = (await town.ask(document, OTHER_STEWARD)).data
    assert told["me"]["organisation"]["siren"] == "200085868"
    slugs = {each["siren"]: each["slug"] for each in told["organisations"]}
    assert sorted(slugs[each] for each in told["territory"]["neighbours"]) == [
        "bretagne-romantique",
        "valcobreizh",
    ]


async def test_both_parties_are_told_the_title_of_the_data_before_anybody_signs(town):
    citation = (await submitted(town))["citation"]
    document = '{ agreement(citation: "%s") { datasetTitle { fr } } }'
    for agent in (OTHER_STEWARD, STEWARD):
        told = (await town.ask(document % citation, agent)).data["agreement"]
        assert told["datasetTitle"]["fr"].startswith("Énergie des bâtiments communaux")


@pytest.mark.parametrize("name", ["compteurs", "compteurz"])
async def test_a_dataset_that_may_not_be_discovered_answers_as_one_that_is_not(town, name):
    template = """mutation { draftFromTemplate(input: { template: "rpqs_eau",
      dataset: "eau-bassin-rennais.%s", start: "2026-12-01", end: "2027-12-31" }) { act } }"""
    asked = {**INPUT, "dataset": f"eau-bassin-rennais.{name}", "to": "mesnil-roc-h"}
    for told in (
        await town.ask(template % name, OTHER_STEWARD),
        await town.ask(DRAFT, OTHER_STEWARD, variables={"input": asked}),
    ):
        (error,) = told.body["errors"]
        assert error["extensions"]["code"] == "unknown_agreement_dataset"
        assert error["message"].replace(name, "…") == (
            "Le propriétaire n'a pas de jeu de données « … »."
        )


async def test_the_signed_text_is_what_the_hash_is_of(town):
    document = '{ agreement(citation: "conv-2025-0005@1") { sha256 canonicalText } }'
    found = (await town.ask(document, OTHER_STEWARD)).data["agreement"]
    assert hashlib.sha256(found["canonicalText"].encode()).hexdigest() == found["sha256"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("state: [ACTIVE]", {"conv-2025-0005@1"}),
        ("role: GRANTED", {"conv-2024-0004@1", "conv-2026-0006@1"}),
        ("role: RECEIVED", {"conv-2025-0005@1"}),
        ('dataset: "valcobreizh.collectes"', {"conv-2025-0005@1"}),
    ],
)
async def test_agreements_are_found_by_state_side_and_dataset(town, arguments, expected):
    document = f"{{ agreements({arguments}) {{ citation }} }}"
    found = (await town.ask(document, OTHER_STEWARD)).data["agreements"]
    assert {each["citation"] for each in found} == expected


AMEND = """mutation ($input: AmendmentInput!) { amendAgreement(input: $input) {
  agreement { citation state title start end columns versions { citation state } } } }"""


async def test_an_amendment_says_what_changes_and_keeps_the_rest(town):
    changes = {"agreement": "conv-2025-0005@1", "start": "2026-12-15", "end": "2029-12-14"}
    told = await town.ask(AMEND, OTHER_STEWARD, variables={"input": changes})
    found = told.data["amendAgreement"]["agreement"]
    assert (found["citation"], found["state"]) == ("conv-2025-0005@2", "draft")
    assert found["title"] == "Collecte de la commune de Mesnil-Roc'h (convention fictive)"
    assert "tonnage_kg" in found["columns"]
    one = '{ agreement(citation: "conv-2025-0005@1") { state versions { citation } } }'
    seen = (await town.ask(one, "steward@valcobreizh")).data["agreement"]
    assert seen == {"state": "active", "versions": [{"citation": "conv-2025-0005@1"}]}


@pytest.mark.parametrize(
    ("agent", "code"), [("steward@sde35", "unknown_agreement"), (None, "token_required")]
)
async def test_what_one_may_not_see_cannot_be_amended(town, agent, code):
    changes = {"agreement": "conv-2025-0005@1", "start": "2026-12-15"}
    assert (await town.ask(AMEND, agent, variables={"input": changes})).codes == [code]


async def test_an_amendment_tells_every_mistake_at_once(town):
    changes = {
        "agreement": "conv-2025-0005",
        "start": "2026-12-15",
        "rows": {"all": True, "compare": [{"column": "flux", "op": "EQ", "values": ["OMR"]}]},
        "legalBasis": " ",
    }
    told = await town.ask(AMEND, OTHER_STEWARD, variables={"input": changes})
    assert set(told.arguments) >= {("rows_not_said", "rows"), ("agreement_refused", "legalBasis")}
