"""A declaration's words for what was found of a CSV file: in braces, usual values left out."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.model.dataset import CsvFormat, TextFormat
from federation.storages.csv_heads import shown


def written_csv(form: CsvFormat) -> str:
    """`{delimiter: ";", encoding: latin-1, header_row: 4}`, what is usual there too."""
    pairs = [f"delimiter: {_quoted(shown(form.delimiter))}", f"encoding: {form.encoding}"]
    pairs.append(f"header_row: {form.header_row}")
    if form.total_rows is not None:
        column, values = _quoted(form.total_rows.column), _listed(form.total_rows.values)
        pairs.append(f"total_rows: {{column: {column}, values: {values}}}")
    return f"{{{', '.join(pairs)}}}"


def written_format(form: TextFormat) -> str:
    """`{decimal_mark: ",", thousands: space}`."""
    usual = TextFormat()
    said = (
        ("date", form.date, usual.date),
        ("timestamp", form.timestamp, usual.timestamp),
        ("decimal_mark", form.decimal_mark, usual.decimal_mark),
        ("thousands", form.thousands, usual.thousands),
        ("suffix", form.suffix, usual.suffix),
        ('"true"', form.true, usual.true),
        ('"false"', form.false, usual.false),
    )
    pairs = [f"{key}: {_quoted(shown(text))}" for key, text, plain in said if text != plain]
    if form.empty:
        pairs.append(f"empty: {_listed(form.empty)}")
    return f"{{{', '.join(pairs)}}}"


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    """Bare where YAML reads a plain word as it is."""
    if text.isascii() and text.isalpha() and text.islower():
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
