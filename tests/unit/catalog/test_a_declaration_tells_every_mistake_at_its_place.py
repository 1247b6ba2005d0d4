"""Covers catalog.declaration.resolution, catalog.declaration.declaration,
catalog.declaration.memberships, catalog.declaration.terms.
"""

import pytest

from catalog.declaration.declaration import read_declaration, read_documents
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.resolution import resolve_declaration
from catalog.model.dataset import Classification, ColumnType, ScalarType
from catalog.model.organisation import MembershipMode
from tests.unit.catalog.examples import VALCOBREIZH, facts_about, told

HEADER = """\
organisation:
  siren: 243500667
  slug: val-d-ille-aubigne
  name: CC Val d'Ille-Aubigné
  kind: CC
"""
DATASETS = """\
storages:
  depot: {kind: files, directory: val-d-ille-aubigne/depot}
datasets:
  collectes:
    title: {fr: Pesées, en: Weighings}
    storage: depot
    object: {kind: parquet, name: collectes.parquet}
    columns:
      id_pesee: {type: string, label: {fr: Pesée, en: Weighing}}
      code: {type: string, concept: commune, label: {fr: Commune, en: Commune}}
      part: {type: "decimal(6,5)", share_of_whole: true, label: {fr: Part, en: Share}}
      kg: {type: "decimal(12,2)", unit: kg, label: {fr: Masse, en: Mass}}
    primary_key: [id_pesee, code]
    territory: {column: code, vintage: 2021}
"""
AGREEMENTS = """\
agreements:
  conv-2026-0001:
    to: valcobreizh
    dataset: collectes
    title: Pesées
    columns: {id_pesee: keyed_hash, code: clear, kg: clear}
    rows: {own_territory: {competence: 1510, at: query_date}}
    purposes: [rpqs_dechets]
    legal_basis: CGCT
    start: 2026-01-01
    end: 2026-12-31
"""


def read(text, **more):
    (found,) = read_documents({"o.yaml": text.encode()}, **more).organisations
    return found


def problems_of(text, *, resolve=False, **more):
    """(code, line) of each, in order."""

    def declare():
        declaration = read_documents({"o.yaml": text.encode()}, **more)
        if resolve:
            resolve_declaration(declaration, facts_about(VALCOBREIZH))

    with pytest.raises(DeclarationRefused) as refused:
        declare()
    return [(told(each).code, each.place.line) for each in refused.value.problems]


def test_a_whole_file_is_read():
    found = read(HEADER + DATASETS + AGREEMENTS)
    dataset = found.datasets[0].value
    assert found.organisation.value.siren == "243500667"
    assert dataset.column_named("part").type == ColumnType(ScalarType.DECIMAL, 6, 5)
    assert dataset.column_named("part").share_of_whole
    assert dataset.column_named("kg").classification is Classification.INTERNAL
    assert dataset.primary_key == ("id_pesee", "code")
    draft, signature = found.agreements[0].value
    assert draft.rows.own_territory.competence == "1510"
    assert signature is None


def test_mistakes_of_all_sections_are_told_together():
    text = """\
organisation:
  siren: 243500668
  slug: Val d'Ille
  nom: CC
  name: CC
  kind: CCC
memberships:
  - {member: 213501810, competences: [1510], start: 01/01/2019}
storages:
  depot: {kind: files, dir: x}
  base: {kind: postgres}
  Autre: {kind: files, directory: x}
datasets:
  collectes:
    title: Pesées
    storage: [depot]
    object: {kind: parquet}
    columns:
      poids: {type: decimal, label: {en: Weight}}
      Jour: {type: dat, label: {fr: Jour, en: Day}}
agreements:
  conv-2026-0001: {to: x, rows: some}
fin: 1
"""
    assert problems_of(text) == [
        ("invalid_siren", 2),
        ("invalid_slug", 3),
        ("unknown_key", 4),
        ("unknown_choice", 6),
        ("invalid_declared_value", 8),
        ("missing_key", 10),
        ("unknown_key", 10),
        ("unknown_choice", 11),
        ("invalid_name", 12),
        ("wrong_shape", 15),
        ("wrong_shape", 16),
        ("missing_key", 17),
        ("missing_key", 19),
        ("invalid_name", 20),
        ("unknown_choice", 20),
        *[("missing_key", 22)] * 7,
        ("unknown_choice", 22),
        ("unknown_key", 23),
    ]


def test_a_suggestion_comes_with_an_unknown_word():
    with pytest.raises(DeclarationRefused) as refused:
        read(HEADER + DATASETS.replace("primary_key", "primarykey"))
    (problem,) = refused.value.problems
    assert problem.did_you_mean == "primary_key"
    assert problem.place.line == 18
    assert problem.place.column == 5
    assert "« primary_key »" in problem.sentence("fr")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("vintage: 2021", "vintage: an 2021", "invalid_declared_value", 19),
        ("share_of_whole: true", "share_of_whole: yes", "invalid_declared_value", 16),
        ("share_of_whole: true", "secret: fiscale", "unknown_choice", 16),
        ("fr: Pesées", "fr: ''", "missing_key", 10),
        ('"decimal(6,5)"', "decimal(6)", "unknown_choice", 16),
        ("storage: depot", "storage: {a: b}", "wrong_shape", 11),
        ("start: 2026-01-01", "start: 2026-1-1", "invalid_declared_value", 29),
        (
            "rows: {own_territory: {competence: 1510, at: query_date}}",
            "rows: {}",
            "wrong_shape",
            26,
        ),
        ("at: query_date", "at: now", "unknown_choice", 26),
        ("kg: clear", "kg: claire", "unknown_choice", 25),
        ("kg: clear", "kg: {hash: x}", "unknown_key", 25),
        ("title: Pesées", 'title: "a\\nb"', "unsafe_text", 24),
    ],
)
def test_a_wrong_value_is_told_with_its_line(old, new, code, line):
    found = problems_of((HEADER + DATASETS + AGREEMENTS).replace(old, new, 1))
    assert (code, line) in found


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("primary_key: [id_pesee, code]", "primary_key: [id]", "unknown_dataset_column", 18),
        ("directory: val-d-ille-aubigne/depot", "directory: /etc", "directory_not_approved", 7),
        ("storage: depot", "storage: autre", "unknown_storage", 11),
        ("concept: commune, ", "concept: comune, ", "column_refused", 15),
        ("to: valcobreizh", "to: valco", "unknown_party", 22),
        ("kg: clear", "kg: clear, part: clear", "share_beside_measure", 25),
        ("code: clear, ", "", "key_withheld", 25),
        ("at: query_date", "at: row_date", "dataset_refused", 26),
        ("[rpqs_dechets]", "[rpqs]", "unknown_purpose", 27),
        ("end: 2026-12-31", "end: 2025-12-31", "dates_reversed", 30),
        ("slug: val-d-ille-aubigne", "slug: datasets", "reserved_name", 3),
        ("slug: val-d-ille-aubigne", "slug: valcobreizh", "names_fold_together", 3),
    ],
)
def test_a_rule_of_the_catalog_is_told_with_its_line(old, new, code, line):
    text = (HEADER + DATASETS + AGREEMENTS).replace(old, new, 1)
    assert problems_of(text, resolve=True) == [(code, line)]


def test_what_depends_on_a_mistake_is_not_blamed_for_it():
    text = (HEADER + DATASETS + AGREEMENTS).replace(
        "directory: val-d-ille-aubigne/depot", "directory: ../x"
    )
    assert problems_of(text, resolve=True) == [("directory_not_approved", 7)]


@pytest.mark.parametrize(
    "key", ["state: active", "approvals: []", "ended_at: 2026-01-01T00:00:00Z"]
)
def test_an_approval_is_never_declared(key):
    found = problems_of(HEADER + DATASETS + AGREEMENTS + f"    {key}\n")
    assert found == [("approval_not_accepted", 31)]


def test_memberships_come_from_a_file_beside_it():
    lines = (
        "member_siren,of_siren,competences,mode,communes,start,end\n"
        "243500667,200090884,1510,epci,35003;35007,2021-01-01,\n"
        "213501810,243500667,1502;1510,direct,,2019-01-01,2024-01-01\n"
        "213501810,200090884,1510,direct,,2019-01-01,\n"
    )
    text = HEADER + "memberships: {file: m.csv}\n"
    documents = {"d/o.yaml": text.encode(), "d/m.csv": lines.encode()}
    (found,) = read_documents(documents).organisations
    assert len(found.memberships) == 2
    first = found.memberships[0].value
    assert first.mode is MembershipMode.EPCI
    assert first.communes == ("35003", "35007")
    assert found.memberships[0].place(("communes",)).line == 2

    documents["d/m.csv"] = lines.replace("35007", "357").encode()
    with pytest.raises(DeclarationRefused) as refused:
        read_documents(documents)
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.file, problem.place.line) == (
        "invalid_commune_code",
        "d/m.csv",
        2,
    )


@pytest.mark.parametrize("name", ["../m.csv", "/etc/passwd", "m.txt", "absent.csv"])
def test_only_a_csv_of_the_same_folder_is_opened(name):
    text = HEADER + f"memberships: {{file: {name}}}\n"
    ((code, line),) = problems_of(text)
    assert code in {"wrong_shape", "unreadable_declaration"}
    assert line == 6


def test_a_membership_concerns_the_organisation_of_the_file():
    text = HEADER + (
        "memberships:\n"
        "  - {member: 213501810, of: 200090884, competences: [1510], start: 2019-01-01}\n"
    )
    assert problems_of(text) == [("not_this_organisation", 7)]


def test_two_lines_that_say_the_same_are_refused():
    text = HEADER + (
        "memberships:\n"
        "  - {member: 213501810, competences: [1510, 1502], start: 2019-01-01}\n"
        "  - {member: 213501810, competences: [1510], start: 2020-01-01}\n"
    )
    assert problems_of(text, resolve=True) == [("membership_refused", 8)]


def test_an_organisation_is_declared_in_one_file():
    documents = {"a.yaml": HEADER.encode(), "b.yaml": HEADER.encode()}
    with pytest.raises(DeclarationRefused) as refused:
        read_documents(documents)
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.file) == ("organisation_twice", "b.yaml")


def test_nothing_found_is_said(tmp_path):
    with pytest.raises(DeclarationRefused) as refused:
        read_declaration([tmp_path])
    assert refused.value.problems[0].code == "nothing_to_declare"
    with pytest.raises(DeclarationRefused) as refused:
        read_declaration([tmp_path / "absent.yaml"])
    assert refused.value.problems[0].code == "unreadable_declaration"
