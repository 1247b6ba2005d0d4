"""The law: embedded, or an OPA server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias

from gateway.base.settings import Settings
from policies.embedded import EmbeddedPolicy
from policies.sources import source_revision

if TYPE_CHECKING:
    from policies.opa_server import OpaPolicy

Law: TypeAlias = "EmbeddedPolicy | OpaPolicy"
"""Both decide about access and about acts."""


@asynccontextmanager
async def open_law(settings: Settings) -> AsyncIterator[Law]:
    reading_s = settings.policy_deadline_s
    if settings.policy == "embedded":
        embedded = EmbeddedPolicy(
            deadline_s=reading_s, act_deadline_s=settings.policy_act_timeout_s
        )
        try:
            yield embedded
        finally:
            await embedded.aclose()
        return
    # Its client takes an eighth of what all of the gateway takes to be imported.
    from policies.opa_server import OpaPolicy

    token = settings.opa_token.get_secret_value() if settings.opa_token else ""
    async with OpaPolicy(
        settings.opa_url or "",
        token=token,
        revision=source_revision(),
        deadline_s=reading_s,
        act_deadline_s=settings.policy_act_timeout_s,
    ) as server:
        yield server
