"""Acts as the control side asks for them: bound to the subject of one request."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from catalog.actions.sharing.acts import SharingAct
from catalog.actions.sharing.preview import AgreementPreview
from catalog.actions.sharing.previewing import preview_of
from catalog.model.agreement import Agreement
from catalog.model.subject import Subject
from catalog.reference import cog_in
from gateway.act import act as perform
from gateway.ports import Ports
from schema.control.ports import ActAnswer, ControlPorts

_PARIS = ZoneInfo("Europe/Paris")


def control_ports(subject: Subject, ports: Ports) -> ControlPorts:
    async def act_as_subject(act: SharingAct, *, dry_run: bool) -> ActAnswer:
        acted = await perform(act, subject, ports.acts, dry_run=dry_run)
        preview = None if acted.agreement is None else await _preview(acted.agreement, ports)
        return ActAnswer(acted, preview)

    return ControlPorts(act=act_as_subject)


async def _preview(agreement: Agreement, ports: Ports) -> AgreementPreview:
    """On the day it would begin, or today once it has."""
    snapshot = await ports.catalog.current()
    day = max(agreement.start, ports.clock().astimezone(_PARIS).date())
    return preview_of(agreement, snapshot, cog_in(snapshot), day)
