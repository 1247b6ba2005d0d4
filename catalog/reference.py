"""The COG of one picture of the catalog: the one that an operator loaded, else the carried one."""

from __future__ import annotations

import base64
import hashlib

from catalog.caches import remembered
from catalog.cog import Cog, load_cog
from catalog.cog.bundled_cog import BundledCog, pack, unpack
from catalog.cog.reading import cog_of
from catalog.model.reference import COG, Reference
from catalog.snapshot import Snapshot


def cog_in(snapshot: Snapshot) -> Cog:
    """The same object for the same data, however many pictures hold it.

    The first reading of a loaded one takes some 0.2 s; a later call, nothing.
    """
    reference = snapshot.references.get(COG)
    return load_cog() if reference is None else _read(reference)


def cog_reference(carried: BundledCog) -> Reference:
    """The COG as the store keeps it."""
    body = base64.b64encode(pack(carried)).decode("ascii")
    return Reference(COG, hashlib.sha256(body.encode()).hexdigest(), body)


@remembered(maxsize=2)
def _read(reference: Reference) -> Cog:
    return cog_of(unpack(base64.b64decode(reference.body)))
