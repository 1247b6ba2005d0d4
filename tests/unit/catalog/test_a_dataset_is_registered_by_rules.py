"""Covers catalog.actions.dataset, catalog.actions.csv_format, catalog.declaration.datasets,
catalog.actions.organisation, catalog.declaration.yaml_tree, catalog.actions.problems.
"""

from dataclasses import replace

import pytest

from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.actions.problems import ActRefused
from catalog.changes import Changes
from catalog.model.dataset import (
    AccessLevel,
    Classification,
    ColumnType,
    CsvFormat,
    ObjectKind,
    PhysicalObject,
    Relation,
    ScalarType,
    TerritoryBinding,
    TextFormat,
    TotalRows,
)
from catalog.model.identifiers import Name
from catalog.model.storage import FilesOptions, PostgresqlOptions, S3Options, StorageKind
from catalog.model.terms import Contact
from tests.unit.catalog.examples import (
    DEPOT,
    DRAFT,
    VAL_DILLE,
    VALCOBREIZH,
    after,
    catalog_of,
    column,
    facts_in,
    told,
)

CATALOG = catalog_of(VAL_DILLE, VALCOBREIZH, DEPOT)


def register(draft, catalog=CATALOG):
    return register_dataset(DatasetDraft(draft), facts_in(catalog))


def refusals(draft, catalog=CATALOG):
    """Codes by path."""
    with pytest.raises(ActRefused) as refused:
        register(draft, catalog)
    return {
        (told(each.problem).code, ".".join(map(str, each.path))) for each in refused.value.findings
    }


def with_columns(*columns, **more):
    return replace(DRAFT, columns=columns, primary_key=(), territory=None, **more)


def test_names_become_ids_that_say_nothing():
    dataset = register(DRAFT)
    assert dataset.id == "val_d_ille_aubigne__collectes"
    assert dataset.storage_id == DEPOT.id
    assert [each.id for each in dataset.columns] == [f"c{n}" for n in range(1, 8)]
    assert dataset.primary_key == ("c1", "c3")
    assert dataset.territory == TerritoryBinding("c3", "c2")
    assert dataset.version == 1


def test_registering_the_same_again_is_the_same_value():
    dataset = register(DRAFT)
    assert register(DRAFT, after(CATALOG, Changes((dataset,)))) == dataset


def test_what_was_withdrawn_comes_back_as_the_next_version_and_gives_no_id_twice():
    withdrawn = replace(register(DRAFT), withdrawn=True)
    catalog = after(CATALOG, Changes((withdrawn,)))
    assert not catalog.datasets
    again = register(replace(DRAFT, columns=(*DRAFT.columns, column("nouvelle"))), catalog)
    assert (again.id, again.version, again.withdrawn) == (withdrawn.id, 2, False)
    assert [each.id for each in again.columns] == [f"c{n}" for n in range(1, 9)]
    assert after(catalog, Changes((again,))).withdrawn_datasets == {}


def test_its_contact_is_an_address():
    contact = Contact("Service déchets", "dechets@val-dille.fr")
    assert register(replace(DRAFT, contact=contact)).contact == contact
    for wrong in ("dechets", "a@b", "<a@b.fr>", "a@b.fr, c@d.fr"):
        draft = replace(DRAFT, contact=replace(contact, email=wrong))
        assert refusals(draft) == {("dataset_refused", "contact.email")}


def test_a_kept_name_keeps_its_id_whatever_its_place_or_label():
    catalog = after(CATALOG, Changes((register(DRAFT),)))
    moved = tuple(replace(each, label_fr="Autre") for each in reversed(DRAFT.columns))
    dataset = register(replace(DRAFT, columns=moved), catalog)
    assert {each.name: each.id for each in dataset.columns} == {
        each.name: f"c{n}" for n, each in enumerate(DRAFT.columns, 1)
    }
    assert dataset.version == 2


def test_the_id_of_a_dropped_column_is_never_given_again():
    catalog = after(CATALOG, Changes((register(DRAFT),)))
    without = register(replace(DRAFT, columns=DRAFT.columns[:-1]), catalog)
    assert without.retired_columns == ("c7",)
    catalog = after(catalog, Changes((without,)))
    again = register(DRAFT, catalog)
    assert again.columns[-1].id == "c8"
    assert again.retired_columns == ("c7",)


@pytest.mark.parametrize(
    "change", [{"type": ColumnType(ScalarType.BIGINT)}, {"source_name": "nom_usager"}]
)
def test_another_type_or_source_under_an_old_name_is_another_column(change):
    catalog = after(CATALOG, Changes((register(DRAFT),)))
    columns = (*DRAFT.columns[:-1], replace(DRAFT.columns[-1], **change))
    dataset = register(replace(DRAFT, columns=columns), catalog)
    assert dataset.columns[-1].id == "c8"


def test_names_that_a_query_would_take_for_one_are_refused():
    assert refusals(with_columns(column("date_1"), column("date1"))) == {
        ("names_fold_together", "columns.date1")
    }
    assert refusals(with_columns(column("re_port"), column("report"))) == {
        ("names_fold_together", "columns.report")
    }


def test_two_datasets_of_one_owner_cannot_fold_together():
    catalog = after(CATALOG, Changes((register(DRAFT),)))
    other = replace(
        DRAFT, name=Name("col_lectes"), physical=PhysicalObject(ObjectKind.PARQUET, "x.parquet")
    )
    assert refusals(other, catalog) == {("names_fold_together", "name")}


@pytest.mark.parametrize("name", ["and", "or", "not"])
def test_names_of_the_query_language_are_refused(name):
    assert refusals(with_columns(column(name))) == {("reserved_name", f"columns.{name}")}


def test_a_relation_cannot_bear_the_name_of_a_column():
    relation = Relation(Name("commune"), "code", "commune")
    draft = with_columns(
        column("code", concept="commune"), column("commune"), relations=(relation,)
    )
    assert refusals(draft) == {("column_refused", "relations.commune")}


def test_every_mistake_is_told_at_once_with_its_path():
    draft = with_columns(
        column("a", concept="comune"),
        column("b", ScalarType.DECIMAL, code_list=("x", "x")),
        replace(column("c"), type=ColumnType(ScalarType.DECIMAL, 2, 5)),
    )
    draft = replace(
        draft,
        primary_key=("z",),
        territory=TerritoryBinding("a", None, None),
        unit_key="y",
        time_zone="Europe/Rennes",
        relations=(Relation(Name("r"), "b", "planete"),),
        standard="rien",
    )
    assert refusals(draft) == {
        ("column_refused", "columns.a.concept"),
        ("column_refused", "columns.b.code_list"),
        ("column_refused", "columns.c.type"),
        ("unknown_dataset_column", "primary_key"),
        ("unknown_dataset_column", "unit_key"),
        ("dataset_refused", "territory"),
        ("dataset_refused", "time_zone"),
        ("dataset_refused", "relations.r.concept"),
        ("dataset_refused", "standard"),
    }


def test_a_misspelt_column_gets_a_suggestion():
    with pytest.raises(ActRefused) as refused:
        register(replace(DRAFT, primary_key=("id_pese",)))
    assert refused.value.findings[0].problem.did_you_mean == "id_pesee"


def test_one_object_is_registered_once_through_any_storage():
    catalog = after(CATALOG, Changes((register(DRAFT),)))
    above = replace(DEPOT, id="val_d_ille_aubigne__tout", options=FilesOptions("/srv/donnees"))
    catalog = after(catalog, Changes((above,)))
    for name in (
        "val-d-ille-aubigne/collectes/*.parquet",
        "val-d-ille-aubigne/collectes/2025.parquet",
    ):
        other = replace(
            DRAFT,
            name=Name("autre"),
            storage_id="tout",
            physical=PhysicalObject(ObjectKind.PARQUET, name),
        )
        assert refusals(other, catalog) == {("object_already_registered", "object.name")}


@pytest.mark.parametrize(
    "name",
    ["../paie.csv", "/etc/passwd.csv", "a/*/b.csv", "*.parquet", "a.txt", "a/./b.csv", "a'.csv"],
)
def test_a_file_is_a_plain_relative_path(name):
    csv = CsvFormat(columns=("a",))
    draft = with_columns(column("a"), physical=PhysicalObject(ObjectKind.CSV, name, csv=csv))
    assert refusals(draft) == {("physical_object_refused", "object.name")}


def test_a_file_whose_name_has_a_space_is_told_so_in_a_bucket_and_read_in_a_folder():
    physical = PhysicalObject(ObjectKind.CSV, "Dépôt (1)/Subventions 2024.csv", csv=CsvFormat())
    draft = with_columns(column("a"), physical=physical)
    assert register(draft).physical.name == physical.name
    options = S3Options("objets.exemple.fr", "fr-par", "dechets", "", "AK", use_tls=True)
    bucket = replace(DEPOT, kind=StorageKind.S3, options=options)
    physical = replace(physical, csv=CsvFormat(columns=("a",)))
    with pytest.raises(ActRefused) as refused:
        register(replace(draft, physical=physical), catalog_of(VAL_DILLE, VALCOBREIZH, bucket))
    (finding,) = refused.value.findings
    assert "sans espace" in finding.problem.sentence("fr")


@pytest.mark.parametrize(
    ("kind", "form", "key"),
    [
        (ScalarType.STRING, TextFormat(thousands=" "), "thousands"),
        (ScalarType.DATE, TextFormat(suffix="€"), "suffix"),
        (ScalarType.INTEGER, TextFormat(thousands="_"), "thousands"),
        (ScalarType.FLOAT, TextFormat(thousands=",", decimal_mark=","), "thousands"),
        (ScalarType.FLOAT, TextFormat(suffix="1 000"), "suffix"),
        (ScalarType.FLOAT, TextFormat(suffix=".5"), "suffix"),
    ],
)
def test_thousands_and_what_follows_a_number_are_of_a_closed_set(kind, form, key):
    physical = PhysicalObject(ObjectKind.CSV, "a.csv", csv=CsvFormat())
    written = replace(column("a"), type=ColumnType(kind), text_format=form)
    draft = with_columns(written, physical=physical)
    assert refusals(draft) == {("column_refused", f"columns.a.text_format.{key}")}


def test_a_number_is_declared_as_it_is_written():
    physical = PhysicalObject(ObjectKind.CSV, "a.csv", csv=CsvFormat())
    for form in (
        TextFormat(thousands=" ", decimal_mark=",", suffix="€"),
        TextFormat(thousands=".", decimal_mark=",", suffix="m³", empty=("NC", "-")),
        TextFormat(thousands="'", suffix="kg/hab"),
    ):
        written = replace(column("a"), type=ColumnType(ScalarType.FLOAT), text_format=form)
        draft = with_columns(written, physical=physical)
        assert register(draft).columns[0].text_format == form


def test_a_csv_says_its_header_and_columns_come_from_it():
    csv = CsvFormat(columns=("a", "a"), delimiter=";;", encoding="utf-7")
    draft = with_columns(column("b"), physical=PhysicalObject(ObjectKind.CSV, "a.csv", csv=csv))
    assert refusals(draft) == {
        ("physical_object_refused", "object.csv.columns"),
        ("physical_object_refused", "object.csv.delimiter"),
        ("physical_object_refused", "object.csv.encoding"),
        ("physical_object_refused", "columns.b.source"),
    }


def test_a_csv_of_a_folder_needs_no_header_in_its_declaration():
    for csv in (
        None,
        CsvFormat(delimiter=";", encoding="windows-1252", header_row=4),
        CsvFormat(delimiter="\t", header_row=1_000),
    ):
        physical = PhysicalObject(ObjectKind.CSV, "a.csv", csv=csv)
        assert register(with_columns(column("a"), physical=physical)).physical == physical
    for line in (0, 1_001, 999_999_999):
        wrong = PhysicalObject(ObjectKind.CSV, "a.csv", csv=CsvFormat(header_row=line))
        assert refusals(with_columns(column("a"), physical=wrong)) == {
            ("physical_object_refused", "object.csv.header_row")
        }


def test_a_name_that_is_nearly_in_the_header_is_told():
    csv = CsvFormat(columns=("Chauffeur", "N° ticket"), total_rows=TotalRows("lieu", ("TOTAL",)))
    physical = PhysicalObject(ObjectKind.CSV, "a.csv", csv=csv)
    draft = with_columns(column("chauffeur"), physical=physical)
    with pytest.raises(ActRefused) as refused:
        register(draft)
    column_, total = refused.value.findings
    assert "écrivez « source: Chauffeur »" in column_.problem.sentence("fr")
    assert total.path == ("object", "csv", "total_rows")


def test_a_table_is_not_in_a_folder():
    draft = with_columns(column("a"), physical=PhysicalObject(ObjectKind.TABLE, "t"))
    assert refusals(draft) == {("physical_object_refused", "object.kind")}


def test_another_organisation_storage_is_unknown():
    theirs = replace(DEPOT, owner=VALCOBREIZH.siren)
    assert refusals(DRAFT, catalog_of(VAL_DILLE, VALCOBREIZH, theirs)) == {
        ("unknown_storage", "storage")
    }


def test_an_open_dataset_holds_nothing_personal_and_something_open():
    draft = with_columns(
        column("nom", classification=Classification.PERSONAL), access_level=AccessLevel.OPEN
    )
    assert refusals(draft) == {("dataset_refused", "access_level")}
    draft = with_columns(
        column("flux", classification=Classification.OPEN), access_level=AccessLevel.OPEN
    )
    assert register(draft).access_level is AccessLevel.OPEN


def test_a_dataset_that_claims_the_standard_follows_it():
    draft = replace(DRAFT, standard="interco-collecte-dechets")
    assert register(draft).standard == "interco-collecte-dechets"
    wrong = tuple(
        replace(each, type=ColumnType(ScalarType.STRING), unit=None)
        if each.name == "tonnage_kg"
        else each
        for each in DRAFT.columns
        if each.name != "flux"
    )
    with pytest.raises(ActRefused) as refused:
        register(replace(draft, columns=wrong))
    told = [each.problem.sentence("fr") for each in refused.value.findings]
    assert len(told) == 2
    assert any("flux" in each for each in told)
    assert any("tonnage_kg" in each for each in told)


def test_a_source_column_named_as_a_function_of_the_row_is_refused_in_postgresql():
    storage = replace(
        DEPOT,
        kind=StorageKind.POSTGRESQL,
        options=PostgresqlOptions("db.valdille.fr", 5432, "dechets", "interco"),
    )
    draft = replace(
        with_columns(replace(column("empreinte"), source_name="to_json")),
        physical=PhysicalObject(ObjectKind.TABLE, "pesees"),
    )
    found = refusals(draft, catalog_of(VAL_DILLE, VALCOBREIZH, storage))
    assert ("column_refused", "columns.empreinte.source") in found


def test_french_serves_where_nobody_wrote_english():
    from catalog.declaration.datasets import read_dataset
    from catalog.declaration.yaml_tree import read_tree
    from catalog.model.problem import Place

    text = b"title: {fr: Pes\xc3\xa9es}\nstorage: depot\nobject: {kind: csv, name: a.csv}\n"
    text += b"columns: {a: {type: string, label: {fr: Poids}}}\n"
    node, problems = read_tree(text, "a.yaml")
    found = read_dataset("pesees", Place(1, 1), node, VAL_DILLE.siren, problems)
    assert not problems
    assert (found.value.title_fr, found.value.title_en) == ("Pesées", "Pesées [fr]")
    assert found.value.columns[0].label_en == "Poids [fr]"


def test_a_tabulation_in_a_declaration_is_called_so():
    from catalog.declaration.yaml_tree import read_tree

    _, (problem,) = read_tree(b"storages:\n\tdepot: x\n", "a.yaml")
    assert "il y a une tabulation" in problem.sentence("fr")
    assert problem.place.line == 2


def test_a_commune_code_that_no_commune_ever_had_is_refused():
    from datetime import date

    from catalog.actions.organisation import register_organisation
    from catalog.model.identifiers import CommuneCode, Siren, Slug
    from catalog.model.organisation import Organisation, OrganisationKind

    def commune(code):
        return Organisation(
            siren=Siren.parse("213500853"),
            slug=Slug("combourg"),
            name="Combourg",
            kind=OrganisationKind.COMMUNE,
            commune_code=CommuneCode(code),
            commune_code_at=date(2025, 1, 1),
        )

    assert register_organisation(commune("35085"), facts_in(CATALOG)).commune_code == "35085"
    with pytest.raises(ActRefused) as refused:
        register_organisation(commune("35999"), facts_in(CATALOG))
    assert [each.problem.code for each in refused.value.findings] == ["unknown_own_commune"]
