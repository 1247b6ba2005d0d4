"""The formats that a caller may ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from federation.results.formats.arrow_stream import ArrowEncoder
from federation.results.formats.csv_text import CsvEncoder, FrenchExcelEncoder
from federation.results.formats.json_text import JsonEncoder, NdjsonEncoder
from federation.results.formats.parquet import ParquetEncoder
from federation.results.formats.protocol import Encoder

FORMATS: Mapping[str, Callable[[], Encoder]] = {
    "json": JsonEncoder,
    "ndjson": NdjsonEncoder,
    "csv": CsvEncoder,
    "csv-excel-fr": FrenchExcelEncoder,
    "arrow": ArrowEncoder,
    "parquet": ParquetEncoder,
}
"""Each made anew for one answer; the first is what is given where nothing is asked."""
WORKBOOK = "xlsx"
GEOJSON = "geojson"
POSTGRES = "postgres"
ANSWER_FORMATS = (*FORMATS, WORKBOOK, GEOJSON, POSTGRES)
"""Formats that a key can be for: a workbook and GeoJSON are given of saved questions alone, the
last through the door of PostgreSQL alone.
"""
