"""What vanished, appeared, changed type, may be null or has another key; compatible or breaking.

Covers catalog.drift.comparing, catalog.drift.types, catalog.drift.values, catalog.drift.words,
catalog.drift.records.
"""

from datetime import UTC, datetime, timedelta

import pytest

from catalog.drift.comparing import changes_since
from catalog.drift.records import is_news, look_again, probe_again
from catalog.drift.types import judge_types
from catalog.drift.values import ChangeKind, SeenColumn, SeenObject
from catalog.drift.words import sentences
from catalog.model.dataset import (
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren
from catalog.model.storage import StorageKind

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
INTEGER, TEXT = ColumnType(ScalarType.INTEGER), ColumnType(ScalarType.STRING)
BIGINT, DATE = ColumnType(ScalarType.BIGINT), ColumnType(ScalarType.DATE)
TABLE = PhysicalObject(ObjectKind.TABLE, "releves", "public")


def decimal(precision, scale):
    return ColumnType(ScalarType.DECIMAL, precision, scale)


def column(name, kind=TEXT):
    return Column(f"c_{name}", Name(name), kind, name, name, name)


def dataset(physical=TABLE, columns=None, version=1):
    return Dataset(
        id="d",
        owner=Siren("243500667"),
        storage_id="s",
        name=Name("releves"),
        title_fr="Relevés",
        title_en="Readings",
        physical=physical,
        columns=columns or (column("numero", INTEGER), column("note")),
        primary_key=("c_numero",),
        version=version,
    )


def seen(*columns, key=("numero",)):
    return SeenObject(tuple(columns), key)


def number(kind=INTEGER, *, nullable=False):
    return SeenColumn("numero", kind, kind.scalar.value if kind else "xml", nullable)


NOTE = SeenColumn("note", TEXT, "text")
FIRST = seen(number(), NOTE)


def changes(now, first=FIRST, of=None, kind=StorageKind.POSTGRESQL):
    found = changes_since(of or dataset(), kind, first, now)
    return [(each.kind, each.breaking, each.column) for each in found]


def test_a_source_that_is_as_it_was_has_not_changed():
    assert changes(FIRST) == []
    assert changes(FIRST, first=None) == []


def test_an_object_that_is_gone_breaks_everything():
    assert changes(None) == [(ChangeKind.OBJECT_VANISHED, True, None)]


def test_a_column_that_was_renamed_is_one_that_vanished_and_one_that_came():
    now = seen(number(), SeenColumn("remarque", TEXT, "text"))
    assert changes(now) == [
        (ChangeKind.COLUMN_VANISHED, True, "note"),
        (ChangeKind.COLUMN_ADDED, False, "remarque"),
    ]


def test_a_column_that_nobody_registered_may_come_and_go():
    more = seen(number(), NOTE, SeenColumn("interne", TEXT, "text"))
    assert changes(more) == [(ChangeKind.COLUMN_ADDED, False, "interne")]
    assert changes(FIRST, first=more) == [(ChangeKind.COLUMN_VANISHED, False, "interne")]
    assert changes(more, first=None) == []


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (INTEGER, INTEGER, None),
        (INTEGER, BIGINT, ChangeKind.TYPE_WIDENED),
        (BIGINT, INTEGER, ChangeKind.TYPE_NARROWED),
        (INTEGER, TEXT, ChangeKind.TYPE_CHANGED),
        (INTEGER, None, ChangeKind.TYPE_CHANGED),
        (None, TEXT, ChangeKind.TYPE_CHANGED),
        (TEXT, DATE, ChangeKind.TYPE_CHANGED),
        (decimal(8, 2), decimal(10, 2), ChangeKind.TYPE_WIDENED),
        (decimal(8, 2), decimal(10, 4), ChangeKind.TYPE_WIDENED),
        (decimal(8, 2), decimal(8, 4), ChangeKind.TYPE_NARROWED),
        (decimal(8, 2), decimal(6, 2), ChangeKind.TYPE_NARROWED),
        (decimal(8, 2), ColumnType(ScalarType.FLOAT), ChangeKind.TYPE_CHANGED),
    ],
)
def test_a_type_grows_shrinks_or_becomes_another(before, now, expected):
    assert judge_types(before, now) is expected


def test_only_a_wider_type_is_compatible():
    assert changes(seen(number(BIGINT), NOTE)) == [(ChangeKind.TYPE_WIDENED, False, "numero")]
    assert changes(seen(number(DATE), NOTE)) == [(ChangeKind.TYPE_CHANGED, True, "numero")]


def test_without_a_first_look_the_declaration_is_what_counts():
    """A steward may have declared more than the source holds; another family is a mistake."""
    wide = dataset(columns=(column("numero", BIGINT), column("note")))
    assert changes(FIRST, first=None, of=wide) == []
    assert changes(seen(number(DATE), NOTE), first=None) == [
        (ChangeKind.TYPE_CHANGED, True, "numero")
    ]


def test_a_key_that_may_be_null_breaks_and_another_column_does_not():
    nulls = seen(number(nullable=True), SeenColumn("note", TEXT, "text", nullable=False))
    assert changes(nulls) == [
        (ChangeKind.NULLS_ALLOWED, True, "numero"),
        (ChangeKind.NULLS_REFUSED, False, "note"),
    ]


def test_another_primary_key_breaks_unless_it_is_the_declared_one():
    other = SeenObject(FIRST.columns, ("note",))
    assert changes(other) == [(ChangeKind.KEY_CHANGED, True, None)]
    assert changes(FIRST, first=other) == [(ChangeKind.KEY_CHANGED, False, None)]


CSV = dataset(
    PhysicalObject(ObjectKind.CSV, "r.csv", csv=CsvFormat(columns=("numero", "note", "tel"))),
)
FILE = seen(*(SeenColumn(each, TEXT, "text") for each in ("numero", "note", "tel")), key=())


def csv(*names):
    return seen(*(SeenColumn(each, TEXT, "text") for each in names), key=())


def test_a_csv_file_of_a_folder_is_read_by_the_names_of_its_header():
    kind = StorageKind.FILES
    assert changes(csv("tel", "note", "numero"), of=CSV, first=FILE, kind=kind) == []
    more = changes(csv("age", "numero", "note", "tel"), of=CSV, first=FILE, kind=kind)
    assert more == [(ChangeKind.COLUMN_ADDED, False, "age")]
    less = changes(csv("tel", "numero"), of=CSV, first=FILE, kind=kind)
    assert less == [(ChangeKind.COLUMN_VANISHED, True, "note")]


def test_what_was_never_there_has_not_vanished():
    from catalog.drift.comparing import changes_since

    of = dataset()
    for first, fr in ((None, "n'a pas de colonne « note »"), (FIRST, "« note » a disparu")):
        (change,) = changes_since(of, StorageKind.POSTGRESQL, first, seen(number()))
        assert fr in sentences(change)[0]
    for first, fr in ((None, "n'est pas à la source"), (FIRST, "n'est plus à la source")):
        (change,) = changes_since(of, StorageKind.POSTGRESQL, first, None)
        assert fr in sentences(change)[0]
    (change,) = changes_since(of, StorageKind.POSTGRESQL, None, seen(number(DATE), NOTE))
    assert "est déclarée integer, et à la source c'est date" in sentences(change)[0]


def test_a_csv_file_of_a_bucket_is_read_by_position():
    kind = StorageKind.S3
    assert changes(csv("numero", "note", "tel"), of=CSV, first=None, kind=kind) == []
    swapped = changes(csv("numero", "tel", "note"), of=CSV, first=FILE, kind=kind)
    assert swapped == [(ChangeKind.COLUMN_MOVED, True, "note")]
    more = changes(csv("numero", "note", "tel", "age"), of=CSV, first=FILE, kind=kind)
    assert more == [(ChangeKind.COLUMN_ADDED, True, "age")]
    less = changes(csv("numero", "note"), of=CSV, first=FILE, kind=kind)
    assert less == [(ChangeKind.COLUMN_VANISHED, True, "tel")]


def test_names_of_sqlite_know_no_case():
    now = seen(SeenColumn("NUMERO", INTEGER, "INTEGER", nullable=False), NOTE)
    assert changes(now, first=None, kind=StorageKind.SQLITE) == []
    assert changes(now, first=None) == [(ChangeKind.COLUMN_VANISHED, True, "numero")]


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_change_is_told_in_both_languages(kind):
    from catalog.drift.values import Change

    fr, en = sentences(Change(kind, breaking=True, column="note", before="avant", after="après"))
    assert fr
    assert en
    assert fr != en


def test_what_was_found_is_news_once_until_it_changes():
    known = dataset()
    first = look_again(None, known, StorageKind.POSTGRESQL, FIRST, NOON)
    assert not is_news(None, first)
    lost = seen(number())
    later = NOON + timedelta(hours=1)
    found = look_again(first, known, StorageKind.POSTGRESQL, lost, later)
    assert is_news(first, found)
    assert found.found_at == later
    again = look_again(found, known, StorageKind.POSTGRESQL, lost, later + timedelta(hours=1))
    assert not is_news(found, again)
    assert again.found_at == later
    repaired = look_again(again, known, StorageKind.POSTGRESQL, FIRST, later)
    assert repaired.found_at is None
    assert not is_news(again, repaired)


def test_a_new_version_of_the_dataset_is_compared_with_what_is_seen_then():
    now = seen(number(), NOTE, SeenColumn("interne", TEXT, "text"))
    first = look_again(None, dataset(), StorageKind.POSTGRESQL, FIRST, NOON)
    assert look_again(first, dataset(), StorageKind.POSTGRESQL, now, NOON).changes
    declared = look_again(first, dataset(version=2), StorageKind.POSTGRESQL, now, NOON)
    assert not declared.changes
    assert declared.first == now


def test_a_storage_is_down_since_the_first_probe_that_failed():
    first = probe_again(None, "s", None, NOON)
    later, latest = NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)
    down = probe_again(first, "s", "storage_unreachable", later)
    still = probe_again(down, "s", "storage_credentials_refused", latest)
    assert (still.is_up, still.since, still.code) == (False, later, "storage_credentials_refused")
    assert probe_again(still, "s", None, latest).since == latest
