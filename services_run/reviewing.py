"""Frozen figures that a later version of their service mends: to be reviewed, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from catalog.actions.figures.figures import correction_of
from catalog.model.figure import FrozenFigure
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.problem import Problem
from catalog.snapshot import Snapshot
from services_run.content import service_in
from services_run.folder import Service
from services_run.mending import Mended, mending_of


def mended(content: Mapping[str, Any], catalog: Snapshot) -> Mended | None:
    """The mending of a figure's computation by another version of its service, if any."""
    name, _, version = str(content.get("service") or "").partition("@")
    if not version:
        return None
    for published in catalog.services.values():
        if published.service == name and published.version != version:
            try:
                mending = mending_of(version, service_in(published.content).mends)
            except Problem:
                continue
            if mending is not None and _concerns(mending, content):
                return mending
    return None


def figures_mended_by(service: Service, catalog: Snapshot) -> Iterator[FrozenFigure]:
    """Frozen figures of earlier versions whose computation this version corrects, except figures
    that a newer figure has replaced.
    """
    for figure in catalog.figures.values():
        content = json.loads(figure.content)
        name, _, version = str(content.get("service") or "").partition("@")
        if name != service.id or correction_of(figure, catalog) is not None:
            continue
        mending = mending_of(version, service.mends)
        if mending is not None and _concerns(mending, content):
            yield figure


def messages_to_review(service: Service, catalog: Snapshot) -> tuple[Message, ...]:
    """One for each body that has frozen such figures."""
    counted: dict[Siren, int] = {}
    for figure in figures_mended_by(service, catalog):
        counted[figure.body] = counted.get(figure.body, 0) + 1
    about = f"{service.id}@{service.version}"
    return tuple(
        Message(
            kind="figure.to_review",
            key=f"figure.to_review/{about}/{body}"[:200],
            to=(body,),
            roles=frozenset({"steward", "approver"}),
            about=about,
            facts={"rows": str(count)},
        )
        for body, count in sorted(counted.items())
    )


def _concerns(mending: Mended, content: Mapping[str, Any]) -> bool:
    """True where the figure has one of the indicators of `mending` with a value; a mending without
    indicators concerns all figures.
    """
    figures = content["answer"].get("figures") or ()
    valued = {figure["name"] for figure in figures if figure.get("value") is not None}
    return not mending.indicators or bool(valued & set(mending.indicators))
