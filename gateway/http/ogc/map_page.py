"""A page of features for people: a few rows, rows in memory, with the link to those after them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pyarrow as pa

from gateway.http.addressed import Incoming
from gateway.http.ogc.documents import GEOJSON_TYPE, link
from gateway.http.ogc.features_json import FeaturesJson
from gateway.http.ogc.items import collection_named, items_question
from gateway.http.ogc.outlines import source_of
from gateway.http.ogc.parameters import TOKEN
from gateway.http.ogc.projections import CRS84
from gateway.reading.walks.kept_rows import rows_kept
from gateway.reading.walks.page_rows import PageEnd
from gateway.reading.walks.readable import readable_body
from gateway.reading.walks.walk_tokens import WalkTokens, new_walk

_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class FeaturesPage:
    """`features` as GeoJSON has them, in degrees; `further`: the address of the next page."""

    title: str
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    features: tuple[dict[str, Any], ...]
    here: str
    further: str | None
    source: str | None
    """Of the outlines of communes, where they are shown."""


async def page_of_features(incoming: Incoming) -> FeaturesPage:
    reading = incoming.reading()
    body = await readable_body(incoming.slug, reading, incoming.ports, is_counted=False)
    features = await collection_named(body, incoming.parts[1])
    items = await items_question(incoming, body, features)
    question = replace(items.question, size=min(items.question.size, _MOST_SHOWN))
    facts = (("collection", features.id), *items.parameters.question)
    tokens, walk = WalkTokens.of(body, features.readable, facts), new_walk()
    if items.parameters.token is not None and features.readable.columns:
        walk = tokens.open(items.parameters.token, len(question.order))
    rows = await rows_kept(question.page(walk, reading), incoming.ports)
    end, path = PageEnd(question, walk), f"collections/{features.id}/items"
    encoder = FeaturesJson(items.columns, replace(items.geometries, crs=CRS84), None, list)
    document = encoder.begin(rows.columns)
    for batch in rows.batches:
        page: pa.RecordBatch = end.cut(batch)
        document += encoder.batch(page) if page.num_rows else b""
    document += encoder.end()
    dataset, is_french = features.readable.dataset, incoming.language == "fr"
    columns = features.properties
    place = end.next
    pairs = items.parameters.question
    further = None if place is None else incoming.link(path, (*pairs, (TOKEN, tokens.seal(place))))
    return FeaturesPage(
        title=dataset.title_fr if is_french else dataset.title_en,
        columns=tuple(str(each.name) for each in columns),
        labels=tuple(
            (each.label_fr if is_french else each.label_en) or str(each.name) for each in columns
        ),
        features=tuple(msgspec.json.decode(document)["features"]),
        here=link("self", incoming.link(path, pairs), GEOJSON_TYPE)["href"],
        further=further,
        source=source_of(items.geometries.outlines, features),
    )
