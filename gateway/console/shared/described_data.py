"""Some data as GraphQL describes them to a visitor: whose they are, their columns, how each is
given. Read from the answer to any document that asks for these fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from catalog.model.column_types import DAYS, NUMBERS
from catalog.model.dataset import Classification
from catalog.model.problem import Language

_CLEAR: Final = ("clear",)


class _Described(msgspec.Struct, frozen=True, rename="camel"):
    pass


class DescribedColumn(_Described, frozen=True):
    """`given`: the ways in which the visitor is given it, none where it is not given."""

    field: str
    name: str
    type: str
    label_fr: str
    label_en: str
    unit: str | None
    concept: str | None
    classification: int
    secret: str | None
    share_of_whole: bool
    codes: tuple[str, ...]
    given: tuple[str, ...]
    relation: str | None

    def label(self, language: Language) -> str:
        return (self.label_en if language == "en" else "") or self.label_fr

    @property
    def is_clear(self) -> bool:
        return self.given == _CLEAR

    @property
    def tells_values(self) -> bool:
        """True where the visitor is given each of its values as it is, and no person and no secret
        is behind them: its extremes, its main values and its sum may be told apart from its rows.
        """
        is_personal = self.classification >= Classification.PERSONAL
        return self.is_clear and not is_personal and self.secret is None

    @property
    def is_number(self) -> bool:
        return self.type in NUMBERS

    @property
    def is_day(self) -> bool:
        return self.type in DAYS


class DescribedTerritory(_Described, frozen=True):
    column: str
    date_column: str | None


class DescribedOwner(_Described, frozen=True):
    """`communes`: the codes of those that it covers."""

    siren: str
    name: str
    field: str
    communes: tuple[str, ...]


class Rhythm(_Described, frozen=True):
    fr: str
    en: str


class DescribedData(_Described, frozen=True):
    """`last_update` is a day in ISO 8601; None where rows are read at their source. `synthetic`:
    its rows were invented.
    """

    id: str
    field: str
    owner: DescribedOwner
    synthetic: bool
    territory: DescribedTerritory | None
    update_frequency: str | None
    update_frequency_label: Rhythm | None
    last_update: str | None
    columns: tuple[DescribedColumn, ...]

    @property
    def is_given(self) -> bool:
        """True where the visitor is given something of a column at least."""
        return any(set(column.given) - {"null"} for column in self.columns)


def described(dataset: Mapping[str, Any]) -> DescribedData:
    """Raises msgspec.ValidationError where the document left out a field."""
    return msgspec.convert(dataset, DescribedData)
