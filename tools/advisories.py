"""A database of known weaknesses of libraries, as OSV writes it: read from a copy, never fetched.

A copy is one ZIP of an ecosystem's export (`PyPI/all.zip`), or a folder of such ZIP files and of
records, one JSON file each (https://ossf.github.io/osv-schema/).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from packaging.version import InvalidVersion, Version

_MOST_BYTES = 20_000_000
"""Of one record: the largest of OSV have a few hundred thousand."""


class AdvisoriesUnreadable(Exception):  # noqa: N818 - says what happened, as Problems do
    """A file that is no such database: why, in French and in English."""

    def __init__(self, path: Path, why_fr: str, why_en: str) -> None:
        self.fr = f"{path} n'est pas une base d'avis de sécurité au format OSV : {why_fr}."
        self.en = f"{path} is no database of advisories in OSV's format: {why_en}."
        super().__init__(self.en)


@dataclass(frozen=True, slots=True)
class Advisory:
    """`fixed`: the versions in which it is corrected, of this library; none where none is known."""

    id: str
    aliases: tuple[str, ...]
    summary: str
    fixed: tuple[str, ...]


@dataclass(slots=True)
class Advisories:
    """Of the libraries that were asked about; `counted` records of each ecosystem were read, the
    last of which changed on `newest`.
    """

    counted: dict[str, int] = field(default_factory=dict)
    newest: date | None = None
    _affected: dict[tuple[str, str], list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = field(
        default_factory=dict, repr=False
    )

    def about(self, ecosystem: str, name: str, version: str) -> tuple[Advisory, ...]:
        """The advisories on this version, each once, even if several publishers have it."""
        known: dict[str, Advisory] = {}
        for record, affected in self._affected.get((ecosystem, plain_name(name)), ()):
            if is_affected(affected, version):
                advisory = Advisory(
                    id=str(record["id"]),
                    aliases=tuple(map(str, record.get("aliases") or ())),
                    summary=_first_line(record),
                    fixed=_fixed(affected, version),
                )
                known.setdefault(min((advisory.id, *advisory.aliases)), advisory)
        return tuple(known[key] for key in sorted(known))

    def add(self, record: Mapping[str, Any], wanted: frozenset[tuple[str, str]]) -> None:
        """Raises KeyError, TypeError, ValueError for what is no record of OSV."""
        modified = date.fromisoformat(str(record["modified"])[:10])
        self.newest = modified if self.newest is None else max(self.newest, modified)
        ecosystems = set()
        for affected in record.get("affected") or ():
            package = affected.get("package") or {}
            ecosystem, name = str(package.get("ecosystem", "")), str(package.get("name", ""))
            ecosystems.add(ecosystem)
            key = (ecosystem, plain_name(name))
            if key in wanted and not record.get("withdrawn"):
                self._affected.setdefault(key, []).append((record, affected))
        for ecosystem in ecosystems:
            self.counted[ecosystem] = self.counted.get(ecosystem, 0) + 1


def read_advisories(paths: Sequence[Path], wanted: frozenset[tuple[str, str]]) -> Advisories:
    """`wanted`: (ecosystem, plain name) of each library. Raises AdvisoriesUnreadable."""
    advisories = Advisories()
    for path in paths:
        before = sum(advisories.counted.values())
        for name, content in _records(path):
            try:
                advisories.add(orjson.loads(content), wanted)
            except (KeyError, TypeError, ValueError, AttributeError):
                raise AdvisoriesUnreadable(
                    path,
                    why_fr=f"{name} n'est pas un avis",
                    why_en=f"{name} is no advisory",
                ) from None
        if sum(advisories.counted.values()) == before:
            raise AdvisoriesUnreadable(
                path, why_fr="aucun avis n'y est", why_en="it holds no advisory"
            )
    return advisories


def plain_name(name: str) -> str:
    """As PyPI compares names (PEP 503); npm's have no other spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_affected(affected: Mapping[str, Any], version: str) -> bool:
    """Listed, or within a range; what cannot be compared counts as affected."""
    if version in (affected.get("versions") or ()):
        return True
    return any(
        _is_within(each.get("events") or (), version)
        for each in affected.get("ranges") or ()
        if each.get("type") in {"ECOSYSTEM", "SEMVER"}
    )


def _is_within(events: Sequence[Mapping[str, str]], version: str) -> bool:
    try:
        looked_up = Version(version)
        steps = sorted(
            (Version(bound), kind)
            for event in events
            for kind, bound in event.items()
            if kind in {"introduced", "fixed", "last_affected"}
        )
    except InvalidVersion:
        return True
    inside = False
    for bound, kind in steps:
        if kind == "introduced" and bound <= looked_up:
            inside = True
        elif (kind == "fixed" and bound <= looked_up) or (
            kind == "last_affected" and bound < looked_up
        ):
            inside = False
    return inside


def _fixed(affected: Mapping[str, Any], version: str) -> tuple[str, ...]:
    """Later than `version`, the nearest first."""
    bounds = {
        str(event["fixed"])
        for each in affected.get("ranges") or ()
        if each.get("type") in {"ECOSYSTEM", "SEMVER"}
        for event in each.get("events") or ()
        if "fixed" in event
    }
    try:
        later = sorted((Version(each), each) for each in bounds)
        return tuple(each for bound, each in later if bound > Version(version))
    except InvalidVersion:
        return tuple(sorted(bounds))


def _first_line(record: Mapping[str, Any]) -> str:
    text = str(record.get("summary") or record.get("details") or "").strip()
    return " ".join(text.splitlines()[:1])[:160]


def _records(path: Path) -> Iterator[tuple[str, bytes]]:
    """(name, JSON) of each. Raises AdvisoriesUnreadable."""
    try:
        if not path.is_dir():
            yield from _in_zip(path)
            return
        for file in sorted(path.rglob("*")):
            if file.suffix == ".json":
                yield file.name, file.read_bytes()
            elif file.suffix == ".zip":
                yield from _in_zip(file)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise AdvisoriesUnreadable(
            path, why_fr="il ne se lit pas", why_en="it cannot be read"
        ) from None


def _in_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as export:
        for entry in export.infolist():
            if entry.filename.endswith(".json") and entry.file_size <= _MOST_BYTES:
                yield entry.filename, export.read(entry)
