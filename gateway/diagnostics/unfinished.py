"""A check that fails in a way of its own is a finding too: it hides no other."""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable, Iterable

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Problem
from gateway.diagnostics.findings import Finding, State, met

Found = Finding | Iterable[Finding]


def findings_of(check: str, look: Callable[[], Found]) -> list[Finding]:
    """The findings of `look`, or the one that says why it could not end."""
    try:
        return _listed(look())
    except Problem as problem:
        return [met(check, problem)]
    except Exception as error:  # noqa: BLE001 - whatever a setting leads to is told
        return [unfinished(check, error)]


async def findings_awaited(check: str, look: Awaitable[Found]) -> list[Finding]:
    """The same of what is awaited."""
    try:
        return _listed(await look)
    except Problem as problem:
        return [met(check, problem)]
    except Exception as error:  # noqa: BLE001 - whatever a setting leads to is told
        return [unfinished(check, error)]


def unfinished(check: str, error: Exception) -> Finding:
    """Without the error's own words, which may hold a value."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        text = Bilingual("Le disque est plein.", "The disk is full.")
        step = Bilingual(
            "Faites de la place dans le dossier d'état (INTERCO_STATE) et dans /tmp.",
            "Make room in the state folder (INTERCO_STATE) and in /tmp.",
        )
        return Finding(check, State.FAULT, text, step)
    name = type(error).__name__
    return Finding(
        check,
        State.FAULT,
        Bilingual(
            f"Cette vérification n'a pas pu finir ({name}).",
            f"This check could not end ({name}).",
        ),
        Bilingual(
            "Relisez les réglages qui la concernent (./interco config show), puis relancez ; si "
            "cela continue, signalez-le avec le nom entre parenthèses.",
            "Read the settings that it is about (./interco config show), then run it again; if it "
            "goes on, report it with the name in parentheses.",
        ),
    )


def _listed(given: Found) -> list[Finding]:
    return [given] if isinstance(given, Finding) else list(given)
