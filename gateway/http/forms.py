"""The fields that a page's form sends, by name, some of them more than once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from typing_extensions import override

from gateway.base.problems import RequestNotAsDescribed
from gateway.http.body import read_body

_MAX_BYTES = 200_000
_MAX_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Form(Mapping[str, str]):
    """`form["name"]` is the first value of a field, trimmed; `all("name")` every one."""

    values_of: Mapping[str, tuple[str, ...]]

    @override
    def __getitem__(self, name: str) -> str:
        return self.values_of[name][0].strip()

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self.values_of)

    @override
    def __len__(self) -> int:
        return len(self.values_of)

    def all(self, name: str) -> Sequence[str]:
        """Empty for a field that was not sent, as a box that was not ticked."""
        return self.values_of.get(name, ())


async def read_form(request: Request) -> Form:
    """Raises RequestNotAsDescribed, DocumentTooLarge."""
    return read_form_bytes(request, await read_body(request, _MAX_BYTES))


def read_form_bytes(request: Request, body: bytes) -> Form:
    """Raises RequestNotAsDescribed."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != "application/x-www-form-urlencoded":
        raise _no_form()
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise _no_form() from None
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        # Browsers end the lines of a text area with two characters.
        values[name] = (*values.get(name, ()), value.replace("\r\n", "\n"))
    return Form(values)


def no_such_answer(given: str) -> RequestNotAsDescribed:
    """A form that was sent by none of its buttons decides nothing."""
    return RequestNotAsDescribed(
        what_fr=f"« {given[:40]} » n'est pas une réponse de cette page",
        what_en=f'"{given[:40]}" is no answer of this page',
    )


def _no_form() -> RequestNotAsDescribed:
    return RequestNotAsDescribed(
        what_fr="un formulaire de page est attendu", what_en="the form of a page is expected"
    )
