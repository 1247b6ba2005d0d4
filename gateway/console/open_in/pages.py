"""`/data/{dataset}/open.odc`, `.pbids`, `.qlr`: files that lead a program to the doors of data.

None holds a secret: the program asks its user for a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.base.problems import NotFound
from gateway.console.open_in.answers import OPENED_DATA, Dataset
from gateway.console.visit import Visit, page_for_all
from papers.connection_files import write_odc, write_pbids, write_qlr

_Write = Callable[[str, Dataset, str], bytes]


def _odc(address: str, dataset: Dataset, language: str) -> bytes:
    labels = {
        column.name: column.labelFr if language == "fr" else column.labelEn
        for column in dataset.columns
        if column.ways
    }
    return write_odc(address, dataset.name, _title(dataset, language), labels)


def _pbids(address: str, dataset: Dataset, language: str) -> bytes:
    del dataset, language
    return write_pbids(address)


def _qlr(address: str, dataset: Dataset, language: str) -> bytes:
    return write_qlr(address, dataset.name, _title(dataset, language))


_FILES: Final[Mapping[str, tuple[str, str, _Write]]] = {
    "odc": ("odata", "text/x-ms-odc", _odc),
    "pbids": ("odata", "application/json", _pbids),
    "qlr": ("ogc", "application/xml", _qlr),
}


@page_for_all
async def connection_file(visit: Visit) -> Response:
    dataset_id, kind = visit.request.path_params.values()
    file = _FILES.get(kind)
    dataset = (await OPENED_DATA.ask(visit, id=dataset_id)).dataset
    if file is None or dataset is None:
        raise NotFound(path=visit.request.url.path)
    door, media_type, write = file
    base = visit.services.query.public_url or str(visit.request.base_url).rstrip("/")
    content = write(f"{base}/{door}/{dataset.owner.slug}", dataset, visit.language)
    headers = {
        "Content-Disposition": f'attachment; filename="{dataset.name}.{kind}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def _title(dataset: Dataset, language: str) -> str:
    return dataset.titleFr if language == "fr" else dataset.titleEn


ROUTES = (Route("/data/{dataset}/open.{kind}", connection_file),)
