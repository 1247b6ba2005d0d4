"""A steward registers, describes, publishes and takes out storages and datasets, one at a time.

Covers gateway.acts.sources, catalog.actions.sources, catalog.actions.source_problems,
catalog.declaration.entries, catalog.declaration.json_tree.
"""

from dataclasses import replace

import pytest

from catalog.actions.host_request import RequestHost
from catalog.actions.problems import ActRefused, UnknownStorage
from catalog.actions.sharing.acts import DraftAgreement, OpenPreview, SubmitAgreement
from catalog.actions.source_problems import (
    DatasetUnderAgreements,
    OwnerNotSaid,
    StorageHoldsDatasets,
    UnknownOwner,
)
from catalog.declaration.dataset_writing import write_dataset
from catalog.declaration.rendering import difference_lines
from catalog.model.dataset import AccessLevel, Classification, Listing, UpdateFrequency
from catalog.model.subject import ANONYMOUS, Strength, Subject
from federation.problems import UnknownDataset
from gateway.acts.host_requests import ask_for_host
from gateway.acts.own_declaration import own_declaration
from gateway.acts.sources import SourceActs
from gateway.base.problems import ActsRefused
from gateway.identity.subject import local_subject
from policies.problems import MandateRequired
from tests.sharing.world import CITATION, DATASET, PROJECT, VAL_DILLE, VALCOBREIZH
from tests.unit.catalog.examples import told

STEWARD = "steward@val-d-ille-aubigne"
FOLDER = {"kind": "files", "directory": "val-d-ille-aubigne/nouveau", "host_country": "FR"}
TABLE = {
    "title": {"fr": "Relevés"},
    "storage": "depot",
    "object": {"kind": "csv", "name": "releves.csv"},
    "columns": {"id": {"type": "string", "label": {"fr": "Numéro"}}},
}


@pytest.fixture
def does(world):
    """The acts of an agent by name, or of a subject."""

    def acts(who=STEWARD, **more):
        ports = replace(world.ports, directory_roots=("/srv/donnees",))
        if isinstance(who, str):
            (agent,) = (each for each in world.catalog.snapshot.agents.values() if each.sub == who)
            who = local_subject(agent)
        return SourceActs(replace(who, **more), ports)

    return acts


def dataset_now(world):
    return world.catalog.snapshot.datasets.get(DATASET.id)


def codes(refused):
    return {
        (told(each.problem).code, ".".join(map(str, each.path))) for each in refused.value.findings
    }


async def test_a_storage_is_registered_by_the_rules_of_a_file(world, does):
    said = await does().register_storage("nouveau", FOLDER, dry_run=True)
    assert not said.is_written
    assert difference_lines(said.difference)[0] == (
        "+ espace de stockage nouveau (val-d-ille-aubigne)"
    )
    assert "val_d_ille_aubigne__nouveau" not in world.catalog.snapshot.storages
    said = await does().register_storage("nouveau", FOLDER, dry_run=False)
    kept = world.catalog.snapshot.storages[said.id]
    assert (said.id, said.is_written) == ("val_d_ille_aubigne__nouveau", True)
    assert kept.options.directory == "/srv/donnees/val-d-ille-aubigne/nouveau"
    (record,) = world.catalog.records
    assert (record.action, record.summary["changes"]) == (
        "register_storage",
        ["added storage nouveau"],
    )
    again = await does().register_storage("nouveau", FOLDER, dry_run=False)
    assert (again.is_written, again.difference.is_empty) == (False, True)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"kind": "oracle"}, {("unknown_choice", "kind")}),
        ({"directory": "valcobreizh/depot"}, {("directory_not_approved", "directory")}),
        ({"directory": "val-d-ille-aubigne/../x"}, {("directory_not_approved", "directory")}),
        ({"host_country": "FRANCE"}, {("storage_refused", "host_country")}),
        ({"mot_de_passe": "a"}, {("unknown_key", "mot_de_passe")}),
        ({"directory": None}, {("missing_key", "directory")}),
        ({"operator": "a\x00"}, {("unsafe_text", "operator")}),
        ({"operator": ["a"]}, {("wrong_shape", "operator")}),
    ],
)
async def test_what_is_wrong_is_told_at_its_value(does, change, refused):
    with pytest.raises(ActRefused) as problem:
        await does().register_storage("nouveau", {**FOLDER, **change}, dry_run=False)
    assert codes(problem) >= refused


async def test_a_storage_that_holds_datasets_stays(world, does):
    with pytest.raises(StorageHoldsDatasets) as refused:
        await does().retire_storage("depot", dry_run=False)
    assert "collectes" in told(refused.value).sentence("fr")
    await does().withdraw_dataset("collectes", None, dry_run=False)
    said = await does().retire_storage("depot", dry_run=False)
    assert difference_lines(said.difference) == (
        "- espace de stockage depot (val-d-ille-aubigne)",
        "1 retrait.",
    )
    assert not world.catalog.snapshot.storages


async def test_a_dataset_is_registered_described_and_published(world, does):
    await does().register_dataset("releves", TABLE, dry_run=False)
    described = await does().describe_dataset(
        "releves",
        {
            "title": {"fr": "Relevés des bornes", "en": "Readings"},
            "description": {"fr": "Un relevé\npar jour."},
            "update_frequency": "daily",
            "contact": {"name": "Service eau", "email": "eau@val-dille.fr"},
            "listing": "organisations",
            "columns": {"id": {"label": {"fr": "Numéro de relevé"}, "classification": "open"}},
        },
        dry_run=False,
    )
    assert {each.path for each in described.difference.changes[0].fields} >= {
        *("title_fr", "title_en", "update_frequency", "contact.email", "listing"),
        *("columns.id.label_fr", "columns.id.classification"),
    }
    kept = world.catalog.snapshot.datasets[described.id]
    assert (kept.update_frequency, kept.columns[0].id) == (UpdateFrequency.DAILY, "c1")
    assert (kept.columns[0].classification, kept.version) == (Classification.OPEN, 2)
    published = await does().publish_dataset(
        "releves", Listing.PUBLIC, AccessLevel.OPEN, dry_run=False
    )
    assert published.difference.held == (described.id,)
    assert any(described.id in line for line in difference_lines(published.difference)[-2:])
    await world.confirms_opening(described.id)
    kept = world.catalog.snapshot.datasets[described.id]
    assert (kept.listing, kept.access_level) == (Listing.PUBLIC, AccessLevel.OPEN)
    (check,) = published.difference.checks
    assert [each.code for each in check.stops] == ["storage_object_missing"]


async def test_descriptions_keep_the_ids_that_agreements_grant(world, does):
    changes = {"columns": {"tonnage_kg": {"label": {"fr": "Masse"}, "unit": "kg"}}}
    before = {each.name: each.id for each in dataset_now(world).columns}
    await does().describe_dataset("collectes", changes, dry_run=False)
    assert {each.name: each.id for each in dataset_now(world).columns} == before


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"storage": "ailleurs"}, {("not_a_description", "storage")}),
        ({"object": {"name": "b.csv"}}, {("not_a_description", "object")}),
        (
            {"columns": {"tonnage_kg": {"type": "string"}}},
            {("not_a_description", "columns.tonnage_kg.type")},
        ),
        (
            {"columns": {"tonnage_kg": {"source": "autre"}}},
            {("not_a_description", "columns.tonnage_kg.source")},
        ),
        ({"columns": {"tonnage_kg": None}}, {("not_a_description", "columns.tonnage_kg")}),
        (
            {"columns": {"tonage_kg": {"unit": "t"}}},
            {("unknown_dataset_column", "columns.tonage_kg")},
        ),
        ({"columns": ["tonnage_kg"]}, {("wrong_shape", "columns")}),
        ({"title": None}, {("missing_key", "title")}),
        ({"title": {"fr": ""}}, {("missing_key", "title.fr")}),
        ({"contact": {"name": "A", "email": "pas une adresse"}},
         {("dataset_refused", "contact.email")}),
        ({"access_level": "open"}, {("dataset_refused", "access_level")}),
    ],
)  # fmt: skip
async def test_a_description_changes_words_alone(world, does, changes, refused):
    before = dataset_now(world)
    with pytest.raises(ActRefused) as problem:
        await does().describe_dataset("collectes", changes, dry_run=False)
    assert codes(problem) >= refused
    assert dataset_now(world) == before


async def test_a_dataset_under_an_agreement_is_not_withdrawn(world, does):
    await world.does(STEWARD, DraftAgreement(PROJECT))
    await does().withdraw_dataset("collectes", "Doublon", dry_run=True)
    await world.does(STEWARD, OpenPreview(CITATION))
    await world.does(STEWARD, SubmitAgreement(CITATION))
    with pytest.raises(DatasetUnderAgreements) as refused:
        await does().withdraw_dataset("collectes", "Doublon", dry_run=False)
    assert "conv-2026-0017@1" in told(refused.value).sentence("en")
    assert dataset_now(world) is not None


async def test_what_is_withdrawn_is_gone_and_may_come_back(world, does):
    document = write_dataset(DATASET, world.catalog.snapshot)
    said = await does().withdraw_dataset("collectes", "Doublon", dry_run=False)
    assert difference_lines(said.difference, "en") == (
        "- dataset collectes (val-d-ille-aubigne)",
        "1 removal.",
    )
    assert world.catalog.records[-1].summary["reason"] == "Doublon"
    assert dataset_now(world) is None
    with pytest.raises(UnknownDataset):
        await does().describe_dataset("collectes", {}, dry_run=False)
    again = await does().register_dataset("collectes", document, dry_run=False)
    assert [each.kind.value for each in again.difference.changes] == ["added"]
    assert dataset_now(world).version == DATASET.version + 2


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("valcobreizh.collectes", ActsRefused),
        ("valcobreizh__collectes", ActsRefused),
        ("valcobreizh.rien", ActsRefused),
        ("inconnu.collectes", UnknownOwner),
        ("collecte", UnknownDataset),
        ("val-d-ille-aubigne.collecte", UnknownDataset),
    ],
)
async def test_what_is_elsewhere_is_the_same_whether_it_is_there_or_not(does, name, problem):
    with pytest.raises(problem) as refused:
        await does().describe_dataset(name, {}, dry_run=True)
    told(refused.value)


async def test_a_name_that_is_near_is_proposed(does):
    with pytest.raises(UnknownStorage) as refused:
        await does().retire_storage("depots", dry_run=True)
    assert told(refused.value).did_you_mean == "depot"


async def test_the_operator_acts_for_any_body_by_its_name(world, does):
    operator = does("operator@interco")
    with pytest.raises(OwnerNotSaid) as refused:
        await operator.retire_storage("depot", dry_run=True)
    told(refused.value)
    changes = {"licence": "lov2"}
    for name in ("val-d-ille-aubigne.collectes", "valDIlleAubigne.collectes", DATASET.id):
        await operator.describe_dataset(name, changes, dry_run=True)
    await operator.describe_dataset(DATASET.id, changes, dry_run=False)
    assert dataset_now(world).licence == "lov2"


KEY = Subject(
    "cle-1", "urn:interco:key", VAL_DILLE.siren, "key", proves=frozenset({Strength.READ}), via="key"
)
NOT_ALLOWED = {
    "a steward of another body": ("steward@valcobreizh", {}, "other_organisation"),
    "a machine of another body": ("machine@valcobreizh", {}, "other_organisation"),
    "an agent without role": ("agent@val-d-ille-aubigne", {}, "role_required"),
    "an approver": ("approver@val-d-ille-aubigne", {}, "role_required"),
    "a key without scope": (KEY, {}, "role_required"),
    "nobody": (ANONYMOUS, {}, "role_required"),
    "a weak sign-in": (STEWARD, {"proves": frozenset({Strength.READ})}, "sign_in_too_weak"),
    "no sign-in": (STEWARD, {"proves": frozenset()}, "sign_in_too_weak"),
}
ACTS = {
    "register_storage": lambda acts: acts.register_storage(
        "val-d-ille-aubigne.neuf", FOLDER, dry_run=False
    ),
    "retire_storage": lambda acts: acts.retire_storage("val-d-ille-aubigne.depot", dry_run=True),
    "register_dataset": lambda acts: acts.register_dataset(
        "val-d-ille-aubigne.releves", TABLE, dry_run=False
    ),
    "describe_dataset": lambda acts: acts.describe_dataset(DATASET.id, {}, dry_run=True),
    "publish_dataset": lambda acts: acts.publish_dataset(
        DATASET.id, Listing.PUBLIC, AccessLevel.RESTRICTED, dry_run=False
    ),
    "withdraw_dataset": lambda acts: acts.withdraw_dataset(DATASET.id, None, dry_run=False),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", NOT_ALLOWED)
async def test_nobody_else_does_it_nor_learns_anything(world, does, who, act):
    before = world.catalog.snapshot
    subject, more, code = NOT_ALLOWED[who]
    with pytest.raises(ActsRefused) as refused:
        await ACTS[act](does(subject, **more))
    assert {told(each).code for each in refused.value.problems} == {code}
    assert world.catalog.snapshot is before


@pytest.mark.parametrize("act", ACTS)
async def test_nobody_does_it_under_a_mandate(does, act):
    with pytest.raises(MandateRequired):
        await ACTS[act](does(on_behalf_of=VALCOBREIZH.siren))


async def test_nobody_asks_for_a_host_or_has_a_declaration_under_a_mandate(does):
    acts = does(on_behalf_of=VALCOBREIZH.siren)
    with pytest.raises(MandateRequired):
        await ask_for_host(
            RequestHost("base.mairie.fr:5432", "Le nôtre"),
            None,
            acts.subject,
            acts.acts,
            dry_run=True,
        )
    with pytest.raises(MandateRequired):
        await own_declaration(None, acts.subject, acts.acts)
