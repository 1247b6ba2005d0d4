"""The kind of a signed token, as it says itself: only a bearer's access token opens anything."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

import orjson

from gateway.base.problems import BadToken

_TYPES = frozenset({None, "jwt", "at+jwt", "application/at+jwt"})
"""Of the header: RFC 9068, or what issuers sent before it. Logout, security-event and DPoP tokens
each have one of their own (RFC 8725 section 3.11).
"""
_CLAIMED_TYPES = frozenset({None, "bearer"})
"""Of the payload, as Keycloak writes it; its others are ID, Refresh, Offline, Logout."""
_OF_OTHERS = ("at_hash", "c_hash", "s_hash", "events", "htm", "htu")
"""Claims of ID tokens (OpenID Connect Core), of security events (RFC 8417) and of DPoP proofs."""


def is_opaque(token: str) -> bool:
    """No JWT: nothing in it can be read, nor checked, but by its issuer."""
    return token.count(".") != 2


def unverified(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload, only to find whose keys to check the signature with."""
    parts = token.split(".")
    try:
        header, payload = (
            orjson.loads(urlsafe_b64decode(p + "=" * (-len(p) % 4))) for p in parts[:2]
        )
    except (binascii.Error, ValueError):
        header = payload = None
    if len(parts) != 3 or not isinstance(header, dict) or not isinstance(payload, dict):
        raise bad_token("il n'a pas la forme d'un jeton signé", "it is not a signed token")
    return header, payload


def refuse_other_tokens(header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
    """Raises BadToken for what the issuer signed for something else than access by its bearer.

    A token that is bound to a key (`cnf`) proves nothing by itself: we do not ask for the proof.
    """
    if "cnf" in claims:
        raise bad_token(
            "il est lié à une clé dont la preuve n'est pas demandée ici (cnf)",
            "it is bound to a key, whose proof is not asked for here (cnf)",
        )
    is_known = _lower(header.get("typ")) in _TYPES and _lower(claims.get("typ")) in _CLAIMED_TYPES
    if not is_known or "cty" in header or any(each in claims for each in _OF_OTHERS):
        raise _other()
    says_access = "at+jwt" in str(header.get("typ")).lower() or "typ" in claims
    if "nonce" in claims and not says_access:
        # An ID token has one; so had access tokens of some issuers, which say what they are.
        raise _other()


def bad_token(reason_fr: str, reason_en: str) -> BadToken:
    return BadToken(reason_fr=reason_fr, reason_en=reason_en)


def _other() -> BadToken:
    return bad_token(
        "ce n'est pas un jeton d'accès, mais un jeton d'identité, de déconnexion ou d'un autre"
        " usage",
        "it is no access token, but one of identity, of logout or of another use",
    )


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text
