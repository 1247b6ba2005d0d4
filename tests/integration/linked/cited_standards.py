"""Bodies whose invoices and lines cite a standard, each in its own units and words.

And more readers of them, to whom a commune, a word or a mass is given otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from catalog.changes import ActRecord, Changes
from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Output
from catalog.model.dataset import CodeMeaning
from catalog.model.identifiers import Slug
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.model.row_condition import AllRows
from catalog.model.terms import Combine, CombineKind, Terms
from catalog.model.transform import Transform
from tests.integration.linked import places
from tests.integration.linked.invoices import rows_of_all
from tests.integration.linked.readers import PURPOSE, READERS, agent_of, siren

STANDARD = "interco-collecte-dechets"
OWN_CODES = {"EMBALLAGES": "EMBALLAGES_PAPIERS", "BIODÉCHETS": "BIODECHETS"}
OUTSIDE = "PAPIER"
"""A word of the lines that means no code of the standard."""
_CONCEPTS = {
    "factures": {
        "numero": "numero_pesee",
        "date_facture": "date_collecte",
        "commune": "commune",
        "fournisseur": "siret",
    },
    "lignes": {
        "numero_facture": "numero_pesee",
        "mois": "date_collecte",
        "flux": "flux_dechets",
        "tonnage_kg": "masse_collectee",
    },
}
GIVEN_OTHERWISE: dict[str, dict[str, dict[str, Transform | None]]] = {
    "epci-alone": {"factures": {"commune": Transform.EPCI}},
    "no-commune": {"factures": {"commune": None, "numero": Transform.KEYED_HASH}},
    "words-hashed": {"lignes": {"flux": Transform.KEYED_HASH}},
    "words-and-masses-withheld": {"lignes": {"flux": None, "tonnage_kg": None}},
}
"""By reader and table, the columns that are not given in clear; None: not at all."""
READING = (
    *("owner", "all-rows", "some-parents", "some-children", "some-of-all", "masked"),
    *("two-agreements", "no-amounts", *GIVEN_OTHERWISE),
)


def subject_of(place, name):
    return place.owner if name == "owner" else f"agent@{name}"


async def register(services, name, storage, unit, **otherwise):
    """A body whose lines are weighed in this unit; `otherwise`: more facts of its datasets."""
    changed = {
        table: _cited(places.dataset_of(name, table, storage), concepts, unit) | otherwise
        for table, concepts in _CONCEPTS.items()
    } | {"pesees": otherwise}
    storages = dict.fromkeys(rows_of_all(), storage)
    place = await places.register(services, name, storages, changed)
    catalog = services.query.catalog
    record = ActRecord(datetime.now(UTC), None, "test", None, "test")
    entries = [*_bodies(), *_agreements(place, name)]
    await catalog.write((await catalog.current()).version, Changes(tuple(entries)), record)
    return place


def _cited(dataset, concepts, unit):
    def column(each):
        codes = ()
        if each.name == "flux":
            codes = tuple(CodeMeaning(word, code) for word, code in OWN_CODES.items())
        is_mass = each.name == "tonnage_kg"
        return replace(
            each,
            concept=concepts.get(each.name),
            unit=unit if is_mass else None,
            codes=codes,
        )

    return {"standard": STANDARD, "columns": tuple(map(column, dataset.columns))}


def _sirens():
    first = len(READERS) + 1
    return {name: siren(number) for number, name in enumerate(GIVEN_OTHERWISE, first)}


def _bodies():
    for name, number in _sirens().items():
        yield Organisation(number, Slug(name), name, OrganisationKind.SMF)
        yield agent_of(f"agent@{name}", number)


def _agreements(place, name):
    others = tuple(each.id for each in place.datasets.values())
    for reader, number in _sirens().items():
        for table, dataset in place.datasets.items():
            otherwise = GIVEN_OTHERWISE[reader].get(table, {})
            yield Agreement(
                id=f"conv-{name}-{reader}-{table}",
                version=1,
                grantor=dataset.owner,
                grantee=number,
                dataset_id=dataset.id,
                title="essai",
                columns=tuple(
                    GrantedColumn(each.id, each.name, int(each.classification), transform)
                    for each in dataset.columns
                    if (transform := otherwise.get(each.name, Transform.CLEAR)) is not None
                ),
                rows=AllRows(),
                output=Output.DETAIL,
                purposes=frozenset({PURPOSE}),
                legal_basis="essai",
                start=date(2026, 1, 1),
                end=date(2030, 12, 31),
                state=AgreementState.ACTIVE,
                sha256="",
                terms=Terms(combine=Combine(CombineKind.NAMED, others)),
            )
