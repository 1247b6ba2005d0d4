"""A person's answers to the questions of a reading: they are followed, and not asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_CHOICES: dict[str, tuple[str, ...]] = {
    "date_order": ("dmy", "mdy"),
    "thousands_mark": ("thousands", "decimals"),
    "no_header": ("data", "header"),
    "code_or_name": ("name", "code"),
    "turned_dates": ("turned", "as_stored"),
    "number_as_date": ("range", "as_stored"),
    "cell_unit": ("own", "header"),
    "few_units": ("own", "header"),
    "percent_scale": ("fraction", "percent"),
    "unit_between_sheets": ("convert", "as_written"),
    "sign_column": ("as_written", "minus"),
    "sentinel": ("nothing", "value"),
    "magnitude": ("rescale", "as_written"),
    "two_readings": ("string", "number", "date", "boolean"),
    "column_type": ("string", "number", "date", "boolean"),
    "unknown_commune": ("yes", "no"),
    "sum_rows": ("aside", "data"),
    "part_rows": ("aside", "data"),
    "struck_rows": ("aside", "data"),
    "sum_sheet": ("aside", "data"),
    "fill_down": ("repeat", "empty"),
    "after_total": ("data", "aside"),
}
AS_DATA = "data"
WIDE_FORM, LONG = "wide_form", "long"
HEADER_ROW = "header_row"


@dataclass(frozen=True, slots=True)
class ReadingAnswers:
    """By the question's code, then by column ("" where it is about the file): one of its choices.

    `{"date_order": {"Date": "mdy"}, "sheet": {"": "2025"}, "wide_form": {"": "long"}}`; what is
    none of a question's choices is as if it were not answered.
    """

    by_code: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, code: str, column: str = "") -> str | None:
        answer = self.by_code.get(code, {}).get(column)
        known = _CHOICES.get(code)
        return answer if known is None or answer in known else None

    @property
    def header_row(self) -> int | None:
        """The row, from 1, that a person says holds the headers."""
        text = self.of(HEADER_ROW) or ""
        return int(text) if text.isdecimal() and int(text) > 0 else None


def choices_of(code: str, examples: Sequence[str]) -> tuple[str, ...]:
    """Of `mixed_units` and `sheet` they are the units and the sheets that were seen."""
    return _CHOICES.get(code, tuple(examples))
