"""Covers catalog.declaration.difference, catalog.declaration.rendering,
catalog.declaration.resolution, catalog.declaration.declaration, catalog.changes,
catalog.declaration.problems.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.changes import Changes
from catalog.declaration.declaration import read_declaration, read_documents
from catalog.declaration.difference import difference_of
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.rendering import difference_lines
from catalog.declaration.resolution import changes_of, resolve_declaration
from catalog.model.agreement import AgreementState
from catalog.model.dataset import Classification
from catalog.model.terms import Secret
from tests.unit.catalog.examples import NOW, VALCOBREIZH, after, applied, catalog_of, facts_in

EXAMPLE = Path(__file__).parents[3] / "docs" / "reference" / "organisation-example.yaml"
TEXT = EXAMPLE.read_text("utf-8")
BEFORE = catalog_of(VALCOBREIZH)
SIGNED = """\
    state: active
    approvals:
      - {organisation: valcobreizh, agent: approver@valcobreizh, at: "2025-12-01T10:00:00+01:00"}
      - {organisation: 243500667, agent: approver@val, at: "2025-12-02T10:00:00+01:00"}
"""


def resolved(catalog, text, **more):
    declaration = read_documents({"o.yaml": text.encode()}, **more)
    return resolve_declaration(declaration, facts_in(catalog))


def shown(catalog, text, language="fr"):
    return list(difference_lines(difference_of(resolved(catalog, text)), language))


def test_the_commented_example_is_accepted():
    declaration = read_declaration([EXAMPLE])
    resolution = resolve_declaration(declaration, facts_in(BEFORE))
    assert len(changes_of(resolution).put) == 7


def test_applying_twice_changes_nothing():
    catalog = applied(BEFORE, TEXT)
    resolution = resolved(catalog, TEXT)
    assert changes_of(resolution).is_empty
    assert difference_of(resolution).is_empty
    assert shown(catalog, TEXT) == ["Rien à changer."]
    assert shown(catalog, TEXT, "en") == ["Nothing to change."]


def test_what_is_added_is_told_in_both_languages():
    assert shown(BEFORE, TEXT) == [
        "+ organisation val-d-ille-aubigne",
        "+ adhésion 213501810 > val-d-ille-aubigne (2019-01-01) (val-d-ille-aubigne)",
        "+ adhésion val-d-ille-aubigne > valcobreizh (2021-01-01) (val-d-ille-aubigne)",
        "+ espace de stockage depot (val-d-ille-aubigne)",
        "+ espace de stockage base (val-d-ille-aubigne)",
        "+ jeu de données collectes (val-d-ille-aubigne)",
        "+ convention conv-2026-0017@1 (val-d-ille-aubigne)",
        "7 ajouts.",
    ]
    assert shown(BEFORE, TEXT, "en")[-2:] == [
        "+ agreement conv-2026-0017@1 (val-d-ille-aubigne)",
        "7 additions.",
    ]


def test_a_changed_field_is_told_with_before_and_after():
    catalog = applied(BEFORE, TEXT)
    changed = TEXT.replace("fr: Bacs levés", "fr: Bacs")
    changed = changed.replace("listing: organisations", "listing: public")
    assert shown(catalog, changed) == [
        "~ jeu de données collectes (val-d-ille-aubigne)",
        "    columns.nb_bacs_leves.label_fr: Bacs levés → Bacs",
        "    listing: organisations → public",
        # A draft embeds its dataset as it is now, so that it can be submitted.
        "~ convention conv-2026-0017@1 (val-d-ille-aubigne)",
        "    dataset_version: 1 → 2",
        "2 modifications.",
    ]


def test_a_class_and_a_list_are_told_in_words():
    catalog = applied(BEFORE, TEXT)
    (dataset,) = (each for each in catalog.datasets.values() if each.name == "collectes")
    column = dataset.column_named("nb_bacs_leves")
    lowered = Classification(column.classification - 1)
    declared = replace(
        dataset,
        primary_key=(),
        columns=tuple(
            replace(each, classification=lowered) if each is column else each
            for each in dataset.columns
        ),
    )
    lines = shown(after(catalog, Changes((declared,))), TEXT)
    assert any("nb_bacs_leves.classification: ouverte → interne" in each for each in lines), lines
    assert any(each.startswith("    primary_key: rien → ") for each in lines), lines


@pytest.mark.parametrize(
    ("written", "changed", "line"),
    [
        (
            "{fr: Pesée, en: Weighing}",
            "{fr: Pesée, en: Weighing}\n        classification: personal",
            "    columns.id_pesee.classification: interne → personnelle",
        ),
        (
            "primary_key: [id_pesee, code_commune]",
            "primary_key: [id_pesee]",
            "    primary_key: id_pesee, code_commune → id_pesee",
        ),
        (
            "date_column: date_collecte #",
            "vintage: 2021 #",
            "    territory.date_column: date_collecte → rien",
        ),
    ],
)
def test_codes_are_told_in_words(written, changed, line):
    alone = TEXT[: TEXT.index("agreements:\n")]
    assert written in alone
    catalog = applied(BEFORE, alone)
    assert line in shown(catalog, alone.replace(written, changed, 1))


def test_a_folder_is_told_from_the_organisations_own_on():
    """Where the gateway keeps it is nobody else's business."""
    catalog = applied(BEFORE, TEXT)
    moved = TEXT.replace(
        "directory: val-d-ille-aubigne/depot", "directory: val-d-ille-aubigne/neuf"
    )
    told = "    options.directory: val-d-ille-aubigne/depot → val-d-ille-aubigne/neuf"
    assert told in shown(catalog, moved)


def test_a_column_says_which_secret_of_the_law_covers_it():
    catalog = applied(BEFORE, TEXT.replace("unit: kg", "unit: kg\n        secret: business", 1))
    (dataset,) = (each for each in catalog.datasets.values() if each.name == "collectes")
    assert dataset.column_named("tonnage_kg").secret is Secret.BUSINESS


def test_what_is_no_longer_written_is_kept_and_told():
    catalog = applied(BEFORE, TEXT)
    start = TEXT.index("  base:\n")
    without = TEXT[:start] + TEXT[TEXT.index("  # local:") :]
    lines = shown(catalog, without)
    assert lines == [
        "= espace de stockage base (val-d-ille-aubigne) : non déclaré, conservé",
        "Rien à changer.",
    ]
    assert "val_d_ille_aubigne__base" in applied(catalog, without).storages


def test_a_section_that_is_not_written_is_not_looked_at():
    catalog = applied(BEFORE, TEXT)
    header = TEXT[: TEXT.index("# Réservé à l'exploitant : une adhésion")]
    assert shown(catalog, header) == ["Rien à changer."]


def test_a_corrected_membership_takes_the_place_of_the_first():
    catalog = applied(BEFORE, TEXT)
    corrected = TEXT.replace("competences: [1510] # codes", "competences: [1510, 1502] # codes")
    lines = shown(catalog, corrected)
    assert [line[0] for line in lines[:-1]] == ["+", "-"]
    assert lines[-1] == "1 ajout, 1 remplacement."
    memberships = applied(catalog, corrected).memberships
    assert len(memberships) == 2
    assert {tuple(sorted(each.competences)) for each in memberships} == {
        ("1502", "1510"),
        ("1510",),
    }


def test_sections_say_what_the_law_must_allow():
    difference = difference_of(resolved(BEFORE, TEXT))
    assert difference.sections == {
        "243500667": {
            "organisation",
            "hosts",
            "memberships",
            "storages",
            "datasets",
            "agreements",
        }
    }
    catalog = applied(BEFORE, TEXT)
    for old, new, section in (
        ("valdille-aubigne.fr:5432", "valdille-aubigne.fr", "hosts"),
        ("name: CC Val d'Ille-Aubigné", "name: Val d'Ille", "organisation"),
        ("user: interco", "user: lecteur", "storages"),
        ("end: 2028-12-31", "end: 2027-12-31", "agreements"),
    ):
        difference = difference_of(resolved(catalog, TEXT.replace(old, new, 1)))
        assert difference.sections == {"243500667": {section}}
    # A draft embeds its dataset as it is now.
    difference = difference_of(resolved(catalog, TEXT.replace("unit: kg", "unit: t", 1)))
    assert difference.sections == {"243500667": {"datasets", "agreements"}}
    signed = difference_of(resolved(catalog, TEXT + SIGNED, allow_approved=True))
    assert signed.sections == {"243500667": {"agreements", "approvals"}}


def test_a_dropped_column_names_the_agreements_that_lose_it():
    catalog = applied(BEFORE, TEXT)
    start = TEXT.index("      flux:\n")
    end = TEXT.index("      mode_collecte:\n")
    without = TEXT[:start] + TEXT[end:]
    without = without.replace("    standard: interco-collecte-dechets\n", "")
    without = without[: without.index("agreements:")]
    lines = shown(catalog, without)
    assert any("conv-2026-0017@1" in line for line in lines)


def test_the_demo_own_agreements_come_signed():
    catalog = applied(BEFORE, TEXT + SIGNED, allow_approved=True)
    (agreement,) = catalog.agreements
    assert agreement.state is AgreementState.ACTIVE
    assert [each.organisation for each in agreement.approvals] == ["200090884", "243500667"]
    assert {each.version_sha256 for each in agreement.approvals} == {agreement.sha256}
    assert agreement.approvals[0].at == datetime(2025, 12, 1, 9, tzinfo=UTC)
    assert changes_of(resolved(catalog, TEXT + SIGNED, allow_approved=True)).is_empty


def test_applying_again_never_takes_back_a_revocation():
    catalog = applied(BEFORE, TEXT + SIGNED, allow_approved=True)
    (active,) = catalog.agreements
    ended = replace(active, state=AgreementState.REVOKED, ended_at=NOW)
    catalog = after(catalog, Changes((ended,)))
    assert changes_of(resolved(catalog, TEXT + SIGNED, allow_approved=True)).is_empty


def test_a_signed_agreement_does_not_change_by_apply():
    catalog = applied(BEFORE, TEXT + SIGNED, allow_approved=True)
    with pytest.raises(DeclarationRefused) as refused:
        applied(catalog, TEXT.replace("tonnage_kg: clear", "tonnage_kg: null"))
    (problem,) = refused.value.problems
    assert problem.code == "agreement_is_fixed"


def test_two_files_may_write_the_same_membership_once():
    line = (
        "memberships:\n"
        "  - {member: 243500667, of: 200090884, mode: epci, competences: [1510],"
        " start: 2021-01-01}\n"
    )
    head = "organisation: {siren: %s, slug: %s, name: X, kind: %s}\n"
    documents = {
        "a.yaml": (head % ("243500667", "val-d-ille-aubigne", "CC") + line).encode(),
        "b.yaml": (head % ("200090884", "valcobreizh", "SMF") + line).encode(),
    }
    resolution = resolve_declaration(read_documents(documents), facts_in(catalog_of()))
    put = [each for each in changes_of(resolution).put if hasattr(each, "member")]
    assert len(put) == 1
