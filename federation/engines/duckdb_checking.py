"""One reading of a declared source, whole: what is empty, unreadable, twice there or left out.

Cells are read by the same expressions as in any query, on an instance of its own that sees this one
storage and is thrown away. Only its owner's stewards are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace

import duckdb
from sqlglot import exp

from catalog.checks.values import CellExample, ColumnCheck, FileCheck, SourceCheck
from catalog.drift.types import describe
from catalog.model.column_types import NUMBERS, WHOLE_NUMBERS
from catalog.model.dataset import Column, CsvFormat, Dataset, ObjectKind, ScalarType
from catalog.model.problem import Problem
from catalog.model.storage import FilesOptions, Storage
from catalog.standards.word_lists import word_lists
from federation.engines.checked_places import MapOfToday, places_of
from federation.engines.one_source import CELLS, OneSource
from federation.problems import SourceFailed
from federation.rewrites.expressions import column as column_of
from federation.rewrites.expressions import is_any_of, quoted
from federation.storages.beneath import OpenFile, open_files
from federation.storages.csv_guesses import guess_column
from federation.storages.csv_heads import CsvHead, read_head, shown, suggestion_of
from federation.storages.csv_lines import find_lines
from federation.storages.csv_problems import StorageColumnMissing
from federation.storages.csv_words import written_format
from federation.storages.object_names import read_object_files
from federation.storages.problems import StorageFailed

_MOST_EXAMPLES = 3
_MOST_TEXT = 80
_MOST_SAMPLED = 500


def check_source(
    dataset: Dataset,
    storage: Storage,
    secret: str | None,
    *,
    most_rows: int,
    by: MapOfToday | None = None,
) -> SourceCheck:
    """Of the first `most_rows` rows; where and when they are, too, if the map is given.

    Never raises for what is wrong with the source. Blocks.
    """
    try:
        with ExitStack() as held:
            return _Checking(dataset, storage, secret, most_rows, held).check(by)
    except SourceFailed as failed:
        cause = failed.__cause__
        stop = cause if isinstance(cause, Problem) else StorageFailed()
        return SourceCheck(dataset.id, stops=(stop,))
    except Problem as problem:
        return SourceCheck(dataset.id, stops=(problem,))
    except duckdb.Error:
        # Its words may hold values, and a password.
        return SourceCheck(dataset.id, stops=(StorageFailed(),))


class _Checking:
    def __init__(
        self,
        dataset: Dataset,
        storage: Storage,
        secret: str | None,
        most_rows: int,
        held: ExitStack,
    ) -> None:
        self._dataset = dataset
        self._storage = storage
        self._most_rows = most_rows
        self._source = OneSource(dataset, storage, secret, held)
        self._held = held
        self._csv = dataset.physical.csv or CsvFormat()
        self._files: tuple[tuple[OpenFile, CsvHead], ...] = ()

    def check(self, by: MapOfToday | None) -> SourceCheck:
        self._source.open()
        self._files = self._csv_files()
        names, columns = self._source.names(), self._source.present()
        missing = [each for each in self._dataset.columns if each not in columns]
        stops = tuple(self._missing(each, names) for each in missing)
        rows, counted = self._counted(columns)
        examples = {each.id: self._examples(each) for each, _, bad in counted if bad}
        proposals = {each.id: self._proposal(each) for each, _, bad in counted if bad}
        lists = word_lists(self._dataset)
        coded = {
            each.id: self._outside(each, lists[each.id]) for each in columns if each.id in lists
        }
        others = {one: texts for one, (_, texts) in coded.items()}
        files, places = self._located(examples | {one: t for one, t in others.items() if t})
        duplicates, surplus, keys = self._duplicates(columns)
        codes, days = places_of(self._dataset, columns, by, self._read, self._rows)
        self._source.check()
        return SourceCheck(
            dataset=self._dataset.id,
            rows=rows,
            is_partial=rows >= self._most_rows,
            stops=stops,
            files=files,
            columns=tuple(
                ColumnCheck(
                    column=each.name,
                    source_name=each.source_name,
                    type=describe(each.type),
                    rows=rows,
                    empty=empty,
                    unreadable=bad,
                    examples=tuple(
                        places.get((each.id, one), CellExample(one[:_MOST_TEXT]))
                        for one in examples.get(each.id, ())
                    ),
                    outside=coded.get(each.id, (0, ()))[0],
                    outside_examples=tuple(
                        replace(
                            places.get((each.id, one), CellExample(one[:_MOST_TEXT])),
                            did_you_mean=suggestion_of(one, lists[each.id]),
                        )
                        for one in others.get(each.id, ())
                    ),
                    proposal=proposals.get(each.id),
                )
                for each, empty, bad in counted
            ),
            duplicates=duplicates,
            surplus=surplus,
            duplicate_examples=keys,
            others=self._others(names),
            codes=codes,
            days=days,
        )

    def _others(self, names: list[str]) -> tuple[str, ...]:
        declared = {each.source_name.casefold() for each in self._dataset.columns}
        seen = dict.fromkeys([*names, *(one for _, head in self._files for one in head.header)])
        return tuple(name for name in seen if name and name.casefold() not in declared)

    def _missing(self, column: Column, names: list[str]) -> Problem:
        for file, head in self._files:
            try:
                head.position(column.source_name, file.name, self._csv)
            except Problem as problem:
                return problem
        meant = suggestion_of(column.source_name, tuple(names))
        return StorageColumnMissing(column=column.source_name, did_you_mean=meant)

    def _counted(self, columns: list[Column]) -> tuple[int, list[tuple[Column, int, int]]]:
        """Rows; then each column with how many of its cells are empty, and unreadable."""
        counts: list[exp.Expr] = [exp.Count(this=exp.Star())]
        for each in columns:
            counts += [exp.Count(this=column_of(f"{kind}_{each.id}", CELLS)) for kind in "tv"]
        selected = [
            exp.alias_(count, f"n{at}", quoted=True, copy=False) for at, count in enumerate(counts)
        ]
        rows, *found = self._one(exp.Select(expressions=selected, from_=self._read(columns)))
        texts, values = found[::2], found[1::2]
        return rows, [
            (each, rows - written, written - value)
            for each, written, value in zip(columns, texts, values, strict=True)
        ]

    def _examples(self, column: Column) -> tuple[str, ...]:
        written, value = (column_of(f"{kind}_{column.id}", CELLS) for kind in "tv")
        bad = exp.And(
            this=exp.Not(this=exp.Is(this=written, expression=exp.Null())),
            expression=exp.Is(this=value, expression=exp.Null()),
        )
        select = exp.Select(
            expressions=[exp.alias_(written.copy(), "x", quoted=True)],
            from_=self._read([column]),
            where=exp.Where(this=bad),
            distinct=exp.Distinct(),
        )
        return tuple(str(row[0]) for row in self._rows(select.limit(_MOST_EXAMPLES)))

    def _proposal(self, column: Column) -> str | None:
        """The declaration that would read the column's cells, as `type: …, text_format: …`; None
        where the cells are not written alike, or are written as declared.
        """
        written = column_of(f"t_{column.id}", CELLS)
        select = exp.Select(
            expressions=[exp.alias_(written.copy(), "x", quoted=True)],
            from_=self._read([column]),
            where=exp.Where(this=exp.Not(this=exp.Is(this=written, expression=exp.Null()))),
        )
        rows = self._rows(select.limit(_MOST_SAMPLED))
        guess = guess_column(column.source_name, [str(row[0]) for row in rows])
        form = guess.text_format
        kinds = {guess.type.scalar, column.type.scalar}
        if len(kinds) > 1 and not kinds <= NUMBERS:
            return None
        if form == column.text_format and len(kinds) == 1:
            return None
        is_wider = ScalarType.DECIMAL in kinds and column.type.scalar in WHOLE_NUMBERS
        parts = [f"type: {describe(guess.type)}"] if is_wider else []
        parts += [f"text_format: {written_format(form)}"] if form is not None else []
        return ", ".join(parts) or None

    def _outside(self, column: Column, listed: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        """Rows whose value is none of the listed ones; three such values, the commonest."""
        value = column_of(f"v_{column.id}", CELLS)
        counted = exp.Count(this=exp.Star())
        is_outside = exp.Not(this=is_any_of(value.copy(), listed))
        select = exp.Select(
            expressions=[exp.alias_(counted.copy(), "n", quoted=True)],
            from_=self._read([column]),
            where=exp.Where(this=is_outside),
        )
        (rows,) = self._one(select)
        if not rows:
            return 0, ()
        grouped = exp.Select(
            expressions=[
                exp.alias_(value.copy(), "x", quoted=True),
                exp.alias_(counted, "n", quoted=True),
            ],
            from_=self._read([column]),
            where=exp.Where(this=is_outside.copy()),
            group=exp.Group(expressions=[value.copy()]),
        ).order_by(exp.column("n", quoted=True).desc(), exp.column("x", quoted=True))
        return rows, tuple(str(row[0]) for row in self._rows(grouped.limit(_MOST_EXAMPLES)))

    def _duplicates(self, columns: list[Column]) -> tuple[int, int, tuple[str, ...]]:
        """Keys that are not one row's, the rows beyond one of each, and the first three keys."""
        key = [each for each in columns if each.id in self._dataset.primary_key]
        if not key or len(key) != len(self._dataset.primary_key):
            return 0, 0, ()
        values = [column_of(f"v_{each.id}", CELLS) for each in key]
        twice = exp.Select(
            expressions=[
                *(exp.alias_(each.copy(), f"k{at}", quoted=True) for at, each in enumerate(values)),
                exp.alias_(exp.Count(this=exp.Star()), "n", quoted=True),
            ],
            from_=self._read(key),
            group=exp.Group(expressions=[each.copy() for each in values]),
            having=exp.Having(
                this=exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1))
            ),
        )
        many = exp.Subquery(this=twice, alias=exp.TableAlias(this=quoted("d")))
        total = exp.Coalesce(
            this=exp.Sum(this=column_of("n", "d")), expressions=[exp.Literal.number(0)]
        )
        summed = exp.Select(
            expressions=[
                exp.alias_(exp.Count(this=exp.Star()), "n", quoted=True),
                exp.alias_(exp.cast(total, "BIGINT"), "s", quoted=True),
            ],
            from_=exp.From(this=many),
        )
        keys, rows = self._one(summed)
        first = (
            self._rows(
                twice.copy().order_by(exp.column("n", quoted=True).desc()).limit(_MOST_EXAMPLES)
            )
            if keys
            else []
        )
        return keys, rows - keys, tuple(_key_text(row[:-1]) for row in first)

    def _read(self, columns: list[Column]) -> exp.From:
        return self._source.cells(columns, self._most_rows)

    def _rows(self, tree: exp.Query) -> list[tuple[object, ...]]:
        return self._source.rows(tree)

    def _one(self, tree: exp.Query) -> list[int]:
        (row,) = self._rows(tree)
        return [int(str(each)) for each in row]

    def _csv_files(self) -> tuple[tuple[OpenFile, CsvHead], ...]:
        """Opens a folder's CSV files, each with its head; of a bucket, only rows are known here."""
        options, physical = self._storage.options, self._dataset.physical
        if not isinstance(options, FilesOptions) or physical.kind is not ObjectKind.CSV:
            return ()
        root = options.directory.rstrip("/") + "/"
        opened = self._held.enter_context(open_files(root, read_object_files(physical)))
        return tuple((each, read_head(each, self._csv)) for each in opened)

    def _located(
        self, examples: Mapping[str, tuple[str, ...]]
    ) -> tuple[tuple[FileCheck, ...], dict[tuple[str, str], CellExample]]:
        """Each file, and where each example first stands, by column id and text."""
        files = []
        places: dict[tuple[str, str], CellExample] = {}
        for file, head in self._files:
            names = {self._dataset.column(each).source_name: each for each in examples}
            wanted = {
                at: set(examples[names[name]])
                for at, name in enumerate(head.header)
                if name in names
            }
            found = find_lines(file, head, self._csv, wanted)
            for (at, cell), line in found.cells.items():
                key = (names[head.header[at]], cell)
                places.setdefault(key, CellExample(cell[:_MOST_TEXT], file.name, line))
            files.append(
                FileCheck(
                    name=file.name,
                    encoding=head.encoding,
                    delimiter=shown(self._csv.delimiter),
                    left_out=found.left_out,
                    lines=tuple(found.lines),
                )
            )
        return tuple(files), places


def _key_text(values: tuple[object, ...]) -> str:
    return " / ".join("…" if each is None else str(each) for each in values)[:_MOST_TEXT]
