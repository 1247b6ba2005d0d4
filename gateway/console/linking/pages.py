"""`/data/{dataset}/link`: which of our other data each row leads to, by which column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.agreements.errors import beside
from gateway.console.linking.pairs import Pair, pairs_of, relations_with
from gateway.console.visit import Refused, Visit, page_for_signed_in

_LINKABLE: Final = """
query Linkable($id: ID!, $siren: String!) {
  declaredDataset(dataset: $id) {
    id name title { fr en } columns { name type concept }
    relations { name column concept dataset key reverse }
  }
  organisation(siren: $siren) {
    datasets { id name titleFr titleEn primaryKey columns { name type concept } }
  }
}
"""
_LINK: Final = """
mutation Link($id: ID!, $changes: DatasetDescription!) {
  describeDataset(dataset: $id, changes: $changes) { applied }
}
"""
_WRONG = 422
_FIELDS: Final = ("pair", "name", "reverse")
_UNTYPED: Final = dict.fromkeys(_FIELDS, "")


@dataclass(frozen=True, slots=True)
class _Linkable:
    """`known`: identifier and title of our data, by name."""

    dataset: Mapping[str, Any]
    pairs: Sequence[Pair]
    known: Mapping[str, tuple[str, str]]


@page_for_signed_in
async def link(visit: Visit) -> Response:
    linkable = await _linkable(visit)
    if visit.request.method == "GET":
        return _page(visit, linkable, _UNTYPED, [])
    form = await visit.form()
    if form.get("remove"):
        changes = {"removedRelations": [form["remove"]]}
        return await _changed(visit, linkable, changes, _UNTYPED, "unlinked")
    typed = {name: form.get(name, "") for name in _FIELDS}
    chosen = next((pair for pair in linkable.pairs if pair.code == typed["pair"]), None)
    if chosen is None:
        mistake = {"id": "pair", "text": visit.gettext("Choisissez ce qui relie ces données.")}
        return _page(visit, linkable, typed, [mistake])
    relations = relations_with(linkable.dataset, chosen, typed["name"], typed["reverse"])
    return await _changed(visit, linkable, {"relations": relations}, typed, "linked")


async def _linkable(visit: Visit) -> _Linkable:
    siren = "" if visit.body is None else visit.body["siren"]
    data = await visit.ask(_LINKABLE, id=visit.request.path_params["dataset"], siren=siren)
    dataset = data["declaredDataset"]
    title = "titleFr" if visit.language == "fr" else "titleEn"
    others = (data["organisation"] or {}).get("datasets") or ()
    known = {other["name"]: (other["id"], other[title]) for other in others}
    return _Linkable(dataset, pairs_of(dataset, others, title), known)


async def _changed(
    visit: Visit,
    linkable: _Linkable,
    changes: Mapping[str, Any],
    typed: Mapping[str, str],
    done: str,
) -> Response:
    try:
        await visit.ask(_LINK, id=linkable.dataset["id"], changes=changes)
    except Refused as refused:
        if refused.is_too_weak:
            raise
        errors = [
            {"id": "name", "text": problem.sentence, "next": problem.next_step}
            for problem in refused.problems
        ]
        return _page(visit, linkable, typed, errors)
    return visit.see_other(f"/data/{linkable.dataset['id']}/link", done=done)


def _page(
    visit: Visit,
    linkable: _Linkable,
    typed: Mapping[str, str],
    errors: Sequence[Mapping[str, str]],
) -> Response:
    known = linkable.known
    return visit.page(
        "linking/link.html",
        status=_WRONG if errors else 200,
        dataset=linkable.dataset,
        pairs=linkable.pairs,
        links=[link for link in linkable.dataset["relations"] if link["dataset"] in known],
        known=known,
        typed=typed,
        errors=errors,
        wrong=beside(errors),
    )


ROUTES = (Route("/data/{dataset}/link", link, methods=["GET", "POST"]),)
