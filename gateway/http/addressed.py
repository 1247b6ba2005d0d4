"""One request at an address below a body's: who asks, of which body, at which address."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

from starlette.requests import Request

from catalog.model.problem import Language
from gateway.base.problems import BadRequest
from gateway.http.headers import read_headers
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import read_language
from gateway.reading.query.sql_request import SqlRequest

_MOST_QUERY = 60_000
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """`door` is also the first part of the address, `slug` the second, the body's; `parts` are
    those behind it, decoded; `pairs`: the options.
    """

    door: str
    request: Request
    ports: Ports
    id: str
    language: Language
    slug: str
    parts: tuple[str, ...]
    pairs: Pairs

    @classmethod
    def of(cls, request: Request, door: str) -> Incoming:
        """Raises BadRequest for an address that is no UTF-8, or too long."""
        raw = request.scope.get("raw_path") or request.scope["path"].encode()
        text = raw.partition(b"?")[0].decode("ascii", "replace")
        try:
            parts = tuple(unquote(each, errors="strict") for each in text.split("/")[3:] if each)
            pairs = _pairs(request.scope["query_string"])
        except (UnicodeDecodeError, ValueError):
            raise BadRequest(
                what_fr="l'adresse n'est pas en UTF-8, est trop longue ou a trop d'options",
                what_en="the address is not UTF-8, is too long or has too many options",
            ) from None
        return cls(
            door=door,
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
        return f"{base.rstrip('/')}/{self.door}/{quote(self.slug, safe='')}/"

    def link(self, path: str, pairs: Pairs) -> str:
        """Absolute, everything encoded: the strict client takes no blank and no quote."""
        options = (f"{quote(name, safe='$')}={quote(value, safe='')}" for name, value in pairs)
        return f"{self.root}{quote(path)}?{'&'.join(options)}"

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
            door=self.door,
        )

    def option(self, name: str) -> str | None:
        return next((value for option, value in self.pairs if option.lower() == name), None)


def _pairs(query: bytes) -> list[tuple[str, str]]:
    """Raises ValueError for too many, or too long ones: what was cut off could be the filter."""
    if len(query) > _MOST_QUERY:
        raise ValueError(len(query))
    text = query.decode("ascii")
    return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=50)
