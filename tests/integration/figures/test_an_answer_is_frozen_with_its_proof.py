"""An answer in SQL is frozen by the body that may read it, with its receipt; it is read-only, found
again, and corrected by a version that says what changed.

Covers catalog.model.figure, catalog.actions.figures.figures, catalog.actions.figures.content,
gateway.acts.figures, gateway.figures.frozen.service, gateway.figures.frozen.answering,
gateway.control.figures, gateway.control.figure_types, policies.figures, catalog.figure_coverage,
federation.sql.falling_out, gateway.figures.frozen.falling_out.
"""

import hashlib
import json
from dataclasses import replace

import pytest

from catalog.canonical_json import write_canonical
from catalog.changes import ActRecord, Changes
from catalog.figure_coverage import FigureCoverage, coverage_of, reasons_of
from catalog.model.agreement import AgreementState
from catalog.model.terms import UnitaryTerms
from catalog.standards.coverage import SourceStatus
from gateway.proof.receipts import holds_answer, read_receipt
from gateway.proof.signing_key import TrustedKeys
from papers.figure_sheet import figure_sheet
from tests.integration.figures.conftest import (
    CHECK,
    CORRECT,
    FIGURE,
    FIGURES,
    KG,
    STEWARD,
    freeze,
)

AGENT = "agent@valcobreizh"
SINGLE = "SELECT count(*) AS n FROM valcobreizh.collectes"


async def test_the_answer_is_kept_with_what_proves_it(town, frozen):
    figure = await frozen()
    content = figure["content"]
    assert hashlib.sha256(figure["text"].encode()).hexdigest() == figure["digest"]
    assert write_canonical(content).decode() == figure["text"]
    table = content["answer"]["tables"]["answer"]
    assert table["rows"][0] == ["OMR", 16005720]
    assert [column["name"] for column in table["columns"]] == ["flux", "kg"]
    (source,) = content["sources"]
    assert source["owner"]["name"] == "CC Val d'Ille-Aubigné"
    assert source["agreement"].startswith("conv-")
    assert len(source["agreement_sha256"]) == 64
    trusted = TrustedKeys.of([town.services.proof.key.public])
    claims = read_receipt(content["receipt"], trusted.verify)
    digest = hashlib.sha256(write_canonical(content["answer"])).hexdigest()
    holds_answer(claims, digest)
    assert claims["document_sha256"] == hashlib.sha256(KG.encode()).hexdigest()
    assert (claims["rows"], claims["purpose"]) == (5, "rpqs_dechets")
    # The reading is in the audit as any other.
    reads = await town.ports.records.audit_of(source["agreement"])
    assert claims["request"] in {read.intent.request_id for read in reads}


async def test_a_statement_over_a_standard_keeps_whose_rows_it_has(town, frozen):
    statement = "SELECT flux, sum(tonnage_kg) AS kg FROM standards.collecte_dechets GROUP BY flux"
    scope = (await frozen(statement=statement))["content"]["scope"]
    owners = {source["owner"]["nom"]: source["status"] for source in scope["sources"]}
    assert owners["CC Val d'Ille-Aubigné"] == "ANSWERED"
    assert scope["communes"]["covered"]
    assert isinstance(scope["partial"], bool)
    # What reads no standard says nothing of what it covers.
    assert (await frozen(indicator="autre"))["content"]["scope"] is None


GLASS = """SELECT p.annee, {name} AS nom, sum(t.tonnage_kg) AS kg
    FROM standards.collecte_dechets t {joins}
    WHERE t.flux = 'VERRE' AND t.date_collecte < DATE '2025-01-01' GROUP BY 1, 2 ORDER BY 1, 2"""
BY_CODE = """JOIN reference.communes c ON c.code = t.code_commune
    JOIN reference.populations p ON p.code = t.code_commune AND p.annee = year(t.date_collecte)"""
BY_COMMUNE = """JOIN reference.codes k ON k.code = t.code_commune
      AND year(t.date_collecte) BETWEEN k.annee_debut AND k.annee_fin
    JOIN reference.populations p ON p.code = k.commune AND p.annee = year(t.date_collecte)"""


LOST = f"""SELECT t.code_commune, count(*) AS n
    FROM standards.collecte_dechets t {BY_CODE.replace("JOIN", "LEFT JOIN")}
    WHERE t.flux = 'VERRE' AND t.date_collecte < DATE '2025-01-01'
      AND (c.code IS NULL OR p.code IS NULL) GROUP BY 1"""


async def test_a_statement_that_loses_former_codes_in_a_join_says_so(town, frozen):
    """Mesnil-Roc'h was three communes, whose codes are still in the rows."""
    lossy = await frozen(statement=GLASS.format(name="c.nom", joins=BY_CODE))
    lost = lossy["content"]["scope"]["fallen_out"]
    assert {"35147", "35344"} <= set(lost["codes"])
    # Of glass, before 2025: neither of other streams nor of later days.
    counted = await frozen(statement=LOST, indicator="perdues")
    by_code = dict(counted["content"]["answer"]["tables"]["answer"]["rows"])
    assert set(lost["codes"]) == by_code.keys()
    assert lost["rows"] == sum(by_code.values()) > len(by_code)
    assert coverage_of(lossy["content"]) is FigureCoverage.PARTIAL
    (reason,) = [one for one in reasons_of(lossy["content"]) if "35147" in one.fr]
    assert "ne trouvent aucune commune dans la jointure" in reason.fr
    whole = await frozen(
        statement=GLASS.format(name="k.nom", joins=BY_COMMUNE), indicator="par_commune"
    )
    rest = (whole["content"]["scope"] or {}).get("fallen_out") or {"rows": 0, "codes": []}
    assert not {"35147", "35344"} & set(rest["codes"])

    def mesnil_roch(figure):
        rows = figure["content"]["answer"]["tables"]["answer"]["rows"]
        return {year: float(kg) for year, name, kg in rows if name == "Mesnil-Roc'h"}

    before, after = mesnil_roch(lossy), mesnil_roch(whole)
    assert (before[2023], after[2023]) == (137_477, 152_933)
    sheet = figure_sheet(lossy["content"], lossy["digest"], "https://interco.example", "fr")
    (covers,) = [one for one in sheet.sections if one.heading == "Ce que cela couvre"]
    assert "35147" in covers.facts[-1].value
    # Whatever a statement says, nobody has checked what it divides by what.
    assert coverage_of((await frozen(indicator="simple"))["content"]) is FigureCoverage.UNVERIFIED


def test_a_statement_is_never_called_complete_whatever_it_covers():
    whole = {
        "communes": {"covered": ["35003"], "missing": []},
        "months": {"number": 12, "expected": 12},
        "partial": False,
    }
    by_service = {"service": "rpqs-dechets@1", "scope": whole}
    assert coverage_of(by_service) is FigureCoverage.COMPLETE
    assert coverage_of({**by_service, "service": None}) is FigureCoverage.UNVERIFIED


def test_why_a_figure_is_partial_names_what_is_missing_and_nothing_else():
    def named(status):
        return {"owner": {"nom": f"CC {status.value}"}, "status": status.value}

    scope = {
        "communes": {"covered": ["35003"], "missing": ["35326"]},
        "months": {"number": 12, "expected": 12},
        "sources": [named(status) for status in SourceStatus],
        "partial": True,
    }
    reasons = [one.fr for one in reasons_of({"scope": scope})]
    silent = "Ces sources n'ont donné aucune ligne : CC EMPTY, CC DOWN, CC DENIED."
    assert reasons == ["Il manque 1 commune.", silent]
    scope["months"]["number"] = 10
    assert "Les données ont 10 mois sur 12." in [one.fr for one in reasons_of({"scope": scope})]


async def test_a_dry_run_keeps_nothing(town):
    tried = (await freeze(town, dry=True)).data["freezeFigure"]
    assert tried["applied"] is False
    assert (await town.ask(FIGURES, STEWARD)).data["figures"] == []


async def test_it_is_found_again_by_year_indicator_and_words(town, frozen):
    figure = await frozen()
    for found in ({"y": 2025}, {"i": "tonnage_par_flux"}, {"s": "tonnages collectes"}, {}):
        answer = await town.ask(FIGURES, AGENT, variables=found)
        assert [one["digest"] for one in answer.data["figures"]] == [figure["digest"]]
    for nothing in ({"y": 2024}, {"i": "tonnage"}, {"s": "eau"}):
        assert (await town.ask(FIGURES, AGENT, variables=nothing)).data["figures"] == []


async def test_it_is_corrected_once_by_a_version_that_says_what_changed(town, frozen):
    first = await frozen()
    assert (await freeze(town)).codes == ["figure_exists"]
    wanted = {"whatChanged": "Le verre de décembre manquait."}
    asked = {"variables": {"d": first["digest"], "in": wanted}, "purpose": "rpqs_dechets"}
    second = (await town.ask(CORRECT, STEWARD, **asked)).data["correctFigure"]["figure"]
    assert (second["version"], second["replaces"]) == (2, first["digest"])
    assert json.loads(second["content"])["what_changed"] == wanted["whatChanged"]
    assert (await town.ask(CORRECT, STEWARD, **asked)).codes == ["figure_corrected"]
    shown = (await town.ask(FIGURE, AGENT, variables={"d": first["digest"]})).data["figure"]
    assert (shown["state"], shown["correctedBy"]) == ("corrected", second["digest"])
    assert [one["isCurrent"] for one in shown["versions"]] == [False, True]
    assert shown["content"] == first["text"]
    listed = (await town.ask(FIGURES, AGENT)).data["figures"]
    assert [one["digest"] for one in listed] == [second["digest"]]


async def test_a_correction_says_what_changes(town, frozen):
    first = await frozen()
    asked = {"variables": {"d": first["digest"], "in": {"whatChanged": " "}}}
    answer = await town.ask(CORRECT, STEWARD, purpose="rpqs_dechets", **asked)
    assert answer.codes == ["figure_refused"]


@pytest.mark.parametrize(
    "agent",
    [
        "steward@val-d-ille-aubigne",
        "steward@mesnil-roc-h",
        "operator@interco",
    ],
)
async def test_nobody_else_sees_it_nor_learns_that_it_is_there(town, frozen, agent):
    figure = await frozen()
    assert (await town.ask(FIGURES, agent)).data["figures"] == []
    seen = await town.ask(FIGURE, agent, variables={"d": figure["digest"]})
    unknown = await town.ask(FIGURE, agent, variables={"d": "0" * 64})
    assert seen.codes == unknown.codes == ["unknown_figure"]
    asked = {"variables": {"d": figure["digest"], "in": {"whatChanged": "rien"}}}
    assert (await town.ask(CORRECT, agent, **asked)).codes == ["unknown_figure"]


async def test_who_may_not_read_for_its_purpose_does_not_see_it(town, frozen):
    figure = await frozen()
    catalog = await town.ports.catalog.current()
    (agent,) = [one for one in catalog.agents.values() if one.sub == AGENT]
    await _put(town, replace(agent, purposes=frozenset()))
    assert (await town.ask(FIGURE, AGENT, variables={"d": figure["digest"]})).codes == [
        "unknown_figure"
    ]
    assert (await town.ask(FIGURES, AGENT)).data["figures"] == []


@pytest.mark.parametrize(
    ("agent", "code"), [(AGENT, "act_role_required"), ("dpo@valcobreizh", "act_role_required")]
)
async def test_only_a_steward_or_an_approver_freezes(town, agent, code):
    assert (await freeze(town, agent, statement=SINGLE, purpose=None)).codes[0] == code


async def test_what_may_not_be_read_is_not_frozen(town):
    refused = await freeze(town, "steward@sde35")
    assert refused.codes
    assert (await town.ports.catalog.current()).figures == {}


async def test_an_exchange_for_one_file_is_not_kept(town):
    agreement = await _the_agreement(town)
    unitary = replace(agreement.terms, unitary=UnitaryTerms(max_rows=1))
    await _put(town, replace(agreement, terms=unitary))
    statement = "SELECT count(*) AS n FROM val_d_ille_aubigne.collectes"
    refused = await freeze(town, statement=statement)
    assert refused.codes
    assert (await town.ports.catalog.current()).figures == {}


async def test_data_kept_for_a_time_only_is_not_frozen(town):
    catalog = await town.ports.catalog.current()
    dataset = catalog.datasets[(await _the_agreement(town)).dataset_id]
    await _put(town, replace(dataset, personal_data=True))
    assert (await freeze(town)).codes == ["figure_not_to_be_kept"]


async def test_it_stays_a_proof_of_its_body_when_the_agreement_ends(town, frozen):
    figure = await frozen()
    await _put(town, replace(await _the_agreement(town), state=AgreementState.REVOKED))
    shown = await town.ask(FIGURE, STEWARD, variables={"d": figure["digest"]})
    assert shown.data["figure"]["content"] == figure["text"]
    assert (await freeze(town, indicator="autre")).codes


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"indicator": "Tonnage OMR"}, "figure_refused"),
        ({"titleFr": " "}, "figure_refused"),
        ({"titleFr": "a\u202eb"}, "unsafe_text"),
        ({"year": 20255}, "figure_refused"),
        ({"commentFr": "x" * 3_001}, "figure_refused"),
        ({"commentEn": "a\u202eb"}, "unsafe_text"),
        ({"statement": "SELECT flux FROM val_d_ille_aubigne.collectes"}, "figure_too_large"),
        ({"statement": KG.replace("GROUP", "WHERE flux = 'RIEN' GROUP")}, None),
        ({"statement": "SHOW TABLES"}, "not_an_answer"),
        ({"parameters": "{}"}, "invalid_argument"),
    ],
)
async def test_what_makes_no_figure_says_why(town, changed, code):
    refused = await freeze(town, **changed)
    assert refused.codes
    assert code is None or refused.codes[0] == code
    assert (await town.ports.catalog.current()).figures == {}


async def test_anybody_may_check_a_digest_and_learns_no_content(town, frozen):
    figure = await frozen()
    answer = await town.ask(CHECK, variables={"d": figure["digest"].upper()})
    assert answer.data["documentCheck"] == {
        "kind": "figure",
        "digest": figure["digest"],
        "state": "current",
        "correctedBy": None,
        "bodies": [{"name": "SMICTOM Valcobreizh"}],
    }
    agreement = await _the_agreement(town)
    known = await town.ask(CHECK, variables={"d": agreement.sha256})
    assert known.data["documentCheck"]["kind"] == "agreement"
    assert (await town.ask(CHECK, variables={"d": "0" * 64})).data["documentCheck"] is None


async def _the_agreement(town):
    catalog = await town.ports.catalog.current()
    return next(
        one
        for one in catalog.agreements
        if one.state is AgreementState.ACTIVE
        and "rpqs_dechets" in one.purposes
        and (catalog.organisations[one.grantor].slug, catalog.organisations[one.grantee].slug)
        == ("val-d-ille-aubigne", "valcobreizh")
        and catalog.datasets[one.dataset_id].name == "collectes"
    )


async def _put(town, entity):
    catalog = await town.ports.catalog.current()
    record = ActRecord(town.ports.clock(), None, "system:test", None, "test")
    await town.services.acts.catalog.write(catalog.version, Changes((entity,)), record)
