"""A sheet or a board as a tagged PDF (PDF/UA-1), typeset in a child that is bounded and alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from federation.engines.fair_turns import FairTurns
from federation.engines.query_tag import Caller
from gateway.base.child_process.host import ChildHost
from papers.board_sheet import BoardSheet
from papers.printing_job import job_of, job_of_board
from papers.problems import PaperNotPrinted
from papers.sheet import Sheet

MOST_S = 60
_AT_ONCE = 2
_MOST_BYTES = 1 << 30
HOST = ChildHost("papers.child")
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Two at once, one of a body: others wait for their turn."""

    turns: FairTurns = field(default_factory=lambda: FairTurns(_AT_ONCE))

    async def pdf(self, sheet: Sheet, content: str, at: datetime, body: str) -> bytes:
        """The same bytes for the same sheet. `content` is attached as it is; `at` is the instant
        that the document bears; `body` is whose turn it takes. Raises PaperNotPrinted.
        """
        return await self._typeset(job_of(sheet, content, at), body)

    async def board(self, board: BoardSheet, at: datetime, body: str) -> bytes:
        """The same of a board as one reader read it. Raises PaperNotPrinted."""
        return await self._typeset(job_of_board(board, at), body)

    async def _typeset(self, content: Mapping[str, object], body: str) -> bytes:
        job = json.dumps(content).encode()
        async with self.turns.admitted(Caller(body)):
            printed = await HOST.answered(job, within_s=MOST_S, most_bytes=_MOST_BYTES)
        if printed is None or not printed.startswith(b"%PDF-"):
            _log.warning("paper_child_stopped", answered=len(printed or b""))
            raise PaperNotPrinted
        return printed
