"""A steward's choice of data to open, as the form holds it and as the acts take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gateway.console.add.forms import FieldError
from gateway.console.openings.answers import DeclaredColumn, DeclaredDataset
from gateway.console.visit import Visit
from gateway.http.forms import Form

LEVELS: Final = ("restricted", "open_with_account", "open")
_LISTINGS: Final = ("parties", "organisations", "public")
LICENCES: Final = ("Licence Ouverte 2.0", "Open Database License (ODbL) 1.0")
_PERSONAL: Final = frozenset({"personal", "sensitive"})


@dataclass(frozen=True, slots=True)
class Choice:
    """`columns` are names, in the order of the data."""

    listing: str
    level: str
    columns: tuple[str, ...]
    licence: str

    @property
    def opens(self) -> bool:
        return self.level != "restricted"

    @property
    def signed(self) -> str:
        """The whole choice: another one made on the page that asks is asked for again."""
        return "/".join((self.listing, self.level, ",".join(self.columns), self.licence))


def choice_of(dataset: DeclaredDataset) -> Choice:
    """As it is now: of data that nobody reads as open, no column is chosen for the steward."""
    return Choice(
        listing=dataset.listing,
        level=dataset.accessLevel,
        columns=tuple(one.name for one in dataset.columns if one.classification == "open"),
        licence=dataset.licence or LICENCES[0],
    )


def sent_choice(form: Form, dataset: DeclaredDataset) -> Choice:
    chosen = set(form.all("columns"))
    return Choice(
        listing=form.get("listing", ""),
        level=form.get("level", ""),
        columns=tuple(one.name for one in dataset.columns if one.name in chosen),
        licence=form.get("licence", ""),
    )


def mistakes_in(choice: Choice, dataset: DeclaredDataset, visit: Visit) -> list[FieldError]:
    _ = visit.gettext
    if choice.listing not in _LISTINGS or choice.level not in LEVELS:
        return [FieldError("listing", _("Choisissez une réponse à chacune."))]
    if not choice.opens:
        return []
    personal = [one.label.fr for one in dataset.columns if is_personal(one)]
    if personal or dataset.personalData:
        words = _(
            "Ces données concernent des personnes (%(columns)s) : elles ne s'ouvrent pas.",
            columns=", ".join(personal) or _("c'est dit de toutes leurs colonnes"),
        )
        return [FieldError("level", words)]
    errors = []
    if not choice.columns:
        errors.append(FieldError("columns", _("Choisissez les colonnes à ouvrir.")))
    keys = [
        one.label.fr
        for one in dataset.columns
        if one.name in set(dataset.primaryKey) - set(choice.columns)
    ]
    if choice.columns and keys:
        words = _(
            "%(columns)s : c'est ce qui distingue chaque ligne. Ouvrez-le aussi, sinon ces lignes "
            "ne se lisent pas une à une.",
            columns=", ".join(keys),
        )
        errors.append(FieldError("columns", words))
    if choice.licence not in (*LICENCES, dataset.licence):
        errors.append(FieldError("licence", _("Choisissez une licence.")))
    return errors


def is_personal(column: DeclaredColumn) -> bool:
    return column.classification in _PERSONAL


def to_propose(choice: Choice, dataset: DeclaredDataset) -> bool:
    """True where more people would know of the data, or read more of them."""
    now = choice_of(dataset)
    if choice.listing == "public" != now.listing:
        return True
    is_wider = LEVELS.index(choice.level) > LEVELS.index(now.level)
    return choice.opens and (is_wider or not set(choice.columns) <= set(now.columns))
