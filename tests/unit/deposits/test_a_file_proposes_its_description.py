"""A file proposes names, labels, types, units, meanings, its key and its map, each with its reason.

Covers intake.deposits.proposing, intake.deposits.column_proposals,
intake.deposits.column_names, intake.deposits.dataset_links,
intake.deposits.standard_matches, intake.deposits.values, catalog.standards.code_words.
"""

from dataclasses import replace

import pytest

from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Classification, ObjectKind, PhysicalObject, TerritoryBinding
from catalog.model.identifiers import Name
from catalog.model.terms import Secret
from catalog.standards.code_words import proposed_code
from catalog.standards.conformity import conformity
from catalog.standards.standard import standards
from intake.deposits.column_names import free_name, identifier, label_of, safe_text
from intake.deposits.proposing import proposed_dataset
from intake.deposits.writing import write_parquet
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from tests.unit.catalog.examples import DEPOT, VAL_DILLE, catalog_of, facts_in
from tests.unit.file_reading.ugly_files import UGLY
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx

FLOWS = ("OMR", "VERRE", "BIODECHETS")


def proposal_of(data, name="pesees_2025.csv"):
    file = read_rows(data if isinstance(data, bytes) else data.encode(), name)
    return proposed_dataset(
        file, "pesees", owner=VAL_DILLE.siren, storage="depot", physical_name="pesees/v1.parquet"
    )


def weighings(*more, codes=("35003", "35007", "35051")):
    lines = ["N° bon;Date;Commune;Flux;Poids net (kg);Prix (€)"]
    for at in range(30):
        day, commune, flow = at % 28 + 1, codes[at % len(codes)], FLOWS[at % 3]
        lines.append(f"{at:05d};{day:02d}/01/2025;{commune};{flow};{100 + at};{at},50")
    return "\n".join([*lines, *more]) + "\n"


def registered(draft):
    return register_dataset(DatasetDraft(draft), facts_in(catalog_of(VAL_DILLE, DEPOT)))


@pytest.mark.parametrize(
    ("header", "name", "label"),
    [
        ("Poids net (kg)", "poids_net_kg", "Poids net"),
        ("Conso 2024 (kWh)", "conso_2024_kwh", "Conso 2024"),
        ("N° d'abonné", "no_d_abonne", "N° d'abonné"),
        ("Prix (€/t)", "prix_eur_t", "Prix"),
        ("2019", "colonne_2019", "2019"),
        ("nomBeneficiaire", "nom_beneficiaire", "Nom beneficiaire"),
        ("nbre_pdc", "nbre_pdc", "Nbre pdc"),
        ("???", "colonne", "???"),
        ("Volume\n(m³)", "volume_m3", "Volume"),
    ],
)
def test_a_header_becomes_a_name_that_is_valid_and_a_label_that_people_read(header, name, label):
    assert Name.parse(identifier(header)) == name
    assert label_of(header, "kg") == label


def test_names_are_unique_for_every_language_of_queries_and_none_is_reserved():
    assert free_name("a_1", {"a1"}) == "a_1_2"
    assert free_name("and", set()) == "and_2"
    proposal = proposal_of("Not;Poids;poids;POIDS\nx;1;2;3\ny;2;3;4\n")
    assert [one.column.name for one in proposal.columns] == ["not_2", "poids", "poids_2", "poids_3"]
    assert len({one.column.source_name for one in proposal.columns}) == 4


def test_a_header_cannot_carry_what_the_catalog_refuses():
    assert safe_text("Poids\u202e ${SECRET}\x07") == "Poids $ {SECRET}"
    very_long = "mot " * 100
    assert len(Name.parse(identifier(very_long))) <= 60
    assert len(label_of(very_long, None)) <= 120


def test_weighings_are_described_by_themselves_and_each_choice_has_its_reason():
    proposal = proposal_of(weighings())
    columns = {one.header: one.column for one in proposal.columns}
    assert [(column.name, column.unit, column.concept) for column in columns.values()] == [
        ("id_pesee", None, None), ("date", None, "date_collecte"),
        ("code_commune", None, "commune"), ("flux", None, "flux_dechets"),
        ("poids_net_kg", "kg", "masse_collectee"), ("prix_eur", "EUR", None),
    ]  # fmt: skip
    assert columns["Flux"].code_list == ("BIODECHETS", "OMR", "VERRE")
    assert columns["N° bon"].source_name == "no_bon"
    draft = proposal.draft
    assert draft.title_fr == "Pesees 2025"
    assert draft.primary_key == ("id_pesee",)
    assert draft.territory == TerritoryBinding("code_commune", date_column="date")
    assert [relation.column for relation in draft.relations] == ["code_commune"]
    assert not draft.personal_data
    for one in proposal.columns:
        assert {"name", "type", "classification"} <= one.reasons.keys()
        assert all(reason.fr and reason.en for reason in one.reasons.values())
    assert proposal.reasons["territory"].fr == (
        "Les codes de « Commune » sont lus au jour de « Date »."
    )


def of_collection(proposal):
    """The match with the standard of collections; others may match in part."""
    (match,) = (each for each in proposal.standards if each.standard == "interco-collecte-dechets")
    return match


def test_a_standard_whose_fields_match_is_proposed_column_by_column():
    proposal = proposal_of(weighings())
    match = of_collection(proposal)
    assert match.is_met
    assert proposal.draft.standard == "interco-collecte-dechets"
    by_field = {field.field: (field.column, field.why.fr) for field in match.fields}
    assert by_field["tonnage_kg"] == ("poids_net_kg", "même sens")
    assert by_field["id_pesee"] == ("id_pesee", "même nom")
    assert by_field["mode_collecte"] == (None, "facultatif, absent")
    assert "key" in proposal.columns[0].reasons["name"].en


def matrix(*kinds):
    lines = ["Annee;Flux;Poste;Sens;Montant_EUR"]
    for at in range(24):
        post = ("Collecte", "Traitement", "Pré-collecte")[at % 3]
        lines.append(f"{2022 + at % 4};OMR;{post};{kinds[at % len(kinds)]};{1000 + at},50")
    return "\n".join(lines) + "\n"


def test_words_that_are_codes_but_for_plurals_and_accents_are_proposed_as_these(tmp_path):
    proposal = proposal_of(matrix("Charges", "Produits"), "matrice.csv")
    assert proposal.draft.standard == "interco-matrice-des-couts"
    codes = {
        each.name: {one.word: one.code for one in each.codes} for each in proposal.draft.columns
    }
    assert codes["sens"] == {"Charges": "CHARGE", "Produits": "PRODUIT"}
    assert codes["poste"] == {
        "Collecte": "COLLECTE",
        "Traitement": "TRAITEMENT",
        "Pré-collecte": "PRE_COLLECTE",
    }
    dataset = registered(proposal.draft)
    matched = {each.field.name: each for each in conformity(standards()[dataset.standard], dataset)}
    assert set(matched["sens"].listed) >= {"Charges", "Produits"}
    assert matched["sens"].unknown_codes == ()


def test_a_word_that_is_near_to_no_code_is_proposed_as_none():
    proposal = proposal_of(matrix("Charges", "Autres"), "matrice.csv")
    assert proposal.draft.standard is None
    assert all(not each.codes for each in proposal.draft.columns)


def test_a_word_that_could_be_two_codes_is_proposed_as_none():
    (field,) = (
        one for one in standards()["interco-matrice-des-couts"].fields if one.name == "sens"
    )
    label = Bilingual("Dépense", "Expense")
    two = replace(field, code_labels=dict.fromkeys(("CHARGE", "PRODUIT"), label))
    one = replace(field, code_labels={"CHARGE": label})
    assert (proposed_code("dépenses", one), proposed_code("dépenses", two)) == ("CHARGE", None)


def test_a_standard_is_not_followed_where_a_value_or_a_unit_departs_from_it():
    other_flow = proposal_of(weighings().replace("VERRE", "GRAVATS"))
    assert other_flow.draft.standard is None
    assert other_flow.columns[0].column.name == "no_bon"
    match = of_collection(other_flow)
    assert {field.field: field.why.fr for field in match.fields}["flux"] == (
        "hors de la liste du standard : GRAVATS"
    )
    in_tonnes = proposal_of(weighings().replace("(kg)", "(t)"))
    match = of_collection(in_tonnes)
    assert {field.field: field.why.en for field in match.fields}["tonnage_kg"] == "in t, not kg"
    assert in_tonnes.draft.standard is None


def test_a_map_is_chosen_that_has_all_codes_where_rows_have_no_day():
    lines = ["Commune;Population"] + [f"{code};{at}" for at, code in enumerate(
        ["35147", "35085", "35265", "35308"])]  # fmt: skip
    proposal = proposal_of("\n".join(lines))
    assert proposal.draft.territory == TerritoryBinding("code_commune", vintage=2018)
    assert "2018, où ils sont tous" in proposal.reasons["territory"].fr


def test_communes_by_name_get_a_column_of_codes():
    rows = [["Commune", "Flux", "Tonnes"], ["Combourg", "OMR", 1.5], ["ST DOMINEUC", "OMR", 2.5]]
    proposal = proposal_of(xlsx({"T": SheetOf([*rows, ["Cuguen", "VERRE", 3.5]])}), "t.xlsx")
    names = [one.column.name for one in proposal.columns]
    assert names == ["nom_commune", "flux", "tonnes", "code_commune"]
    assert proposal.columns[3].examples == ("35085", "35265", "35092")
    assert proposal.draft.territory.column == "code_commune"
    assert proposal.columns[3].reasons["name"].fr.startswith("Le code de la commune, retrouvé")


def test_a_wide_table_made_long_is_described_by_its_period():
    rows = [["Commune", "Tonnages 2023", "Tonnages 2024", "Tonnages 2025"]] + [
        [name, at, at + 1.5, at + 2] for at, name in enumerate(["Combourg", "Cuguen", "Trémeheuc"])
    ]
    answers = ReadingAnswers({"wide_form": {"": "long"}})
    file = read_rows(xlsx({"T": SheetOf(rows)}), "tonnages.xlsx", answers=answers)
    proposal = proposed_dataset(
        file, "tonnages", owner=VAL_DILLE.siren, storage="depot", physical_name="t/v1.parquet"
    )
    assert [one.column.name for one in proposal.columns] == [
        "nom_commune", "code_commune", "annee", "tonnages",
    ]  # fmt: skip
    assert proposal.draft.primary_key == ("nom_commune", "annee")
    assert registered(proposal.draft).territory is not None


def test_persons_are_classified_with_the_reason_and_masked_examples():
    lines = ["Nom;Mél;N° sécurité sociale;Solde (€)"] + [
        f"Personne{at};p{at}@exemple.fr;{int(body)}{97 - int(body) % 97:02d};{at},5"
        for at, body in enumerate(["1850578006084", "2690549588157", "1670399112321"])
    ]
    proposal = proposal_of("\n".join(lines))
    nom, mel, nir, solde = proposal.columns
    assert proposal.draft.personal_data
    assert [one.column.classification for one in (nom, mel, nir, solde)] == [
        Classification.PERSONAL, Classification.PERSONAL, Classification.SENSITIVE,
        Classification.INTERNAL,
    ]  # fmt: skip
    assert nir.column.secret is Secret.NIR
    assert nir.reasons["classification"].fr == (
        "Probablement des numéros de sécurité sociale : 3 valeurs sur 3 en ont la forme, leur clé "
        "de contrôle est juste."
    )
    assert mel.examples == ("p•••@•••.fr",)
    assert solde.examples == ("0.5", "1.5", "2.5")
    assert "exemple" not in repr([one.examples for one in proposal.columns])
    assert proposal.reasons["personal_data"].fr.endswith(
        "« Nom », « Mél », « N° sécurité sociale »."
    )


def test_a_key_that_comes_twice_is_not_proposed_and_it_is_said():
    proposal = proposal_of(weighings("00003;05/01/2025;35003;OMR;7;1,00"))
    assert proposal.draft.primary_key == ()
    assert proposal.reasons["primary_key"].fr == (
        "« N° bon » désignerait les lignes, mais revient 1 fois de trop."
    )


@pytest.mark.parametrize("make", UGLY, ids=lambda make: make.__name__)
def test_what_any_file_proposes_can_be_registered_and_written(make, tmp_path):
    name, data, truth = make()
    proposal = proposal_of(data, name)
    dataset = registered(proposal.draft)
    assert dataset.physical == PhysicalObject(ObjectKind.PARQUET, "pesees/v1.parquet")
    file = read_rows(data, name)
    written = write_parquet(file, proposal.targets(), tmp_path / "v1.parquet")
    assert written.rows == truth.rows
