"""The beginning of a request or a proposal: the template that fits the data, the legal text known
for its purpose, the communes that it is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.templates.template import templates
from gateway.console.requests.typed import EVERYWHERE, Typed, is_personal

_Entry = Mapping[str, Any]
_PSEUDONYM = "KEYED_HASH"


@dataclass(frozen=True, slots=True)
class Fit:
    """The number of a template's `total` fields that the data bear, and their columns. `missing`:
    the labels of the fields that they do not.
    """

    template: str
    total: int
    columns: Sequence[str] = ()
    missing: Sequence[_Entry] = ()

    @property
    def placed(self) -> int:
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class Context:
    """`bodies` by slug; `templates` by name; `dataset`: the one that is asked for, if any.

    `is_offered`: the dataset is the visitor's own, and `bodies` are those it may be given to.
    `fits`: of the templates that are meant for such data, the best first. `neighbours`: SIREN of
    the bodies whose territory for the best one shares a commune with the visitor's; `partners`:
    of those that the visitor's shares with already.
    """

    bodies: Mapping[str, _Entry]
    templates: Mapping[str, _Entry]
    purposes: Sequence[_Entry]
    dataset: _Entry | None
    members: Sequence[str]
    is_offered: bool = False
    fits: Sequence[Fit] = field(default=())
    neighbours: Sequence[str] = ()
    partners: Sequence[str] = ()

    @property
    def columns(self) -> Sequence[_Entry]:
        """Of the dataset; none where none is asked for."""
        return () if self.dataset is None else self.dataset["columns"]

    @property
    def has_communes(self) -> bool:
        """True where rows can be told apart by their commune."""
        return self.dataset is not None and self.dataset["territory"] is not None


def fits_of(
    templates: Sequence[_Entry], standard: str | None, keys: Sequence[str] = ()
) -> list[Fit]:
    """Less than half of what a template asks is other data, about something else; what conforms to
    its standard is meant for it all the same. `keys` tell rows apart, and nothing of their subject.
    """
    fits = [
        (
            template["standard"] is not None and template["standard"] == standard,
            Fit(
                template["name"],
                len(template["columns"]),
                tuple(place["column"] for place in template["placed"]),
                tuple(template["missing"]),
            ),
        )
        for template in templates
    ]
    meant = [
        (is_its, fit)
        for is_its, fit in fits
        if is_its or 2 * len({*fit.columns} - {*keys}) > fit.total
    ]
    meant.sort(key=lambda pair: (pair[0], pair[1].placed / pair[1].total), reverse=True)
    return [fit for _is_its, fit in meant]


def says_too_little(template: str, dataset: _Entry | None) -> bool:
    """True where data speak of persons and the template does not: an agreement by it would be
    written and could never be sent.
    """
    known = templates().get(template)
    is_about_persons = dataset is not None and bool(dataset.get("personalData"))
    return is_about_persons and known is not None and known.personal_data is None


def by_template(typed: Typed, context: Context) -> Typed:
    """By the template that fits best, where one does and says what such data need."""
    if not context.fits or says_too_little(context.fits[0].template, context.dataset):
        return typed
    return replace(typed, texts={**typed.texts, "template": context.fits[0].template})


def by_columns(typed: Typed, context: Context) -> Typed:
    """The fields that a template or the data know are filled; what was typed stays. An agreement is
    titled in French, as by a template, whoever writes it.
    """
    title = "" if context.dataset is None else context.dataset["titleFr"]
    texts = {"title": title, **{name: text for name, text in typed.texts.items() if text}}
    columns = typed.columns
    if context.fits:
        fit = context.fits[0]
        texts.setdefault("purpose", context.templates[fit.template]["purposes"][0])
        columns = columns or tuple(fit.columns)
    if context.is_offered:
        columns = columns or _not_personal(context.columns)
    how = {**_pseudonyms(context.dataset), **typed.how}
    return of_purpose(replace(typed, texts=texts, columns=columns, how=how), context)


def _not_personal(columns: Sequence[_Entry]) -> tuple[str, ...]:
    """The columns of a proposal that no template knows: an owner takes away what stays at home, and
    chooses one by one what speaks of persons.
    """
    return tuple(column["name"] for column in columns if not is_personal(column))


def _pseudonyms(dataset: _Entry | None) -> dict[str, str]:
    """Of data about persons, what tells rows apart: it need not be given as it is."""
    if dataset is None or not dataset.get("personalData"):
        return {}
    keys = {*dataset["primaryKey"]}
    texts = (one["name"] for one in dataset["columns"] if one["type"].lower() == "string")
    return {name: _PSEUDONYM for name in texts if name in keys}


def of_purpose(typed: Typed, context: Context) -> Typed:
    """The legal text of its purpose, unless another was typed; and that purpose's communes, unless
    some were chosen.
    """
    texts = dict(typed.texts)
    known = {template["legalBasis"] for template in context.templates.values()}
    source = source_of(typed, context)
    if texts.get("legal_basis", "") in known | {""}:
        texts["legal_basis"] = "" if source is None else source["legalBasis"]
    if not texts.get("where"):
        own = own_territories(typed, context)
        texts["where"] = own[0][0] if own else EVERYWHERE
    return replace(typed, texts=texts)


def source_of(typed: Typed, context: Context) -> _Entry | None:
    """The template that knows a legal text for the purpose: of several, the one that fits best, or
    else the one that is named after it.
    """
    order = {fit.template: place for place, fit in enumerate(context.fits)}
    meant = [
        template
        for template in context.templates.values()
        if typed["purpose"] in template["purposes"]
    ]
    meant.sort(
        key=lambda template: (
            order.get(template["name"], len(order)),
            template["name"] != typed["purpose"],
        )
    )
    return meant[0] if meant else None


def own_territories(typed: Typed, context: Context) -> list[tuple[str, _Entry]]:
    """(competence, what it is about) of what these data are about: by their template, or by their
    purpose. None where rows are of no commune.
    """
    if not context.has_communes:
        return []
    meant = [context.templates[fit.template] for fit in context.fits]
    meant += [
        template
        for template in context.templates.values()
        if typed["purpose"] in template["purposes"]
    ]
    return list({each["competence"]: each["subject"] for each in meant}.items())


def other_territories(typed: Typed, context: Context) -> list[tuple[str, _Entry]]:
    if not context.has_communes:
        return []
    own = dict(own_territories(typed, context))
    others = {each["competence"]: each["subject"] for each in context.templates.values()}
    return [(code, words) for code, words in others.items() if code not in own]
