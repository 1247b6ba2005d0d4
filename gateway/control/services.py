"""Acts as the control side asks for them: bound to the subject of one request."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.sharing.acts import OpenPreview, SharingAct
from catalog.actions.sharing.preview import AgreementPreview
from catalog.actions.sharing.previewing import preview_of
from catalog.model.agreement import Agreement
from catalog.model.paris import middle_of, paris_day
from catalog.model.subject import Subject
from catalog.reference import cog_in
from gateway.acts.act import act as perform
from gateway.acts.possible import AskedPossible
from gateway.control.ports import ActAnswer, ControlPorts
from gateway.notifications.service import AskedWebhooks
from gateway.query.given import AskedGiven
from gateway.query.plan_cache import Prepared
from gateway.query.ports import Ports
from gateway.query.request import GraphqlRequest
from gateway.reports.coverage_port import Covering
from gateway.reports.port import Explaining
from gateway.reports.row_count import count_rows
from gateway.reports.usage import AskedUsage
from gateway.secret_store.asking import AskedSecrets
from gateway.services import Services
from gateway.source_monitoring.asking import AskedSources
from gateway.source_monitoring.storages import AskedStorages


def control_ports(prepared: Prepared, request: GraphqlRequest, services: Services) -> ControlPorts:
    ports = services.query

    async def act_as_subject(act: SharingAct, *, dry_run: bool) -> ActAnswer:
        acted = await perform(act, prepared.subject, services.acts, dry_run=dry_run)
        if acted.agreement is None:
            return ActAnswer(acted)
        preview = await _preview(acted.agreement, ports)
        if isinstance(act, OpenPreview):
            preview = await _with_rows(preview, acted.agreement, prepared.subject, ports)
        return ActAnswer(acted, preview)

    return ControlPorts(
        act=act_as_subject,
        possible=AskedPossible(prepared.subject, prepared.snapshot, services.acts),
        explain=Explaining(prepared, request, ports),
        coverage=Covering(prepared, ports),
        webhooks=AskedWebhooks(prepared.subject, services.acts, services.notifications),
        sources=AskedSources(prepared.subject, services.acts, services.sources),
        secrets=AskedSecrets(prepared.subject, services.acts, services.secret_ring),
        storages=AskedStorages(
            prepared.subject, services.acts, services.notifications.resolve_secret
        ),
        usage=AskedUsage(prepared.subject, ports, services.acts.law),
        given=AskedGiven(prepared.subject, prepared.snapshot, ports),
    )


async def _preview(agreement: Agreement, ports: Ports) -> AgreementPreview:
    """On the day it would begin, or today once it has."""
    snapshot = await ports.catalog.current()
    day = max(agreement.start, paris_day(ports.clock()))
    return preview_of(agreement, snapshot, cog_in(snapshot), day)


async def _with_rows(
    preview: AgreementPreview, agreement: Agreement, subject: Subject, ports: Ports
) -> AgreementPreview:
    """Counted on the day of the preview, for the owner's people alone: nobody else is told."""
    if subject.reader != agreement.grantor:
        return preview
    moment = middle_of(preview.at)
    return replace(preview, row_count=await count_rows(agreement, subject, ports, moment))
