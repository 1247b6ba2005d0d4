"""Under a mandate a file is compared with the contractor's own rows, and changes no other.

Covers intake.deposits.merging, catalog.model.deposit.
"""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.model.deposit import Deposit, DepositMode, DepositVersion, VersionState
from intake.deposits.merging import merged
from intake.deposits.problems import DepositKeyThere, DepositRowsThere

COLLECTOR, OTHER = "200085868", "243500667"
OWN = ((2, 4),)
"""Of the four rows of `before`, the owner left two, then the contractor two."""


def _version(number, mode, rows, by_body=None, state=VersionState.PAST):
    at = datetime(2026, 11, number, tzinfo=UTC)
    digests = ("0" * 64, "1" * 64)
    return DepositVersion(
        number, at, None, "s", mode, "f.csv", *digests, rows, state=state, by_body=by_body
    )


def _deposit(*versions):
    return Deposit("d__pesees", "d__depot", versions)


def test_its_rows_lie_after_those_that_were_there():
    add, put = DepositMode.APPEND, DepositMode.REPLACE
    versions = (
        _version(1, put, 10),
        _version(2, add, 14, COLLECTOR),
        _version(3, add, 99, COLLECTOR, VersionState.UNDONE),
        _version(4, DepositMode.UPDATE, 15),
        _version(5, add, 20, COLLECTOR, VersionState.CURRENT),
    )
    assert _deposit(*versions).rows_left_by(COLLECTOR) == ((10, 14), (15, 20))
    assert _deposit(*versions).rows_left_by(OTHER) == ()
    anew = _version(6, put, 3, state=VersionState.CURRENT)
    assert _deposit(*versions[:4], anew).rows_left_by(COLLECTOR) == ()


@pytest.fixture
def folder(tmp_path):
    rows = {"n": [1, 2, 3, 4], "g": ["own", "own", "c", "c"]}
    pq.write_table(pa.table(rows), tmp_path / "before.parquet")
    return tmp_path


def _merged(folder, mode, rows, key=("n",), own=OWN):
    pq.write_table(pa.table(rows), folder / "new.parquet")
    made = merged(
        mode,
        folder / "before.parquet",
        folder / "new.parquet",
        list(key),
        folder / "made.parquet",
        own=own,
    )
    return made, pq.read_table(folder / "made.parquet").to_pydict()


def test_a_key_of_the_owner_s_is_not_found_out_by_appending(folder):
    made, rows = _merged(folder, DepositMode.APPEND, {"n": [1, 5], "g": ["x", "x"]})
    assert (made.rows, made.added) == (6, 2)
    assert rows["g"] == ["own", "own", "c", "c", "x", "x"]
    with pytest.raises(DepositKeyThere) as told:
        _merged(folder, DepositMode.APPEND, {"n": [1, 2, 4], "g": ["x"] * 3})
    assert told.value.facts["rows"] == 1


def test_a_row_of_the_owner_s_is_neither_changed_nor_found_out_by_updating(folder):
    made, rows = _merged(folder, DepositMode.UPDATE, {"n": [1, 4], "g": ["x", "y"]})
    assert (made.added, made.replaced) == (1, 1)
    assert rows == {"n": [1, 2, 3, 4, 1], "g": ["own", "own", "c", "y", "x"]}


def test_without_a_key_whole_rows_of_the_owner_s_are_not_found_out(folder):
    theirs = {"n": [1, 2], "g": ["own", "own"]}
    made, _ = _merged(folder, DepositMode.APPEND, theirs, key=())
    assert made.rows == 6
    with pytest.raises(DepositRowsThere):
        _merged(folder, DepositMode.APPEND, {"n": [3, 4], "g": ["c", "c"]}, key=())


def test_who_has_left_nothing_meets_no_row(folder):
    made, _ = _merged(folder, DepositMode.UPDATE, {"n": [3], "g": ["x"]}, own=())
    assert (made.added, made.replaced) == (1, 0)


def test_the_owner_meets_all_rows(folder):
    with pytest.raises(DepositKeyThere):
        _merged(folder, DepositMode.APPEND, {"n": [1], "g": ["x"]}, own=None)
