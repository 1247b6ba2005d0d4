"""Valcobreizh lends the folder; what Mesnil-Roc'h leaves there stays Mesnil-Roc'h's.

Covers catalog.actions.deposit, federation.storages.deposit.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.declaration.declaration import read_documents
from catalog.declaration.problems import DeclarationRefused
from catalog.model.hosting import HostingDemand
from gateway.acts.act import apply_declaration
from gateway.cli.demo_folder import find_agent
from gateway.identity.subject import local_subject
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import (
    body,
    refusal,
    write,
)

MESNIL = "200085868"
VALCO = "200090884"
SECRET = "SECRET-DE-MESNIL"
READ = "{ mesnilRocH { pesees(first: 5) { nodes { lieu } } } }"
HEADS = {
    "mesnil-roc-h": (MESNIL, "commune"),
    "valcobreizh": (VALCO, "SMF"),
    "bretagne-romantique": ("243500733", "CC"),
    "sde35": ("200050425", "SMF"),
}


def head(slug):
    siren, kind = HEADS[slug]
    return f'organisation:\n  siren: "{siren}"\n  slug: {slug}\n  name: {slug}\n  kind: {kind}\n'


def pesees(name, storage="valcobreizh.depot", dataset="pesees", more=""):
    return f"""\
datasets:
  {dataset}:
    title: {{fr: Pesées}}
    storage: {storage}
    object: {{kind: parquet, name: {name}}}
    {more}
    columns:
      lieu: {{type: string, label: {{fr: Lieu}}}}
"""


def place_of(gateway):
    return gateway.state.data / "valcobreizh" / "depot"


def left(gateway, name=f"{MESNIL}/pesees/v1.parquet", value=SECRET):
    path = place_of(gateway) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"lieu": [value]}), path)
    return path


async def apply(gateway, slug, sections, agent=None):
    catalog = await gateway.ports.catalog.current()
    known = catalog.organisation_of_slug(slug)
    text = head(slug).replace(f"name: {slug}", f'name: "{known.name}"')
    if known.commune_code:
        text += f'  commune_code: "{known.commune_code}"\n'
        text += f"  commune_code_at: {known.commune_code_at}\n"
    declaration = read_documents({"o.yaml": (text + sections).encode()})
    person = local_subject(find_agent(catalog, agent or f"steward@{slug}"))
    return await apply_declaration(declaration, person, gateway.services.acts, dry_run=False)


async def codes(gateway, slug, sections, agent=None):
    with pytest.raises(DeclarationRefused) as refused:
        await apply(gateway, slug, sections, agent)
    return {each.code for each in refused.value.problems}


@pytest.fixture
async def deposited(gateway):
    left(gateway)
    await apply(gateway, "mesnil-roc-h", pesees(f"{MESNIL}/pesees/v1.parquet"))
    return gateway


async def test_the_depositor_reads_it_and_the_owner_of_the_deposit_does_not(deposited):
    own = body(await deposited.ask(READ, "agent@mesnil-roc-h"))
    assert own["data"]["mesnilRocH"]["pesees"]["nodes"] == [{"lieu": SECRET}]
    for agent in ("agent@valcobreizh", "steward@valcobreizh", "dpo@valcobreizh"):
        answered = await deposited.ask(READ, agent, purpose="rpqs_dechets")
        assert answered.status != 200 or body(answered).get("errors")
        assert SECRET.encode() not in answered.body


async def test_the_owner_of_the_deposit_learns_neither_its_files_nor_their_columns(deposited):
    document = """{ storage(name: "depot") { kind test { answers } objects { name }
      instructions { fr typed } } }"""
    answered = body(await deposited.ask(document, "steward@valcobreizh"))
    storage = answered["data"]["storage"]
    assert storage["kind"] == "deposit"
    assert storage["test"] == {"answers": True}
    assert storage["objects"] == []
    assert "pesees" not in json.dumps(answered)


@pytest.mark.parametrize(
    ("slug", "name", "code"),
    [
        ("bretagne-romantique", f"{MESNIL}/pesees/v1.parquet", "physical_object_refused"),
        ("bretagne-romantique", f"243500733/../{MESNIL}/pesees/v1.parquet", None),
        ("bretagne-romantique", "243500733/pesees/../../x/v1.parquet", None),
        ("bretagne-romantique", "243500733/autre/v1.parquet", "physical_object_refused"),
        ("bretagne-romantique", "243500733/pesees/*.parquet", "physical_object_refused"),
        ("bretagne-romantique", "243500733/pesees/v01.parquet", "physical_object_refused"),
        ("bretagne-romantique", "/243500733/pesees/v1.parquet", "physical_object_refused"),
        ("valcobreizh", f"{MESNIL}/pesees/v1.parquet", "physical_object_refused"),
        ("sde35", "200050425/pesees/v1.parquet", "unknown_storage"),
    ],
)
async def test_nobody_registers_a_dataset_over_the_folder_of_another(deposited, slug, name, code):
    found = await codes(deposited, slug, pesees(f'"{name}"'))
    assert (code or "physical_object_refused") in found


@pytest.mark.parametrize(
    "directory",
    ["valcobreizh", "valcobreizh/depot", f"valcobreizh/depot/{MESNIL}", "valcobreizh//depot/."],
)
async def test_the_owner_of_the_deposit_opens_no_other_storage_on_it(deposited, directory):
    storage = f"storages:\n  autre: {{kind: files, directory: {directory}}}\n"
    dataset = pesees(f"{MESNIL}/pesees/v1.parquet", storage="autre")
    assert "storage_refused" in await codes(deposited, "valcobreizh", storage + dataset)
    sqlite = f"storages:\n  autre: {{kind: sqlite, path: valcobreizh/depot/{MESNIL}/a.sqlite}}\n"
    assert "storage_refused" in await codes(deposited, "valcobreizh", sqlite)


async def test_a_deposit_is_not_laid_over_a_storage_that_is_there(gateway):
    storage = "storages:\n  autre: {kind: deposit, directory: valcobreizh/collecte.sqlite}\n"
    assert "storage_refused" in await codes(gateway, "valcobreizh", storage)


async def test_the_deposit_stays_open_to_whom_it_holds_data_of(deposited):
    def depot(kind="deposit", bodies="[bretagne-romantique]"):
        opened = f", open_to: {bodies}" if kind == "deposit" else ""
        return f"storages:\n  depot: {{kind: {kind}, directory: valcobreizh/depot{opened}}}\n"

    with pytest.raises(DeclarationRefused) as refused:
        await apply(deposited, "valcobreizh", depot())
    (problem,) = refused.value.problems
    assert problem.code == "deposit_in_use"
    assert "Mesnil-Roc'h" in problem.sentence("fr")
    assert "pesees" not in problem.sentence("fr")
    assert await codes(deposited, "valcobreizh", depot("files")) == {"deposit_in_use"}
    await apply(deposited, "valcobreizh", depot(bodies="[mesnil-roc-h]"))
    closed = pesees("243500733/pesees/v1.parquet")
    assert await codes(deposited, "bretagne-romantique", closed) == {"unknown_storage"}


async def test_no_link_of_the_deposit_is_followed(deposited):
    path = place_of(deposited) / MESNIL / "pesees" / "v1.parquet"
    elsewhere = left(deposited, "ailleurs.parquet", "SECRET-AILLEURS")
    path.unlink()
    path.symlink_to(elsewhere)
    answered = await deposited.ask(READ, "agent@mesnil-roc-h")
    assert body(answered)["errors"]
    assert b"SECRET-AILLEURS" not in answered.body
    shutil.rmtree(path.parent)
    other = place_of(deposited) / "autre"
    left(deposited, "autre/v1.parquet", "SECRET-AILLEURS")
    path.parent.symlink_to(other, target_is_directory=True)
    answered = await deposited.ask(READ, "agent@mesnil-roc-h")
    assert body(answered)["errors"]
    assert b"SECRET-AILLEURS" not in answered.body


async def test_what_hosts_the_deposit_is_held_against_the_depositors_demand(deposited):
    catalog = await deposited.ports.catalog.current()
    dataset = catalog.datasets["mesnil_roc_h__pesees"]
    demand = HostingDemand(countries=("BE",))
    await write(deposited, replace(dataset, hosting=demand, version=2))
    assert refusal(await deposited.ask(READ, "agent@mesnil-roc-h"))[0] == "hosting_not_met"
    _, words = refusal(await deposited.ask(READ, "agent@mesnil-roc-h"))
    assert "le stockage du jeu" in words
