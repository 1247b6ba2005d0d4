"""An act on an agreement, and what the agreement gives once it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from catalog.actions.agreement import AgreementDraft
from catalog.actions.outcome import Acted
from catalog.actions.sharing.acts import OpenPreview, SharingAct
from catalog.actions.sharing.preview import AgreementPreview
from catalog.actions.sharing.previewing import TO_BE_SIGNED, preview_of
from catalog.model.agreement import Agreement, GuardRecord
from catalog.model.paris import middle_of, paris_day
from catalog.model.subject import Subject
from catalog.reference import cog_in
from gateway.acts.act import act
from gateway.acts.act_list import LineAct, ListActed, act_on_list
from gateway.acts.ports import ActPorts
from gateway.acts.propose_list import Proposed, Unread, propose_list
from gateway.reading.query.ports import Ports
from gateway.reading.reports.row_count import (
    CommuneRows,
    count_all_rows,
    count_by_commune,
    count_rows,
)


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """`preview` for acts that show what an agreement gives."""

    acted: Acted
    preview: AgreementPreview | None = None


@dataclass(frozen=True, slots=True)
class Foresight:
    """The foresight that the grantor's people are told before they sign. `rows` of `all_rows` on
    the day that it would begin, None where the law gives them no rows; `communes`: the communes of
    the rows, as `count_by_commune` says; `guard`: the limits that would stop it, held against all
    that the other party reads today.
    """

    rows: int | None
    all_rows: int | None
    guard: GuardRecord | None
    communes: Sequence[CommuneRows] | None = None


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

    async def on_list(self, acts: Sequence[LineAct], *, dry_run: bool) -> ListActed:
        """Each line as if it were asked for alone, in one write."""
        return await act_on_list(acts, self.subject, self.acts, dry_run=dry_run)

    async def propose(
        self,
        drafts: Sequence[AgreementDraft | Unread],
        answer_by: date | None,
        *,
        dry_run: bool,
    ) -> Proposed:
        """Each line as if it were proposed alone, in one write."""
        return await propose_list(drafts, answer_by, self.subject, self.acts, dry_run=dry_run)

    async def _preview(self, agreement: Agreement) -> AgreementPreview:
        """On the day it would begin, or today once it has."""
        snapshot = await self.ports.catalog.current()
        day = max(agreement.start, paris_day(self.ports.clock()))
        return preview_of(agreement, snapshot, cog_in(snapshot), day)

    async def foresight(self, agreement: Agreement) -> Foresight | None:
        """None for anybody but the grantor's people, and once nobody signs it any more.

        Raises Problems of the source.
        """
        if self.subject.reader != agreement.grantor or agreement.state not in TO_BE_SIGNED:
            return None
        snapshot = await self.ports.catalog.current()
        day = max(agreement.start, paris_day(self.ports.clock()))
        guard = None
        if self.acts.guard is not None:
            guard = await asyncio.to_thread(
                self.acts.guard, agreement, snapshot, cog_in(snapshot), day
            )
        begins = middle_of(day)
        return Foresight(
            rows=await count_rows(agreement, self.subject, self.ports, begins),
            all_rows=await count_all_rows(agreement, self.subject, self.ports),
            guard=guard,
            communes=await count_by_commune(agreement, self.subject, self.ports, begins),
        )

    async def _with_rows(self, preview: AgreementPreview, agreement: Agreement) -> AgreementPreview:
        """Counted on the day of the preview, for the owner's people alone: nobody else is told."""
        if self.subject.reader != agreement.grantor:
            return preview
        moment = middle_of(preview.at)
        rows = await count_rows(agreement, self.subject, self.ports, moment)
        return replace(preview, row_count=rows)
