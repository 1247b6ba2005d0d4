"""The options of an address (`$filter`, `$top` …), each once, read into one question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.model.dataset import Column
from gateway.http.odata.expressions import read_filter
from gateway.http.odata.problems import OdataNotServed, OdataOption
from gateway.http.odata.searching import read_search
from gateway.reading.walks.page_order import OrderedColumn
from gateway.reading.walks.readable import Readable
from gateway.reading.walks.terms import Condition

_KNOWN = frozenset(
    {"$select", "$filter", "$orderby", "$top", "$skip", "$count", "$search", "$expand", "$format"}
)
_TOKEN = "$skiptoken"  # noqa: S105 - the name of an option
_MOST = 2_000_000_000
_PREFERRED = re.compile(r"(?:odata\.)?maxpagesize\s*=\s*\"?([0-9]{1,9})\"?", re.IGNORECASE)
DEFAULT_PAGE = 50_000
"""Rows of a page, and the most that a client may prefer."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one address as they were sent, by their names with `$`."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]], served: frozenset[str] = _KNOWN) -> Options:
        """Raises OdataOption for one that is said twice, OdataNotServed for one that is unknown.

        Without its `$` an option is the same one: a filter that nobody noticed would give all rows.
        Other names are no business of ours (OData 4.0, part 2, 5.2).
        """
        values: dict[str, str] = {}
        for name, value in pairs:
            option = name.lower() if name.startswith("$") else f"${name.lower()}"
            is_ours = option in served or option == _TOKEN
            if not is_ours and name.startswith("$"):
                raise OdataNotServed(what=name[:40])
            if not is_ours:
                continue
            if option in values:
                raise OdataOption(
                    option=option, reason_fr="elle est dite deux fois", reason_en="it is said twice"
                )
            values[option] = value
        return cls(values)

    @property
    def token(self) -> str | None:
        return self.values.get(_TOKEN)

    @property
    def question(self) -> tuple[tuple[str, str], ...]:
        """All that a token is bound to, and that the link of the next page says again."""
        return tuple((name, value) for name, value in self.values.items() if name != _TOKEN)

    def link(self, token: str) -> tuple[tuple[str, str], ...]:
        return (*self.question, (_TOKEN, token))

    @property
    def wants_count(self) -> bool:
        flag = self.values.get("$count", "false").lower()
        if flag not in {"true", "false"}:
            raise OdataOption(
                option="$count", reason_fr="true ou false", reason_en="true or false is expected"
            )
        return flag == "true"

    def number(self, option: str) -> int | None:
        digits = self.values.get(option)
        if digits is None:
            return None
        if not (digits.isascii() and digits.isdigit()) or int(digits) > _MOST:
            raise OdataOption(
                option=option,
                reason_fr="un nombre entier, sans signe, est attendu",
                reason_en="a whole number without a sign is expected",
            )
        return int(digits)

    def conditions(self, readable: Readable) -> tuple[Condition, ...]:
        conditions: list[Condition] = []
        if "$filter" in self.values:
            conditions.append(read_filter(self.values["$filter"]))
        if "$search" in self.values:
            conditions.append(read_search(self.values["$search"], readable))
        return tuple(conditions)

    def order(self, readable: Readable) -> tuple[OrderedColumn, ...]:
        """Raises OdataOption, OdataNotServed for what is no column, UnknownColumn."""
        columns: dict[str, OrderedColumn] = {}
        for part in filter(None, map(str.strip, self.values.get("$orderby", "").split(","))):
            name, *direction = part.split()
            if direction not in ([], ["asc"], ["desc"]):
                raise OdataOption(
                    option="$orderby",
                    reason_fr="des colonnes sont attendues, suivies de asc ou desc",
                    reason_en="columns are expected, each followed by asc or desc",
                )
            if not name.replace("_", "").isalnum():
                raise OdataNotServed(what=f"$orderby={name[:40]}")
            column = readable.column(name)
            columns.setdefault(column.id, OrderedColumn(column, direction == ["desc"]))
        return tuple(columns.values())

    def selected(self, readable: Readable) -> tuple[Column, ...] | None:
        """None for all: nothing is values, or `*`."""
        names = [each.strip() for each in self.values.get("$select", "*").split(",")]
        if "*" in names:
            return None
        for name in names:
            if "/" in name or "." in name:
                raise OdataNotServed(what=f"$select={name[:40]}")
        return tuple(dict.fromkeys(readable.column(name) for name in names))


def page_size(prefer: str | None) -> tuple[int, bool]:
    """Rows of a page, and whether it is as the client prefers."""
    preference = _PREFERRED.search(prefer or "")
    if preference is None or not int(preference[1]):
        return DEFAULT_PAGE, False
    rows = int(preference[1])
    return min(rows, DEFAULT_PAGE), rows <= DEFAULT_PAGE
