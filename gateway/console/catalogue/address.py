"""The address of a page of the catalogue, which holds everything: whoever opens it sees the same
question, over the data that they may know of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

PAGE_SIZE: Final = 24
FACETS: Final = ("theme", "territory", "owner", "access", "standard", "freshness", "format")
_SORTS: Final = {"best": "BEST", "title": "TITLE", "newest": "NEWEST"}
_MOST_WORDS, _MOST_PAGES, _MOST_CHOICES = 200, 400, 20
_WHOSE: Final = {
    "ours": ("ours",),
    "received": ("received",),
    "open": ("open", "open_with_account"),
}
"""Links of earlier versions say `whose`."""


@dataclass(frozen=True, slots=True)
class CatalogueAddress:
    words: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "best"
    is_table: bool = False
    page: int = 1

    @classmethod
    def of(cls, asks: QueryParams) -> Self:
        """A value that means nothing is as if it were not there."""
        choices = {
            facet: tuple(dict.fromkeys(asks.getlist(facet)))[:_MOST_CHOICES] for facet in FACETS
        }
        if not choices["access"]:
            choices["access"] = _WHOSE.get(asks.get("whose", ""), ())
        page = asks.get("page", "")
        sort = asks.get("sort", "")
        return cls(
            words=asks.get("q", "").strip()[:_MOST_WORDS],
            choices={facet: values for facet, values in choices.items() if values},
            sort=sort if sort in _SORTS else "best",
            is_table=asks.get("view") == "table",
            page=min(max(int(page), 1), _MOST_PAGES) if page.isdecimal() else 1,
        )

    @property
    def variables(self) -> dict[str, Any]:
        return {
            "words": self.words or None,
            "where": {facet: list(values) for facet, values in self.choices.items()} or None,
            "sort": _SORTS[self.sort],
            "first": PAGE_SIZE,
            "offset": (self.page - 1) * PAGE_SIZE,
        }

    @property
    def text(self) -> str:
        """`/data` where nothing was asked."""
        parts = [
            *([("q", self.words)] if self.words else []),
            *((facet, value) for facet, values in self.choices.items() for value in values),
            *([("sort", self.sort)] if self.sort != "best" else []),
            *([("view", "table")] if self.is_table else []),
            *([("page", str(self.page))] if self.page > 1 else []),
        ]
        return f"/data?{urlencode(parts)}" if parts else "/data"

    def turned_to(self, page: int) -> str:
        return replace(self, page=page).text

    def searching(self, words: str) -> str:
        """The same choices for other words, from the first page."""
        return replace(self, words=words, page=1).text

    @property
    def without_choices(self) -> str:
        return replace(self, choices={}, page=1).text
