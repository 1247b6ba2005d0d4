"""The check of an evidence pack: its files, its texts and what was signed belong together.

Nothing but the pack is needed. Who made it is what its seal says, which is checked elsewhere.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from catalog.canonical_json import write_canonical
from catalog.exports.evidence import FORMAT, MANIFEST, SEAL
from catalog.model.agreement import AgreementState

_MOST_BYTES, _MOST_FILES = 512 * 1024 * 1024, 10_000
_IN_FORCE = frozenset({AgreementState.ACTIVE, AgreementState.SUSPENDED, AgreementState.SUPERSEDED})
"""States that only what both have signed comes to; others may have been in force, or not."""
_SIGNED, _RECORD = "signed.json", "record.json"


class NoPackError(ValueError):
    """It is no ZIP of Interco's evidence, or larger than any."""


def files_of(pack: bytes) -> dict[str, bytes]:
    """Raises NoPackError, also for two files of one name: programs differ in which they show."""
    try:
        with zipfile.ZipFile(io.BytesIO(pack)) as archive:
            listed = archive.infolist()
            names = {each.filename for each in listed}
            size = sum(each.file_size for each in listed)
            if len(names) < len(listed) or len(listed) > _MOST_FILES or size > _MOST_BYTES:
                raise NoPackError
            return {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NoPackError from error


def departures_in(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paths that are not what the manifest says, are missing or are not in it; texts that are
    not canonical or are another version's; records of another text, signed by nobody where they say
    that it is in force, or by who is no party. None: the pack is whole.
    """
    manifest = _read(files.get(MANIFEST, b""))
    try:
        listed = {str(each["path"]): str(each["sha256"]) for each in manifest["files"]}
        versions = {str(each["citation"]): each for each in manifest["versions"]}
        is_ours = manifest["format"] == FORMAT
    except (KeyError, TypeError):
        return (MANIFEST,)
    if not is_ours:
        return (MANIFEST,)
    wrong = {name for name, digest in listed.items() if _digest(files.get(name, b"")) != digest}
    wrong |= files.keys() - listed.keys() - {MANIFEST, SEAL}
    recorded = set()
    for folder in sorted({name.rpartition("/")[0] for name in files if name.endswith(_RECORD)}):
        record = _read(files[f"{folder}/{_RECORD}"])
        wrong.update(f"{folder}/{name}" for name in _differences(files, folder, record, versions))
        recorded.add(record.get("citation"))
    if recorded != versions.keys():
        wrong.add(MANIFEST)
    return tuple(sorted(wrong))


def records_in(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Of a pack without departures, the record of each version, by its number."""
    records = [_read(files[name]) for name in files if name.endswith(f"/{_RECORD}")]
    return sorted(records, key=lambda each: int(str(each["citation"]).rpartition("@")[2]))


def _differences(
    files: Mapping[str, bytes],
    folder: str,
    record: Mapping[str, Any],
    versions: Mapping[str, Mapping[str, Any]],
) -> Iterator[str]:
    """Of one version: the files that disagree with each other, or with the manifest."""
    content = files.get(f"{folder}/{_SIGNED}", b"")
    text, digest = _read(content), _digest(content)
    try:
        citation = f"{text['id']}@{text['version']}"
        parties = {text["grantor"], text["grantee"]}
        is_canonical = write_canonical(text) == content
    except (KeyError, TypeError, ValueError):
        yield _SIGNED
        return
    if not is_canonical or folder != f"versions/{text['version']}":
        yield _SIGNED
    try:
        version = versions[citation]
        citations = {
            (each["citation"], each["sha256"], each["state"]) for each in (record, version)
        }
        signers = {each["organisation"] for each in record["approvals"]}
        hashes = {each["version_sha256"] for each in record["approvals"]}
        was_in_force = _was_in_force(record)
    except (KeyError, TypeError):
        yield _RECORD
        return
    is_alike = citations == {(citation, digest, record["state"])}
    is_unsigned = was_in_force and signers != parties
    if not is_alike or hashes - {digest} or signers - parties or is_unsigned:
        yield _RECORD


def _was_in_force(record: Mapping[str, Any]) -> bool:
    return record["state"] in _IN_FORCE or any(
        step["after"] == AgreementState.ACTIVE for step in record["life"]["steps"]
    )


def _read(content: bytes) -> dict[str, Any]:
    """Empty where it is no object."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
