"""`interco reference load-contours`: the contours of communes that maps are drawn from."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from urllib.parse import urlsplit

import typer

from catalog.contours.compact import AboutContours
from catalog.contours.loading import LoadedContours, load_contours
from catalog.contours.problems import ContoursNotFetched
from gateway.cli.connection import FAILURES, LOOPBACK, OK, opened
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.language import language_of_the_terminal
from gateway.demo_mode.state import DemoState

MOST_BYTES = 2 << 30
TIMEOUT_S = 60.0
IGN = "© IGN, Admin Express, Licence Ouverte"
SOURCE = Annotated[
    str, typer.Argument(help="A GeoJSON of communes (also .gz): a file, or its https address.")
]
ATTRIBUTION = Annotated[str, typer.Option(help="Whom maps name as the source of the contours.")]
YEAR = Annotated[int | None, typer.Option(help="The year of the contours, which maps name.")]


def load(
    source: SOURCE,
    attribution: ATTRIBUTION = IGN,
    year: YEAR = None,
    state: STATE_OPTION = STATE,
) -> None:
    """Contours of communes, of one département or of all France, instead of those of Interco.

    They are simplified with their borders kept common, and written to one small file beside the
    installation's data; running gateways use it at once.

    Example: `./interco reference load-contours communes-100m.geojson`.
    """
    started = time.monotonic()

    def tell(fr: str, en: str) -> None:
        words = fr if language_of_the_terminal() == "fr" else en
        typer.echo(f"[{time.monotonic() - started:5.1f} s] {words}", err=True)

    target = DemoState(state).settings().contours
    with _as_file(source) as path:
        tell(f"lecture de {path.name}", f"reading {path.name}")
        loaded = load_contours(path, target, AboutContours(attribution, year), tell)
    for line in _lines(loaded, target):
        typer.echo(line)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _lines(loaded: LoadedContours, target: Path) -> Iterator[str]:
    french = language_of_the_terminal() == "fr"
    communes = _counted(loaded.communes, "commune")
    departements = _counted(loaded.departements, "département")
    kilobytes = round(loaded.bytes_written / 1000)
    yield (
        f"{communes}, {departements} : "
        f"{loaded.points_kept} points gardés sur {loaded.points_read} ; {kilobytes} ko dans "
        f"{target}"
        if french
        else f"{communes}, {departements}: "
        f"{loaded.points_kept} points kept of {loaded.points_read}; {kilobytes} kB in {target}"
    )
    if loaded.repeated:
        codes = ", ".join(loaded.repeated[:5])
        yield (
            f"codes venus plus d'une fois, le premier est gardé : {len(loaded.repeated)} ({codes})"
            if french
            else f"codes that came more than once, the first is kept: {len(loaded.repeated)} "
            f"({codes})"
        )


@contextmanager
def _as_file(source: str) -> Iterator[Path]:
    """Of an address, what it answers, in a folder that goes afterwards."""
    address = urlsplit(source)
    if address.scheme not in {"http", "https"}:
        yield Path(source)
        return
    if address.scheme == "http" and address.hostname not in LOOPBACK:
        raise ContoursNotFetched(
            address=source, why_fr="l'adresse n'est pas en https", why_en="the address is no https"
        )
    with TemporaryDirectory(prefix="interco-contours-") as folder:
        path = Path(folder) / (Path(address.path).name or "communes.geojson")
        try:
            _fetch(source, path)
        except FAILURES as error:
            why = type(error).__name__
            raise ContoursNotFetched(address=source, why_fr=why, why_en=why) from error
        yield path


def _fetch(address: str, path: Path) -> None:
    with opened(address, headers={}, timeout_s=TIMEOUT_S) as answer, path.open("wb") as file:
        if answer.status != OK:
            raise ContoursNotFetched(
                address=address,
                why_fr=f"réponse {answer.status}",
                why_en=f"answer {answer.status}",
            )
        received = 0
        for chunk in answer.chunks:
            received += len(chunk)
            if received > MOST_BYTES:
                raise ContoursNotFetched(
                    address=address, why_fr="plus de 2 Go", why_en="more than 2 GB"
                )
            file.write(chunk)
