"""A file takes the place of a version, is added to it, or updates it by key; nothing is lost.

Covers intake.deposits.merging.
"""

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.model.deposit import DepositMode
from intake.deposits.merging import merged
from intake.deposits.problems import (
    DepositColumnsDiffer,
    DepositKeyEmpty,
    DepositKeyRepeated,
    DepositKeyThere,
    DepositNeedsKey,
    DepositRowsThere,
)

SCHEMA = pa.schema(
    [("bon", pa.string()), ("kg", pa.decimal128(18, 3)), ("note", pa.string())]
)  # fmt: skip


def rows(*values):
    return [{"bon": bon, "kg": None if kg is None else Decimal(kg), "note": note}
            for bon, kg, note in values]  # fmt: skip


OLD = rows(("b", 1, "un"), ("a", 2, None), ("c", 3, "trois"))


@pytest.fixture
def files(tmp_path):
    def file(name, values, schema=SCHEMA):
        path = tmp_path / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(values, schema), path)
        return path

    return file


def made(files, tmp_path, mode, new, key=("bon",), **more):
    result = merged(
        DepositMode(mode), files("old", OLD), files("new", new), key, tmp_path / "v2.parquet",
        **more,
    )  # fmt: skip
    return result, pq.read_table(tmp_path / "v2.parquet").to_pylist()


def test_replacing_keeps_nothing_of_before(files, tmp_path):
    new = rows(("z", 9, "neuf"))
    result, after = made(files, tmp_path, "replace", new)
    assert (result.rows, result.added, after) == (1, 1, new)


def test_appending_keeps_the_order_of_both(files, tmp_path):
    new = rows(("z", 9, "neuf"), ("y", 8, None))
    result, after = made(files, tmp_path, "append", new)
    assert after == OLD + new
    assert (result.rows, result.added, result.replaced) == (5, 2, 0)


def test_updating_changes_rows_in_their_place_and_adds_the_others(files, tmp_path):
    new = rows(("a", 20, "deux"), ("z", 9, None), ("b", None, None))
    result, after = made(files, tmp_path, "update", new)
    assert after == rows(
        ("b", None, None), ("a", 20, "deux"), ("c", 3, "trois"), ("z", 9, None)
    )  # fmt: skip
    assert (result.rows, result.added, result.replaced) == (4, 1, 2)


def test_a_column_that_the_file_has_not_keeps_its_values(files, tmp_path):
    new = rows(("b", 7, None), ("z", 9, None))
    _, after = made(files, tmp_path, "update", new, absent=frozenset({"note"}))
    assert after == rows(("b", 7, "un"), ("a", 2, None), ("c", 3, "trois"), ("z", 9, None))


@pytest.mark.parametrize("anyway", [False, True])
def test_rows_whose_key_is_there_are_never_appended_whatever_is_answered(files, tmp_path, anyway):
    new = rows(("c", 3, "trois"), ("z", 9, None))
    with pytest.raises(DepositKeyThere, match="1 of the rows") as refused:
        made(files, tmp_path, "append", new, even_if_there=anyway, labels={"bon": "N° bon"})
    assert "(N° bon)" in refused.value.sentence("fr")
    assert not (tmp_path / "v2.parquet").exists()
    twice = rows(("x", 1, "un"), ("x", 2, "deux"))
    with pytest.raises(DepositKeyRepeated):
        made(files, tmp_path, "append", twice, even_if_there=anyway)


def test_without_a_key_the_same_file_again_is_seen_by_its_rows(files, tmp_path):
    with pytest.raises(DepositRowsThere):
        made(files, tmp_path, "append", OLD, key=())
    _, twice = made(files, tmp_path, "append", OLD, key=(), even_if_there=True)
    assert twice == OLD + OLD
    _, after = made(files, tmp_path, "append", rows(("a", 2, None), ("z", 1, ""), ("y", 1, "")), ())
    assert len(after) == 6


def test_updating_needs_a_key_that_names_each_row(files, tmp_path):
    with pytest.raises(DepositNeedsKey):
        made(files, tmp_path, "update", OLD, key=())
    with pytest.raises(DepositKeyRepeated, match="In the file, 1 rows"):
        made(files, tmp_path, "update", rows(("z", 1, ""), ("z", 2, "")))
    with pytest.raises(DepositKeyEmpty, match="1 rows have no key"):
        made(files, tmp_path, "update", rows((None, 1, ""), ("z", 2, "")))
    files("old", OLD + rows(("a", 5, "")))
    with pytest.raises(DepositKeyRepeated, match="In the current version, 1 rows"):
        merged(DepositMode.UPDATE, tmp_path / "old.parquet", files("new", rows(("z", 1, ""))),
               ("bon",), tmp_path / "v2.parquet")  # fmt: skip
    assert not (tmp_path / "v2.parquet").exists()


def test_the_first_version_is_the_file_whatever_the_mode(files, tmp_path):
    for mode in DepositMode:
        result = merged(mode, None, files("new", OLD), ("bon",), tmp_path / "v1.parquet")
        assert result.rows == 3
        assert pq.read_table(tmp_path / "v1.parquet").to_pylist() == OLD


def test_a_wider_number_takes_the_values_of_before_and_a_lost_column_is_refused(files, tmp_path):
    old = files(
        "before", [{"bon": "a", "kg": 5}], pa.schema([("bon", pa.string()), ("kg", pa.int64())])
    )
    new = files("new", rows(("z", "1.5", "x")))
    merged(DepositMode.APPEND, old, new, ("bon",), tmp_path / "v2.parquet")
    assert pq.read_table(tmp_path / "v2.parquet").to_pylist() == rows(
        ("a", 5, None), ("z", "1.5", "x")
    )  # fmt: skip
    with pytest.raises(DepositColumnsDiffer, match="note, kg"):
        merged(DepositMode.APPEND, new, old, ("bon",), tmp_path / "v3.parquet")


def test_names_with_quotes_are_names(files, tmp_path):
    schema = pa.schema([('b"on', pa.string()), ("le 'kg'", pa.int64())])
    old = files('it\'s "old"', [{'b"on': "a", "le 'kg'": 1}], schema)
    new = files("new", [{'b"on': "a", "le 'kg'": 2}], schema)
    merged(DepositMode.UPDATE, old, new, ('b"on',), tmp_path / "v2.parquet")
    assert pq.read_table(tmp_path / "v2.parquet").to_pylist() == [{'b"on': "a", "le 'kg'": 2}]
