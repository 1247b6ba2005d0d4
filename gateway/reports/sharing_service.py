"""An act on an agreement, and what the agreement gives once it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.actions.sharing.acts import OpenPreview, SharingAct
from catalog.actions.sharing.outcome import Acted
from catalog.actions.sharing.preview import AgreementPreview
from catalog.actions.sharing.previewing import preview_of
from catalog.model.agreement import Agreement
from catalog.model.paris import middle_of, paris_day
from catalog.model.subject import Subject
from catalog.reference import cog_in
from gateway.acts.act import act
from gateway.acts.ports import ActPorts
from gateway.query.ports import Ports
from gateway.reports.row_count import count_rows


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """`preview` for acts that show what an agreement gives."""

    acted: Acted
    preview: AgreementPreview | None = None


@dataclass(frozen=True, slots=True)
class SharingService:
    """As the subject of one request. Raises ActRefused, ActsRefused, CatalogMoved."""

    subject: Subject
    acts: ActPorts
    ports: Ports

    async def __call__(self, asked: SharingAct, *, dry_run: bool) -> ActAnswer:
        acted = await act(asked, self.subject, self.acts, dry_run=dry_run)
        if acted.agreement is None:
            return ActAnswer(acted)
        preview = await self._preview(acted.agreement)
        if isinstance(asked, OpenPreview):
            preview = await self._with_rows(preview, acted.agreement)
        return ActAnswer(acted, preview)

    async def _preview(self, agreement: Agreement) -> AgreementPreview:
        """On the day it would begin, or today once it has."""
        snapshot = await self.ports.catalog.current()
        day = max(agreement.start, paris_day(self.ports.clock()))
        return preview_of(agreement, snapshot, cog_in(snapshot), day)

    async def _with_rows(self, preview: AgreementPreview, agreement: Agreement) -> AgreementPreview:
        """Counted on the day of the preview, for the owner's people alone: nobody else is told."""
        if self.subject.reader != agreement.grantor:
            return preview
        moment = middle_of(preview.at)
        rows = await count_rows(agreement, self.subject, self.ports, moment)
        return replace(preview, row_count=rows)
