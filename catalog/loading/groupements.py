"""The organisations that a composition speaks of, as the catalog registers them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from catalog.actions.texts import unsafe_text
from catalog.cog import Cog
from catalog.fold import fold
from catalog.loading.compositions import Composition, read_siren
from catalog.loading.findings import Cause, Findings
from catalog.loading.tables import Kind, KnownTable
from catalog.model.identifiers import Siren, Slug
from catalog.model.organisation import Organisation, OrganisationKind

_KINDS = {kind.value: kind for kind in OrganisationKind}
_LONGEST_NAME = 45


def read_groupements(
    tables: Iterable[KnownTable], composition: Composition, cog: Cog, findings: Findings
) -> tuple[Organisation, ...]:
    """Organisations with members in the composition; names from the list of groupements, EPCI's
    also from the COG.

    Slugs end with the SIREN: two hundred syndicats share a name, and one chosen by hand later must
    still be free.
    """
    listed = _listed(tables, composition, findings)
    return tuple(
        _organisation(siren, listed, composition, cog, findings)
        for siren in sorted(composition.groupements | composition.epcis)
    )


def _listed(
    tables: Iterable[KnownTable], composition: Composition, findings: Findings
) -> Mapping[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for table in tables:
        if table.kind is not Kind.GROUPEMENTS:
            continue
        for text, name, nature in table.rows("siren", "name", "nature"):
            siren = read_siren(text, findings)
            if siren in composition.groupements or siren in composition.epcis:
                found[text] = (name, nature)
    return found


def _organisation(
    siren: Siren,
    listed: Mapping[str, tuple[str, str]],
    composition: Composition,
    cog: Cog,
    findings: Findings,
) -> Organisation:
    name, nature = listed.get(siren, ("", ""))
    kind = _KINDS.get(nature.strip().upper())
    epci_names = cog.labels.epci_names.get(siren)
    if epci_names and not name:
        name = epci_names[max(epci_names)]
    if kind is None and siren in composition.epcis:
        kind = _kind_of_name(name)
    if kind is None:
        if nature:
            findings.add(Cause.UNKNOWN_NATURE, f"{siren} {nature}")
        kind = OrganisationKind.SMF
    if not name or unsafe_text(name) is not None:
        findings.add(Cause.NO_NAME, siren)
        name = f"Groupement {siren}"
    return Organisation(siren, _slug(name, siren), name, kind)


def _kind_of_name(name: str) -> OrganisationKind:
    """`CC de Saint-Méen Montauban`: the State writes the nature first."""
    first = name.partition(" ")[0].upper()
    return _KINDS.get({"METROPOLE": "METRO"}.get(first, first), OrganisationKind.CC)


def _slug(name: str, siren: Siren) -> Slug:
    words = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:_LONGEST_NAME].strip("-")
    return Slug.parse(f"{words}-{siren}" if words and words[0].isalpha() else f"g-{siren}")
