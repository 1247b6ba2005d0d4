"""The canonical content of a frozen figure, `interco.figure/1`: what it says, and its proof."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.canonical_json import Json, write_canonical
from catalog.codec import write_value
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.organisation import Organisation
from catalog.snapshot import Snapshot

FORMAT = "interco.figure/1"


@dataclass(frozen=True, slots=True)
class FigureSource:
    """A dataset as it was read, by its version; `agreement` (a citation) under which, or None for
    one's own data and open data.
    """

    dataset: str
    version: int
    agreement: str | None = None
    rows_of_year: int | None = None
    """Of the year of the figure; None where it is not known."""
    communes: tuple[str, ...] | None = None
    """Of these rows; None where they bear none."""


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """An answer, with its query and its sources. `answer` holds `tables` and `figures` as the
    result of a service does; `receipt` is signed over its canonical form. `parameters` are JSON
    values.
    """

    query: str
    parameters: Sequence[Json]
    purpose: str | None
    answer: Mapping[str, Any] = field(repr=False)
    sources: tuple[FigureSource, ...]
    receipt: str = field(repr=False)
    service: str | None = None
    scope: Mapping[str, Any] | None = None
    sheets: Mapping[str, Any] | None = field(default=None, repr=False)
    """The proof of the sheets of its communes, where it has some."""
    mark: str | None = None
    """Of the result of a service, as it was shown; None for the answer to a statement."""

    @property
    def seen(self) -> str:
        """The same for the same values of the same versions of the data, whenever they are read."""
        if self.mark is not None:
            return self.mark
        sources = [[one.dataset, one.version, one.agreement] for one in self.sources]
        shown = {"answer": self.answer, "sources": sources, "scope": self.scope}
        return hashlib.sha256(write_canonical(shown)).hexdigest()


@dataclass(frozen=True, slots=True)
class FigureLabel:
    """The name of a figure. `indicator` is a short code (`tonnage_omr`); `deliberation` the
    reference of the vote, where there is one already; `comment_…` a text of the body's own, in
    paragraphs, which its paper shows as its words.
    """

    indicator: str
    title_fr: str
    title_en: str
    year: int | None = None
    deliberation: str | None = None
    comment_fr: str | None = None
    comment_en: str | None = None


def figure_content(
    label: FigureLabel,
    answered: FigureAnswer,
    body: Organisation,
    catalog: Snapshot,
    *,
    at: str,
    version: int = 1,
    replaces: str | None = None,
    what_changed: str | None = None,
    changes_figures: bool | None = None,
) -> dict[str, Any]:
    """As it is written canonically and hashed; nothing of it is left to whoever prints it."""
    kept: dict[str, Any] = {}
    if changes_figures is not None:
        kept["changes_figures"] = changes_figures
    if answered.sheets is not None:
        kept["sheets"] = answered.sheets
    return {
        **kept,
        "format": FORMAT,
        "body": {"siren": str(body.siren), "name": body.name},
        "indicator": label.indicator,
        "year": label.year,
        "title": {"fr": label.title_fr, "en": label.title_en},
        "version": version,
        "replaces": replaces,
        "what_changed": what_changed,
        "deliberation": label.deliberation,
        "comment": _comment(label),
        "query": {
            "language": "sql" if answered.service is None else "service",
            "text": answered.query,
            "parameters": list(answered.parameters),
            "purpose": answered.purpose,
        },
        "service": answered.service,
        "answer": answered.answer,
        "scope": answered.scope,
        "sources": [_source(source, catalog) for source in answered.sources],
        "receipt": answered.receipt,
        "frozen_at": at,
    }


def _comment(label: FigureLabel) -> dict[str, str] | None:
    """One language stands for the other where it is given alone."""
    fr, en = label.comment_fr or label.comment_en, label.comment_en or label.comment_fr
    return None if fr is None or en is None else {"fr": fr, "en": en}


def _source(source: FigureSource, catalog: Snapshot) -> dict[str, Any]:
    dataset = _dataset(source.dataset, catalog)
    owner = None if dataset is None else catalog.organisations.get(dataset.owner)
    agreement = None if source.agreement is None else cited(source.agreement, catalog)
    of_year: dict[str, Any] = {}
    if source.rows_of_year is not None:
        of_year["rows_of_year"] = source.rows_of_year
    if source.communes is not None:
        of_year["communes"] = list(source.communes)
    return {
        **of_year,
        "dataset": source.dataset,
        "title": None if dataset is None else {"fr": dataset.title_fr, "en": dataset.title_en},
        "owner": None if owner is None else {"siren": str(owner.siren), "name": owner.name},
        "version": source.version,
        "synthetic": dataset is not None and dataset.synthetic,
        "agreement": source.agreement,
        "agreement_sha256": None if agreement is None else agreement.sha256,
        "agreement_ends": None if agreement is None else write_value(agreement.end),
        "onward_sharing": None if agreement is None else agreement.terms.onward_sharing.value,
    }


def cited(citation: str, catalog: Snapshot) -> Agreement | None:
    """The very version that is cited."""
    return next((one for one in catalog.agreements if one.citation == citation), None)


def _dataset(dataset_id: str, catalog: Snapshot) -> Dataset | None:
    return catalog.datasets.get(dataset_id) or catalog.withdrawn_datasets.get(dataset_id)
