"""The errors that providers send: codes that may be shown, and what they mean to a person."""

from __future__ import annotations

import re

from catalog.model.problem import Problem
from gateway.identity.problems import ProviderRefused, SignInDeclined

_CODE = re.compile(r"[a-z][a-z_]{2,39}")
_PROCONNECT = re.compile(r"\bY[0-9A-F]{6}\b")
"""ProConnect's own, which its support asks for: Y000400, Y030111, Y500015, Y04A586."""
_GIVEN_UP = frozenset({"access_denied", "login_required", "interaction_required"})


def error_code(error: str | None, description: str | None) -> str:
    """The part of an error that may be shown: codes alone, for its text comes from outside."""
    code = error if error is not None and _CODE.fullmatch(error) else "error"
    own = _PROCONNECT.search(f"{error or ''} {description or ''}")
    return code if own is None else f"{code}, {own[0]}"


def refusal_of(provider: str, error: str, description: str | None) -> Problem:
    """The page for an authorization answer that is an error (RFC 6749 section 4.1.2.1)."""
    code = error_code(error, description)
    if error in _GIVEN_UP and code == error:
        return SignInDeclined(provider=provider)
    return ProviderRefused(provider=provider, error=code)
