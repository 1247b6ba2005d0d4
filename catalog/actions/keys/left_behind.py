"""Machine keys of a person who has left: another steward confirms them, or they end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from catalog.changes import Changes
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.organisation import Agent, AgentKind
from catalog.model.paris import paris_day
from catalog.model.service_account import ServiceAccount
from catalog.snapshot import Snapshot

DAYS_TO_CONFIRM = 30
_STEWARDS = frozenset({"steward"})


def with_keys_left(changes: Changes, catalog: Snapshot, now: datetime) -> Changes:
    """`changes` with the keys in use that were made by agents whom these changes leave without a
    role in the body. A body that keeps a steward has DAYS_TO_CONFIRM to confirm them and is told;
    in any other they open nothing from now on.
    """
    put = [entity for entity in changes.put if isinstance(entity, Agent)]
    removed = [entity for entity in changes.removed if isinstance(entity, Agent)]
    if not put and not removed:
        return changes
    after = {**catalog.agents, **{_key(agent): agent for agent in put}}
    for agent in removed:
        after.pop(_key(agent), None)
    accounts: list[ServiceAccount] = []
    for key in sorted({_key(agent) for agent in (*put, *removed)}):
        before = catalog.agents.get(key)
        if before is not None and _has_left(before, after.get(key)):
            has_steward = _has_steward(before.organisation, after.values())
            accounts += [
                _left(account, now, has_steward=has_steward)
                for account in keys_made_by(before, catalog.service_accounts.values(), now)
            ]
    messages = [_message(account, now) for account in accounts if account.revoked_at is None]
    return replace(changes, put=(*changes.put, *accounts), messages=(*changes.messages, *messages))


def keys_made_by(
    agent: Agent, accounts: Iterable[ServiceAccount], now: datetime
) -> list[ServiceAccount]:
    """The agent's accounts for its body that open something now and wait for no confirmation."""
    return [
        account
        for account in accounts
        if account.organisation == agent.organisation
        and account.made_by == agent.sub
        and account.confirm_before is None
        and any(account.opens(key.id, now) for key in account.keys)
    ]


def _key(agent: Agent) -> tuple[str, str]:
    return agent.issuer, agent.sub


def _has_left(before: Agent, after: Agent | None) -> bool:
    if before.organisation is None or not before.has_role:
        return False
    return after is None or not after.has_role or after.organisation != before.organisation


def _has_steward(siren: Siren | None, agents: Iterable[Agent]) -> bool:
    return any(
        agent.organisation == siren and agent.kind is AgentKind.PERSON and "steward" in agent.roles
        for agent in agents
    )


def _left(account: ServiceAccount, now: datetime, *, has_steward: bool) -> ServiceAccount:
    if not has_steward:
        return replace(account, revoked_at=now)
    return replace(account, confirm_before=now + timedelta(days=DAYS_TO_CONFIRM))


def _message(account: ServiceAccount, now: datetime) -> Message:
    end = paris_day(now + timedelta(days=DAYS_TO_CONFIRM))
    return Message(
        kind="key.to_confirm",
        key=f"key.to_confirm/{account.id}/{now.isoformat()}",
        to=(account.organisation,),
        roles=_STEWARDS,
        about=account.id,
        facts={"machine": account.name, "end": end.isoformat()},
    )
