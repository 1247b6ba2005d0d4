"""The demo as its members' own weighings of 2026 had never been declared."""

from datetime import UTC, datetime

from catalog.changes import ActRecord, Changes

WEIGHED_BY_MEMBERS = (
    "bretagne_romantique__pesees_quai",
    "couesnon_marches_de_bretagne__levees",
    "liffre_cormier_communaute__tonnages",
    "saint_meen_montauban__bennes",
)
_STORAGES = (
    "couesnon_marches_de_bretagne__fichiers",
    "liffre_cormier_communaute__fichiers",
    "saint_meen_montauban__logiciel",
)
"""Their only ones: without, nothing is installed there."""


async def without_weighings_of_members(catalog):
    """For a test whose bodies, or rows, are of its own making."""
    snapshot = await catalog.current()
    removed = [snapshot.datasets[each] for each in WEIGHED_BY_MEMBERS]
    removed += [each for each in snapshot.agreements if each.dataset_id in WEIGHED_BY_MEMBERS]
    removed += [snapshot.storages[each] for each in _STORAGES]
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    record = ActRecord(now, None, "test", None, "test", {})
    await catalog.write(snapshot.version, Changes((), tuple(removed)), record)
