"""The files that a saved question is given as: by the end of their address, and by their format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from catalog.model.problem import Language
from federation.results.formats.choice import FORMATS, GEOJSON, WORKBOOK
from federation.results.formats.protocol import Encoder
from gateway.reading.query.geojson_format import GeojsonEncoder
from gateway.reading.query.workbook_format import WorkbookEncoder


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """`extension` is that of the file, without the point."""

    answer_format: str
    extension: str
    encoder: Callable[[Language], Encoder]


def _plain(answer_format: str, extension: str) -> QuestionFile:
    return QuestionFile(answer_format, extension, lambda _: FORMATS[answer_format]())


FILES: Mapping[str, QuestionFile] = {
    "rows.xlsx": QuestionFile(WORKBOOK, "xlsx", WorkbookEncoder),
    "rows-excel.csv": _plain("csv-excel-fr", "csv"),
    "rows.csv": _plain("csv", "csv"),
    "rows.parquet": _plain("parquet", "parquet"),
    "rows.json": _plain("json", "json"),
    "rows.geojson": QuestionFile(GEOJSON, "geojson", lambda _: GeojsonEncoder()),
}
"""By the last part of the address."""
BY_FORMAT: Mapping[str, QuestionFile] = {each.answer_format: each for each in FILES.values()}
