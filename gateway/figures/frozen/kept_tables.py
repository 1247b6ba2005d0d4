"""The tables of a service's run as a figure keeps them: bounded, each code with its words, each
value that is not there with its reason, rows by commune told as such.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.canonical_json import write_canonical
from catalog.model.bilingual import Bilingual
from catalog.standards.standard import standards
from gateway.figures.frozen.answering import MOST_CELLS, MOST_ROWS
from papers.shown import YEARS
from services_run.folder import AnswerPart, Service

MOST_BYTES = 200_000
"""Of the tables; a figure may have a little more, with its sources and receipt."""
REASONS, _SENTENCE = "reasons", "sentence"
_TOTAL = {"fr": "Total", "en": "Total"}
_Table = Mapping[str, Any]


def kept_tables(
    tables: Mapping[str, _Table], service: Service, year: int | None
) -> tuple[dict[str, _Table], list[str]]:
    """The tables that fit, and the names of the tables that do not. Of each all its columns, else
    the columns that a page shows, else their rows of `year` alone.
    """
    kept: dict[str, _Table] = {}
    left_out: list[str] = []
    cells = length = 0
    parts = {".".join(part.path): part for part in service.answer}
    for name, table in tables.items():
        if not table["rows"]:
            continue
        keeper = _Keeper(table, service, parts.get(name))
        for candidate in keeper.candidates(year):
            size = len(candidate["rows"]) * len(candidate["columns"])
            written = len(write_canonical(candidate))
            is_long = len(candidate["rows"]) > MOST_ROWS or cells + size > MOST_CELLS
            if candidate["columns"] and not is_long and length + written <= MOST_BYTES:
                cells, length = cells + size, length + written
                kept[name] = candidate
                break
        else:
            left_out.append(name)
    return kept, left_out


@dataclass(frozen=True, slots=True)
class _Keeper:
    table: _Table
    service: Service
    part: AnswerPart | None

    def candidates(self, year: int | None) -> Iterable[dict[str, Any]]:
        """The longest first."""
        names = [column["name"] for column in self.table["columns"] if not self._is_told(column)]
        shown = [column["name"] for column in self.table["columns"] if self._is_shown(column)]
        by_commune = self._by_commune()
        keys = {by_commune["code"], by_commune["name"]} if by_commune else set()
        short = [name for name in names if name in {*shown, *keys}]
        yield self._kept(names, shown, by_commune, _any_row)
        if not shown:
            return
        yield self._kept(short, shown, by_commune, _any_row)
        places = [at for at, one in enumerate(self.table["columns"]) if one["name"] in YEARS]
        if year is not None and places:
            yield self._kept(short, shown, by_commune, lambda row: row[places[0]] == year)

    def _is_told(self, column: Mapping[str, Any]) -> bool:
        """Reasons stand beside the table, value by value."""
        return column["name"] == REASONS and self.part is not None and bool(self.part.reasons)

    def _is_shown(self, column: Mapping[str, Any]) -> bool:
        """True where a page shows the column; a column for programs is in the workbook alone. Where
        the service does not choose, sentences, reasons and lists of names, which stand beside the
        figures, are not columns.
        """
        name, names = column["name"], [one["name"] for one in self.table["columns"]]
        if self.table.get("view") == "data" or self._is_told(column):
            return False
        shown = self.table.get("shown", names)
        if shown == names:
            return name not in {REASONS, _SENTENCE} and column["type"] != "list"
        return name in shown

    def _kept(
        self,
        names: Sequence[str],
        shown: Sequence[str],
        by_commune: Mapping[str, Any] | None,
        is_kept: Callable[[Sequence[Any]], bool],
    ) -> dict[str, Any]:
        columns = {one["name"]: at for at, one in enumerate(self.table["columns"])}
        labels = {one["name"]: one["label"] for one in self.table["columns"]}
        rows = [row for row in self.table["rows"] if is_kept(row)]
        total = by_commune["total"] if by_commune else None
        kept: dict[str, Any] = {
            "label": self.table["label"],
            "columns": [
                _with_codes(self.table["columns"][columns[name]], rows, columns[name],
                            self.service, total)
                for name in names
            ],
            "rows": [[_cell(row[columns[name]], labels) for name in names] for row in rows],
            "shown": list(shown),
        }  # fmt: skip
        if self.part is not None and self.part.reasons and self.part.reasons in columns:
            reasons = [row[columns[self.part.reasons]] for row in rows]
            kept["missing"] = _missing(reasons, names)
        if by_commune is not None:
            kept["by_commune"] = by_commune
        return kept

    def _by_commune(self) -> dict[str, Any] | None:
        """The part of each column of a table of communes, where the service draws a map of them.
        `by`: the column that divides the rows of a commune, `total` its value for all of them.
        """
        drawn = self.table.get("drawing")
        view = None if self.part is None else self.part.view
        if drawn is None or view is None or "map" not in view or not drawn["rows"]:
            return None
        places = {one["name"]: at for at, one in enumerate(self.table["columns"])}
        code = places[drawn["code"]]
        communes = list(dict.fromkeys(self.table["rows"][at][code] for at in drawn["rows"]))
        known = frozenset(communes)
        rows = [row for row in self.table["rows"] if row[code] in known]
        divided = {
            name: value
            for name, value in view["map"].get("where", {}).items()
            if any(row[places[name]] != rows[0][places[name]] for row in rows)
        }
        by, total = next(iter(divided.items()), (None, None))
        label = self.service.labels.get(f"{by}.{total}")
        return {
            "code": drawn["code"],
            "name": drawn["name"],
            "value": drawn["value"],
            "else": drawn.get("else"),
            "alike": [name for name in view["map"].get("where", {}) if name not in divided],
            "by": by,
            "total": total if label is None else label.text.fr,
            "communes": communes,
        }


def _any_row(_row: Sequence[Any]) -> bool:
    return True


def _missing(
    reasons: Sequence[Mapping[str, Mapping[str, str]] | None], names: Collection[str]
) -> list[dict[str, Any]]:
    """Each reason once, with the places of the rows where it is why a column has no value."""
    known: dict[tuple[str, str], dict[str, list[int]]] = {}
    for place, of_row in enumerate(reasons):
        for name, reason in (of_row or {}).items():
            if name in names:
                words = reason.get("fr", reason["code"]), reason.get("en", reason["code"])
                known.setdefault(words, {}).setdefault(name, []).append(place)
    return [{"fr": fr, "en": en, "columns": columns} for (fr, en), columns in known.items()]


def _with_codes(
    column: Mapping[str, Any],
    rows: Sequence[Sequence[Any]],
    place: int,
    service: Service,
    total: str | None,
) -> dict[str, Any]:
    """`codes`: those of its values that a standard has words for."""
    words = code_words(service, column["name"])
    values = {row[place] for row in rows if isinstance(row[place], str)}
    codes: dict[str, Mapping[str, str]] = {
        value: {"fr": words[value].fr, "en": words[value].en}
        for value in sorted(values)
        if value in words
    }
    if codes and total is not None and total in values and total not in codes:
        codes[total] = _TOTAL
    return {**column, "codes": codes} if codes else dict(column)


def code_words(service: Service, name: str) -> Mapping[str, Bilingual]:
    """Of the field of that name of a role, by the standard that its data follow."""
    known = standards()
    for role in service.roles.values():
        field, standard = role.fields.get(name), known.get(role.standard or "")
        if field is None or standard is None or field.concept is None:
            continue
        of_standard = standard.field_of(field.concept)
        if of_standard is not None and of_standard.code_labels:
            return of_standard.code_labels
    return {}


def _cell(value: Any, labels: Mapping[str, Mapping[str, str]]) -> Any:
    """One value, or a text in two languages: several codes are told one after the other, reasons
    each with the figure that is not there.
    """
    match value:
        case list():
            return ", ".join(map(str, value)) or None
        case {"fr": str(), "en": str()}:
            return value
        case dict():
            words = {
                language: between.join(
                    f"{labels.get(name, {}).get(language, name)}{colon}"
                    f"{reason.get(language, reason.get('code'))}"
                    for name, reason in value.items()
                )
                for language, colon, between in (("fr", " : ", " ; "), ("en", ": ", "; "))
            }
            return words if value else None
        case _:
            return value
