"""From a YAML file to the input of a mutation: an agreement alone, or those of a declaration."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from catalog.actions.agreement import AgreementDraft, ColumnGrant
from catalog.actions.granted_rows import RowsDraft
from catalog.declaration.agreements import read_agreement
from catalog.declaration.declaration import read_declaration
from catalog.declaration.problems import DeclarationRefused, MissingKey, UnreadableDeclaration
from catalog.declaration.yaml_tree import Entries, Text, read_tree
from catalog.model.hosting import HostingDemand
from catalog.model.identifiers import Siren
from catalog.model.problem import Place, Problem
from catalog.model.terms import Contact, PersonalDataBlock

_NOBODY = Siren("000000000")
Input = dict[str, Any]
_NOT_AMENDED = frozenset({"id", "dataset", "to", "timeZone", "template"})
"""The keys of an agreement that a new version cannot change."""
_KEPT = {
    "dataset": "organisme.jeu",
    "to": "000000000",
    "title": "–",
    "rows": "all",
    "purposes": "–",
    "legal_basis": "–",
}
"""Stands where an amendment says nothing, and is never sent."""


def read_inputs(file: Path) -> list[Input]:
    """Raises DeclarationRefused with every mistake at its line.

    A file with `organisation` and `agreements` is a declaration; else it is one agreement, whose
    `dataset` is written `organisme.jeu`.
    """
    content = read_bytes(file)
    node, problems = read_tree(content, str(file))
    if isinstance(node, Entries) and "agreements" in node.nodes:
        return _of_declaration(file)
    return [_alone(node, problems, file)]


def read_amendments(file: Path, *, needs_start: bool = True) -> list[Input]:
    """The same file as amendments of the agreements that it names.

    One that stands alone may hold its `id`, its `start` and what changes: the rest stays.
    """
    node, problems = read_tree(read_bytes(file), str(file))
    if not isinstance(node, Entries) or "agreements" in node.nodes:
        return [_amendment(each, each.keys()) for each in read_inputs(file)]
    given = {_camel(key) for key in node.nodes}
    place = Place(1, 1, str(file))
    needed = ("id", "start") if needs_start else ("id",)
    problems += [MissingKey(place=place, key=key) for key in needed if key not in given]
    for key, text in _KEPT.items():
        node.nodes.setdefault(key, Text(place, text))
    node.nodes.setdefault("columns", Entries(place))
    start = node.nodes.get("start")
    node.nodes.setdefault("end", start if isinstance(start, Text) else Text(place, "2000-01-01"))
    node.nodes.setdefault("start", Text(place, "2000-01-01"))
    for key in node.nodes:
        node.places.setdefault(key, place)
    return [_amendment(_alone(node, problems, file), given)]


def _amendment(found: Input, given: Collection[str]) -> Input:
    kept = {key: found[key] for key in found if key in given and key not in _NOT_AMENDED}
    return {"agreement": found["id"], **kept}


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(part.capitalize() for part in rest)


def write_input(draft: AgreementDraft, dataset: str) -> Input:
    """`dataset` with its owner. What is absent is left out: the mutation's defaults hold."""
    terms = draft.terms
    unitary = terms.unitary
    found: Input = {
        "id": draft.id,
        "dataset": dataset,
        "to": draft.to,
        "title": draft.title,
        "columns": [_column(each) for each in draft.columns],
        "rows": _rows(draft.rows),
        "purposes": sorted(draft.purposes),
        "legalBasis": draft.legal_basis,
        "start": draft.start.isoformat(),
        "end": draft.end.isoformat(),
        "output": draft.output.name,
        "timeZone": draft.time_zone,
        "members": None if draft.members is None else draft.members.competence,
        "relation": None if terms.relation is None else terms.relation.name,
        "personalData": None if terms.personal_data is None else _personal(terms.personal_data),
        "combine": {"kind": terms.combine.kind.name, "datasets": list(terms.combine.datasets)},
        "noticeDays": terms.notice_days,
        "onwardSharing": terms.onward_sharing.name,
        "limits": {
            "queriesPerDay": terms.limits.queries_per_day,
            "rowsPerQuery": terms.limits.rows_per_query,
        },
        "unitary": None if unitary is None else {"maxRows": unitary.max_rows},
        "hosting": None if terms.hosting is None else _hosting(terms.hosting),
        "template": terms.template,
    }
    return found


def _hosting(demand: HostingDemand) -> Input:
    return {
        "countries": list(demand.countries),
        "secnumcloud": demand.secnumcloud,
        "operatedBy": list(demand.operated_by),
    }


def digest_of_file(file: Path) -> str:
    """SHA-256 of a signed PDF: the file itself is not sent."""
    return hashlib.sha256(read_bytes(file)).hexdigest()


def read_bytes(file: Path) -> bytes:
    """Raises DeclarationRefused where it cannot be opened."""
    try:
        return file.read_bytes()
    except OSError as error:
        why = {
            "why_fr": f"il ne peut pas être ouvert ({error.strerror})",
            "why_en": f"it cannot be opened ({error.strerror})",
        }
        place = Place(1, 1, str(file))
        raise DeclarationRefused([UnreadableDeclaration(place=place, **why)]) from None


def _of_declaration(file: Path) -> list[Input]:
    return [
        write_input(draft, f"{each.organisation.value.slug}.{draft.dataset}")
        for each in read_declaration([file]).organisations
        for declared in each.agreements
        for draft, _signature in (declared.value,)
    ]


def _alone(node: object, problems: list[Problem], file: Path) -> Input:
    start = Place(1, 1, str(file))
    if isinstance(node, Entries):
        text = input_of_tree(node, problems, start)
        if text is not None and not problems:
            return text
    elif not problems:
        why = "il est vide, ou n'est pas une suite de « clé: valeur »", "it is empty, or no mapping"
        problems.append(UnreadableDeclaration(place=start, why_fr=why[0], why_en=why[1]))
    raise DeclarationRefused(problems)


def input_of_tree(node: Entries, problems: list[Problem], place: Place) -> Input | None:
    """The input of an agreement that stands alone. What is wrong is added to `problems`."""
    id_ = node.nodes.pop("id", None)
    reference = id_.text if isinstance(id_, Text) else ""
    declared = read_agreement(reference, place, node, _NOBODY, problems, allow_approved=False)
    if declared is None:
        return None
    draft, _signature = declared.value
    return write_input(draft, draft.dataset)


def _column(grant: ColumnGrant) -> Input:
    return {
        "name": grant.name,
        "transform": grant.transform.name,
        "constant": grant.constant,
        "secretText": grant.secret_text,
    }


def _rows(rows: RowsDraft) -> Input:
    own, listed = rows.own_territory, rows.listed_territory
    if own is None and listed is None and not rows.compare:
        return {"all": True}
    return {
        "ownTerritory": None if own is None else {"competence": own.competence, "at": own.at.name},
        "listedTerritory": None
        if listed is None
        else {
            "communes": list(listed.communes),
            "on": listed.on.isoformat(),
            "at": listed.at.name,
        },
        "compare": [
            {"column": each.column, "op": each.op.name, "values": list(each.values)}
            for each in rows.compare
        ],
    }


def _personal(block: PersonalDataBlock) -> Input:
    return {
        "controller": _contact(block.controller),
        "dpo": _contact(block.dpo),
        "persons": list(block.persons),
        "dataCategories": list(block.data_categories),
        "recipients": list(block.recipients),
        "transfers": block.transfers,
        "retention": block.retention,
        "securityMeasures": block.security_measures,
        "dpiaReference": block.dpia_reference,
        "dpiaWaiver": block.dpia_waiver,
        "jointArrangement": block.joint_arrangement,
        "processorContract": block.processor_contract,
    }


def _contact(contact: Contact) -> Input:
    return {"name": contact.name, "email": contact.email}
