"""`python -m tools.audit`, which `./interco sbom --audit` becomes: whether what the lock files pin
has known weaknesses, by a database that the operator fetched. No network is used.

0: none is known; 1: some are; 3: nobody can say, for want of a database, of a recent one, or of
what is in it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from gateway.cli.language import language_of_the_terminal
from tools.advisories import (
    Advisories,
    AdvisoriesUnreadable,
    Advisory,
    plain_name,
    read_advisories,
)
from tools.endings import end_with
from tools.sbom import ROOT, carried_files, read_lock

_LOCKS = ("requirements.lock", "requirements-test.lock")
_FRESH_DAYS = 30
_CANNOT_SAY = 3


@dataclass(frozen=True, slots=True)
class Pinned:
    """One version of one library; `serves` is false of what tests and checks alone need."""

    ecosystem: str
    name: str
    version: str
    serves: bool


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./interco sbom --audit")
    parser.add_argument("advisories", type=Path, nargs="*")
    parser.add_argument("--max-age-days", type=int, default=_FRESH_DAYS)
    given = parser.parse_args(arguments)
    if not given.advisories:
        _say(
            "Aucune base d'avis n'est indiquée, rien n'a été comparé. Téléchargez PyPI/all.zip "
            "et npm/all.zip (SECURITY.md dit d'où), puis : "
            "./interco sbom --audit pypi.zip npm.zip",
            "No database of advisories is given: nothing was compared. Download PyPI/all.zip and "
            "npm/all.zip (SECURITY.md says from where), then: "
            "./interco sbom --audit pypi.zip npm.zip",
        )
        return _CANNOT_SAY
    pinned = tuple(pinned_in({name: (ROOT / name).read_text("utf-8") for name in _LOCKS}))
    wanted = frozenset((each.ecosystem, plain_name(each.name)) for each in pinned)
    try:
        advisories = read_advisories(given.advisories, wanted)
    except AdvisoriesUnreadable as unreadable:
        _say(
            f"{unreadable.fr} Téléchargez PyPI/all.zip et npm/all.zip (SECURITY.md dit d'où).",
            f"{unreadable.en} Download PyPI/all.zip and npm/all.zip (SECURITY.md says from where).",
        )
        return _CANNOT_SAY
    return report(pinned, advisories, datetime.now(UTC).date(), given.max_age_days)


def pinned_in(locks: dict[str, str]) -> Iterator[Pinned]:
    """Packages that serve, then packages for tests and checks alone, then the scripts of pages."""
    known: set[tuple[str, str]] = set()
    for lock, text in locks.items():
        for component in read_lock(text):
            version = str(component.version)
            if (component.name, version) not in known:
                known.add((component.name, version))
                yield Pinned("PyPI", component.name, version, serves=lock == _LOCKS[0])
    for component in carried_files():
        yield Pinned("npm", component.name, str(component.version), serves=True)


def report(pinned: Iterable[Pinned], advisories: Advisories, today: date, most_days: int) -> int:
    """Says all of it; the exit code."""
    libraries = tuple(pinned)
    weak = [
        (library, advisory)
        for library in libraries
        for advisory in advisories.about(library.ecosystem, library.name, library.version)
    ]
    for library, advisory in weak:
        _say(*_sentences(library, advisory))
    unread = sorted({each.ecosystem for each in libraries} - advisories.counted.keys())
    for ecosystem in unread:
        _say(
            f"{ecosystem} : la base n'a aucun avis de cet ensemble, rien n'en a été comparé.",
            f"{ecosystem}: the database has no advisory of it, nothing of it was compared.",
        )
    newest = advisories.newest
    is_old = newest is None or (today - newest).days > most_days
    if is_old:
        _say(
            f"La base est trop ancienne : son dernier avis est du {newest}, plus de {most_days} "
            "jours. Téléchargez-la de nouveau (SECURITY.md).",
            f"The database is too old: its last advisory is of {newest}, more than {most_days} "
            "days ago. Download it again (SECURITY.md).",
        )
    records = sum(advisories.counted.values())
    _say(
        f"{len(libraries)} bibliothèques comparées à {records} avis (le dernier du {newest}) : "
        f"{len(weak)} faiblesses connues.",
        f"{len(libraries)} libraries compared with {records} advisories (the last of {newest}): "
        f"{len(weak)} known weaknesses.",
    )
    if weak:
        return 1
    return _CANNOT_SAY if unread or is_old else 0


def _sentences(library: Pinned, advisory: Advisory) -> tuple[str, str]:
    names = ", ".join((advisory.id, *advisory.aliases))
    where = ("en service", "in service") if library.serves else ("pour les tests", "for tests")
    fixed = advisory.fixed[0] if advisory.fixed else None
    cure = (
        (f"corrigé en {fixed}", f"corrected in {fixed}")
        if fixed
        else ("sans correction connue", "no correction is known")
    )
    what = f"{library.name} {library.version}"
    summary = f" {advisory.summary}" if advisory.summary else ""
    return (
        f"{what} ({where[0]}) : {names}, {cure[0]}.{summary}",
        f"{what} ({where[1]}): {names}, {cure[1]}.{summary}",
    )


def _say(fr: str, en: str) -> None:
    print(fr if language_of_the_terminal() == "fr" else en)


if __name__ == "__main__":
    end_with(partial(main, sys.argv[1:]))
