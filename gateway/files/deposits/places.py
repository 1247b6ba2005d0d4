"""The place of a deposit's files, once the storage may be written and read."""

from __future__ import annotations

from catalog.actions.facts import Facts
from catalog.actions.storage import register_storage
from catalog.standpoint import Standpoint
from federation.storages.deposit_files import DepositPlace
from federation.storages.secrets import secret_of
from gateway.acts.ports import ActPorts
from gateway.files.deposits.ports import DepositPorts


async def place_of(
    storage_id: str, standpoint: Standpoint, acts: ActPorts, ports: DepositPorts
) -> DepositPlace:
    """Once its place is known to be approved still. Raises what stands against it."""
    storage = standpoint.snapshot.storages[storage_id]
    facts = Facts(standpoint.snapshot, standpoint.now, acts.directory_roots, acts.secret_roots)
    register_storage(storage, facts)
    await ports.addresses.admit(storage)
    return DepositPlace(storage, secret_of(storage, ports.resolve_secret))
