"""Covers catalog.exports.article_30, catalog.exports.csv_text."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.exports.article_30 import COLUMNS, article_30_csv, article_30_lines
from catalog.exports.csv_text import write_csv
from catalog.exports.problems import NoPersonalData
from catalog.model.terms import Relation, Secret
from tests.unit.exports.world import BLOCK, TERMS, signed
from tests.unit.guard.world import VAL_DILLE, VALCOBREIZH, catalog_of

CATALOG = catalog_of()


def lines(agreement=None):
    written = article_30_lines(agreement or signed(), CATALOG)
    return [dict(zip(COLUMNS, line, strict=True)) for line in written]


def test_the_grantors_line_comes_first():
    ours, theirs = lines()
    assert (ours["SIREN"], theirs["SIREN"]) == (VAL_DILLE, VALCOBREIZH)
    assert ours["Autre partie"] == f"valcobreizh ({VALCOBREIZH})"
    assert ours["Rôle"] == "Responsable de traitement, communique les données"
    assert theirs["Rôle"] == "Responsable de traitement, reçoit les données"
    assert ours["Empreinte de la version signée (SHA-256)"] == signed().sha256


def test_everything_that_article_30_asks_is_there():
    line = lines()[0]
    assert line["Finalités"] == "Rapport annuel"
    assert line["Catégories de personnes concernées"] == "usagers du service"
    assert line["Catégories de données"] == "identité, adresse"
    assert line["Catégories de destinataires"] == "service déchets du syndicat"
    assert line["Transferts hors Union européenne"] == "aucun"
    assert line["Durée de conservation"] == BLOCK.retention
    assert line["Mesures de sécurité"] == BLOCK.security_measures
    assert line["Analyse d'impact (AIPD)"] == "AIPD-2024-7"
    assert line["Délégué à la protection des données (contact)"].endswith("<dpo@valdille.fr>")
    assert "id_pesee (pseudonyme), jour (au mois)" in line["Colonnes transmises"]
    assert (line["Début"], line["Fin"]) == ("01/01/2025", "31/12/2027")


@pytest.mark.parametrize(
    ("relation", "first", "second"),
    [
        (Relation.JOINT, "Responsable conjoint (art. 26)", "Responsable conjoint (art. 26)"),
        (Relation.PROCESSOR, "Responsable de traitement", "Sous-traitant (art. 28)"),
    ],
)
def test_the_roles_follow_the_relation(relation, first, second):
    block = replace(BLOCK, joint_arrangement="ACC-1", processor_contract="CTR-1")
    terms = replace(TERMS, relation=relation, personal_data=block)
    ours, theirs = lines(replace(signed(), terms=terms))
    assert ours["Rôle"].startswith(first)
    assert theirs["Rôle"].startswith(second)
    assert theirs["Rôle"].endswith("(ACC-1)" if relation is Relation.JOINT else "(CTR-1)")


def test_no_assessment_has_its_reason():
    block = replace(BLOCK, dpia_reference=None, dpia_waiver="peu de personnes")
    line = lines(replace(signed(), terms=replace(TERMS, personal_data=block)))[0]
    assert line["Analyse d'impact (AIPD)"] == "Non requise : peu de personnes"


def test_a_column_under_a_secret_is_named():
    assert lines()[0]["Données sensibles"] == "Non"
    columns = tuple(replace(each, secret=Secret.FISCAL) for each in signed().columns[:1])
    assert lines(replace(signed(), columns=columns))[0]["Données sensibles"] == "Oui : id_pesee"


def test_without_personal_data_there_is_no_line():
    with pytest.raises(NoPersonalData):
        lines(replace(signed(), terms=replace(TERMS, personal_data=None)))


def test_it_opens_in_a_french_spreadsheet():
    written = article_30_csv(signed(), CATALOG)
    assert written.startswith(b"\xef\xbb\xbfR\xc3\xa9f\xc3\xa9rence;")
    assert not article_30_csv(signed(), CATALOG, bom=False).startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))
    assert tuple(read[0]) == COLUMNS
    assert len(read) == 3


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@cmd", "\t=1", "\r=1", "  =1", "\n=1"])
def test_a_cell_is_never_a_formula(text):
    (line,) = csv.reader(
        io.StringIO(write_csv([[text]], bom=False).decode(), newline=""), delimiter=";"
    )
    assert line == [f"'{text}"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1))
def test_no_cell_begins_like_a_formula_and_none_is_lost(cells):
    text = write_csv([cells], bom=False).decode()
    (line,) = (
        csv.reader(io.StringIO(text, newline=""), delimiter=";") if cells != [""] else (cells,)
    )
    for cell, read in zip(cells, line, strict=True):
        assert read in {cell, f"'{cell}"}
        assert not read.startswith(("=", "+", "-", "@", "\t", "\r"))
