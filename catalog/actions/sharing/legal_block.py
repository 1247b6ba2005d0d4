"""Demands of the RGPD on a version that holds personal data (articles 26, 28, 30 and 35)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from catalog.actions.facts import Findings
from catalog.actions.sharing.problems import EndTooLate, TermMissing
from catalog.model.agreement import Agreement
from catalog.model.dataset import Classification, Dataset
from catalog.model.terms import Contact, PersonalDataBlock, Relation

_MAX_MONTHS = 36
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LISTS = {
    "persons": ("les catégories de personnes", "the categories of persons"),
    "data_categories": ("les catégories de données", "the categories of data"),
    "recipients": ("les destinataires", "the recipients"),
}
_TEXTS = {
    "transfers": (
        "les transferts hors de l'Union (ou leur absence)",
        "transfers outside the Union (or their absence)",
    ),
    "retention": ("la durée de conservation", "how long the data are kept"),
    "security_measures": ("les mesures de sécurité", "the security measures"),
}


def holds_personal_data(agreement: Agreement, dataset: Dataset) -> bool:
    return dataset.personal_data or any(
        each.classification >= Classification.PERSONAL for each in agreement.columns
    )


def check_legal_block(agreement: Agreement, dataset: Dataset, findings: Findings) -> None:
    """Nothing is asked where there is no personal data."""
    if not holds_personal_data(agreement, dataset):
        return
    latest = latest_end(agreement.start)
    if agreement.end > latest:
        findings.add(EndTooLate(latest=latest), "end")
    terms = agreement.terms
    if terms.relation is None:
        _missing(
            findings,
            "la relation RGPD entre les parties",
            "what the parties are to each other",
            "relation",
        )
    if terms.personal_data is None:
        _missing(
            findings, "le bloc des données personnelles", "the personal data block", "personal_data"
        )
        return
    _check_block(terms.personal_data, terms.relation, findings)


def latest_end(start: date) -> date:
    """The last day of 36 months that begin with `start`."""
    months = start.year * 12 + start.month - 1 + _MAX_MONTHS
    year, month = months // 12, months % 12 + 1
    day = min(start.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def _check_block(block: PersonalDataBlock, relation: Relation | None, findings: Findings) -> None:
    _check_contact(block.controller, "controller", "responsable de traitement", findings)
    _check_contact(block.dpo, "dpo", "délégué à la protection des données", findings)
    for key, (what_fr, what_en) in _LISTS.items():
        values: tuple[str, ...] = getattr(block, key)
        if not values or not all(map(str.strip, values)):
            _missing(findings, what_fr, what_en, "personal_data", key)
    for key, (what_fr, what_en) in _TEXTS.items():
        if not _said(getattr(block, key)):
            _missing(findings, what_fr, what_en, "personal_data", key)
    if _said(block.dpia_reference) is _said(block.dpia_waiver):
        _missing(
            findings,
            "la référence de l'AIPD, ou bien les raisons du DPO de ne pas en faire",
            "the reference of the DPIA, or else the DPO's reasons why none is needed",
            "personal_data",
            "dpia_reference",
        )
    if relation is Relation.JOINT and not _said(block.joint_arrangement):
        _missing(
            findings,
            "l'accord entre responsables conjoints (article 26)",
            "the arrangement between joint controllers (article 26)",
            "personal_data",
            "joint_arrangement",
        )
    if relation is Relation.PROCESSOR and not _said(block.processor_contract):
        _missing(
            findings,
            "le contrat de sous-traitance (article 28)",
            "the processor's contract (article 28)",
            "personal_data",
            "processor_contract",
        )


def _check_contact(contact: Contact, key: str, who_fr: str, findings: Findings) -> None:
    if not _said(contact.name):
        _missing(findings, f"le nom ({who_fr})", f"the name ({key})", "personal_data", key, "name")
    if not _EMAIL.fullmatch(contact.email):
        _missing(
            findings,
            f"une adresse électronique valable ({who_fr})",
            f"a valid e-mail address ({key})",
            "personal_data",
            key,
            "email",
        )


def _said(text: str | None) -> bool:
    return bool((text or "").strip())


def _missing(findings: Findings, what_fr: str, what_en: str, *path: str) -> None:
    findings.add(TermMissing(what_fr=what_fr, what_en=what_en), "terms", *path)
