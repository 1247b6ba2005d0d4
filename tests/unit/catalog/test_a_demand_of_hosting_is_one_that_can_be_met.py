"""Demands and facts of hosting as they are declared, and what is signed of them.

Covers catalog.actions.hosting, catalog.declaration.terms, catalog.actions.agreement_text.
"""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from catalog.actions.agreement import TermsDraft
from catalog.actions.agreement_text import signed_document, signed_hash, signed_text
from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.actions.problems import ActRefused
from catalog.actions.redrafting import draft_of
from catalog.actions.storage import register_storage
from catalog.codec import read_value, write_value
from catalog.declaration.declaration import read_documents
from catalog.model.hosting import Hosting, HostingDemand
from catalog.model.storage import Storage
from catalog.model.terms import Terms
from gateway.base.hosting_settings import HostingSettings
from tests.unit.catalog.examples import DEPOT, DRAFT, facts_about, facts_in
from tests.unit.catalog.test_an_agreement_grants_only_what_is_safe import (
    BASE,
    CATALOG,
    PROJECT,
    drafted,
    refusals,
)
from tests.unit.catalog.test_every_block_of_an_agreement_can_be_written import BLOCKS, read

DEMAND = HostingDemand(("EU", "FR"), secnumcloud=True, operated_by=("200090884",))
WRITTEN = """\
    hosting:
      countries: [FR, EU, FR]
      secnumcloud: true
      operated_by: "200090884"
"""


def demanding(demand):
    return replace(PROJECT, terms=TermsDraft(hosting=demand))


def test_it_is_declared_in_an_agreement_and_in_a_dataset():
    assert read(BLOCKS + WRITTEN).value[0].terms.hosting == DEMAND
    assert read(BLOCKS).value[0].terms.hosting is None
    declared = b"""\
organisation: {siren: 243500667, slug: val-d-ille-aubigne, name: Val d'Ille, kind: CC}
storages:
  depot: {kind: files, directory: d, host_country: RE, operator: Syndicat mixte}
  ailleurs: {kind: files, directory: e}
datasets:
  collectes:
    title: {fr: Collectes}
    storage: depot
    object: {kind: csv, name: a.csv}
    hosting: {countries: EEA}
    columns: {flux: {type: string, label: {fr: Flux}}}
"""
    (file,) = read_documents({"a.yaml": declared}).organisations
    assert file.datasets[0].value.hosting == HostingDemand(("EEA",))
    known, unknown = (each.value.hosting for each in file.storages)
    assert known == Hosting("RE", secnumcloud=False, operator="Syndicat mixte")
    assert unknown.country is None


@pytest.mark.parametrize(
    ("demand", "path"),
    [
        (HostingDemand(), "terms.hosting"),
        (HostingDemand(("ZZ",)), "terms.hosting.countries"),
        (HostingDemand(("fr",)), "terms.hosting.countries"),
        (HostingDemand(("UE",)), "terms.hosting.countries"),
        (HostingDemand(operated_by=(" ",)), "terms.hosting.operated_by"),
        (HostingDemand(operated_by=tuple(map(str, range(51)))), "terms.hosting"),
    ],
)
def test_what_could_never_be_met_or_demands_nothing_is_refused(demand, path):
    assert ("hosting_refused", path) in refusals(demanding(demand))
    over = replace(DRAFT, hosting=demand)
    with pytest.raises(ActRefused) as refused:
        register_dataset(DatasetDraft(over), facts_in(BASE))
    assert {each.problem.code for each in refused.value.findings} == {"hosting_refused"}


def test_the_french_name_of_the_union_is_understood():
    with pytest.raises(ActRefused) as refused:
        drafted(demanding(HostingDemand(("UE",))))
    (finding,) = refused.value.findings
    assert "« EU »" in finding.problem.sentence("fr")


def test_it_is_signed_and_what_was_signed_without_it_keeps_its_hash():
    without, with_it = drafted(), drafted(demanding(DEMAND))
    assert without.sha256 != with_it.sha256
    assert signed_document(with_it)["terms"]["hosting"]["countries"] == ["EU", "FR"]
    assert b"hosting" not in signed_text(without)
    assert signed_hash(replace(with_it, terms=replace(with_it.terms, hosting=None))) == (
        without.sha256
    )


def test_an_amendment_starts_from_it():
    assert draft_of(drafted(demanding(DEMAND)), CATALOG).terms.hosting == DEMAND


def test_what_was_kept_before_it_is_read_as_demanding_nothing():
    old = write_value(Terms())
    del old["hosting"]
    assert read_value(Terms, old) == Terms()
    kept = write_value(DEPOT) | {"host_country": "FR"}
    del kept["operator"]
    assert read_value(Storage, kept).hosting == Hosting("FR", secnumcloud=False)


def test_a_storage_is_in_a_country():
    register_storage(replace(DEPOT, host_country="RE"), facts_about())
    for wrong in ("EU", "UE", "XX", "France", ""):
        with pytest.raises(ActRefused):
            register_storage(replace(DEPOT, host_country=wrong), facts_about())


def test_a_part_of_the_installation_is_as_all_unless_it_is_said_apart():
    said = '{"all": {"country": "FR", "secnumcloud": true, "operator": "a"}, "logs": {}}'
    found = HostingSettings.model_validate_json(said).installation()
    assert found.engine == found.backups == Hosting("FR", secnumcloud=True, operator="a")
    assert found.logs == Hosting()


@pytest.mark.parametrize(
    "said",
    [
        '{"all": {"country": "EU"}}',
        '{"all": {"country": "france"}}',
        '{"all": {"secnumcloud": "yes"}}',
        '{"all": {"operator": " "}}',
        '{"all": {"region": "x"}}',
        '{"caches": {}}',
    ],
)
def test_a_setting_that_says_no_fact_is_refused(said):
    with pytest.raises(ValidationError):
        HostingSettings.model_validate_json(said)
