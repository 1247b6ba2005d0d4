"""The evidence pack of a convention: what was signed, by whom, what happened, what was read.

One ZIP, the same bytes from the same facts: anyone may check it by its manifest of SHA-256.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from catalog.actions.agreement_text import signed_text
from catalog.actions.sharing.names import ActName
from catalog.canonical_json import write_canonical
from catalog.codec import write_value
from catalog.exports.csv_text import write_csv
from catalog.exports.problems import NothingProposed
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.audit import AuditedRead, AuditIntent
from catalog.model.identifiers import Siren
from catalog.snapshot import Snapshot

FORMAT = "interco.evidence/1"
MANIFEST, SEAL = "manifest.json", "seal.jws"
Seal = Callable[[bytes], str]
"""A signature of the manifest, as one line of text."""
READ_COLUMNS = (
    "demande",
    "instant",
    "convention",
    "organisme",
    "pour le compte de",
    "émetteur",
    "agent",
    "finalité",
    "colonnes",
    "issue",
    "lignes au plus",
)
UNKNOWN = "inconnues"
UNKNOWN_OUTCOME = "inconnue"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""A ZIP has no earlier instant: a file's own date would say when it was packed, not what."""


def evidence_pack(
    convention: str,
    catalog: Snapshot,
    reads: Iterable[AuditedRead],
    *,
    side: Siren | None,
    seal: Seal | None = None,
) -> bytes:
    """For one of the parties, or for the platform (`side` None). Raises NothingProposed.

    `reads` are those of every version (`Store.audit_of`). Versions that were never proposed are
    their author's alone. What the guard found is for the grantor and the platform.
    """
    versions = versions_of(convention, catalog, side)
    if not versions:
        raise NothingProposed(convention=convention)
    reads = tuple(reads)
    files: dict[str, bytes] = {}
    for each in versions:
        folder = f"versions/{each.version}"
        files[f"{folder}/signed.json"] = signed_text(each)
        files[f"{folder}/record.json"] = write_canonical(_record(each, side))
    lines = list(_read_lines(versions, reads))
    files["reads.csv"] = write_csv((READ_COLUMNS, *lines))
    files["reads.json"] = write_canonical(
        [dict(zip(READ_COLUMNS, line, strict=True)) for line in lines]
    )
    files["LISEZMOI.txt"] = _READ_ME.encode()
    files[MANIFEST] = write_canonical(_manifest(versions, files, _last_event(versions, reads)))
    if seal is not None:
        files[SEAL] = seal(files[MANIFEST]).encode()
    return _zipped(files)


def versions_of(
    convention: str, catalog: Snapshot, side: Siren | None = None
) -> tuple[Agreement, ...]:
    """Versions that the other side has ever been shown, by number; of `side` alone where it is
    given: versions may have other parties.
    """
    found = (
        each
        for each in catalog.agreements
        if each.id == convention and _was_proposed(each) and (side is None or side in each.parties)
    )
    return tuple(sorted(found, key=lambda each: each.version))


def _was_proposed(agreement: Agreement) -> bool:
    if agreement.state is AgreementState.DRAFT:
        return False
    if agreement.state is not AgreementState.WITHDRAWN:
        return True
    return any(each.after is AgreementState.SUBMITTED for each in agreement.life.steps)


def _record(agreement: Agreement, side: Siren | None) -> dict[str, Any]:
    """The events of a version, beside its text."""
    life = write_value(agreement.life)
    if side is not None and side != agreement.grantor:
        del life["guard"]
        # Why the guard was overridden may say what it found.
        for step in life["steps"]:
            if step["act"] == ActName.OVERRIDE_GUARD:
                step["reason"] = None
    return {
        "citation": agreement.citation,
        "sha256": agreement.sha256,
        "state": agreement.state.value,
        "ended_at": write_value(agreement.ended_at),
        "approvals": write_value(agreement.approvals),
        "life": life,
    }


def _read_lines(
    versions: Iterable[Agreement], reads: Iterable[AuditedRead]
) -> Iterable[tuple[str, ...]]:
    """One a request and version, by time. Nothing of what else the request read."""
    by_citation = {each.citation: each for each in versions}
    found = [
        (read, citation)
        for read in reads
        for citation in read.intent.agreements
        if citation in by_citation
    ]
    once = {(read.intent.request_id, citation): read for read, citation in found}
    ordered = sorted(once.items(), key=lambda each: (each[1].intent.at, each[0]))
    for (request, citation), read in ordered:
        intent, outcome = read.intent, read.outcome
        yield (
            request,
            write_value(intent.at),
            citation,
            intent.organisation or "",
            intent.on_behalf_of or "",
            intent.issuer or "",
            intent.sub or "",
            intent.purpose or "",
            _columns_read(intent, by_citation[citation]),
            UNKNOWN_OUTCOME if outcome is None or not outcome.is_known else outcome.status,
            "" if outcome is None or not outcome.is_known else str(outcome.rows),
        )


def _columns_read(intent: AuditIntent, agreement: Agreement) -> str:
    """Under the names that were signed."""
    read = intent.columns_of(agreement.dataset_id)
    if read is None:
        return UNKNOWN
    return " ".join(each.name for each in agreement.columns if each.column in read)


def _last_event(versions: Iterable[Agreement], reads: Iterable[AuditedRead]) -> datetime | None:
    """Not the instant at which it is asked for: the same facts are the same bytes."""
    citations = {each.citation for each in versions}
    events = [read.intent.at for read in reads if citations.intersection(read.intent.agreements)]
    for each in versions:
        events += (step.at for step in each.life.steps)
        events += (preview.at for preview in each.life.previews)
        events += (approval.at for approval in each.approvals)
    return max(events, default=None)


def _manifest(
    versions: Sequence[Agreement], files: Mapping[str, bytes], as_of: datetime | None
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "convention": versions[0].id,
        "as_of": None if as_of is None else write_value(as_of),
        "versions": [
            {"citation": each.citation, "sha256": each.sha256, "state": each.state.value}
            for each in versions
        ],
        "files": [
            {"path": path, "bytes": len(files[path]), "sha256": _digest(files[path])}
            for path in sorted(files)
        ],
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Stored, not compressed: compressors differ from one machine to the next."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path])
    return target.getvalue()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_READ_ME = """\
Dossier de preuve d'une convention (evidence pack)

versions/N/signed.json   le texte canonique (RFC 8785) que les deux parties ont signé
                         the canonical text that both sides signed
versions/N/record.json   état, approbations, étapes ; une approbation cite le SHA-256 de signed.json
                         state, approvals, steps; an approval holds the SHA-256 of signed.json
reads.csv, reads.json    les consultations faites au titre de la convention ; « lignes au plus » :
                         celles de la réponse entière, qui peut avoir lu aussi autre chose
                         what was read under it; rows: of the whole answer, which may hold more
manifest.json            SHA-256 et taille de chaque fichier / of each file
seal.jws                 la passerelle a signé le manifeste (JWS, EdDSA)
                         the gateway signed the manifest

Les colonnes sont celles du jeu de données de la convention, sous le nom du texte signé ;
« inconnues » : relevé ancien de plusieurs jeux de données, qui ne dit pas duquel est chacune.
Issue « inconnue » : la passerelle s'est arrêtée avant de la noter (ou la demande court encore) ;
des lignes ont pu partir.
Aucune donnée consultée n'y figure. Vérifier : ./interco agreement verify FICHIER --public-key CLÉ,
ou sha256sum sur chaque fichier, comme au manifeste.
Columns are those of the convention's dataset, by the name in the signed text; "inconnues": an old
record of several datasets, which does not say of which each is. "inconnue" for how it ended: the
gateway stopped before it recorded that (or it still runs); rows may have left.
No data that was read is in here.
To check: ./interco agreement verify FILE --public-key KEY, or sha256sum of each file, against the
manifest.
"""
