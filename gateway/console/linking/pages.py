"""`/data/{dataset}/link`: which of our other data each row leads to, by which column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


@page_for_signed_in
async def link(visit: Visit) -> Response:
    siren = "" if visit.body is None else visit.body["siren"]
    dataset_id = visit.request.path_params["dataset"]
    data = await visit.ask(_LINKABLE, id=dataset_id, siren=siren)
    dataset = data["declaredDataset"]
    title = "titleFr" if visit.language == "fr" else "titleEn"
    others = (data["organisation"] or {}).get("datasets") or ()
    pairs = pairs_of(dataset, others, title)
    known = {other["name"]: (other["id"], other[title]) for other in others}
    if visit.request.method == "GET":
        return _page(visit, dataset, pairs, known, dict.fromkeys(_FIELDS, ""), [])
    form = await visit.form()
    typed = {name: form.get(name, "") for name in _FIELDS}
    chosen = next((pair for pair in pairs if pair.code == typed["pair"]), None)
    if chosen is None:
        mistake = {"id": "pair", "text": visit.gettext("Choisissez ce qui relie ces données.")}
        return _page(visit, dataset, pairs, known, typed, [mistake])
    relations = relations_with(dataset, chosen, typed["name"], typed["reverse"])
    try:
        await visit.ask(_LINK, id=dataset["id"], changes={"relations": relations})
    except Refused as refused:
        if refused.is_too_weak:
            raise
        errors = [
            {"id": "name", "text": problem.sentence, "next": problem.next_step}
            for problem in refused.problems
        ]
        return _page(visit, dataset, pairs, known, typed, errors)
    return visit.see_other(f"/data/{dataset['id']}/link", done="linked")


def _page(
    visit: Visit,
    dataset: Mapping[str, Any],
    pairs: Sequence[Pair],
    known: Mapping[str, tuple[str, str]],
    typed: Mapping[str, str],
    errors: Sequence[Mapping[str, str]],
) -> Response:
    return visit.page(
        "linking/link.html",
        status=_WRONG if errors else 200,
        dataset=dataset,
        pairs=pairs,
        links=[relation for relation in dataset["relations"] if relation["dataset"] in known],
        known=known,
        typed=typed,
        errors=errors,
        wrong=beside(errors),
    )


ROUTES = (Route("/data/{dataset}/link", link, methods=["GET", "POST"]),)
