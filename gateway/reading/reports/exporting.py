"""Documents that an agreement leaves behind, written out for anybody to whom the law gives them."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum

import orjson
import structlog

from catalog.actions.agreement_text import signed_text
from catalog.actions.facts import Facts
from catalog.actions.sharing.standing import agreement_of_act
from catalog.codec import write_value
from catalog.exports.article_30 import article_30_csv
from catalog.exports.evidence import evidence_pack, versions_of
from catalog.exports.odrl import odrl_agreement
from catalog.model.agreement import Agreement
from catalog.model.audit import AuditedRead, column_read
from catalog.model.identifiers import Siren
from catalog.model.problem import Language
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of, ask_the_law, facts_of
from gateway.base.typesetting import Typesetter
from gateway.proof.sealed_evidence import EvidenceSigner
from gateway.reading.query.kept_plan import read_kept
from gateway.reading.query.ports import Ports
from papers.agreement_sheet import agreement_sheet
from papers.html_page import html_of
from papers.sheet import Sheet
from policies.act_problems import ActNotUnderMandate
from policies.acts import ActsPort
from policies.sharing import SharingQuestion

_log = structlog.get_logger()
_ACT = "export"


class ExportKind(StrEnum):
    """As the last part of the address, and of the option of the command."""

    EVIDENCE = "evidence"
    ODRL = "odrl"
    ARTICLE_30 = "article-30"
    PDF = "pdf"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """`base` is the platform's public address; `bom` marks a CSV for Excel; `language`,
    `printer` and `body`, whose turn it takes, are for a paper.
    """

    citation: str
    kind: ExportKind
    base: str
    bom: bool = False
    language: Language = "fr"
    printer: Typesetter = field(default_factory=Typesetter)
    body: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    content: bytes
    media_type: str
    file_name: str


@dataclass(frozen=True, slots=True)
class _Known:
    agreement: Agreement
    snapshot: Snapshot
    day: date
    side: Siren | None
    """The party that the subject is of; None for the platform."""


async def export_agreement(
    asked: ExportAsked, standpoint: Standpoint, ports: Ports, law: ActsPort, request_id: str
) -> Export:
    """For the stewards, approvers and DPO of either party, and for the operator; logged by name.

    Raises UnknownAgreement also for one that the subject may not know of, ActsRefused,
    ActNotUnderMandate, and what the kind of export raises.
    """
    subject = standpoint.subject
    known = await _known_to(standpoint, asked.citation, law)
    export = await _WRITE[asked.kind](known, asked, ports)
    _log.info(
        "agreement_exported",
        request_id=request_id,
        agreement=known.agreement.citation,
        kind=asked.kind.value,
        organisation=subject.organisation,
        issuer=subject.issuer,
        agent=subject.agent,
    )
    return export


async def _known_to(standpoint: Standpoint, citation: str, law: ActsPort) -> _Known:
    subject, snapshot, now = standpoint.subject, standpoint.snapshot, standpoint.now
    # Before any look: a mandate tells nothing of which agreements its principal has.
    if subject.on_behalf_of is not None:
        raise ActNotUnderMandate
    question = SharingQuestion(subject=subject, act=_ACT, now=now)
    agreement, _ = agreement_of_act(citation, actor_of(question), Facts(snapshot, now))
    await ask_the_law(replace(question, agreement=facts_of(agreement)), law)
    own = subject.organisation
    return _Known(agreement, snapshot, standpoint.day, own if own in agreement.parties else None)


async def _evidence(known: _Known, _asked: ExportAsked, ports: Ports) -> Export:
    convention = known.agreement.id
    reads = [
        _with_datasets(read, known.snapshot)
        for each in versions_of(convention, known.snapshot, known.side)
        for read in await ports.records.audit_of(each.citation)
    ]
    # Years of reads take a while: others are answered meanwhile.
    seal = None
    if (signer := ports.receipts) is not None:
        seal = EvidenceSigner(signer.key, signer.issuer).seal
    pack = await asyncio.to_thread(
        evidence_pack, convention, known.snapshot, reads, side=known.side, seal=seal
    )
    return Export(pack, "application/zip", f"{convention}-preuves.zip")


def _with_datasets(read: AuditedRead, snapshot: Snapshot) -> AuditedRead:
    """An old record of several datasets, its columns completed from what ran, if that was kept."""
    if read.plan is None or len(read.intent.datasets) == 1:
        return read
    named = {each for kept in read_kept(read.plan) for each in kept.columns}
    columns = tuple(
        column_read(dataset, column.id)
        for dataset, name in sorted(named)
        if dataset in snapshot.datasets
        and (column := snapshot.datasets[dataset].column_named(name)) is not None
    )
    return replace(read, intent=replace(read.intent, columns=columns))


async def _odrl(known: _Known, asked: ExportAsked, _ports: Ports) -> Export:
    written = odrl_agreement(
        known.agreement,
        known.snapshot,
        cog_in(known.snapshot),
        at=known.day,
        base=asked.base,
    )
    content = orjson.dumps(written, option=orjson.OPT_INDENT_2)
    return Export(content, "application/ld+json", f"{_file_stem(known.agreement)}.jsonld")


async def _article_30(known: _Known, asked: ExportAsked, _ports: Ports) -> Export:
    content = article_30_csv(known.agreement, known.snapshot, bom=asked.bom)
    name = f"{_file_stem(known.agreement)}-article-30.csv"
    return Export(content, "text/csv; charset=utf-8", name)


def _sheet(known: _Known, wanted: ExportAsked) -> tuple[Sheet, str]:
    """The sheet, and the signed text that it is made of; names and signatures are the record's."""
    agreement = known.agreement
    text = signed_text(agreement)
    digest = hashlib.sha256(text).hexdigest()
    organisations = known.snapshot.organisations.values()
    record = {
        "state": agreement.state.value,
        "approvals": write_value(agreement.approvals),
        "names": {str(body.siren): body.name for body in organisations},
    }
    address = f"{wanted.base.rstrip('/')}/verify/{digest}"
    sheet = agreement_sheet(orjson.loads(text), record, digest, address, wanted.language)
    return sheet, text.decode()


async def _pdf(known: _Known, wanted: ExportAsked, _ports: Ports) -> Export:
    """It bears the instant of the last signature: the same facts are the same bytes."""
    sheet, text = _sheet(known, wanted)
    signed = [approval.at for approval in known.agreement.approvals]
    start = datetime.combine(known.agreement.start, time(), tzinfo=UTC)
    content = await wanted.printer.pdf(sheet, text, max(signed, default=start), wanted.body)
    return Export(content, "application/pdf", f"{_file_stem(known.agreement)}.pdf")


async def _html(known: _Known, wanted: ExportAsked, _ports: Ports) -> Export:
    sheet, _ = _sheet(known, wanted)
    name = f"{_file_stem(known.agreement)}.html"
    return Export(html_of(sheet).encode(), "text/html; charset=utf-8", name)


_WRITE = {
    ExportKind.EVIDENCE: _evidence,
    ExportKind.ODRL: _odrl,
    ExportKind.ARTICLE_30: _article_30,
    ExportKind.PDF: _pdf,
    ExportKind.HTML: _html,
}


def _file_stem(agreement: Agreement) -> str:
    """`conv-2026-0017-2`: no sign that a file system or a header would mind."""
    return f"{agreement.id}-{agreement.version}"
