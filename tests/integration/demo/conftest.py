"""The embedded demo, prepared once, and the catalog that its declarations make."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.actions.facts import Facts
from catalog.declaration.declaration import read_declaration
from catalog.declaration.resolution import changes_of, resolve_declaration
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.organisation import Agent, Membership, Organisation
from catalog.model.storage import Storage
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from demo.prepare import Prepared, prepare_embedded

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
NOTHING = snapshot_of(version=CatalogVersion("test", 0))


@dataclass(frozen=True)
class Embedded:
    folder: Path
    prepared: Prepared


def catalog_of(prepared: Prepared, files_root: Path) -> Snapshot:
    """What `interco apply` would write, by the same rules."""
    secrets = () if prepared.secrets is None else (str(prepared.secrets),)
    facts = Facts(NOTHING, NOW, (str(files_root),), secrets)
    declaration = read_declaration([prepared.declarations], allow_approved=True)
    entities = changes_of(resolve_declaration(declaration, facts)).put

    def of(kind):
        return [each for each in entities if isinstance(each, kind)]

    return snapshot_of(
        version=CatalogVersion("test", 1),
        organisations=of(Organisation),
        agents=of(Agent),
        memberships=of(Membership),
        storages=of(Storage),
        datasets=of(Dataset),
        agreements=of(Agreement),
    )


@pytest.fixture(scope="session")
def embedded(tmp_path_factory) -> Embedded:
    folder = tmp_path_factory.mktemp("demo")
    return Embedded(folder, prepare_embedded(folder))


@pytest.fixture(scope="session")
def catalog(embedded) -> Snapshot:
    return catalog_of(embedded.prepared, embedded.folder)
