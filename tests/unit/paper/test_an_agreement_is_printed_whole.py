"""An agreement's paper tells all that was signed, who signed and on what ground.

Covers papers.agreement_sheet, papers.agreement_words.
"""

import io
import json
import re
from dataclasses import asdict, replace
from datetime import UTC, date, datetime

import pypdf
import pytest

from catalog.actions.agreement_text import signed_text
from catalog.model.agreement import AgreementState, Approval
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
)
from catalog.model.terms import Contact, EnforceableAct, PersonalDataBlock, Relation, UnitaryTerms
from catalog.model.transform import Transform
from papers import child
from papers.agreement_words import VALUES
from papers.printing_job import job_of
from tests.sharing.world import NOW
from tests.unit.paper.agreements import AGREEMENT, sheet_of

BLOCK = PersonalDataBlock(
    controller=Contact("La présidente", "p@exemple.fr"),
    dpo=Contact("Le DPO", "dpo@exemple.fr"),
    persons=("usagers",),
    data_categories=("adresse",),
    recipients=("le service",),
    transfers="aucun",
    retention="trois ans",
    security_measures="chiffrement",
    dpia_waiver="peu de données",
)


def words_of(sheet):
    """All that is read on it."""
    return json.dumps(asdict(sheet), ensure_ascii=False)


def test_the_paper_of_an_agreement_has_its_text_attached_and_its_signatures():
    approvals = tuple(
        Approval(
            siren,
            "quelqu'un",
            NOW,
            AGREEMENT.sha256,
            capacity="présidente",
            act=EnforceableAct("DEL-2026-12", date(2026, 2, 1)),
        )
        for siren in AGREEMENT.parties
    )
    signed = replace(AGREEMENT, approvals=approvals, state=AgreementState.ACTIVE)
    sheet = sheet_of(signed)
    job = job_of(sheet, signed_text(signed).decode(), datetime(2026, 3, 2, tzinfo=UTC))
    paper = pypdf.PdfReader(io.BytesIO(child.typeset(json.loads(json.dumps(job)))))
    (attached,) = paper.attachments["signed.json"]
    assert attached == signed_text(signed)
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))
    for words in ("DEL-2026-12", "présidente", "en vigueur", signed.citation, sheet.digest):
        assert words in text
    # No agent is named on a paper.
    assert "quelqu'un" not in words_of(sheet)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_clause_is_told(language):
    terms = replace(
        AGREEMENT.terms,
        personal_data=BLOCK,
        relation=Relation.JOINT,
        unitary=UnitaryTerms(7),
        notice_days=93,
    )
    column = AGREEMENT.columns[0]
    rows = AllOf(
        (
            AllRows(),
            AGREEMENT.rows,
            Compare(column.column, CompareOp.GTE, ("2025-01-01",)),
            InListedTerritory(column.column, ("35003", "35007"), date(2026, 1, 1), None),
        )
    )
    constant = replace(column, transform=Transform.CONSTANT, constant="toujours-ceci")
    agreement = replace(
        AGREEMENT, terms=terms, rows=rows, columns=(constant, *AGREEMENT.columns[1:])
    )
    text = words_of(sheet_of(agreement, language))
    for words in ("trois ans", "chiffrement", "peu de données", "toujours-ceci", "35007", "≥"):
        assert words in text
    for words in ("93", "7", "1510", agreement.legal_basis, agreement.id):
        assert words in text
    for granted in agreement.columns:
        assert granted.name in text


def test_every_value_that_may_be_signed_has_its_words():
    from catalog.model import agreement, terms

    for kind, enum in {
        "state": agreement.AgreementState,
        "transform": Transform,
        "secret": terms.Secret,
        "output": agreement.Output,
        "combine": terms.CombineKind,
        "onward": terms.OnwardSharing,
        "relation": terms.Relation,
    }.items():
        assert {value.value for value in enum} == VALUES[kind].keys()
