"""The format or media type that an `Accept` header asks for (RFC 9110 section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gateway.base.problems import NotAcceptable

DEFAULT = "json"
JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
EVENTS = "text/event-stream"
_OFFERS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    # RFC 8259 has no such parameter, and many clients send it.
    "json": (JSON, {"charset": "utf-8"}),
    "ndjson": ("application/x-ndjson", {"charset": "utf-8"}),
    "csv": ("text/csv", {"header": "present", "charset": "utf-8"}),
    "csv-excel-fr": (
        "text/csv",
        {"header": "present", "charset": "utf-8", "dialect": "excel-fr"},
    ),
    "arrow": ("application/vnd.apache.arrow.stream", {}),
    "parquet": ("application/vnd.apache.parquet", {}),
}
"""In the order in which we prefer them where the caller does not mind."""


@dataclass(frozen=True, slots=True)
class _Range:
    """One of the header's parts. `parameters` must be those of an offer, `quality` is 0 to 1."""

    kind: str
    parameters: Mapping[str, str]
    quality: float

    def fits(self, media_type: str, parameters: Mapping[str, str]) -> bool:
        main, _, _ = media_type.partition("/")
        named = self.kind in {media_type, f"{main}/*", "*/*"}
        return named and all(parameters.get(key) == said for key, said in self.parameters.items())

    @property
    def rank(self) -> tuple[int, int]:
        """The more is said, the more it counts: `*/*`, `text/*`, `text/csv`, its parameters."""
        return (2 - self.kind.count("*"), len(self.parameters))


def choose_format(accept: str | None) -> str:
    """A key of `FORMATS`; JSON where nothing is said, NotAcceptable where nothing fits."""
    if not accept or not accept.strip():
        return DEFAULT
    ranges = _read_ranges(accept)
    return _best({name: _quality(*offer, ranges) for name, offer in _OFFERS.items()})


def choose_graphql_type(accept: str | None) -> str:
    """The media type of a GraphQL answer; NotAcceptable where neither fits.

    `application/json`, as older clients expect, unless the other is named outright and is wanted
    as much; parameters are left aside, as GraphQL over HTTP gives them no meaning. A stream of
    events only where it is wanted more.
    """
    if not accept:
        return JSON
    ranges = [replace(each, parameters={}) for each in _read_ranges(accept)]
    is_named = any(each.kind == GRAPHQL_JSON for each in ranges)
    order = (GRAPHQL_JSON, JSON, EVENTS) if is_named else (JSON, GRAPHQL_JSON, EVENTS)
    return _best({media_type: _quality(media_type, {}, ranges) for media_type in order})


def takes_events(accept: str | None) -> bool:
    """True where a stream of events is named outright, however little it is wanted."""
    return any(each.kind == EVENTS and each.quality > 0 for each in _read_ranges(accept or ""))


def _best(qualities: Mapping[str, float]) -> str:
    """The first of the best; NotAcceptable where none is above 0."""
    best = max(qualities, key=lambda name: qualities[name])
    if qualities[best] <= 0:
        raise NotAcceptable
    return best


def _quality(media_type: str, parameters: Mapping[str, str], ranges: list[_Range]) -> float:
    """The quality that the most specific of the fitting ranges gives; 0 where none fits."""
    fitting = [each for each in ranges if each.fits(media_type, parameters)]
    return max(fitting, key=lambda each: each.rank).quality if fitting else 0.0


def _read_ranges(accept: str) -> list[_Range]:
    return [_read_range(part) for part in accept.split(",") if part.strip()]


def _read_range(part: str) -> _Range:
    kind, *pieces = (piece.strip().lower() for piece in part.split(";"))
    parameters, quality = {}, 1.0
    for piece in pieces:
        name, _, value = piece.partition("=")
        if name.strip() == "q":
            quality = _read_quality(value)
        elif name:
            parameters[name.strip()] = value.strip().strip('"')
    return _Range(kind, parameters, quality)


def _read_quality(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0
