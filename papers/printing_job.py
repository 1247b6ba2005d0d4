"""The job that is sent to the child that typesets a sheet."""

from __future__ import annotations

import io
from dataclasses import asdict
from datetime import datetime

import segno

from papers.columns import fitted, is_wide
from papers.sheet import Sheet


def job_of(sheet: Sheet, content: str, at: datetime) -> dict[str, object]:
    """`papers.child` says what it holds."""
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
