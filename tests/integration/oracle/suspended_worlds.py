"""Worlds in which agreements stand suspended that call themselves active."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from catalog.model.agreement import Life
from catalog.model.suspension import Suspension, SuspensionCause
from catalog.snapshot import Snapshot, snapshot_of
from tests.integration.oracle.scenario import NOW
from tests.integration.oracle.worlds import World


def suspended(world: World, random: Random) -> World:
    """The same, where much stands suspended whatever its state says."""
    causes = {
        each.citation: random.choice(list(SuspensionCause))
        for each in world.snapshots[0].agreements
        if random.random() < 0.4
    }

    def with_suspensions(snapshot: Snapshot) -> Snapshot:
        agreements = [
            replace(each, life=Life(suspensions=(Suspension(causes[each.citation], NOW),)))
            if each.citation in causes
            else each
            for each in snapshot.agreements
        ]
        return snapshot_of(
            version=snapshot.version,
            organisations=snapshot.organisations.values(),
            memberships=snapshot.memberships,
            storages=snapshot.storages.values(),
            datasets=snapshot.datasets.values(),
            agreements=agreements,
            mandates=snapshot.mandates,
        )

    before, after = world.snapshots
    return replace(world, snapshots=(with_suspensions(before), with_suspensions(after)))
