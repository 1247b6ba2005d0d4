"""One rule (catalog.actions.texts) for every text that an organisation supplies, at every entry.

Covers catalog.actions.texts, federation.storages.plain_options, catalog.actions.storage,
catalog.actions.facts, catalog.declaration.declaration, catalog.model.organisation.
"""

import json
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
import yaml

from catalog.actions.facts import Findings
from catalog.actions.problems import ActRefused
from catalog.actions.storage import register_storage
from catalog.actions.texts import refuse_unsafe_texts, unsafe_text
from catalog.declaration.declaration import read_documents
from catalog.declaration.problems import DeclarationRefused
from catalog.model.identifiers import Name
from catalog.model.storage import (
    DepositOptions,
    FilesOptions,
    IcebergOptions,
    IcebergRestOptions,
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    SecretReference,
    SqliteOptions,
    Storage,
    StorageKind,
)
from catalog.model.terms import Contact, PersonalDataBlock
from federation.storages.plain_options import is_plain
from tests.unit.catalog.examples import DRAFT, VAL_DILLE, facts_about

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "organisation-example.yaml"
HARMFUL = {
    "a substitution": "${ENV:HOME}",
    "NUL": "\0",
    "a bell": "\x07",
    "a carriage return": "\r",
    "an escape": "\x1b[2J",
    "delete": "\x7f",
    "next line": "\x85",
    "a line separator": "\u2028",
    "a paragraph separator": "\u2029",
    "a bidirectional override": "\u202e",
    "a bidirectional isolate": "\u2066",
}
OPTIONS = {
    StorageKind.FILES: FilesOptions("/srv/donnees/val-d-ille-aubigne/depot"),
    StorageKind.SQLITE: SqliteOptions("/srv/donnees/val-d-ille-aubigne/base.sqlite"),
    StorageKind.POSTGRESQL: PostgresqlOptions("db.valdille.fr", 5432, "dechets", "interco"),
    StorageKind.MARIADB: MariadbOptions("db.valdille.fr", 5432, "dechets", "interco"),
    StorageKind.S3: S3Options("s3.valdille.fr", "fr-par", "dechets", "collectes/", "AKEXEMPLE"),
    StorageKind.ICEBERG: IcebergOptions(
        PostgresqlOptions("db.valdille.fr", 5432, "dechets", "interco"),
        "interco",
        S3Options("s3.valdille.fr", "fr-par", "dechets", "collectes/", "AKEXEMPLE"),
        SecretReference("env", "INTERCO_SECRET_243500667_CLE"),
    ),
    StorageKind.ICEBERG_REST: IcebergRestOptions(
        "https://s3.valdille.fr/iceberg",
        "dechets",
        S3Options("s3.valdille.fr", "fr-par", "dechets", "collectes/", "AKEXEMPLE"),
        SecretReference("env", "INTERCO_SECRET_243500667_CLE"),
        namespace="eau",
        client_id="interco",
        scope="catalog",
        token_uri="https://s3.valdille.fr/jetons",
    ),
    StorageKind.DEPOSIT: DepositOptions(
        S3Options("s3.valdille.fr", "fr-par", "dechets", "depot/", "AKEXEMPLE")
    ),
}


def within(text, harm):
    return text[:1] + harm + text[1:]


def every_change(value, harm):
    """(path, the value with that one text harmed), for each text of a frozen value of the model."""
    for field in fields(value):
        part = getattr(value, field.name)
        if is_dataclass(part):
            for path, changed in every_change(part, harm):
                yield (field.name, *path), replace(value, **{field.name: changed})
        elif type(part) in {str, Name}:
            yield (field.name,), replace(value, **{field.name: within(part, harm)})
        elif isinstance(part, tuple):
            for index, each in enumerate(part):
                if is_dataclass(each):
                    for path, changed in every_change(each, harm):
                        kept = (*part[:index], changed, *part[index + 1 :])
                        yield (field.name, index, *path), replace(value, **{field.name: kept})


def test_every_kind_of_storage_is_tried():
    assert set(OPTIONS) == set(StorageKind)


@pytest.mark.parametrize("harm", HARMFUL.values(), ids=HARMFUL)
@pytest.mark.parametrize("kind", StorageKind)
def test_each_option_of_each_storage_is_refused(kind, harm):
    own = SecretReference("env", "INTERCO_SECRET_243500667_BASE")
    secret = None if kind in {StorageKind.FILES, StorageKind.SQLITE} else own
    storage = Storage(
        "val_d_ille_aubigne__base",
        VAL_DILLE.siren,
        kind,
        OPTIONS[kind],
        secret,
        host_country="FR",
        operator="Syndicat mixte",
    )
    register_storage(storage, facts_about())
    tried = 0
    for path, changed in every_change(storage, harm):
        with pytest.raises(ActRefused) as refused:
            register_storage(changed, facts_about())
        found = {(each.problem.code, each.path) for each in refused.value.findings}
        assert ("unsafe_text", path) in found
        tried += 1
    assert tried >= 3


@pytest.mark.parametrize("harm", [*HARMFUL.values(), "\n"], ids=[*HARMFUL, "a new line"])
def test_each_name_and_path_of_a_dataset_is_refused(harm):
    tried = set()
    for path, changed in every_change(DRAFT, harm):
        if harm == "\n" and path[-1].startswith("description"):
            continue
        findings = Findings()
        refuse_unsafe_texts(changed, findings)
        assert ("unsafe_text", path) in {(e.problem.code, e.path) for e in findings.found}
        tried.add(path[-1])
    assert {"name", "title_fr", "source_name", "label_en"} <= tried


@pytest.mark.parametrize("harm", HARMFUL.values(), ids=HARMFUL)
def test_each_word_of_a_declaration_is_refused_at_its_line(harm):
    """Keys too: they name storages, datasets, columns and agents."""
    text = EXAMPLE.read_text("utf-8")
    read_documents({"a.yaml": text.encode()})
    words = list(scalars(yaml.compose(text)))
    assert len(words) > 100
    for word in words:
        if len(word.value) < 2 or word.style == "|":
            # Of one letter, what follows it is cut away with the blanks.
            continue
        written = json.dumps(within(word.value, harm), ensure_ascii=True)
        start, end = word.start_mark.index, word.end_mark.index
        harmed = text[:start] + written + text[end:]
        with pytest.raises(DeclarationRefused) as refused:
            read_documents({"a.yaml": harmed.encode()})
        lines = {e.place.line for e in refused.value.problems if e.code == "unsafe_text"}
        assert word.start_mark.line + 1 in lines


def scalars(node):
    match node:
        case yaml.ScalarNode():
            yield node
        case yaml.SequenceNode(value=items):
            for each in items:
                yield from scalars(each)
        case yaml.MappingNode(value=pairs):
            for key, value in pairs:
                yield from scalars(key)
                yield from scalars(value)


@pytest.mark.parametrize("harm", [*HARMFUL.values(), "\n", "\ud800"], ids=repr)
def test_what_a_storage_is_dialled_with_follows_the_same_rule(harm):
    assert unsafe_text(within("dechets", harm)) is not None
    assert not is_plain(within("dechets", harm))


@pytest.mark.parametrize("text", ["Œuvre d'Éloïse", "5\u202f000 €", "«\u00a0oui\u00a0»", "$ {x}"])
def test_french_is_not_harmful(text):
    assert unsafe_text(text) is None


BLOCK = PersonalDataBlock(
    controller=Contact("Mairie", "rgpd@mairie.fr"),
    dpo=Contact("DPO", "dpo@mairie.fr"),
    persons=("usagers",),
    data_categories=("consommations",),
    recipients=("agents du service",),
    transfers="aucun",
    retention="deux ans",
    security_measures="accès nominatif",
    dpia_waiver="Peu de personnes.\nAucun croisement.",
)


def test_the_reasons_of_an_agreement_may_have_several_lines_and_its_other_texts_one():
    findings = Findings()
    refuse_unsafe_texts(BLOCK, findings)
    findings.raise_any()
    refuse_unsafe_texts(replace(BLOCK, retention="Un an.\nPuis rien."), findings)
    with pytest.raises(ActRefused) as refused:
        findings.raise_any()
    assert [finding.path for finding in refused.value.findings] == [("retention",)]
