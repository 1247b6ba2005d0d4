"""`/data/{dataset}/versions`: what was deposited, by whom, and taking the last one back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.responses import Response

from gateway.console.files import documents
from gateway.console.files.words import mode_words
from gateway.console.visit import Visit, page_for_signed_in


class _Role(msgspec.Struct, frozen=True):
    standard: str | None
    optional: bool


class _Service(msgspec.Struct, frozen=True):
    id: str
    title: Mapping[str, str]
    roles: list[_Role]

    def needs(self, standard: str) -> bool:
        return any(role.standard == standard and not role.optional for role in self.roles)


class _Followed(msgspec.Struct, frozen=True):
    standard: str | None


class _ComputedFrom(msgspec.Struct, frozen=True):
    dataset: _Followed | None
    services: list[_Service] | None

    @property
    def fitting(self) -> list[_Service]:
        """The services that need data of the standard that these follow."""
        standard = None if self.dataset is None else self.dataset.standard
        if standard is None:
            return []
        return [service for service in self.services or () if service.needs(standard)]


@page_for_signed_in
async def versions(visit: Visit) -> Response:
    """The newest first; of data that are in no deposit, the page says so."""
    dataset, deposit = await _deposited(visit)
    readers: list[str] = []
    services: list[_Service] = []
    done, dataset_id = visit.request.query_params.get("done"), dataset["id"]
    if done == "made":
        answer = await visit.ask(documents.COMPUTED_FROM, id=dataset_id)
        services = msgspec.convert(answer, _ComputedFrom).fitting
    if done == "updated":
        shared = (await visit.ask(documents.SHARED, id=dataset_id))["agreements"]
        readers = list(dict.fromkeys(agreement["grantee"]["name"] for agreement in shared or ()))
    return visit.page(
        "files/versions.html",
        readers=readers,
        services=services,
        dataset=dataset,
        deposit=deposit,
        versions=[] if deposit is None else list(reversed(deposit["versions"])),
        current=_current(deposit),
        mode_words=lambda mode: mode_words(mode, visit.gettext),
        can_undo=deposit is not None
        and any(version["daysLeftToUndo"] is not None for version in deposit["versions"]),
    )


def _current(deposit: Mapping[str, Any] | None) -> int | None:
    """The number of the version that is read."""
    versions = [] if deposit is None else deposit["versions"]
    numbers = [version["number"] for version in versions if version["state"] == "current"]
    return numbers[-1] if numbers else None


@page_for_signed_in
async def undo(visit: Visit) -> Response:
    """Takes a version back, once the version that will be read again was shown."""
    service = await visit.deposits()
    dataset, deposit = await _deposited(visit)
    if visit.request.method == "POST":
        await visit.form()
        await service.undo(dataset["id"])
        return visit.see_other(f"/data/{dataset['id']}/versions", done="undone")
    again = (await service.undo(dataset["id"], dry_run=True)).version
    current = next(
        version for version in (deposit or {})["versions"] if version["state"] == "current"
    )
    shared = (await visit.ask(documents.SHARED, id=dataset["id"]))["agreements"]
    return visit.page(
        "files/undo.html", dataset=dataset, current=current, again=again, agreements=shared
    )


@page_for_signed_in
async def read_again(visit: Visit) -> Response:
    """The file of a version waits anew: how it is read is corrected as if it had just come."""
    await visit.form()
    service = await visit.deposits()
    dataset = visit.request.path_params["dataset"]
    version, content = await service.original(dataset, visit.request.path_params["number"])
    upload = await service.stage(_whole(content), version.file_name, dataset)
    return visit.see_other(f"/data/{dataset}/update/{upload.id}")


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


@page_for_signed_in
async def original(visit: Visit) -> Response:
    """The file as it came, under the name that it had."""
    service = await visit.deposits()
    version, content = await service.original(
        visit.request.path_params["dataset"], visit.request.path_params["number"]
    )
    name = quote(version.file_name, safe="")
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


async def _deposited(visit: Visit) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
    """(the dataset as declared, its deposit if it lies in one). Raises Refused for another's."""
    data = await visit.ask(documents.DATASET, id=visit.request.path_params["dataset"])
    dataset = data["declaredDataset"]
    deposits = (await visit.ask(documents.DEPOSITS))["deposits"]
    deposit = next((one for one in deposits if one["dataset"] == dataset["id"]), None)
    return dataset, deposit
