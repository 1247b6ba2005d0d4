"""The strength of a sign-in: the one place that compares levels (`acr`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from catalog.model.subject import Strength
from gateway.base.settings import StrengthSettings

MACHINE_PROVES = frozenset({Strength.READ, Strength.DRAFT})
"""The acts of a machine, whatever its token says: it signs in with no factor, and never binds."""


class SignInSettings(Protocol):
    """The part of the settings that says what levels suffice for."""

    @property
    def strengths(self) -> StrengthSettings: ...
    @property
    def require_mfa(self) -> bool: ...


def proves(acr: str | None, settings: SignInSettings) -> frozenset[Strength]:
    """The classes of acts that a person signed in at this level may do; of no level, to read.

    A level that no list names counts as none: providers say `1` or `0` where nobody told them what
    their levels are called.
    """
    levels = settings.strengths
    if acr not in {*levels.read, *levels.draft, *levels.approve}:
        return frozenset() if settings.require_mfa else frozenset({Strength.READ})
    if settings.require_mfa:
        return frozenset(Strength) if acr in levels.approve else frozenset()
    suffices = {
        Strength.READ: levels.read,
        Strength.DRAFT: levels.draft,
        Strength.APPROVE: levels.approve,
    }
    return frozenset(each for each, listed in suffices.items() if acr in listed)


@dataclass(frozen=True, slots=True)
class _Defaults:
    strengths: StrengthSettings
    require_mfa: bool = False


_DEFAULTS = _Defaults(StrengthSettings())


def proves_by_default(acr: str | None) -> frozenset[Strength]:
    """The classes of acts that a level proves where the operator changed none of the settings."""
    return proves(acr, _DEFAULTS)


def proved(proves: frozenset[Strength], *, may_approve: bool) -> frozenset[Strength]:
    """The classes of acts that a person may do: a person who is no agent of the body does not bind
    it, however strong the sign-in was.
    """
    return proves if may_approve else proves - {Strength.APPROVE}
