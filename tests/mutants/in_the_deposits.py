"""Bugs of deposits: a row, a value or a sum is lost in silence, or a person's data is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from catalog.model.dataset import ColumnType, ScalarType
from catalog.model.deposit import DepositMode
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.standards.model_sheets import example_of
from catalog.standards.table_schemas import table_schemas
from intake.deposits import retyping, writing
from intake.deposits.column_pairs import pairs
from intake.deposits.ladder import checks
from intake.deposits.merging import merged
from intake.deposits.proposing import proposed_dataset
from intake.deposits.retyping import RetypedCells
from intake.deposits.row_batches import RowBatches, Target, own_targets
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from tests.integration.oracle.mutants import InPython

WRITING, MERGING = "intake.deposits.writing", "intake.deposits.merging"

BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "a lost row is written": (
            WRITING, "_check_source", "batches.rows != file.reading.rows_kept", "False",
        ),
        "a lost value is written": (
            WRITING, "_check_source", "tally.filled < column.filled", "False",
        ),
        "a lost sum is written": (WRITING, "_check_source", "not _same(tally, expected)", "False"),
        "sums are never the same": (WRITING, "_same", "<= close", "< -close"),
        "two readings may differ": (
            WRITING, "write_parquet", "not reconciled.agrees and not differences_seen", "False",
        ),
        "the rows of the file are believed": (
            WRITING, "_check_written", "row[0] != batches.rows", "False",
        ),
        "the values of the file are believed": (
            WRITING, "_check_written", "filled != tally.filled", "False",
        ),
        "what is refused stays": (
            WRITING, "write_parquet", "path.unlink(missing_ok=True)", "pass",
        ),
        "keys that are there are appended": (
            MERGING, "_Merge.made", "elif self.key or not even_if_there", "elif False",
        ),
        "a key may be empty": (
            MERGING, "_check_key", "rows := int(one_row(connection, empty)[0])", "rows := 0",
        ),
        "a key may come twice": (
            MERGING, "_check_repeated",
            "rows := int(one_row(connection, surplus)[0] or 0)", "rows := 0",
        ),
        "an update needs no key": (
            MERGING, "merged", "mode == DepositMode.UPDATE and not key", "False",
        ),
        "a column that the file has not is emptied": (
            MERGING, "_Merge._updated", "name in self.absent or ", "",
        ),
        "an update adds what it replaces": (
            MERGING, "_Merge._updated", ".where(exp.Exists(this=self._same(self.key)).not_())", "",
        ),
        "an update drops what is new": (
            MERGING, "_Merge._updated", ".not_())", ")",
        ),
        "a column may be lost": (MERGING, "_Merge._check_columns", "gone or other", "other"),
        "a text may become a number": (MERGING, "_widens", "source == target", "True"),
        "a type drops cells unasked": (
            "intake.deposits.retyping", "questions_of", "if each.rows_lost and", "if False and",
        ),
        "a number is cut to a whole one": (
            "intake.deposits.retyping", "_wider", "read.scalar is ScalarType.DECIMAL:",
            "read.scalar is None:",
        ),
        "a model's example is stored": (
            "intake.file_reading.model_files", "_is_example",
            "len(present) >= min(_LEAST, len(columns))", "False",
        ),
        "a chapter is added to its lines": (
            "intake.file_reading.sum_rows", "_proven", "if not strong", "if strong",
        ),
        "examples show persons": (
            "intake.deposits.column_proposals", "_examples", "read.column.personal and ",
            "False and ",
        ),
        "checks show persons": (
            "intake.deposits.value_checks", "unread_messages", "target.name not in personal",
            "True",
        ),
    }.items()
}  # fmt: skip

_TEXT = "Bon;Jour;Poids (t);Nom\n" + "".join(
    f"B{at};0{at}/01/2025;{at},5;{'rien' if at == 2 else f'N{at}'}\n" for at in range(1, 6)
)
_SCHEMA = pa.schema([("bon", pa.string()), ("kg", pa.int64()), ("note", pa.string())])


def loss_that_passes(folder: Path) -> str | None:
    """The first loss that nothing stops; None where each is."""
    for name, is_right in _CASES.items():
        try:
            right = is_right(folder)
        except Exception:  # noqa: BLE001 - a mutant may fail in any way
            right = False
        if not right:
            return name
    return None


def _refused(code: str, work: Callable[[], object]) -> bool:
    try:
        work()
    except Problem as problem:
        return problem.code == code
    return False


def _write(
    folder: Path, change: Callable[..., object] | None = None, **kinds: ColumnType
) -> writing.Written:
    file = read_rows(_TEXT.encode(), "t.csv")
    if change is not None:
        change(file)
    targets = [
        Target(one.name, kinds.get(one.name, one.kind), one.read) for one in own_targets(file)
    ]  # fmt: skip
    return writing.write_parquet(file, targets, folder / "v.parquet")


def _lost_row(file):
    file.reading.rows_kept += 1


def _lost_sum(file):
    file.named("Poids (t)").column.sum += 1


def _two_readings(file):
    object.__setattr__(file.reading.reconciled, "agrees", False)


def _is_written_whole(folder: Path) -> bool:
    return _write(folder).sums["Poids (t)"] == Decimal("17.5")


def _lost_and_refused(
    change: Callable[..., object] | None, code: str, **kinds: ColumnType
) -> Callable[[Path], bool]:
    def is_right(folder: Path) -> bool:
        (folder / "v.parquet").unlink(missing_ok=True)
        refused = _refused(code, lambda: _write(folder, change, **kinds))
        return refused and not (folder / "v.parquet").exists()

    return is_right


def _checks_the_file(change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], bool]:
    """Another program reads other rows or values than were written."""

    def is_right(folder: Path) -> bool:
        file = read_rows(_TEXT.encode(), "t.csv")
        batches = RowBatches(file, own_targets(file))
        table = change(pa.Table.from_batches(list(batches)))
        pq.write_table(table, folder / "w.parquet")
        return _refused(
            "deposit_not_reconciled",
            lambda: writing._check_written(file, batches.targets, batches, folder / "w.parquet"),
        )

    return is_right


def _emptied(table: pa.Table) -> pa.Table:
    return table.set_column(0, table.field(0), pa.nulls(table.num_rows, pa.string()))


def _with_an_empty_row(table: pa.Table) -> pa.Table:
    empty = pa.Table.from_pylist([dict.fromkeys(table.column_names)], table.schema)
    return pa.concat_tables([table, empty])


def _rows(*values: tuple[str | None, int | None, str | None]) -> list[dict[str, object]]:
    return [dict(zip(_SCHEMA.names, row, strict=True)) for row in values]


def _merge(folder: Path, mode: str, new: list[dict[str, object]], **more: object) -> object:
    old = folder / "old.parquet"
    pq.write_table(pa.Table.from_pylist(_rows(("a", 1, "x"), ("b", 2, "y")), _SCHEMA), old)
    schema = more.pop("schema", _SCHEMA)
    pq.write_table(pa.Table.from_pylist(new, schema), folder / "new.parquet")
    key = more.pop("key", ("bon",))
    merged(DepositMode(mode), old, folder / "new.parquet", key, folder / "m.parquet", **more)  # type: ignore[arg-type]
    return pq.read_table(folder / "m.parquet").to_pylist()


def _updates(folder: Path) -> bool:
    new = _rows(("b", 5, "z"), ("c", 6, None))
    after = _merge(folder, "update", new, absent=frozenset({"note"}))
    return after == _rows(("a", 1, "x"), ("b", 5, "y"), ("c", 6, None))


def _merge_refused(code: str, mode: str, *values, **more) -> Callable[[Path], bool]:
    return lambda folder: _refused(code, lambda: _merge(folder, mode, _rows(*values), **more))


def _narrow(folder: Path) -> bool:
    schema = pa.schema([("bon", pa.string()), ("kg", pa.int64())])
    return _refused(
        "deposit_columns_differ",
        lambda: _merge(folder, "append", [{"bon": "z", "kg": 1}], schema=schema),
    )


def _retyped(folder: Path) -> bool:
    schema = pa.schema([("bon", pa.string()), ("kg", pa.int64()), ("note", pa.int64())])
    new = [{"bon": "z", "kg": 1, "note": 3}]
    return _refused("deposit_columns_differ", lambda: _merge(folder, "append", new, schema=schema))


def _shows_nobody(folder: Path) -> bool:
    rows = [f"0{at} 99 00 00 0{at};1850578006084{at};{at}" for at in range(1, 6)]
    text = "Tél;N° sécurité sociale;Poids\n" + "\n".join([*rows, "x;1,85058E+14;7"])
    file = read_rows(text.encode(), "t.csv")
    proposal = proposed_dataset(
        file, "t", owner=Siren("243500667"), storage="s", physical_name="v.parquet"
    )
    phones = proposal.columns[0]
    ladder = checks(proposal.draft, file, proposal.targets(), today=date(2025, 1, 1))
    is_masked = phones.personal_kind == "phone" and "01 99 00 00 01" not in phones.examples
    return is_masked and "1,85058E+14" not in repr(ladder)


def _stores_no_example(folder: Path) -> bool:
    fields = table_schemas()["interco-collecte-dechets"]["fields"]
    rows = [[field["name"] for field in fields], [example_of(field) for field in fields]]
    rows.append([*rows[1][:-1], "data"])
    text = "\n".join(";".join(row) for row in rows)
    file = read_rows(text.encode(), "t.csv")
    return writing.write_parquet(file, own_targets(file), folder / "e.parquet").rows == 1


def _asks_of_lost_cells(folder: Path) -> bool:
    return bool(_as_numbers(ColumnType(ScalarType.STRING), "Page 2")[1])


def _widens_numbers(folder: Path) -> bool:
    (retyped,), asked = _as_numbers(ColumnType(ScalarType.BIGINT), "5,5")
    return retyped.column.type.scalar is ScalarType.DECIMAL and not asked


def _as_numbers(known: ColumnType, last: str) -> tuple[Sequence[RetypedCells], Sequence[object]]:
    """A file's masses read as numbers, in data that have them as `known`."""
    text = "Bon;Masse\n" + "".join(f"B{at};{at},5\n" for at in range(1, 9)) + f"B9;{last}\n"
    chosen = {"Masse": "number"}
    file = read_rows(text.encode(), "t.csv", answers=ReadingAnswers({"column_type": chosen}))
    proposal = proposed_dataset(
        file, "t", owner=Siren("243500667"), storage="s", physical_name="v.parquet"
    )
    columns = tuple(
        replace(one, type=known) if one.name == "masse" else one for one in proposal.draft.columns
    )
    dataset = replace(proposal.draft, columns=columns)
    retyped = retyping.retyped_cells(dataset, file, pairs(dataset, file.columns, {}), chosen)
    return retyped, retyping.questions_of(retyped, dataset, ())


def _adds_no_chapter(folder: Path) -> bool:
    rows = ["Ligne;Montant", "011;16804,17", "601;12000,51", "602;4803,66", "012;95310,77"]
    text = "\n".join([*rows, "641;70210,35", "642;25100,42"])
    file = read_rows(text.encode(), "t.csv")
    return writing.write_parquet(file, own_targets(file), folder / "c.parquet").rows == 4


_CASES: dict[str, Callable[[Path], bool]] = {
    "a model's example": _stores_no_example,
    "cells that a type loses": _asks_of_lost_cells,
    "a wider number": _widens_numbers,
    "a chapter and its lines": _adds_no_chapter,
    "written whole": _is_written_whole,
    "a lost row": _lost_and_refused(_lost_row, "deposit_not_reconciled"),
    "a lost sum": _lost_and_refused(_lost_sum, "deposit_not_reconciled"),
    "a lost value": _lost_and_refused(
        None, "deposit_not_reconciled", Nom=ColumnType(ScalarType.BIGINT)
    ),
    "two readings": _lost_and_refused(_two_readings, "second_reading_differs"),
    "other rows than written": _checks_the_file(_with_an_empty_row),
    "fewer values than written": _checks_the_file(_emptied),
    "an update": _updates,
    "rows that are there": _merge_refused("deposit_key_already_there", "append", ("a", 1, "x")),
    "an empty key": _merge_refused("deposit_key_empty", "update", (None, 1, "x"), ("c", 1, "x")),
    "a key twice": _merge_refused("deposit_key_repeated", "update", ("c", 1, "x"), ("c", 2, "x")),
    "no key": _merge_refused("deposit_needs_key", "update", ("c", 1, "x"), key=()),
    "a column less": _narrow,
    "another type": _retyped,
    "persons": _shows_nobody,
}
