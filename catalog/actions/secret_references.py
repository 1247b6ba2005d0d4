"""Rules of references to secrets: an organisation names its own alone."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from catalog.actions.facts import Facts
from catalog.actions.problems import InvalidSecretReference
from catalog.model.identifiers import Siren
from catalog.model.storage import SecretReference


def own_reference(secret: SecretReference, owner: Siren) -> SecretReference:
    """`store:NAME` means one's own: it is kept with the owner it was written for."""
    if secret.scheme == "store" and "/" not in secret.name:
        return SecretReference("store", f"{owner}/{secret.name}")
    return secret


def judge_secret(
    secret: SecretReference, owner: Siren, facts: Facts
) -> InvalidSecretReference | None:
    """Why it is refused, if it is: a reference to another's would be sent to its host."""
    if _is_own(secret, owner, facts):
        return None
    expected = f"store:…, env:INTERCO_SECRET_{owner}_…"
    if facts.secret_roots:
        expected += f" (file:{facts.secret_roots[0]}/{owner}/…)"
    return InvalidSecretReference(expected=expected)


def _is_own(secret: SecretReference, owner: Siren, facts: Facts) -> bool:
    if secret.scheme == "env":
        prefix = f"INTERCO_SECRET_{owner}_"
        return re.fullmatch(re.escape(prefix) + r"[A-Z0-9_]{1,60}", secret.name) is not None
    if secret.scheme == "file":
        path = PurePosixPath(secret.name)
        return ".." not in path.parts and any(
            path.is_relative_to(PurePosixPath(root, owner)) and path != PurePosixPath(root, owner)
            for root in facts.secret_roots
        )
    if secret.scheme == "store":
        prefix = re.escape(f"{owner}/")
        return re.fullmatch(prefix + r"[a-z][a-z0-9_]{0,59}", secret.name) is not None
    return False
