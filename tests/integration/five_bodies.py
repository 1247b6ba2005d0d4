"""Five bodies of the demo with the same table, each under a convention of its own."""

from dataclasses import replace
from datetime import UTC, datetime

from catalog.actions.agreement import agreement_cited
from catalog.changes import ActRecord, Changes
from catalog.model.terms import Combine

GRANTORS = (
    "val-d-ille-aubigne",
    "bretagne-romantique",
    "mesnil-roc-h",
    "eau-bassin-rennais",
    "sde35",
)
CONVENTIONS = ("conv-2025-0001@1", *(f"conv-2030-000{each}@1" for each in range(1, 5)))
FIELDS = ("valDIlleAubigne", "bretagneRomantique", "mesnilRocH", "eauBassinRennais", "sde35")


async def lend_to_five(town, combine: Combine | None = None, **dataset_changes):
    """`collectes` of Val d'Ille-Aubigné, its columns' ids included, is declared by four others; as
    each, the SMICTOM reads it. Its convention, its `combine` apart, is the demo's own.
    """
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    first = agreement_cited(snapshot, CONVENTIONS[0])
    if combine is not None:
        first = replace(first, terms=replace(first.terms, combine=combine))
    model = replace(snapshot.datasets[first.dataset_id], **dataset_changes)
    changed = [model, first]
    for slug, citation in zip(GRANTORS[1:], CONVENTIONS[1:], strict=True):
        owner = snapshot.organisation_of_slug(slug).siren
        lent = replace(model, id=f"{slug.replace('-', '_')}__pesees", owner=owner, name="pesees")
        convention, _, _ = citation.partition("@")
        changed += [
            lent,
            replace(first, id=convention, grantor=owner, dataset_id=lent.id),
        ]
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    record = ActRecord(now, None, "test", None, "test", {})
    await catalog.write(snapshot.version, Changes(tuple(changed)), record)
