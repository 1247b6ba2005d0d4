"""From a reading, as the deposit service answers it, to what the page of a file shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from catalog.model.column_types import NUMBERS, type_words
from gateway.console.files.cell_words import cell_words, end_words, number_words
from gateway.console.files.corrections import Corrections, corrections_of
from gateway.console.files.unit_words import unit_words
from gateway.console.files.words import (
    UNREAD_SHOWN,
    cause_words,
    choice_words,
    left_words,
    reason_words,
    unread_words,
)
from gateway.console.visit import Visit

Json = Mapping[str, Any]
_TOLD_ELSEWHERE = {
    *("personal_data", "unread_cells", "error_cells", "beyond_header"),
    *("unknown_places", "old_commune_code"),
    *("postal_code", "commune_by_name", "not_reconciled", "hidden_columns", "wide_form"),
}
_EXAMPLES = 3
_RANGES = 12


@dataclass(frozen=True, slots=True)
class IgnoredRows:
    words: str
    count: int
    lines: str
    sheet: str | None


@dataclass(frozen=True, slots=True)
class ReadColumnRow:
    """`total`, `least`, `most` as people write them; "" where there is none."""

    name: str
    type: str
    unit: str
    filled: str
    unread: int
    total: str
    span: str
    is_personal: bool
    is_hidden: bool
    is_key: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    words: str
    rows: int
    examples: str
    is_good: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """`key` names the answer: the code, then the column ("" for the file)."""

    key: str
    text: str
    examples: str
    choices: tuple[tuple[str, str, str], ...]
    rows: list[list[str]] = field(default_factory=list)
    """A row of the file under each answer: its number, its text, then one reading a choice."""

    @property
    def headers(self) -> list[str]:
        """Of the columns that hold one reading each."""
        return [words for _, words, _ in self.choices]


@dataclass(frozen=True, slots=True)
class SampleView:
    headers: list[str]
    rows: list[list[str]]
    numeric: list[int]


@dataclass(frozen=True, slots=True)
class ReadingView:
    headlines: list[str]
    left_sheets: list[tuple[str, str]]
    ignored: list[IgnoredRows]
    columns: list[ReadColumnRow]
    has_sums: bool
    agrees: bool | None
    is_checked: bool
    differences: list[str]
    unread: list[list[str]]
    unread_count: int
    places: list[tuple[str, list[PlaceRow]]]
    notes: list[str]
    questions: list[QuestionView]
    sample: SampleView | None
    corrections: list[QuestionView] = field(default_factory=list)
    by_hand: Corrections | None = None


def reading_view(
    answer: Json,
    answers: Json,
    names: Mapping[str, str],
    visit: Visit,
    declared: Sequence[Json] = (),
) -> ReadingView:
    """`names`: communes by code. `answers`: what was answered about the file before. `declared`:
    the columns of the data that it is for.
    """
    reading, language = answer["reading"], visit.language
    sentences = answer["sentences"][language]
    parts = reading["parts"]
    reconciled = reading["reconciled"]
    return ReadingView(
        headlines=list(sentences[: len(parts)]),
        left_sheets=[
            (sheet["name"], left_words(sheet["why"], visit.gettext))
            for sheet in reading["other_sheets"]
        ],
        ignored=[rows for part in parts for rows in _ignored(part, len(parts) > 1, visit)],
        columns=[_column(column, reading, visit) for column in reading["columns"]],
        has_sums=any(column["sum"] is not None for column in reading["columns"]),
        agrees=None if reconciled["by"] is None else reconciled["agrees"],
        is_checked=reading["is_checked"],
        differences=list(reconciled["differences"][:_EXAMPLES]),
        unread=_unread(reading, visit),
        unread_count=reading["unread_count"],
        places=[
            (column["column"], _places(column, names, visit)) for column in reading["communes"]
        ],
        notes=[note[language] for note in reading["notes"] if note["code"] not in _TOLD_ELSEWHERE],
        questions=[_question(question, visit) for question in reading["questions"]],
        sample=_sample(answer, visit),
        corrections=_corrections(reading, answers, visit),
        by_hand=corrections_of(reading, answers, visit, declared),
    )


def communes_in(reading: Json) -> list[str]:
    """Codes of the communes that the page names."""
    codes: dict[str, None] = {}
    for column in reading["communes"]:
        for cause in column["detail"].values():
            for place in list(cause.values())[:_EXAMPLES]:
                for code in (place["now"], *place["candidates"][:_EXAMPLES]):
                    if code:
                        codes[code] = None
    return list(codes)[:200]


def _ignored(part: Json, is_named: bool, visit: Visit) -> Iterable[IgnoredRows]:  # noqa: FBT001
    by_reason: dict[str, list[int]] = {}
    for row in part["ignored"]:
        by_reason.setdefault(row["reason"], []).append(row["row"])
    if part["blank"]:
        by_reason["blank"] = list(part["blank"])
    for reason, rows in by_reason.items():
        yield IgnoredRows(
            reason_words(reason, visit.gettext),
            len(rows),
            lines_in_words(rows),
            part["sheet"] if is_named else None,
        )


def lines_in_words(rows: Sequence[int]) -> str:
    """`1–3, 18`; the first ones of many."""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    words = [str(first) if first == last else f"{first}–{last}" for first, last in ranges[:_RANGES]]
    return ", ".join(words) + (", …" if len(ranges) > _RANGES else "")


def _column(column: Json, reading: Json, visit: Visit) -> ReadColumnRow:
    key = reading["key"]
    least, most = column["min"], column["max"]
    is_empty = least is None or column["personal"]
    has_total = column["sum"] is not None and not _is_rate(column["unit"])
    return ReadColumnRow(
        name=column["name"],
        type=_type_of(column, visit),
        unit=unit_words(column["unit"]),
        filled=visit.number(column["filled"]),
        unread=column["unread"],
        total=number_words(column["sum"], visit) if has_total else "",
        span="" if is_empty else f"{end_words(least, visit)} → {end_words(most, visit)}",
        is_personal=column["personal"],
        is_hidden=column["hidden"],
        is_key=key is not None and key["unique"] and column["name"] in key["columns"],
    )


def _is_rate(unit: str | None) -> bool:
    """A sum of kilograms per head says nothing."""
    return unit is not None and (unit in {"%", "ratio"} or "/" in unit)


def _type_of(column: Json, visit: Visit) -> str:
    if column["concept"] == "commune" and column["by"] == "code":
        return visit.gettext("code de commune")
    if column["format"].get("code") or column["format"].get("pad"):
        return visit.gettext("code")
    return type_words(column["type"], visit.language)


def _unread(reading: Json, visit: Visit) -> list[list[str]]:
    """The cells that were not read, without the text of a column that names persons."""
    columns = {column["position"]: column for column in reading["columns"]}
    rows = []
    for cell in reading["unread_cells"][:UNREAD_SHOWN]:
        column = columns.get(cell["position"])
        is_hidden = column is not None and column["personal"]
        rows.append(
            [
                str(cell["row"]),
                column["name"] if column else _letters(cell["position"]),
                "•••" if is_hidden else cell["text"],
                unread_words(cell["why"], visit.gettext),
            ]
        )
    return rows


def _letters(position: int) -> str:
    """As a spreadsheet names its columns."""
    name = ""
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _places(column: Json, names: Mapping[str, str], visit: Visit) -> list[PlaceRow]:
    return [
        PlaceRow(
            cause_words(cause, visit.gettext),
            count,
            " ; ".join(
                _place(text, place, names)
                for text, place in list(column["detail"].get(cause, {}).items())[:_EXAMPLES]
            ),
            cause not in {"unknown", "postal_code", "postal_code_false_friend", "several", "empty"},
        )
        for cause, count in column["counts"].items()
    ]


def _place(text: str, place: Json, names: Mapping[str, str]) -> str:
    codes = [place["now"]] if place["now"] else list(place["candidates"][:_EXAMPLES])
    meant = " / ".join(f"{names.get(code, '')} ({code})".strip() for code in codes)
    return f"{text[:40]} → {meant}" if meant else text[:40]


def _question(question: Json, visit: Visit) -> QuestionView:
    code, sentence = question["code"], question[visit.language]
    return QuestionView(
        f"{code}/{question['column'] or ''}",
        sentence,
        " ; ".join(text for text in question["examples"][:_EXAMPLES] if text not in sentence),
        tuple(
            (choice, choice_words(code, choice, visit.gettext), "")
            for choice in question["choices"]
        ),
        [[str(row["row"]), row["written"], *row["readings"]] for row in question["rows"]],
    )


def _corrections(reading: Json, answers: Json, visit: Visit) -> list[QuestionView]:
    """Questions about readings that a person may change though nothing was asked."""
    _ = visit.gettext
    corrections = []
    sheets = [sheet["name"] for sheet in reading["other_sheets"] if sheet["why"] != "empty"]
    if sheets:
        read = [part["sheet"] or "" for part in reading["parts"]]
        corrections.append(
            QuestionView(
                "sheet/",
                _("Quelle feuille faut-il lire ?"),
                "",
                tuple((name, name, "") for name in (*read[:1], *sheets)),
            )
        )
    was_long = answers.get("questions", {}).get("wide_form", {}).get("") == "long"
    if reading["unpivot"] is not None or was_long:
        corrections.append(
            QuestionView(
                "wide_form/",
                _("Comment présenter ce tableau, qui a une colonne par période ou par catégorie ?"),
                "",
                (
                    ("wide", _("Tel quel : une colonne pour chacune"), ""),
                    ("long", _("En long : une ligne pour chacune, plus facile à additionner"), ""),
                ),
            )
        )
    return corrections


def _sample(answer: Json, visit: Visit) -> SampleView | None:
    sample = answer.get("sample")
    if sample is None:
        return None
    types = {column["header"]: column["type"] for column in answer["proposal"]["columns"]}
    kinds = [types.get(name, "string") for name in sample["columns"]]
    return SampleView(
        headers=[visit.gettext("Ligne"), *sample["columns"]],
        rows=[
            [
                str(row["number"]),
                *map(partial(cell_words, visit=visit), row["cells"], kinds),
            ]
            for row in sample["rows"]
        ],
        numeric=[at for at, kind in enumerate(kinds, start=1) if kind.partition("(")[0] in NUMBERS],
    )
