"""What the pages hold that a test can try, and the demo's catalog to try it on."""

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.actions.facts import Facts
from catalog.declaration.declaration import Declaration, read_declaration
from catalog.declaration.resolution import Resolution, changes_of, resolve_declaration
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.organisation import Agent, Membership, Organisation
from catalog.model.storage import Storage
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from demo.declare import EMBEDDED, write_declarations

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]

_FENCE = re.compile(r"^( *)```([a-z]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_ROOTS = ("/srv/interco",)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(language: str) -> list[tuple[str, str]]:
    """(page and number, text) of the fenced blocks in that language, in all pages."""
    return [
        (f"{name_of(page)}:{number}", re.sub(f"^{indent}", "", text, flags=re.MULTILINE))
        for page in PAGES
        for number, (indent, said, text) in enumerate(_FENCE.findall(page.read_text("utf-8")), 1)
        if said == language
    ]


def anchors(page: Path) -> set[str]:
    """The ids that a forge gives to a page's headings."""
    plain = _FENCE.sub("", page.read_text("utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in _HEADING.findall(plain)
    }


def section(page: Path, heading: str) -> str:
    """The text under a heading of the second level that begins so."""
    found = re.search(
        rf"^## {re.escape(heading)}.*?(?=^## |\Z)",
        page.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert found, heading
    return found[0]


@cache
def demo_catalog() -> Snapshot:
    """As `interco demo` makes it, its rows left out."""
    with TemporaryDirectory() as folder:
        write_declarations(Path(folder), EMBEDDED, {})
        declaration = read_declaration([Path(folder)], allow_approved=True)
    nothing = snapshot_of(version=CatalogVersion("docs", 0))
    entities = changes_of(_resolved(declaration, nothing)).put

    def of(kind):
        return [each for each in entities if isinstance(each, kind)]

    return snapshot_of(
        version=CatalogVersion("docs", 1),
        organisations=of(Organisation),
        agents=of(Agent),
        memberships=of(Membership),
        storages=of(Storage),
        datasets=of(Dataset),
        agreements=of(Agreement),
    )


def resolved_on_the_demo(declaration: Declaration) -> Resolution:
    """As `interco apply` would; raises DeclarationRefused."""
    return _resolved(declaration, demo_catalog())


def _resolved(declaration: Declaration, catalog: Snapshot) -> Resolution:
    now = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
    return resolve_declaration(declaration, Facts(catalog, now, _ROOTS))
