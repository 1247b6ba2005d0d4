"""The features of a collection: pages that are streamed, and one feature alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from catalog.model.dataset import Column, ScalarType
from catalog.model.problem import Problem
from catalog.reference import cog_in
from gateway.http.addressed import Incoming
from gateway.http.ogc.answers import CONTENT_CRS, refusal_of
from gateway.http.ogc.boxes import box_condition, read_crs
from gateway.http.ogc.documents import GEOJSON_TYPE, HTML_TYPE, JSON_TYPE, link
from gateway.http.ogc.features_json import FeatureColumns, FeaturesJson, key_values
from gateway.http.ogc.geometries import Geometries
from gateway.http.ogc.outlines import Outlines
from gateway.http.ogc.parameters import (
    OF_A_FEATURE,
    TOKEN,
    ItemsParameters,
    read_items_parameters,
    single_values,
)
from gateway.http.ogc.places import Collection, collections_of, dataset_named
from gateway.http.ogc.problems import OgcNoFeature, OgcUnknownCollection
from gateway.http.ogc.projections import Crs
from gateway.http.sql import Asked as RowsQuestion
from gateway.http.walk_answer import WalkAnswer
from gateway.reading.walks.kept_rows import counted, rows_kept
from gateway.reading.walks.page_order import key_of, total_order
from gateway.reading.walks.page_rows import PageEnd
from gateway.reading.walks.page_statement import PageQuestion
from gateway.reading.walks.readable import ReadableBody, readable_body
from gateway.reading.walks.terms import Comparison, Condition, Property, Value, ValueKind
from gateway.reading.walks.walk_tokens import WalkTokens, new_walk

_WRITTEN_AS = {
    ScalarType.INTEGER: ValueKind.NUMBER,
    ScalarType.BIGINT: ValueKind.NUMBER,
    ScalarType.DECIMAL: ValueKind.NUMBER,
    ScalarType.FLOAT: ValueKind.NUMBER,
    ScalarType.BOOLEAN: ValueKind.TRUTH,
    ScalarType.TIMESTAMP_TZ: ValueKind.MOMENT,
}


class ItemsAnswer(WalkAnswer):
    """One page of the collection that the address names."""

    def __init__(self, incoming: Incoming) -> None:
        super().__init__(incoming.request, partial(_read_page, self, incoming), incoming.id)
        self.crs: Crs | None = None

    @override
    def refusal(self, problem: Problem) -> Response:
        return refusal_of(problem, self.request, self.language, self.id)

    @override
    def headed(self, response: Response) -> Response:
        headed = super().headed(response)
        if self.crs is not None and headed.status_code == 200:
            headed.headers[CONTENT_CRS] = f"<{self.crs.uri}>"
        return headed


async def collection_named(body: ReadableBody, name: str) -> Collection:
    """Raises UnknownDataset, OgcUnknownCollection for data without a place."""
    names = {str(each.name) for each in body.datasets}
    candidates = dataset_named(name)
    dataset = next((each for each in candidates if each in names), candidates[-1])
    readable = await body.readable(dataset)
    for features in collections_of(readable):
        if features.id == name:
            return features
    raise OgcUnknownCollection(collection=name[:60])


@dataclass(frozen=True, slots=True)
class ItemsQuestion:
    """The statement of a page, and what its geometries are made by."""

    features: Collection
    parameters: ItemsParameters
    question: PageQuestion
    geometries: Geometries
    is_exact: bool

    @property
    def columns(self) -> FeatureColumns:
        return feature_columns(self.features, self.question)


async def items_question(
    incoming: Incoming, body: ReadableBody, features: Collection
) -> ItemsQuestion:
    """The communes that a box meets are found beside the loop: of half of the country, up
    to a second. Raises Problems.
    """
    parameters = read_items_parameters(incoming.pairs, features)
    outlines = outlines_for(incoming, body)
    geometries = Geometries(features, parameters.crs, outlines)
    is_exact, conditions = True, []
    box = parameters.box
    if box is not None:
        near = await incoming.ports.beside.run(box_condition, box, features, outlines)
        conditions.append(near)
        is_exact = box.is_exact_for(features.kind)
    if box is not None and not is_exact:
        geometries = replace(geometries, within=box.boxes, box_crs=box.crs)
    question = page_question(features, (*conditions, *parameters.conditions), parameters.limit)
    return ItemsQuestion(features, parameters, question, geometries, is_exact)


def page_question(
    features: Collection, conditions: tuple[Condition, ...], size: int
) -> PageQuestion:
    columns = _with_place(features)
    return PageQuestion(
        readable=features.readable,
        columns=columns,
        order=total_order((), features.readable, columns),
        size=size,
        conditions=conditions,
        is_two_valued=False,
    )


def outlines_for(incoming: Incoming, body: ReadableBody) -> Outlines:
    contours = incoming.request.app.state.services.contours_of(())
    return Outlines(contours, cog_in(body.standpoint.snapshot))


def feature_columns(features: Collection, question: PageQuestion) -> FeatureColumns:
    at = {each.id: place for place, each in enumerate(question.selected)}
    return FeatureColumns(
        key=tuple(at[each.id] for each in key_of(features.readable)),
        geometry=tuple(at[each.id] for each in features.columns),
        properties=tuple(at[each.id] for each in features.properties),
    )


async def _read_page(
    answer: ItemsAnswer, incoming: Incoming, request: Request, request_id: str, max_bytes: int
) -> RowsQuestion:
    del request, request_id, max_bytes
    reading = incoming.reading()
    body = await readable_body(incoming.slug, reading, incoming.ports, is_counted=False)
    features = await collection_named(body, incoming.parts[1])
    items = await items_question(incoming, body, features)
    question, parameters = items.question, items.parameters
    tokens = WalkTokens.of(
        body, features.readable, (("collection", features.id), *parameters.question)
    )
    walk, matched = new_walk(), None
    if parameters.token is not None and features.readable.columns:
        walk = tokens.open(parameters.token, len(question.order))
    elif items.is_exact:
        matched = await counted(question.count(walk, reading), incoming.ports)
    end = answer.end = PageEnd(question, walk)
    answer.crs = parameters.crs
    path = f"collections/{features.id}/items"

    def links() -> list[dict[str, str]]:
        here = parameters.question
        place = end.next
        page_links = [
            link("self", incoming.link(path, here), GEOJSON_TYPE),
            link("alternate", incoming.link(path, _as_html(here)), HTML_TYPE),
            link("collection", f"{incoming.root}collections/{features.id}", JSON_TYPE),
        ]
        if place is not None:
            further = incoming.link(path, (*here, (TOKEN, tokens.seal(place))))
            page_links.append(link("next", further, GEOJSON_TYPE))
        return page_links

    encoder = FeaturesJson(items.columns, items.geometries, matched, links)
    return question.page(walk, reading), encoder, f"{features.id}.geojson"


async def one_feature(incoming: Incoming) -> tuple[bytes, Crs]:
    """Raises OgcNoFeature where no row that is given has the id."""
    values = single_values(incoming.pairs, OF_A_FEATURE)
    crs = read_crs(values.get("crs"), "crs")
    reading = incoming.reading()
    body = await readable_body(incoming.slug, reading, incoming.ports, is_counted=False)
    features = await collection_named(body, incoming.parts[1])
    key = key_of(features.readable)
    parts = key_values(incoming.parts[3], len(key)) if key else ()
    if features.readable.columns and not parts:
        raise OgcNoFeature
    conditions = tuple(
        Comparison("=", Property(str(column.name)), _key_value(text, column))
        for column, text in zip(key, parts, strict=False)
    )
    question = page_question(features, conditions, 1)
    answered = await rows_kept(question.page(new_walk(), reading), incoming.ports)
    batches = [each for each in answered.batches if each.num_rows]
    if sum(each.num_rows for each in batches) != 1:
        raise OgcNoFeature
    geometries = Geometries(features, crs, outlines_for(incoming, body))
    encoder = FeaturesJson(feature_columns(features, question), geometries, None, list)
    feature = encoder.single(answered.columns, batches[0])
    path = f"collections/{features.id}/items/{incoming.parts[3]}"
    here = incoming.link(path, tuple(values.items())).rstrip("?")
    links = [
        link("self", here, GEOJSON_TYPE),
        link("collection", f"{incoming.root}collections/{features.id}", JSON_TYPE),
    ]
    return _with_links(feature, links), crs


def _with_links(feature: bytes, links: list[dict[str, str]]) -> bytes:
    return feature[:-1] + b',"links":' + msgspec.json.encode(links) + b"}"


def _key_value(text: str, column: Column) -> Value:
    """Raises OgcNoFeature for what is no value of the column: there is no such row."""
    kind = _WRITTEN_AS.get(column.type.scalar, ValueKind.TEXT)
    if kind is ValueKind.NUMBER and not text.lstrip("-").replace(".", "", 1).isdecimal():
        raise OgcNoFeature
    if kind is ValueKind.TRUTH and text not in {"true", "false"}:
        raise OgcNoFeature
    return Value(kind, text)


def _with_place(features: Collection) -> tuple[Column, ...]:
    """The properties, then the columns of the place that are none of them."""
    ids = {each.id for each in features.properties}
    return (*features.properties, *(each for each in features.columns if each.id not in ids))


def _as_html(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return (*(pair for pair in pairs if pair[0] != "f"), ("f", "html"))
