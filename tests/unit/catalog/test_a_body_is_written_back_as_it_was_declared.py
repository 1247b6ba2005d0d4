"""A body as YAML: applied to where it comes from it changes nothing, elsewhere it is the same.

Covers catalog.declaration.writing, catalog.declaration.storage_writing,
catalog.declaration.dataset_writing, catalog.declaration.agreement_writing,
catalog.declaration.stated.
"""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from catalog.actions.facts import Facts
from catalog.cog import load_cog
from catalog.declaration.declaration import read_declaration, read_documents
from catalog.declaration.resolution import changes_of, resolve_declaration
from catalog.declaration.writing import write_body
from catalog.model.identifiers import Siren
from catalog.model.organisation import Agent, AgentKind
from catalog.model.storage import StorageKind
from demo.declare import EMBEDDED, write_declarations
from tests.unit.catalog.examples import NOW, VAL_DILLE, VALCOBREIZH, after, applied, catalog_of
from tests.unit.catalog.test_each_kind_of_storage_is_declared import DECLARED, declaration

ROOTS = ("/srv/donnees",)
EXAMPLE = Path(__file__).parents[3] / "docs" / "reference" / "organisation-example.yaml"
SIX = {
    *("bretagne-romantique", "eau-bassin-rennais", "mesnil-roc-h", "sde35"),
    *("val-d-ille-aubigne", "valcobreizh"),
}


def facts(catalog):
    return Facts(catalog, NOW, ROOTS, ("/run/secrets",), load_cog())


def changes(catalog, documents):
    declared = read_documents({name: text.encode() for name, text in documents.items()})
    return changes_of(resolve_declaration(declared, facts(catalog)))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_declarations(folder, EMBEDDED, {})
    declared = read_declaration([folder], allow_approved=True)
    return after(catalog_of(), changes_of(resolve_declaration(declared, facts(catalog_of()))))


def written(catalog, *, whole=True):
    return {
        f"{each.slug}.yaml": write_body(each.siren, catalog, ROOTS, whole=whole).yaml
        for each in catalog.organisations.values()
    }


def test_the_demo_applied_again_changes_nothing(demo):
    assert {each.slug for each in demo.organisations.values()} >= SIX
    assert changes(demo, written(demo)).is_empty
    assert changes(demo, written(demo, whole=False)).is_empty


def test_the_demo_applied_elsewhere_is_the_same_catalog(demo):
    elsewhere = after(catalog_of(), changes(catalog_of(), written(demo)))
    nobody = {key: each for key, each in demo.agents.items() if each.organisation is None}
    assert elsewhere.organisations == demo.organisations
    assert {**elsewhere.agents, **nobody} == demo.agents
    assert set(elsewhere.memberships) == set(demo.memberships)
    assert elsewhere.storages == demo.storages
    assert elsewhere.datasets == demo.datasets


def test_the_demo_draft_is_written_and_what_was_signed_is_not(demo):
    drafts = {each.id for each in demo.agreements if each.state.value == "draft"}
    found = {
        citation
        for text in written(demo).values()
        for citation in yaml.safe_load(text).get("agreements", {})
    }
    assert found == drafts


@pytest.mark.parametrize("kind", StorageKind)
def test_each_kind_of_storage_is_written_back(kind):
    keys, _ = DECLARED[kind]
    more = f"{keys}, host_country: FR, secnumcloud: true, operator: Syndicat"
    catalog = applied(catalog_of(VAL_DILLE, VALCOBREIZH), declaration(kind, more))
    body = write_body(VAL_DILLE.siren, catalog, ROOTS, whole=False)
    assert "/srv/donnees" not in body.yaml
    assert changes(catalog, {"o.yaml": body.yaml}).is_empty
    anew = after(catalog_of(VALCOBREIZH), changes(catalog_of(VALCOBREIZH), {"o.yaml": body.yaml}))
    assert anew.storages == catalog.storages


def test_a_secret_is_written_by_its_own_name_alone():
    keys, _ = DECLARED[StorageKind.S3]
    own = keys.replace("env:INTERCO_SECRET_243500667_BASE", "store:objets")
    catalog = applied(catalog_of(VAL_DILLE, VALCOBREIZH), declaration("s3", own))
    assert "secret: store:objets\n" in write_body(VAL_DILLE.siren, catalog, whole=False).yaml


def test_the_example_of_every_key_is_written_back():
    catalog = applied(catalog_of(VALCOBREIZH), EXAMPLE.read_text("utf-8"))
    body = write_body(Siren("243500667"), catalog, ROOTS, whole=True)
    anew = after(catalog_of(VALCOBREIZH), changes(catalog_of(VALCOBREIZH), {"o.yaml": body.yaml}))
    assert (anew.datasets, anew.agreements) == (catalog.datasets, catalog.agreements)
    assert set(anew.memberships) == set(catalog.memberships)


def test_an_agent_who_cannot_be_written_is_named():
    one = Agent("urn:a", "agent", VALCOBREIZH.siren, AgentKind.PERSON, frozenset({"agent"}))
    catalog = catalog_of(VALCOBREIZH, one, replace(one, issuer="urn:b", name="Claude Martin"))
    body = write_body(VALCOBREIZH.siren, catalog, whole=True)
    assert body.left_out == ("agent (urn:b)",)
    assert "# Non écrit / not written: agent (urn:b)\n" in body.yaml
    assert changes(catalog, {"o.yaml": body.yaml}).is_empty
