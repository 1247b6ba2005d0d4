"""The demo's YAML, put together for where the rows lie: one file an organisation."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copyfile
from typing import Any

import yaml

from demo.generate.ground import DEMO
from demo.generate.standard_columns import declared_columns

MEMBERSHIPS = "memberships.csv"
_DECLARATIONS = DEMO / "declarations"
_MEMBERSHIPS_SECTION = {"file": MEMBERSHIPS}
EMBEDDED, FULL = "storages-embedded", "storages-full"
_OF_STANDARD = "standard"


def write_declarations(folder: Path, storages: str, values: Mapping[str, str]) -> None:
    """`organisation.yaml` files and the memberships' CSV in `folder`, ready for `interco apply`.

    `storages` is EMBEDDED or FULL; `values` fill the words in braces of its files. Bodies that only
    bring communes to the six get a file too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.yaml"):
        stale.unlink()
    copyfile(DEMO / MEMBERSHIPS, folder / MEMBERSHIPS)
    for slug, document in _documents(storages, values):
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
        (folder / f"{slug}.yaml").write_text(text, "utf-8")


def _documents(storages: str, values: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    with (DEMO / "organisations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            written = _DECLARATIONS / f"{row['slug']}.yaml"
            if written.exists():
                place = _DECLARATIONS / storages / written.name
                document = _merged(_read(written), _filled(_read(place), values))
                yield row["slug"], _with_columns(document)
            else:
                yield row["slug"], _bare(row)


def _bare(row: Mapping[str, str]) -> dict[str, Any]:
    """A body that is in the demo for its members only."""
    organisation = {
        "siren": row["siren"],
        "slug": row["slug"],
        "name": row["nom"],
        "kind": row["kind"],
    }
    return {"organisation": organisation, "memberships": _MEMBERSHIPS_SECTION}


def _read(path: Path) -> Any:
    """Texts only: nothing is taken for a number or a date on the way."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - builds texts only


def _filled(document: Any, values: Mapping[str, str]) -> Any:
    match document:
        case dict():
            return {key: _filled(each, values) for key, each in document.items()}
        case list():
            return [_filled(each, values) for each in document]
        case _:
            return document.format_map(values)


def _with_columns(document: Any) -> Any:
    """`columns: standard` of a dataset: all those of its standard, after its own `columns_before`.
    Of an agreement: the same, as they are.
    """
    for dataset in document["datasets"].values():
        before = dataset.pop("columns_before", {})
        if dataset["columns"] == _OF_STANDARD:
            dataset["columns"] = before | declared_columns(dataset["standard"])
    for agreement in document.get("agreements", {}).values():
        if agreement["columns"] == _OF_STANDARD:
            standard = document["datasets"][agreement["dataset"]]["standard"]
            agreement["columns"] = dict.fromkeys(declared_columns(standard), "clear")
    return document


def _merged(document: Any, more: Any) -> Any:
    if not (isinstance(document, dict) and isinstance(more, dict)):
        return more
    return {
        key: _merged(document[key], more[key])
        if key in document and key in more
        else document.get(key, more.get(key))
        for key in dict.fromkeys((*document, *more))
    }
