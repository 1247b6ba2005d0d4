"""One request of OData: who asks, of which body, at which address, in which form."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

from starlette.requests import Request

from catalog.model.problem import Language
from gateway.base.problems import BadRequest, NotAcceptable
from gateway.http.headers import read_headers
from gateway.http.odata.rows_json import JsonForm
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import read_language
from gateway.reading.query.sql_request import SqlRequest

DOOR = "odata"
_MOST_QUERY = 60_000
_JSON_TYPES = frozenset({"application/json", "application/*", "*/*"})
_METADATA = frozenset({"minimal", "full", "none"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """`parts`: of the address behind the body's, decoded; `pairs`: its options."""

    request: Request
    ports: Ports
    id: str
    language: Language
    slug: str
    parts: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, request: Request) -> Incoming:
        """Raises BadRequest for an address that is no UTF-8."""
        raw = request.scope.get("raw_path") or request.scope["path"].encode()
        text = raw.partition(b"?")[0].decode("ascii", "replace")
        try:
            parts = tuple(unquote(each, errors="strict") for each in text.split("/")[3:] if each)
            query = request.scope["query_string"].decode("ascii")
            pairs = parse_qsl(
                query[:_MOST_QUERY], keep_blank_values=True, errors="strict", max_num_fields=50
            )
        except (UnicodeDecodeError, ValueError):
            raise BadRequest(
                what_fr="l'adresse n'est pas en UTF-8, ou a trop d'options",
                what_en="the address is not UTF-8, or has too many options",
            ) from None
        return cls(
            request=request,
            ports=request.app.state.services.query,
            id=uuid.uuid4().hex,
            language=read_language(request.headers.get("accept-language")),
            slug=request.path_params["organisation"],
            parts=parts,
            pairs=tuple(pairs),
        )

    @property
    def root(self) -> str:
        """The absolute address of the service, with a slash at its end."""
        base = self.ports.public_url or str(self.request.base_url)
        return f"{base.rstrip('/')}/odata/{quote(self.slug, safe='')}/"

    @property
    def context(self) -> str:
        return f"{self.root}$metadata"

    def link(self, path: str, pairs: tuple[tuple[str, str], ...]) -> str:
        """Absolute, everything encoded: the strict client takes no blank and no quote."""
        options = (f"{quote(name, safe='$')}={quote(value, safe='')}" for name, value in pairs)
        return f"{self.root}{quote(path, safe='')}?{'&'.join(options)}"

    def reading(self) -> SqlRequest:
        """The request without its statement. Raises KeyInAddress, InvalidFileReference."""
        headers = read_headers(self.request)
        return SqlRequest(
            id=self.id,
            document="",
            authorization=headers.authorization,
            session=headers.session,
            purpose=headers.purpose,
            on_behalf_of=headers.on_behalf_of,
            file_reference=headers.file_reference,
            language=headers.language,
            address=headers.address,
            door=DOOR,
        )

    def option(self, name: str) -> str | None:
        return next((value for option, value in self.pairs if option.lower() == name), None)


def json_form(incoming: Incoming) -> JsonForm:
    """By `$format`, else by Accept. Raises NotAcceptable where JSON is none of what is taken."""
    value = incoming.option("$format")
    if value is not None:
        value = "application/json" if value.lower() == "json" else value
    accept = value or incoming.request.headers.get("accept") or "*/*"
    for part in accept.split(","):
        kind, *parameters = (each.strip() for each in part.split(";"))
        if kind.lower() not in _JSON_TYPES:
            continue
        settings = dict(each.partition("=")[::2] for each in parameters)
        lower = {name.strip().lower(): value.strip().lower() for name, value in settings.items()}
        metadata = lower.get("odata.metadata", lower.get("metadata", "minimal"))
        texts = lower.get("ieee754compatible") == "true"
        # Of all that `full` adds nothing is needed here: the types stand in $metadata.
        metadata = metadata if metadata in _METADATA - {"full"} else "minimal"
        return JsonForm(metadata, texts)
    raise NotAcceptable


def wants_metadata_as_json(incoming: Incoming) -> bool:
    """XML unless JSON alone is taken: programs send an Accept that they do not mean."""
    value = incoming.option("$format")
    if value is not None:
        return "json" in value.lower()
    accept = incoming.request.headers.get("accept", "")
    kinds = [each.partition(";")[0].strip().lower() for each in accept.split(",") if each.strip()]
    return bool(kinds) and all(each == "application/json" for each in kinds)
