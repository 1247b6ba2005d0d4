"""Parts of a version beside columns and rows: labels, and datasets to combine with its own."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.actions.columns import suggestion
from catalog.actions.facts import Facts, Findings
from catalog.actions.problems import TermRefused, UnknownAgreementDataset
from catalog.actions.visible import is_known_to
from catalog.model.identifiers import Siren
from catalog.model.terms import Combine, CombineKind, PurposeLabel
from catalog.snapshot import Snapshot

_MAX_DATASETS = 100


def label_purposes(purposes: Iterable[str], catalog: Snapshot) -> tuple[PurposeLabel, ...]:
    """By code; what is no purpose of the list is told elsewhere."""
    known = catalog.purposes
    return tuple(
        PurposeLabel(code, known[code].label_fr, known[code].label_en)
        for code in sorted(purposes)
        if code in known
    )


def resolve_combine(
    kind: CombineKind,
    names: tuple[str, ...],
    facts: Facts,
    proposer: Siren | None,
    findings: Findings,
) -> Combine:
    """`names` are `slug.dataset`; one that the proposer cannot discover is unknown."""
    path = ("terms", "combine", "datasets")
    if bool(names) is not (kind is CombineKind.NAMED) or len(names) > _MAX_DATASETS:
        why = (
            f"« named » cite de 1 à {_MAX_DATASETS} jeux de données, les autres aucun",
            f'"named" names 1 to {_MAX_DATASETS} datasets, the others none',
        )
        findings.add(TermRefused(why_fr=why[0], why_en=why[1]), *path)
    known: set[str] = set()
    for name in names:
        found = facts.catalog.dataset_spelt(name)
        if found is not None and is_known_to(proposer, found, facts):
            known.add(found.id)
        else:
            meant = suggestion(name, _names_known_to(proposer, facts))
            findings.add(UnknownAgreementDataset(dataset=name, did_you_mean=meant), *path)
    return Combine(kind, tuple(sorted(known)))


def _names_known_to(proposer: Siren | None, facts: Facts) -> list[str]:
    """`slug.dataset` of each."""
    organisations = facts.catalog.organisations
    return [
        f"{organisations[each.owner].slug}.{each.name}"
        for each in facts.catalog.datasets.values()
        if each.owner in organisations and is_known_to(proposer, each, facts)
    ]
