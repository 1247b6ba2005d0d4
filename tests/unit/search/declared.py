"""A synthetic catalogue of 400 declarations, as French local authorities title theirs."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from catalog.cog import load_cog
from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import CommuneCode, Name, Siren, Slug
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.search.index import SearchIndex
from catalog.search.places import territories_of

HERE = Path(__file__).parent
_COLUMN = re.compile(
    r"(?P<label>[^\[(]+?)\s*(?:\[(?P<unit>[^\]]+)\])?\s*(?:\((?P<codes>[^)]+)\))?$"
)
_KINDS = OrganisationKind
BODIES = (
    *(
        ("C", siren, slug, name, _KINDS.COMMUNE, code)
        for siren, slug, name, code in (
            ("215601659", "ploermel", "Ploërmel", "56165"),
            ("213502388", "rennes", "Ville de Rennes", "35238"),
            ("213500242", "betton", "Betton", "35024"),
            ("213501737", "melesse", "Melesse", "35173"),
            ("213502362", "redon", "Redon", "35236"),
            ("213502883", "saint-malo", "Saint-Malo", "35288"),
            ("213501158", "fougeres", "Fougères", "35115"),
            ("215602608", "vannes", "Ville de Vannes", "56260"),
            ("215600917", "josselin", "Josselin", "56091"),
        )
    ),
    ("E", "200066777", "ploermel-co", "Ploërmel Communauté", _KINDS.CC, None),
    ("E", "243500667", "val-ille", "CC Val d'Ille-Aubigné", _KINDS.CC, None),
    ("E", "243500139", "rennes-metropole", "Rennes Métropole", _KINDS.METRO, None),
    ("E", "243500741", "redon-agglo", "CA Redon Agglomération", _KINDS.CA, None),
    ("E", "200067932", "gmva", "CA Golfe du Morbihan - Vannes Agglomération", _KINDS.CA, None),
    ("O", "255600001", "smictom", "SMICTOM du Pays de Ploërmel", _KINDS.SMF, None),
    ("W", "255600002", "eau", "Syndicat Eau du Morbihan", _KINDS.SMF, None),
    ("N", "255600003", "energies", "Syndicat départemental d'énergie", _KINDS.SMF, None),
    (
        "D",
        "223500018",
        "ille-et-vilaine",
        "Département d'Ille-et-Vilaine",
        _KINDS.DEPARTEMENT,
        None,
    ),
    ("D", "225600014", "morbihan", "Département du Morbihan", _KINDS.DEPARTEMENT, None),
)
"""Level, SIREN (made up where no code is beside it), short name, name, kind and commune."""


def bodies():
    return [
        (
            level,
            Organisation(
                Siren(siren),
                Slug(slug),
                name,
                kind,
                CommuneCode(code) if code else None,
                date(2024, 1, 1) if code else None,
            ),
        )
        for level, siren, slug, name, kind, code in BODIES
    ]


def read_lines(name):
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def dataset(owner, name, title, description, columns):
    return Dataset(
        id=f"{owner.slug}__{name}",
        owner=owner.siren,
        storage_id="s",
        name=Name(name),
        title_fr=title,
        title_en="",
        description_fr=description,
        synthetic=True,
        physical=PhysicalObject(ObjectKind.TABLE, name),
        columns=tuple(column(number, written) for number, written in enumerate(columns.split(";"))),
    )


def column(number, written):
    parts = _COLUMN.match(written.strip())
    return Column(
        id=f"c{number}",
        name=Name(f"colonne_{number}"),
        type=ColumnType(ScalarType.STRING),
        source_name=f"c{number}",
        label_fr=parts["label"],
        label_en="",
        unit=parts["unit"],
        code_list=tuple(parts["codes"].split("|")) if parts["codes"] else (),
    )


@cache
def declared():
    """Each declaration with its owner, in order."""
    kinds = read_lines("catalogue.tsv")
    return [
        (dataset(owner, *written), owner)
        for level, owner in bodies()
        for at, *written in kinds
        if at == level
    ]


def territories():
    known = territories_of(load_cog(), [owner for _, owner in bodies()], ())
    return known, {owner.siren: known.of(owner) for _, owner in bodies()}


def index_over(datasets):
    known, covered = territories()
    return SearchIndex.of(datasets, known.places, covered)


@cache
def whole_index():
    return index_over(declared())
