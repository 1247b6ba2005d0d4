"""The place where the draft of a form is kept: by person, body and form."""

from __future__ import annotations

import re

from starlette.requests import Request

from catalog.model.draft import DraftPlace
from gateway.http.session_guard import signed_in_of

_NAME = re.compile(r"[a-z0-9-]{1,60}")


def draft_place(request: Request, name: str) -> DraftPlace | None:
    """None for nobody, and for a name that no form has."""
    signed_in = signed_in_of(request)
    if signed_in is None or not _NAME.fullmatch(name):
        return None
    session = signed_in.session
    return DraftPlace(session.issuer, session.sub, session.siren, name)
