"""Covers catalog.declaration.difference, catalog.declaration.resolution,
catalog.declaration.declaration, catalog.model.webhook, catalog.declaration.fields,
catalog.declaration.parties.
"""

from catalog.declaration.declaration import read_documents
from catalog.declaration.difference import difference_of
from catalog.declaration.resolution import changes_of, resolve_declaration
from catalog.model.storage import SecretReference
from catalog.model.version import CatalogVersion
from catalog.model.webhook import Webhook
from catalog.snapshot import snapshot_of
from tests.unit.catalog.examples import NOW, VAL_DILLE, facts_in

DECLARED = """\
organisation:
  siren: "243500667"
  slug: val-d-ille-aubigne
  name: Val d'Ille-Aubigné
  kind: CC
"""


def test_what_a_declaration_cannot_write_is_neither_removed_nor_shown():
    reference = SecretReference("env", "X")
    webhook = Webhook("val__hook", VAL_DILLE.siren, "https://outils.fr", reference, NOW)
    catalog = snapshot_of(
        version=CatalogVersion("e", 1), organisations=[VAL_DILLE], webhooks=[webhook]
    )
    declaration = read_documents({"o.yaml": DECLARED.encode()})
    resolution = resolve_declaration(declaration, facts_in(catalog))
    changes = changes_of(resolution)
    assert not changes.removed
    assert [type(each).__name__ for each in changes.put] == ["Organisation"]
    shown = difference_of(resolution).changes
    assert [each.family.value for each in shown] == ["organisation"]
