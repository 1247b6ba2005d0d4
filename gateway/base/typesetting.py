"""A sheet as a tagged PDF (PDF/UA-1), typeset in a child process that is bounded and alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from federation.engines.fair_turns import FairTurns
from federation.engines.query_tag import Caller
from gateway.base.child_process.host import ChildHost
from papers.printing_job import job_of
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
        job = json.dumps(job_of(sheet, content, at)).encode()
        async with self.turns.admitted(Caller(body)):
            printed = await HOST.answered(job, within_s=MOST_S, most_bytes=_MOST_BYTES)
        if printed is None or not printed.startswith(b"%PDF-"):
            _log.warning("paper_child_stopped", answered=len(printed or b""))
            raise PaperNotPrinted
        return printed
