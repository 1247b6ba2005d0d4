"""For whom a statement is sent: the request's own reference, by which logs and audit are joined,
and whose share of an engine it takes.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

REQUEST: ContextVar[str] = ContextVar("interco_request", default="")
"""Set where a request begins; letters and digits of our own making, nothing of the caller's."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The body and the person whose share of an engine a query takes.

    `body` is an organisation's SIREN, or empty: all who come without a token are one body.
    `person` is one agent of it, or the address that somebody without a token comes from.
    """

    body: str = ""
    person: str = ""


CALLER: ContextVar[Caller] = ContextVar("interco_caller", default=Caller())  # noqa: B039 - frozen
"""Set where it is known who asks."""


def source_name() -> str:
    """The name of the request behind a query, as an engine's own list of queries shows it."""
    request = REQUEST.get()
    return f"interco {request}" if request else "interco"
