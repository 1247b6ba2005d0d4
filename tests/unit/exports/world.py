"""One agreement with everything in it, between two bodies of the demo."""

from dataclasses import replace
from datetime import UTC, date, datetime

from catalog.actions.agreement_text import signed_hash
from catalog.model.agreement import AgreementState, Approval, Life, Preview, Step
from catalog.model.row_condition import AllOf, Compare, CompareOp
from catalog.model.terms import (
    AgreementLimits,
    Combine,
    CombineKind,
    Contact,
    EnforceableAct,
    OnwardSharing,
    PersonalDataBlock,
    PurposeLabel,
    Relation,
    Terms,
)
from catalog.model.transform import Transform
from tests.unit.guard.world import VAL_DILLE, VALCOBREIZH, agreement, own

NOW = datetime(2025, 6, 1, 9, 30, tzinfo=UTC)
BLOCK = PersonalDataBlock(
    controller=Contact("Présidente", "presidente@valdille.fr"),
    dpo=Contact("DPO mutualisé", "dpo@valdille.fr"),
    persons=("usagers du service",),
    data_categories=("identité", "adresse"),
    recipients=("service déchets du syndicat",),
    transfers="aucun",
    retention="36 mois après la fin de la convention",
    security_measures="accès nominatifs, journal",
    dpia_reference="AIPD-2024-7",
)
TERMS = Terms(
    purpose_labels=(PurposeLabel("rpqs_dechets", "Rapport annuel", "Yearly report"),),
    dataset_title_fr="Pesées",
    dataset_title_en="Weighings",
    relation=Relation.SEPARATE,
    personal_data=BLOCK,
    combine=Combine(CombineKind.NAMED, ("mien",)),
    notice_days=90,
    onward_sharing=OnwardSharing.AGGREGATES,
    limits=AgreementLimits(queries_per_day=500, rows_per_query=10_000),
)


def signed(**changes):
    """Approved by both, active; its hash is that of its text."""
    draft = replace(
        agreement(
            1,
            rows=AllOf((own(), Compare("flux", CompareOp.EQ, ("VERRE",)))),
            id_pesee=Transform.KEYED_HASH,
            jour=Transform.MONTH,
        ),
        terms=TERMS,
        **changes,
    )
    sha256 = signed_hash(draft)
    act = EnforceableAct("DEL-2024-118", date(2024, 12, 10))
    approvals = tuple(
        Approval(side, agent, NOW, sha256, "urn:x", capacity="présidente", act=act)
        for side, agent in ((VAL_DILLE, "approver@val"), (VALCOBREIZH, "approver@syn"))
    )
    life = Life(
        proposed_by=VAL_DILLE,
        previews=(Preview(VALCOBREIZH, "urn:x", "approver@syn", NOW, sha256),),
        steps=(Step(NOW, "activate", AgreementState.APPROVED, draft.state, "system:clock", None),),
    )
    return replace(draft, sha256=sha256, approvals=approvals, life=life)
