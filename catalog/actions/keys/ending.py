"""Keys of machines that end soon: their stewards are told in time to make another one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.model.service_account import ServiceAccount

_DAYS = (7, 30)
_STEWARDS = frozenset({"steward"})


def reminders(accounts: Iterable[ServiceAccount], now: datetime) -> list[Message]:
    """Of each machine whose last key ends within 30 days, then within 7; each told once. Whoever
    rotated a key has done what is asked, and is not told of the earlier one.
    """
    return [each for account in accounts if (each := _reminder(account, now)) is not None]


def _reminder(account: ServiceAccount, now: datetime) -> Message | None:
    last = max(account.keys, key=lambda key: key.ends_at)
    if account.revoked_at is not None or last.ends_at <= now:
        return None
    step = next((days for days in _DAYS if last.ends_at <= now + timedelta(days=days)), None)
    # One that was made for no longer is known to end.
    if step is None or last.ends_at - last.made_at <= timedelta(days=step):
        return None
    day = paris_day(last.ends_at - timedelta(seconds=1))
    return Message(
        kind="key.expires_soon",
        key=f"key.expires_soon/{last.id}/{step}",
        to=(account.organisation,),
        roles=_STEWARDS,
        about=account.id,
        facts={
            "machine": account.name,
            "end": day.isoformat(),
            "days": (day - paris_day(now)).days,
        },
    )
