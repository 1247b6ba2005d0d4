"""A picture to take away: with its title and legend (SVG), or its figures (CSV)."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from gateway.base.problems import NotFound
from gateway.console.visit import Visit
from papers.pictures import Picture
from papers.pictures.standalone import standalone_svg

_MEDIA: Final = {"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}


def picture_file(picture: Picture | None, kind: str, name: str, visit: Visit) -> Response:
    """`name` without its end. Raises NotFound for no picture, and for one without a drawing."""
    if picture is None or kind not in _MEDIA or (kind == "svg" and picture.draw is None):
        raise NotFound(path=visit.request.url.path)
    content = standalone_svg(picture) if kind == "svg" else picture.csv()
    return download(content, _MEDIA[kind], f"{name}.{kind}")


def download(content: str | bytes, media_type: str, name: str) -> Response:
    """A file that nobody keeps: it holds what its reader may read now."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
