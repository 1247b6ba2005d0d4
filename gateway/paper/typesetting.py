"""A sheet as a tagged PDF (PDF/UA-1), typeset in a child process that is bounded and alone."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import segno
import structlog

from federation.engines.fair_turns import FairTurns
from federation.engines.query_tag import Caller
from gateway.paper.columns import fitted, is_wide
from gateway.paper.problems import PaperNotPrinted
from gateway.paper.sheet import Sheet

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = "gateway.paper.child"
MOST_S = 60
_AT_ONCE = 2
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
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", _PROGRAM),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                # Nothing of the gateway's environment, and no way to the network by a proxy.
                env={
                    "PYTHONPATH": str(_ROOT),
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "RAYON_NUM_THREADS": "1",
                    "HTTPS_PROXY": "http://127.0.0.1:9",
                    "HTTP_PROXY": "http://127.0.0.1:9",
                },
            )
            try:
                async with asyncio.timeout(MOST_S):
                    printed, _ = await child.communicate(job)
            except TimeoutError:
                printed = b""
            finally:
                if child.returncode is None:
                    child.kill()
                    await child.wait()
        if child.returncode != 0 or not printed.startswith(b"%PDF-"):
            _log.warning("paper_child_stopped", returncode=child.returncode)
            raise PaperNotPrinted
        return printed


def job_of(sheet: Sheet, content: str, at: datetime) -> dict[str, object]:
    printed = fitted(sheet)
    return {
        "sheet": {**asdict(printed), "is_wide": is_wide(printed)},
        "code": code_of(sheet.address),
        "content": content,
        "at": int(at.timestamp()),
    }


def code_of(address: str) -> str:
    """A QR code as SVG."""
    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        target, kind="svg", border=2, xmldecl=False, omitsize=True
    )
    return target.getvalue().decode()
